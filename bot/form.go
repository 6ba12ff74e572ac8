package bot

import (
	"context"
	"strconv"

	"relance/adapters/chat"
	"relance/escalation"
)

// ask opens the form of a request, with what is known already filled in.
func (t *turn) ask(ctx context.Context) (chat.Answer, error) {
	detail := t.raw[t.request.detail]
	if chosen := t.raw[t.request.option]; chosen != "" {
		detail += "/" + chosen
	}
	form := &chat.Form{
		ID:     t.request.name,
		Title:  t.say.Say("form.title." + t.request.name),
		Submit: t.submitLabel(),
	}
	switch {
	case t.request.message:
		form.Value = t.raw[fieldMessage]
	case t.request.about != aboutNothing:
		form.Value = target(t.c.ID, detail)
	}
	if t.request.name == actClass {
		form.Blocks = t.classed()
	}
	for _, f := range t.request.fields {
		if f.name == t.request.detail && detail != "" || f.name == t.request.option && t.raw[f.name] != "" {
			continue // it comes back with the form's value
		}
		if class := escalation.Class(t.raw[fieldClass]); f.class != "" && class != "" && f.class != class && t.raw[f.name] == "" {
			continue // a detail of another class
		}
		in, err := f.input(ctx, t, t.raw)
		if err != nil {
			return chat.Answer{}, err
		}
		form.Inputs = append(form.Inputs, in)
	}
	return chat.Answer{Form: form}, nil
}

// classed is what the form for a class is about: the case, and the words of the reply.
func (t *turn) classed() []chat.Block {
	v := view{Speaker: t.say, c: t.c, zone: t.bot.Zone, at: t.at}
	n, _ := strconv.Atoi(t.raw[fieldReplyN])
	r, ok := v.reply(n)
	if !ok {
		return nil
	}
	return []chat.Block{
		chat.Paragraph(t.caseLine(t.c)),
		chat.Quote{Text: r.Text, By: v.who(r.From)},
	}
}
