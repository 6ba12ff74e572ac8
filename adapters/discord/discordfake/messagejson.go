package discordfake

import (
	"slices"
	"strconv"
)

// messageJSON is a message as the app is told; hidden: without what the Message
// Content intent protects.
// https://docs.discord.com/developers/resources/message#message-object
func (s *Server) messageJSON(m *message, hidden bool) object {
	pinged := []object{}
	for _, id := range m.mentions.users {
		pinged = append(pinged, s.userJSON(id))
	}
	files := []object{}
	for i, f := range m.files {
		files = append(files, object{
			"id": m.id + strconv.Itoa(i), "filename": f.Name, "size": f.Size,
			"url": "https://cdn.discordapp.com/attachments/" + m.channel.id + "/" + m.id + "/" + f.Name,
		})
	}
	o := object{
		"id": m.id, "channel_id": m.channel.id, "type": m.kind, "author": s.userJSON(m.author), "content": m.content,
		"timestamp": stamp(m.sent), "edited_timestamp": stamp(m.edited), "tts": false, "pinned": false, "flags": m.flags,
		"mention_everyone": m.mentions.everyone, "mentions": pinged, "mention_roles": append([]string{}, m.mentions.roles...),
		"attachments": files, "embeds": append([]embed{}, m.embeds...), "components": append([]component{}, m.components...),
	}
	if m.has(flagSuppressEmbeds) {
		o["embeds"] = []embed{}
	}
	if hidden {
		with(o, object{"content": "", "embeds": []embed{}, "components": []component{}, "attachments": []object{}})
	}
	if m.nonce != "" {
		o["nonce"] = m.nonce
	}
	if m.answers != nil {
		o["message_reference"] = object{"type": 0, "message_id": m.answers.id, "channel_id": m.answers.channel.id, "guild_id": m.answers.channel.guildID()}
	}
	if m.kind == typeThreadStarter {
		o["message_reference"] = object{"type": 0, "message_id": m.channel.id, "channel_id": m.channel.parent.id, "guild_id": m.channel.guildID()}
	}
	if m.asked != nil {
		with(o, object{"application_id": appID, "webhook_id": appID, "interaction_metadata": object{
			"id": m.asked.id, "type": m.asked.kind, "user": s.userJSON(m.asked.by),
		}})
	}
	if t := s.world.channels[m.id]; t != nil && t.parent == m.channel {
		o["thread"] = s.channelJSON(t)
	}
	return o
}

// hides reports whether the content of a message is kept from an app that has
// these intents.
// https://docs.discord.com/developers/events/gateway#message-content-intent
func hides(m *message, has Intent) bool {
	return has&MessageContent == 0 && m.author != appID && m.channel.guild != nil && !slices.Contains(m.mentions.users, appID)
}
