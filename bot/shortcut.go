package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// messageLife is how long a message waits for the form that was opened on it.
const messageLife = 24 * time.Hour

// Lengths of what a form shows of a message, in characters. The message itself is
// kept whole.
const (
	longestStory  = 2900 // the platform that takes least takes 3,000
	longestQuoted = 2000
)

// message is somebody's message that a form is about, as the Book keeps it until
// the form comes back: the form's own value is too small for it.
type message struct {
	For    string      `json:"for"`  // person ID of whoever chose it
	Kept   time.Time   `json:"kept"` // when it was chosen
	Text   string      `json:"text"`
	Author string      `json:"author"`
	At     time.Time   `json:"at"` // when it was said
	Link   string      `json:"link,omitempty"`
	Files  []chat.File `json:"files,omitempty"`
}

// filingRequests add a message to a case's file.
func filingRequests() []request {
	return []request{{name: reqFile, about: aboutAny, message: true, do: fileMessage, fields: []field{
		{name: keyCase, kind: fieldSearch, limit: limitSearch, need: true, suggest: caseSuggestions},
		{name: "remark", kind: fieldLines, limit: limitNote},
	}}}
}

// shortcut opens a form on somebody's message: to open a case with it, or to add
// it to the file of one.
func (t *turn) shortcut(ctx context.Context, deed chat.Shortcut) (chat.Answer, error) {
	r, ok := t.bot.catalogue.named(deed.Name)
	if !ok || !r.message {
		return t.nothing(), nil
	}
	if !t.mayEver(r.name) {
		return chat.Answer{}, &deniedError{rights(r.name)}
	}
	m := message{
		For: t.by.ID, Kept: t.at, Text: wordsOf(deed.Message), Author: deed.By.Name, At: deed.At,
		Link: deed.Message.Link, Files: deed.Message.Files,
	}
	if m.Author == "" {
		m.Author = deed.By.Account
	}
	if m.Text == "" {
		return chat.Answer{}, object("answer.message.empty")
	}
	t.request, t.raw = r, map[string]string{fieldMessage: t.op()}
	if r.name == reqFile {
		id, err := t.fileOf(ctx, deed)
		if err != nil {
			return chat.Answer{}, err
		}
		t.raw[keyCase] = string(id)
	} else {
		t.raw["story"], _ = shortened(m.Text, longestStory)
	}
	if err := t.keepMessage(ctx, m); err != nil {
		return chat.Answer{}, err
	}
	answer, err := t.ask(ctx)
	if err == nil {
		answer.Form.Blocks = t.shown(m)
	}
	return answer, err
}

// fileOf is the case whose file is probably meant: that of the card or letter the
// message stands under, else the only one it can be; empty where it may be any.
func (t *turn) fileOf(ctx context.Context, deed chat.Shortcut) (escalation.CaseID, error) {
	may := func(c escalation.Case) bool { _, err := authorise(t.by, reqFile, c); return err == nil }
	for _, thread := range []chat.Ref{t.act.Place.Thread, deed.Message.Ref} {
		at := t.act.Place
		at.Thread = thread
		c, found, err := t.bot.inThread(ctx, t.platform, at)
		if err != nil {
			return "", err
		}
		if found && may(c) {
			return c.ID, nil
		}
	}
	written, err := t.bot.writtenTo(ctx, t.platform, t.act.Place)
	if err != nil {
		return "", err
	}
	if c, ok := meant(written, nil, t.act.Place.Thread, deed.Message.Text); ok && may(c) {
		return c.ID, nil
	}
	cases, err := t.candidates(ctx)
	switch {
	case err != nil:
		return "", err
	case len(cases) == 0:
		return "", noCaseYet()
	case len(cases) == 1 && may(cases[0]):
		return cases[0].ID, nil
	}
	return "", nil
}

