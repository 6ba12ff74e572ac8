package discordfake

import (
	"encoding/json"
	"fmt"
	"slices"
)

// mentions are those that a message makes live, once allowed_mentions and the
// author's permissions have had their say.
type mentions struct {
	everyone     bool
	users, roles []string
}

// allowedMentions says which mentions may ping.
// https://docs.discord.com/developers/resources/message#allowed-mentions-object
type allowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// allowed reads and checks allowed_mentions.
func (f *form) allowed(raw json.RawMessage, usual ...string) allowedMentions {
	if len(raw) == 0 || string(raw) == "null" {
		return allowedMentions{Parse: usual}
	}
	var a allowedMentions
	if err := json.Unmarshal(raw, &a); err != nil {
		f.wrong("allowed_mentions", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return a
	}
	for i, p := range a.Parse {
		if !slices.Contains([]string{"users", "roles", "everyone"}, p) {
			f.choice(fmt.Sprintf("allowed_mentions.parse.%d", i), p)
		}
	}
	for name, list := range map[string][]string{"users": a.Users, "roles": a.Roles} {
		if len(list) > maxAllowedMentions {
			f.wrong("allowed_mentions."+name, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", maxAllowedMentions))
		}
		if len(list) > 0 && slices.Contains(a.Parse, name) {
			f.wrong("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", fmt.Sprintf("parse:[%q] and %s: [ids...] are mutually exclusive.", name, name))
		}
	}
	return a
}

// live returns the mentions in a message that ping: those in its content, or in
// its components, that are allowed.
func (s *Server) live(m *message, a allowedMentions) mentions {
	texts := []string{m.content}
	walk("", m.components, func(_ string, c *component) { texts = append(texts, c.Content) })
	mentionable := s.world.permissions(m.author, m.channel)&MentionEveryone != 0
	var found mentions
	for _, t := range texts {
		for _, e := range parse(t).marks {
			switch e.kind {
			case markEveryone:
				found.everyone = found.everyone || mentionable && slices.Contains(a.Parse, "everyone")
			case markUser:
				if s.world.users[e.of] != nil && (slices.Contains(a.Parse, "users") || slices.Contains(a.Users, e.of)) {
					found.users = append(found.users, e.of)
				}
			case markRole:
				if mentionable && (slices.Contains(a.Parse, "roles") || slices.Contains(a.Roles, e.of)) {
					found.roles = append(found.roles, e.of)
				}
			}
		}
	}
	if m.answers != nil && a.RepliedUser {
		found.users = append(found.users, m.answers.author)
	}
	slices.Sort(found.users)
	found.users = slices.Compact(found.users)
	return found
}
