package slack

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

const (
	// ackLimit is how much an acknowledgement may hold over the socket, in bytes of
	// JSON. With its envelope it has to be under 20 KB, or Slack drops it without a
	// word: slack-go's authors have tried it (maxResponseSize in
	// https://github.com/slack-go/slack/blob/v0.35.0/socketmode/socketmode.go).
	ackLimit = 20*1024 - 512
	// responseUses is how often a response_url works
	// (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
	responseUses = 5
)

// viewReply answers a form that was sent back.
// https://docs.slack.dev/surfaces/modals#response_actions
type viewReply struct {
	Action string                    `json:"response_action"`
	Errors map[string]string         `json:"errors,omitempty"`
	View   *slackgo.ModalViewRequest `json:"view,omitempty"`
}

// optionsReply answers typing.
type optionsReply struct {
	Options []*slackgo.OptionBlockObject `json:"options"`
}

// answer shows a person the answer to an act and acknowledges it. What is told
// once, a message or a form, is shown for the first delivery of an act; what
// changes nothing by being said again, for each.
func (p *Platform) answer(ctx context.Context, d delivery, in incoming, a chat.Answer) {
	late := p.now().Sub(d.at) >= ackWithin
	if wrong := objections(a); in.surface == onSubmit && len(wrong) > 0 && !late {
		if sentences := under(wrong, in.asked, in.filled); sentences != nil {
			p.acknowledge(d, viewReply{Action: "errors", Errors: sentences})
			return
		}
	}
	switch {
	case in.surface == onSuggest:
		p.acknowledge(d, p.suggestions(a.Options))
		return
	case in.surface == onVisit:
		p.acknowledge(d, nil)
		p.publish(ctx, in.back.User, a.Message)
		return
	case in.surface == onSaid && a.Unrecorded: // not acknowledged: Slack delivers it again, up to three times
		if p.inbound.shown.First(in.act.ID) {
			p.showAlone(ctx, in.back, p.messages(a))
		}
		return
	case !p.inbound.shown.First(in.act.ID):
		p.acknowledge(d, nil)
		return
	}
	var shown acknowledged
	if !late {
		shown = p.within(in, a)
	}
	if err := p.acknowledge(d, shown.reply); err != nil || shown.reply == nil {
		shown = acknowledged{rest: p.messages(a), form: a.Form}
	}
	if shown.form != nil {
		if trouble := p.open(ctx, in, *shown.form); trouble != "" {
			shown.rest = append(shown.rest, p.layOut(sentence(trouble))...)
		}
	}
	p.showAlone(ctx, in.back, shown.rest)
}

// objections are why a form must stay open: what is wrong in it, or that nothing of
// it was recorded. Closed, it would take along all that was typed.
func objections(a chat.Answer) map[string]string {
	if len(a.Wrong) > 0 || !a.Unrecorded || a.Message == nil {
		return a.Wrong
	}
	var lines []string
	for _, part := range parts(*a.Message) {
		lines = append(lines, part.text())
	}
	return map[string]string{"": strings.Join(lines, "\n")}
}

// acknowledged is what of an answer goes into the acknowledgement, and what is left
// of it.
type acknowledged struct {
	reply any // nil: nothing of it
	rest  []piece
	form  *chat.Form
}

// within puts into the acknowledgement what it can show and hold: the beginning of
// the answer to a command, the form that follows a form.
func (p *Platform) within(in incoming, a chat.Answer) acknowledged {
	switch {
	case in.surface == onSubmit && a.Form != nil:
		if view, err := p.modal(*a.Form, in.back); err == nil {
			if reply := (viewReply{Action: "update", View: &view}); fits(reply) {
				return acknowledged{reply: reply, rest: p.messages(a)}
			}
		}
	case in.surface == onCommand:
		if pieces := p.messages(a); len(pieces) > 0 {
			if reply := ephemeral(pieces[0], ""); fits(reply) {
				return acknowledged{reply: reply, rest: pieces[1:], form: a.Form}
			}
		}
	}
	return acknowledged{}
}

// acknowledge says that a delivery arrived.
func (p *Platform) acknowledge(d delivery, reply any) error {
	err := d.ack(reply)
	if err != nil {
		p.log.Warn("slack: an acknowledgement may not have arrived", "event", d.kind, "error", err)
	}
	return err
}

func fits(reply any) bool {
	raw, err := json.Marshal(reply)
	return err == nil && len(raw) < ackLimit
}

// messages lays out all that is to be told, what is wrong included where no
// question can be marked.
func (p *Platform) messages(a chat.Answer) []piece {
	var all []piece
	if len(a.Wrong) > 0 {
		m := &chat.Message{}
		for _, name := range slices.Sorted(maps.Keys(a.Wrong)) {
			m.Blocks = append(m.Blocks, chat.Paragraph(a.Wrong[name]))
		}
		all = p.layOut(m)
	}
	if a.Message != nil {
		all = append(all, p.layOut(a.Message)...)
	}
	return all
}

// layOut lays an answer out. One that cannot be shown is the bot's fault.
func (p *Platform) layOut(m *chat.Message) []piece {
	pieces, err := p.pieces(*m)
	if err != nil {
		p.log.Error("slack: an answer cannot be shown", "error", err)
		pieces, _ = p.pieces(*sentence(p.options.Words.Failed)) // one short paragraph
	}
	return pieces
}

// suggestions are the options to choose from while somebody types.
// https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
func (p *Platform) suggestions(options []chat.Option) optionsReply {
	reply := optionsReply{Options: []*slackgo.OptionBlockObject{}}
	for _, o := range options {
		option, ok := optionOf(o)
		if !ok {
			p.log.Error("slack: a suggestion cannot be offered", "length", length(o.Value), "most", optionValueLimit)
			continue
		}
		if len(reply.Options) < optionsLimit {
			reply.Options = append(reply.Options, option)
		}
	}
	return reply
}

// open shows a form. What it returns is for the person, where it did not work.
func (p *Platform) open(ctx context.Context, in incoming, f chat.Form) (trouble string) {
	view, err := p.modal(f, in.back)
	if err != nil {
		p.log.Error("slack: a form cannot be shown", "error", err)
		return p.options.Words.Failed
	}
	ctx, stop := context.WithTimeout(ctx, ackWithin) // after that the trigger is too old
	defer stop()
	m, show := methodViewOpen, p.api.OpenViewContext
	if in.surface == onModal {
		m, show = methodViewPush, p.api.PushViewContext
	}
	err = p.show(ctx, m, func(ctx context.Context) error {
		_, err := show(ctx, in.back.trigger, view)
		return err
	})
	if err != nil {
		p.log.Warn("slack: a form did not open", "form", f.ID, "error", err)
		return p.options.Words.NotOpened
	}
	return ""
}

// grow shows a form with one more row. Of two clicks at once Slack takes one.
func (p *Platform) grow(ctx context.Context, g growth) {
	view, err := p.grown(g)
	if err == nil {
		err = p.show(ctx, methodViewUpdate, func(ctx context.Context) error {
			_, err := p.api.UpdateViewContext(ctx, view, "", g.view.Hash, g.view.ID)
			return err
		})
	}
	if err != nil {
		p.log.Warn("slack: a form did not grow", "form", g.view.CallbackID, "error", err)
	}
}
