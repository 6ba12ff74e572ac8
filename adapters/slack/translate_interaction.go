package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"relance/adapters/chat"
)

// interaction translates what somebody does with a button, a form or a shortcut.
func (p *Platform) interaction(ctx context.Context, payload []byte) (incoming, error) {
	i, err := unpack[sentInteraction](payload)
	if err != nil {
		return incoming{}, err
	}
	if i.User.ID == "" {
		return incoming{}, fmt.Errorf("%w: an interaction of nobody", errMalformed)
	}
	i.settle()
	var in incoming
	switch i.Type {
	case "block_actions":
		in, err = p.clicked(i)
	case "view_submission":
		in, err = p.submitted(i)
	case "block_suggestion":
		in, err = p.typing(i)
	case "message_action":
		in, err = p.shortcut(ctx, i)
	default: // a form that was left, a kind that the bot has nothing for
		return incoming{}, nil
	}
	if err != nil || in.act.Deed == nil {
		return in, err
	}
	in.act.By = p.named(ctx, i.User.ID, i.name())
	in.back.User, in.back.trigger = i.User.ID, i.Trigger
	in.act.Place = p.placeOf(in.back.Channel, "", i.User.ID, in.back.Thread)
	if in.back.Channel == "" {
		in.act.Place = chat.Place{Person: i.User.ID}
	}
	return in, nil
}

// settle puts what Slack says in two places into one.
func (i *sentInteraction) settle() {
	if i.Channel.ID == "" {
		i.Channel.ID = i.Container.Channel
	}
	if i.Container.TS == "" {
		i.Container.TS = i.Message.TS
	}
	if i.Container.Thread == "" {
		i.Container.Thread = i.Message.Thread
	}
	if i.Container.Thread == i.Container.TS {
		i.Container.Thread = ""
	}
}

func (i *sentInteraction) name() string {
	if i.User.Name != "" {
		return i.User.Name
	}
	return i.User.Username
}

// clicked translates a click.
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
func (p *Platform) clicked(i sentInteraction) (incoming, error) {
	if len(i.Actions) == 0 || i.Trigger == "" {
		return incoming{}, fmt.Errorf("%w: a click on nothing", errMalformed)
	}
	action := i.Actions[0] // one click is one action
	chosen := ""
	if action.Selected != nil {
		chosen = action.Selected.Value
	}
	deed := click(action.ActionID, action.Value, chosen)
	in := incoming{act: chat.Act{ID: "a:" + i.Trigger + ":" + action.ActionID, Deed: deed}}
	in.act.At, _ = timeOf(action.TS)
	switch {
	case i.View.Type == "home":
		in.surface = onHome
	case i.View.Type != "":
		if action.ActionID == growAction {
			return incoming{grow: &growth{view: i.View, rows: action.BlockID}}, nil
		}
		in.surface, in.back = onModal, formMetadata(i.View.Metadata).Back
	default:
		in.surface = onMessage
		in.back = back{Channel: i.Channel.ID, Thread: i.Container.Thread, Response: i.ResponseURL}
		if !i.Container.Ephemeral { // what only one person sees has no reference
			deed.Message = chat.Ref(i.Container.TS)
			deed.Foreign = p.strange(i.Message)
			in.act.Deed = deed
		}
	}
	return in, nil
}

// submitted translates a form that is sent back.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
func (p *Platform) submitted(i sentInteraction) (incoming, error) {
	if i.View.CallbackID == "" || i.View.ID == "" {
		return incoming{}, fmt.Errorf("%w: a form without a name", errMalformed)
	}
	id := i.Trigger
	if id == "" {
		id = i.View.ID + ":" + i.View.Hash
	}
	meta := formMetadata(i.View.Metadata)
	fields, rows, filled := answers(i.View.State.Values)
	return incoming{
		surface: onSubmit,
		back:    meta.Back,
		asked:   questions(i.View.Blocks),
		filled:  filled,
		act: chat.Act{ID: "s:" + id, Deed: chat.Submit{
			Form: i.View.CallbackID, Value: meta.Value, Fields: fields, Rows: rows,
			Foreign: p.stranger(meta.Origin, time.Unix(meta.Opened, 0)),
		}},
	}, nil
}

// typing translates what is typed into a question with suggestions.
// https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
func (p *Platform) typing(i sentInteraction) (incoming, error) {
	if i.View.CallbackID == "" || i.BlockID == "" {
		return incoming{}, fmt.Errorf("%w: suggestions for no question", errMalformed)
	}
	meta := formMetadata(i.View.Metadata)
	return incoming{
		surface: onSuggest,
		back:    meta.Back,
		act: chat.Act{ID: "q:" + i.View.ID + ":" + i.BlockID + ":" + i.Value, Deed: chat.Suggest{
			Form: i.View.CallbackID, Value: meta.Value, Input: i.BlockID, Text: i.Value,
		}},
	}, nil
}

// shortcut translates a command given on somebody's message.
// https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
func (p *Platform) shortcut(ctx context.Context, i sentInteraction) (incoming, error) {
	if i.CallbackID == "" || i.Trigger == "" || i.Channel.ID == "" {
		return incoming{}, fmt.Errorf("%w: a shortcut on nothing", errMalformed)
	}
	m := i.Message
	m.Channel = i.Channel.ID
	if m.TS == "" {
		m.TS = i.MessageTS
	}
	said, ok := timeOf(m.TS)
	if !ok {
		return incoming{}, fmt.Errorf("%w: a shortcut on a message of no time", errMalformed)
	}
	in := incoming{
		surface: onMessage,
		back:    back{Channel: i.Channel.ID, Thread: m.thread(), Response: i.ResponseURL},
		act: chat.Act{ID: "x:" + i.Trigger, Deed: chat.Shortcut{
			Name: i.CallbackID, Message: p.words(ctx, m), By: p.author(ctx, m), At: said,
		}},
	}
	in.act.At, _ = timeOf(i.ActionTS)
	return in, nil
}

// questions are the block_ids of the questions of a form, in their order.
func questions(blocks json.RawMessage) []string {
	var all []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
	}
	_ = json.Unmarshal(blocks, &all) // what cannot be read has no questions
	var ids []string
	for _, b := range all {
		if b.Type == "input" {
			ids = append(ids, b.BlockID)
		}
	}
	return ids
}
