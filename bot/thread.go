package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// noteSaid keeps words and files from the thread of a card. Where they read like
// an answer that was pasted there, whoever wrote them is asked, and nobody else.
func (t *turn) noteSaid(ctx context.Context, c escalation.Case, deed chat.Said) (chat.Answer, error) {
	r, err := authorise(t.by, reqThreadSay, c)
	if err != nil {
		return chat.Answer{}, nil // words of a bystander are nobody's business
	}
	t.c, t.actor = c, actor(t.by, r, c)
	if strings.TrimSpace(deed.Text) != "" {
		if _, err := t.commit(ctx, t.event(t.op(), escalation.Noted{Text: deed.Text, Edited: deed.Edited})); err != nil {
			return chat.Answer{}, err
		}
	}
	if err := t.attachSaid(ctx, deed); err != nil {
		return chat.Answer{}, err
	}
	return t.askWhose(ctx, deed)
}

// attachSaid keeps what is known of the files of a message; of one that was
// edited, only those that are new.
func (t *turn) attachSaid(ctx context.Context, deed chat.Said) error {
	for i, a := range t.attachments(deed.Files, t.by.Name) {
		known := func(o escalation.Attachment) bool { return o.Name == a.Name && o.Link == a.Link && o.Size == a.Size }
		if deed.Edited && slices.ContainsFunc(t.c.Attachments, known) {
			continue
		}
		if _, err := t.commit(ctx, t.event(t.op()+"#"+strconv.Itoa(i+1), escalation.AttachmentAdded{Attachment: a})); err != nil {
			return err
		}
	}
	return nil
}

// attachments are the files of a message as a case keeps them.
func (t *turn) attachments(files []chat.File, author string) []escalation.Attachment {
	var kept []escalation.Attachment
	for _, f := range files {
		kept = append(kept, escalation.Attachment{Name: f.Name, Size: f.Size, Hash: f.Hash, Link: f.Link, Added: t.at, Author: author})
	}
	return kept
}

// askWhose asks whether a note was what the organisation said. Words that have no
// mark of any class are a note like any other.
func (t *turn) askWhose(ctx context.Context, deed chat.Said) (chat.Answer, error) {
	class := propose(deed.Text)
	if _, err := authorise(t.by, actPasted, t.c); err != nil || class == classUnmatched || deed.Edited {
		return chat.Answer{}, nil
	}
	trail, err := t.bot.Store.Trail(ctx, t.c.ID)
	if err != nil {
		return chat.Answer{}, err
	}
	n := 0
	for _, e := range trail {
		if e.Kind == escalation.EntryNote && e.Text == deed.Text && e.Actor.ID == t.actor.ID {
			n = e.N
		}
	}
	if n == 0 {
		return chat.Answer{}, nil
	}
	v := view{Speaker: t.say, c: t.c, zone: t.bot.Zone, at: t.at}
	entry := strconv.Itoa(n)
	was := v.button(actPasted, entry+"/"+string(class), chat.Primary)
	was.Label = t.say.Say("button.thread.reply.as", "Class", t.say.Word(familyClass, string(class)))
	other := v.button(actPasted, entry, chat.Plain)
	for _, c := range escalation.Classes() {
		if c != class {
			other.Options = append(other.Options, v.classOption(c))
		}
	}
	return chat.Answer{Message: &chat.Message{
		Blocks:  []chat.Block{v.says("thread.whose", "Organisation", t.c.Organisation.Name)},
		Actions: []chat.Action{was, other, v.button(actOnlyNote, "", chat.Plain)},
	}}, nil
}

// pasted makes a note the reply that it was. The note stays, and it becomes one
// reply, however often it is said to be one.
func pasted(ctx context.Context, t *turn) (chat.Answer, error) {
	n := int(t.number(fieldEntry))
	trail, err := t.bot.Store.Trail(ctx, t.c.ID)
	if err != nil {
		return chat.Answer{}, err
	}
	if n < 1 || n > len(trail) || trail[n-1].Kind != escalation.EntryNote || trail[n-1].Text == "" || !t.by.is(trail[n-1].Actor.ID) {
		return chat.Answer{}, unknownButton()
	}
	class := escalation.Class(t.text(fieldClass))
	detail, err := t.detail(ctx, class)
	if err != nil {
		return chat.Answer{}, err
	}
	from := t.text("from")
	if from == "" {
		from = onlyAsked(t.c)
	}
	if from == "" {
		from = t.c.Organisation.Name
	}
	note := trail[n-1]
	receipt, err := t.commit(ctx, t.event("pasted:"+target(t.c.ID, strconv.Itoa(n)),
		escalation.Replied{From: from, Text: note.Text, Class: class, Detail: detail, At: note.At}))
	if err != nil {
		return chat.Answer{}, err
	}
	return sentenceAnswer(t.say.Done(receipt.Reason, t.c.ID)), nil
}

// onlyNote leaves a note what it is.
func onlyNote(_ context.Context, t *turn) (chat.Answer, error) {
	return t.tell("thread.note", "ID", string(t.c.ID)), nil
}
