package discord

import (
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// message is what is read of a message: its components are left alone, so that one
// of a new type does no harm.
type message struct {
	ID          string                `json:"id"`
	Channel     string                `json:"channel_id"`
	Guild       string                `json:"guild_id"` // only in events of the gateway
	Type        discordgo.MessageType `json:"type"`
	Flags       int                   `json:"flags"`
	Content     string                `json:"content"`
	Said        time.Time             `json:"timestamp"`
	Edited      *time.Time            `json:"edited_timestamp"`
	Author      *discordgo.User       `json:"author"`
	Member      *discordgo.Member     `json:"member"` // only in events of the gateway
	Webhook     string                `json:"webhook_id"`
	Mentions    []*discordgo.User     `json:"mentions"`
	Attachments []struct {
		Name string `json:"filename"`
		Size int64  `json:"size"`
		URL  string `json:"url"`
	} `json:"attachments"`
	Embeds []struct {
		URL    string `json:"url"`
		Author struct {
			Name string `json:"name"`
		} `json:"author"`
	} `json:"embeds"`
	Reference struct {
		Message string `json:"message_id"`
	} `json:"message_reference"`
}

// outgoing is a message that is created or replaced. Nothing that it holds may
// mention anybody.
type outgoing struct {
	Embeds       []*discordgo.MessageEmbed         `json:"embeds"`
	Components   []discordgo.MessageComponent      `json:"components"`
	Mentions     *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Nonce        string                            `json:"nonce,omitempty"`
	EnforceNonce bool                              `json:"enforce_nonce,omitempty"`
	Reference    *discordgo.MessageReference       `json:"message_reference,omitempty"`
}

// outgoing is a piece with its mark.
func (p piece) outgoing(mark string) outgoing {
	o := outgoing{
		Embeds:     []*discordgo.MessageEmbed{},
		Components: []discordgo.MessageComponent{},
		Mentions:   &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}
	o.Components = append(o.Components, p.components...)
	for i, e := range p.embeds {
		if i == 0 && mark != "" {
			marked := *e
			marked.URL = urlOf(mark)
			e = &marked
		}
		o.Embeds = append(o.Embeds, e)
	}
	return o
}

// mark is the mark of a message, with how many pieces there are and its origin; empty
// where it has none.
func (m message) mark() string {
	if len(m.Embeds) == 0 {
		return ""
	}
	mark, ours := strings.CutPrefix(m.Embeds[0].URL, markURL)
	if !ours {
		return ""
	}
	return mark
}

// piece tells which piece of the message with a key a message is, from 0, and of how
// many. One that was replaced since, by a process that did not post it, is all of it.
func (m message) piece(key string) (t turn, is bool) {
	of, parts := unmarked(m.mark())
	if of == "" || parts > partsLimit {
		return turn{}, false
	}
	for n := range parts {
		if of == mark(key, n) {
			return turn{n, parts}, true
		}
	}
	return turn{}, false
}

// fromPerson tells of words that a person said: no notice of Discord's, no app's, no
// webhook's.
func (m message) fromPerson() bool {
	said := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	return said && m.Author != nil && !m.Author.Bot && m.Webhook == ""
}

// text is what was said, with names where Discord has IDs of people.
func (m message) text() string {
	text := m.Content
	for _, u := range m.Mentions {
		for _, form := range []string{"<@" + u.ID + ">", "<@!" + u.ID + ">"} {
			text = strings.ReplaceAll(text, form, "@"+u.DisplayName())
		}
	}
	return text
}

// act is what a person said. The ID of what was edited since is another one only in
// the event that tells of it: found again, it is the same message.
func (p *Platform) act(m message, at chat.Place, guild string) chat.Act {
	said := chat.Said{Text: m.text(), Ref: chat.Ref(m.ID), Link: link(guild, m.Channel, m.ID)}
	for _, a := range m.Attachments {
		said.Files = append(said.Files, chat.File{Name: a.Name, Size: a.Size, Link: a.URL})
	}
	return chat.Act{
		ID:    actID(m.Channel, m.ID),
		At:    m.Said,
		By:    p.person(m.Author, m.Member, ""),
		Place: at,
		Deed:  said,
	}
}

// actID is the ID of something said, live and in the history.
func actID(channel, message string) string { return "m:" + channel + ":" + message }

// linkURL is what the address of a message begins with
// (https://docs.discord.com/developers/reference#message-formatting).
const linkURL = "https://discord.com/channels/"

// link is the address of a message. Without a server it is in a private
// conversation.
func link(guild, channel, message string) string {
	if guild == "" {
		guild = "@me"
	}
	return linkURL + guild + "/" + channel + "/" + message
}
