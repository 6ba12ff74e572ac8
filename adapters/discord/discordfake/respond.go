package discordfake

import (
	"encoding/json"
	"slices"
)

// Types of answer.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
const (
	answerPong      = 1
	answerMessage   = 4
	answerThinking  = 5
	answerSilently  = 6
	answerUpdate    = 7
	answerChoices   = 8
	answerWithModal = 9
)

// answers are the types of answer that each type of interaction may have. What is
// about a message's component may change that message.
func (in *interaction) answers() []int {
	switch {
	case in.kind == askCommand:
		return []int{answerMessage, answerThinking, answerWithModal}
	case in.kind == askComponent:
		return []int{answerMessage, answerThinking, answerSilently, answerUpdate, answerWithModal}
	case in.kind == askAutocomplete:
		return []int{answerChoices}
	case in.source != nil:
		return []int{answerMessage, answerThinking, answerSilently, answerUpdate}
	}
	return []int{answerMessage, answerThinking}
}

// respond takes the first answer to an interaction.
func (s *Server) respond(in *interaction, body json.RawMessage) *apiError {
	if in.dead {
		return refuse(unknownInteraction)
	}
	if in.answered {
		return refuse(alreadyAcknowledged)
	}
	var b struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if e := read(body, &b); e != nil {
		return e
	}
	if !slices.Contains(in.answers(), b.Type) {
		var f form
		f.choice("type", b.Type)
		return f.refusal()
	}
	if len(b.Data) == 0 {
		b.Data = json.RawMessage("{}")
	}
	if e := s.take(in, b.Type, b.Data); e != nil {
		return e
	}
	in.answered = true
	if in.kind == askModal {
		delete(s.world.modals, in.by)
	}
	close(in.done)
	return nil
}

// take does what an answer says.
func (s *Server) take(in *interaction, kind int, data json.RawMessage) *apiError {
	switch kind {
	case answerMessage:
		m, e := s.compose(in.channel, data, settable|flagEphemeral, usualInInteractions)
		if e != nil {
			return e
		}
		m.kind = in.messageKind()
		in.original = s.answerWith(in, m)
	case answerThinking:
		// Only EPHEMERAL can be set; what is said comes later.
		var b messageBody
		if e := read(data, &b); e != nil {
			return e
		}
		in.thinking = true
		in.original = s.answerWith(in, &message{
			channel: in.channel, author: appID, kind: in.messageKind(), flags: b.Flags&flagEphemeral | flagLoading,
		})
	case answerSilently:
		in.original = in.source
	case answerUpdate:
		in.original = in.source
		return s.revise(in.source, data, usualInInteractions)
	case answerChoices:
		return in.suggest(data, s.world.users[in.by].Locale)
	case answerWithModal:
		return s.openModal(in, data)
	}
	return nil
}

// messageKind is the type of a message that answers.
func (in *interaction) messageKind() int {
	switch {
	case in.kind == askCommand && in.data["type"] == slashCommand:
		return typeCommand
	case in.kind == askCommand:
		return typeMenuCommand
	case in.kind == askComponent:
		return typeReply
	}
	return typeDefault
}

// suggest takes the choices of an autocomplete.
func (in *interaction) suggest(data json.RawMessage, locale string) *apiError {
	var b struct {
		Choices []commandChoice `json:"choices"`
	}
	if e := read(data, &b); e != nil {
		return e
	}
	var f form
	f.choices("data.choices", in.typing, b.Choices)
	if e := f.refusal(); e != nil {
		return e
	}
	in.choices = []Choice{}
	for _, c := range b.Choices {
		name := c.Name
		if c.NameIn[locale] != "" {
			name = c.NameIn[locale]
		}
		in.choices = append(in.choices, Choice{Name: name, Value: text(c.Value)})
	}
	return nil
}

// text is a value of a choice as a person would type it.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(raw(v))
}
