package discord

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// errMalformed is what cannot be read: nothing in it can be recorded.
var errMalformed = errors.New("discord: a delivery that cannot be read")

// Types of interaction
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type).
const (
	askedPing      = 1
	askedCommand   = 2
	askedComponent = 3
	askedSuggest   = 4
	askedModal     = 5
)

// sentInteraction is something that a person asks of the bot. discordgo's type
// refuses the parts of a form that it does not know.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
type sentInteraction struct {
	ID          string            `json:"id"`
	Application string            `json:"application_id"`
	Type        int               `json:"type"`
	Token       string            `json:"token"`
	Guild       string            `json:"guild_id"`
	Channel     *sentChannel      `json:"channel"`
	ChannelID   string            `json:"channel_id"`
	Member      *discordgo.Member `json:"member"`
	User        *discordgo.User   `json:"user"`
	Locale      string            `json:"locale"`
	Message     *message          `json:"message"`
	Data        sentData          `json:"data"`
}

// sentChannel is where it was asked.
type sentChannel struct {
	ID     string                `json:"id"`
	Type   discordgo.ChannelType `json:"type"`
	Parent string                `json:"parent_id"`
}

// sentData is what was asked: a command, a click or a form.
type sentData struct {
	// Of a command, and while one is typed.
	Name     string       `json:"name"`
	Type     int          `json:"type"`
	Options  []sentOption `json:"options"`
	Target   string       `json:"target_id"`
	Resolved struct {
		Messages map[string]message `json:"messages"`
	} `json:"resolved"`
	// Of a click, and of a form.
	CustomID   string     `json:"custom_id"`
	Values     []string   `json:"values"`
	Components []sentPart `json:"components"`
}

// sentOption is a subcommand, a group of them, or an option with its value.
type sentOption struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []sentOption    `json:"options"`
	Focused bool            `json:"focused"`
}

// sentPart is a part of a form that was sent, of whatever type.
// https://docs.discord.com/developers/components/reference#label-label-interaction-response-structure
type sentPart struct {
	CustomID   string          `json:"custom_id"`
	Value      json.RawMessage `json:"value"`
	Values     []string        `json:"values"`
	Component  *sentPart       `json:"component"`
	Components []sentPart      `json:"components"`
}

// user is who asks.
func (i sentInteraction) user() *discordgo.User {
	if i.Member != nil && i.Member.User != nil {
		return i.Member.User
	}
	return i.User
}

// answersIn are what was put into the parts of a form, by custom_id.
func answersIn(parts []sentPart) map[string]string {
	all := map[string]string{}
	for _, p := range parts {
		for id, answer := range answersIn(p.inner()) {
			all[id] = answer
		}
		if p.CustomID != "" {
			all[p.CustomID] = p.answer()
		}
	}
	return all
}

// inner are the parts of a part.
func (p sentPart) inner() []sentPart {
	if p.Component != nil {
		return append([]sentPart{*p.Component}, p.Components...)
	}
	return p.Components
}

// answer is what was put into a part, as the bot reads it.
func (p sentPart) answer() string {
	if len(p.Values) > 0 {
		return p.Values[0]
	}
	return plainValue(p.Value)
}

// plainValue is a value as a person would type it: a box that is ticked is "yes",
// one that is not is nothing.
func plainValue(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	switch text := string(raw); text {
	case "true":
		return ticked
	case "false", "null":
		return ""
	default:
		return text
	}
}

// unpack reads a payload.
func unpack[T any](payload []byte) (T, error) {
	var v T
	if err := json.Unmarshal(payload, &v); err != nil {
		return v, fmt.Errorf("%w: %s", errMalformed, jsonTrouble(err))
	}
	return v, nil
}

// jsonTrouble says where a payload is wrong, without any words of it.
func jsonTrouble(err error) string {
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return "a value of the wrong type in " + wrong.Field
	}
	return "not JSON"
}
