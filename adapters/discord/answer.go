package discord

import (
	"maps"
	"slices"

	"relance/adapters/chat"
)

// interact handles an interaction and answers it. What Discord delivers twice is
// handed on twice, and answered for the first.
func (q *queue) interact(in incoming) {
	r := in.reply
	first := q.platform.inbound.shown.First(r.id)
	switch {
	case !first && in.act.Deed == nil:
	case !first:
		q.handle(in.act, handleWithin)
	case in.step != nil:
		q.formStep(in)
	case in.page != nil:
		q.formSent(in)
	case r.kind == askedSuggest:
		answer, _ := q.handle(in.act, suggestWithin)
		r.suggest(q.ctx, q.platform.suggestions(answer.Options))
	case in.act.Deed != nil:
		answer, _ := q.handled(r, in.act)
		q.answer(in, answer)
	}
}

// answer shows a person the answer to an act.
func (q *queue) answer(in incoming, a chat.Answer) {
	p, r := q.platform, in.reply
	m := told(a)
	switch {
	case a.Form != nil && m == nil:
		p.open(q.ctx, in, *a.Form)
	case a.Form != nil: // Discord shows one of both: the form waits behind a button
		p.offer(q.ctx, in, *a.Form, m)
	case m != nil:
		r.show(q.ctx, p.layOut(*m))
	case r.replaces: // a form that is sent has done its work
		r.discard(q.ctx)
	default:
		r.silence(q.ctx)
	}
}

// told is all that is to be told, what is wrong included where no question can be
// marked; nil: nothing.
func told(a chat.Answer) *chat.Message {
	if len(a.Wrong) == 0 {
		return a.Message
	}
	m := chat.Message{}
	for _, name := range slices.Sorted(maps.Keys(a.Wrong)) {
		m.Blocks = append(m.Blocks, chat.Paragraph(a.Wrong[name]))
	}
	if a.Message != nil {
		m.Title, m.Actions = a.Message.Title, a.Message.Actions
		m.Blocks = append(m.Blocks, a.Message.Blocks...)
	}
	return &m
}

// layOut lays an answer out. One that cannot be shown is the bot's fault.
func (p *Platform) layOut(m chat.Message) []piece {
	pieces, err := p.pieces(m)
	if err != nil {
		p.log.Error("discord: an answer cannot be shown", "error", err)
		pieces, _ = p.pieces(*sentence(p.options.Words.Failed)) // one short paragraph
	}
	return pieces
}

// suggestions are what is offered while somebody types.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
func (p *Platform) suggestions(options []chat.Option) []wireChoice {
	all := []wireChoice{}
	for _, o := range options {
		label := o.Label
		if blank(label) {
			label = o.Value
		}
		if blank(o.Value) || length(o.Value) > choiceLimit {
			p.log.Error("discord: a suggestion cannot be offered", "length", length(o.Value), "most", choiceLimit)
			continue
		}
		if len(all) < choicesLimit {
			all = append(all, wireChoice{Name: shortened(chat.VisibleLine(label), choiceLimit), Value: o.Value})
		}
	}
	return all
}