// shown is what a form shows of the message it is about.
func (t *turn) shown(m message) []chat.Block {
	text, cut := shortened(m.Text, longestQuoted)
	blocks := []chat.Block{
		chat.Paragraph(t.say.Say("shortcut.kept", "Author", m.Author, "Time", t.say.DateTime(m.At, t.bot.Zone), "Files", len(m.Files))),
		chat.Quote{Text: text, By: m.Author},
	}
	if cut {
		blocks = append(blocks, chat.Paragraph(t.say.Say("shortcut.shortened")))
	}
	return blocks
}

// shortened is the beginning of a text that is too long to be shown.
func shortened(text string, most int) (string, bool) {
	runes := []rune(text)
	if len(runes) <= most {
		return text, false
	}
	return string(runes[:most]) + " …", true
}

func (t *turn) keepMessage(ctx context.Context, m message) error {
	value, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := t.bot.Book.Put(ctx, shelfMessages, t.op(), value); err != nil {
		return t.unsure(err)
	}
	return nil
}

// forgetMessage takes away a message that is in a case now; what cannot be removed
// is swept.
func (t *turn) forgetMessage(ctx context.Context) {
	key := t.raw[fieldMessage]
	if key == "" {
		return
	}
	if err := t.bot.Book.Put(context.WithoutCancel(ctx), shelfMessages, key, nil); err != nil {
		t.bot.Logger.Warn("a message that is in a case is still kept beside it", "error", err)
	}
}

// sweepMessages removes the messages whose forms nobody sent.
func (b *Bot) sweepMessages(ctx context.Context, now time.Time) {
	b.sweep(ctx, shelfMessages, func(value []byte) bool {
		var m message
		return json.Unmarshal(value, &m) != nil || now.After(m.Kept.Add(messageLife))
	})
}

// aboutMessage is the message a form was opened on; false where it was opened on
// none. Only whoever chose it gets it back.
func (t *turn) aboutMessage(ctx context.Context) (m message, ok bool, err error) {
	key := t.raw[fieldMessage]
	if key == "" {
		return m, false, nil
	}
	value, err := t.bot.Book.Get(ctx, shelfMessages, key)
	if err != nil {
		return m, false, err
	}
	if value == nil {
		return m, false, object("answer.message.gone")
	}
	if err := json.Unmarshal(value, &m); err != nil {
		return m, false, fmt.Errorf("the message %s cannot be read: %w", key, err)
	}
	if !t.by.is(m.For) || t.at.After(m.Kept.Add(messageLife)) {
		return message{}, false, object("answer.message.gone")
	}
	return m, true, nil
}

// note is the message as the trail keeps it.
func (m message) note() escalation.Noted {
	return escalation.Noted{Text: m.Text, From: m.Author, Link: m.Link, At: m.At}
}

// fileMessage adds a message to a case's file: exactly as it was, with who said
// it, when and where, its files, and what whoever adds it has to say about it.
func fileMessage(ctx context.Context, t *turn) (chat.Answer, error) {
	m, ok, err := t.aboutMessage(ctx)
	if err != nil {
		return chat.Answer{}, err
	}
	if !ok {
		return chat.Answer{}, object("answer.message.gone")
	}
	// Not the act's ID: however often the form is sent, it is the same message.
	op := "filed:" + t.raw[fieldMessage]
	facts := []escalation.Fact{m.note()}
	for _, a := range t.attachments(m.Files, m.Author) {
		facts = append(facts, escalation.AttachmentAdded{Attachment: a})
	}
	if remark := t.text("remark"); remark != "" {
		facts = append(facts, escalation.Noted{Text: remark})
	}
	for i, fact := range facts {
		if _, err := t.commit(ctx, t.event(op+"#"+strconv.Itoa(i), fact)); err != nil {
			return chat.Answer{}, err
		}
	}
	t.forgetMessage(ctx)
	return sentenceAnswer(t.say.Done(escalation.DoneNoted, t.c.ID)), nil
}
