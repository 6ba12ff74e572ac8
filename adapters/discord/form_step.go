package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"relance/adapters/chat"
)

// open shows a form, or, where Discord opens none any more, a button that does.
func (p *Platform) open(ctx context.Context, in incoming, f chat.Form) {
	d := newDraft(f, in.reply.user)
	m, err := p.modal(d, 0, false)
	if err == nil {
		err = p.begin(ctx, d)
	}
	if err == nil {
		opened := false
		if opened, err = in.reply.modal(ctx, m); err == nil && !opened {
			in.reply.show(ctx, p.layOut(p.waiting(d, nil)))
		}
	}
	if err != nil {
		p.log.Error("discord: a form cannot be shown", "form", f.ID, "error", err)
		in.reply.show(ctx, p.layOut(*sentence(p.options.Words.Failed)))
	}
}

// offer shows a message, and below it the button that opens a form.
func (p *Platform) offer(ctx context.Context, in incoming, f chat.Form, m *chat.Message) {
	d := newDraft(f, in.reply.user)
	if p.keep(ctx, d) != nil { // the button would open nothing
		told := *sentence(p.options.Words.Failed)
		if m != nil {
			told = *m
			told.Blocks = append(slices.Clone(m.Blocks), chat.Paragraph(p.options.Words.Failed))
		}
		in.reply.show(ctx, p.layOut(told))
		return
	}
	in.reply.show(ctx, p.layOut(p.waiting(d, m)))
}

// begin keeps a new form. One that can be sent without being kept is opened even if
// that fails; of any other nobody should begin to fill in what gets lost.
func (p *Platform) begin(ctx context.Context, d draft) error {
	err := p.keep(ctx, d)
	if page, _ := parseFormID(formID(d, 0, false)); page.form != "" {
		return nil
	}
	return err
}

// formStep does what a button under a form says.
func (q *queue) formStep(in incoming) {
	p, r, s := q.platform, in.reply, in.step
	r.replaces = r.source == ontoAlone
	d, there := p.draft(q.ctx, s.draft, r.user)
	switch {
	case s.verb == stepCancel:
		if there { // and theirs
			p.drop(q.ctx, s.draft)
		}
		r.discard(q.ctx)
	case !there:
		r.show(q.ctx, p.layOut(*sentence(p.options.Words.Lost)))
	case s.verb == stepSend:
		q.send(in, d)
	case s.verb == stepPage:
		q.openPage(r, d, s.page)
	case s.verb == stepAdd:
		q.addRow(in)
	default:
		r.silence(q.ctx)
	}
}

// addRow makes one row more, and opens its page.
func (q *queue) addRow(in incoming) {
	p, r, s, at := q.platform, in.reply, in.step, 0
	d, there, err := p.change(q.ctx, s.draft, r.user, func(d *draft) { at = d.grow(s.rows, s.count) })
	if !there || err != nil { // what was filled in before stays as it is shown
		r.replaces = false
		r.show(q.ctx, p.layOut(*sentence(p.options.Words.Failed)))
		return
	}
	q.openPage(r, d, at)
}

// openPage opens a page of a form.
func (q *queue) openPage(r *reply, d draft, n int) {
	p := q.platform
	m, err := p.modal(d, n, true)
	if err == nil {
		_, err = r.modal(q.ctx, m)
	}
	if err != nil {
		p.log.Error("discord: a page of a form cannot be shown", "form", d.Form, "error", err)
		r.replaces = false
		r.show(q.ctx, p.layOut(*sentence(p.options.Words.Failed)))
	}
}

// formSent takes a page that was sent. A form of one page is handed on at once; of
// a longer one the person sees what they have filled in, and how to go on.
func (q *queue) formSent(in incoming) {
	p, r := q.platform, in.reply
	r.replaces = r.source == ontoAlone && in.page.again
	d, there, err := p.change(q.ctx, in.page.draft, r.user, func(d *draft) { d.take(in.page.page, in.page.answers) })
	switch {
	case !there && in.page.form != "":
		q.send(in, bare(*in.page, r.user))
	case !there:
		r.show(q.ctx, p.layOut(p.lost(in.page.answers)))
	case len(d.pages()) == 1:
		q.send(in, d)
	case err != nil: // what was kept of the pages before stays as it is shown
		r.replaces = false
		r.show(q.ctx, p.layOut(p.lost(d.Answers)))
	default:
		q.soFar(r, d)
	}
}

// bare is a form of which nothing is known but what was sent.
func bare(f formPage, account string) draft {
	d := draft{ID: f.draft, Account: account, Form: f.form, Value: f.value, Answers: f.answers, Rows: map[string]int{}}
	for _, name := range slices.Sorted(maps.Keys(f.answers)) {
		d.Inputs = append(d.Inputs, chat.Input{Name: name, Optional: true})
	}
	return d
}

// send hands a form on, and says what came of it.
func (q *queue) send(in incoming, d draft) {
	r := in.reply
	deed, filled := d.submit()
	in.act.ID, in.act.Deed = "s:"+d.ID+":"+digest(deed), deed
	answer, outcome := q.handOn(r, d.ID, in.act)
	switch {
	case outcome == formBusy:
		r.silence(q.ctx)
	case outcome == formBroke: // whatever came of it, what was typed is not lost
		m := *sentence(q.platform.options.Words.Failed)
		m.Title = d.Title
		q.again(r, d, m, 0)
	case len(answer.Wrong) > 0:
		q.wrong(r, d, answer.Wrong, filled)
	default:
		q.answer(in, answer)
	}
}

// handedOn is what came of handing a form on.
type handedOn int

const (
	formAnswered handedOn = iota // the handler has answered
	formBroke                    // it broke
	formBusy                     // another click hands the form on just now
)

// handOn gives a form to the handler, and forgets its draft if nothing is wrong with
// it. Sent again with the same answers, by a second click or because Discord said
// that it failed, it is the same act. The draft is free again before the answer is
// shown: who has seen what is wrong may send once more.
func (q *queue) handOn(r *reply, draft string, a chat.Act) (chat.Answer, handedOn) {
	p := q.platform
	if !p.inbound.forms.sends(draft) {
		return chat.Answer{}, formBusy
	}
	defer p.inbound.forms.sent(draft)
	answer, ok := q.handled(r, a)
	if !ok {
		return answer, formBroke
	}
	if len(answer.Wrong) == 0 {
		p.drop(q.ctx, draft)
	}
	return answer, formAnswered
}

// digest tells one set of answers from another.
func digest(s chat.Submit) string {
	raw, _ := json.Marshal(s) // maps are written in order
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}
