package console_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// begin is when every test begins.
var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// desk is a console with a small bot at it, and everything that was shown.
type desk struct {
	*console.Console
	t     *testing.T
	out   strings.Builder
	shown []console.Shown
	acts  []chat.Act
	reply func(chat.Act) chat.Answer
}

// newDesk makes a console that a test types into.
func newDesk(t *testing.T, screen console.Screen) *desk {
	t.Helper()
	d := &desk{t: t}
	c, err := console.New(console.Options{
		In: strings.NewReader(""), Out: &d.out, Words: testWords(),
		Now: func() time.Time { return begin }, Session: "run1",
		Rooms:   []string{"#team", "#moderators", "public"},
		Screen:  &screen,
		Observe: func(s console.Shown) { d.shown = append(d.shown, s) },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Console = c
	return d
}

func (d *desk) Handle(_ context.Context, a chat.Act) chat.Answer {
	d.acts = append(d.acts, a)
	if d.reply == nil {
		return chat.Answer{}
	}
	return d.reply(a)
}

// types types lines and returns the error of the last.
func (d *desk) types(lines ...string) error {
	d.t.Helper()
	var err error
	for _, line := range lines {
		err = d.Do(d.t.Context(), d, line)
	}
	return err
}

func (d *desk) post(at chat.Place, m chat.Message) chat.Posted {
	d.t.Helper()
	posted, err := d.Post(d.t.Context(), at, m)
	if err != nil {
		d.t.Fatal(err)
	}
	return posted
}

func (d *desk) edit(at chat.Place, ref chat.Ref, m chat.Message) {
	d.t.Helper()
	if err := d.Edit(d.t.Context(), at, ref, m); err != nil {
		d.t.Fatal(err)
	}
}

// last is the deed of the last act.
func (d *desk) last() chat.Deed {
	if len(d.acts) == 0 {
		return nil
	}
	return d.acts[len(d.acts)-1].Deed
}

var team = chat.Place{Room: "team"}

// card is a message with every kind of block.
func card() chat.Message {
	return chat.Message{
		Title: "Case K7M-4QZ-X: the meter that does not meter",
		Blocks: []chat.Block{
			chat.Paragraph("Told 5 times, to 5 people, in 61 days.\nNobody found the file."),
			chat.Fields{
				{Label: "Organisation", Value: "Gazco"},
				{Label: "Due", Value: "Monday 9 March 2026, 09:00,\nin 5 working days"},
			},
			chat.Quote{Text: "We invite you to contact us by phone.\nHave a nice day.", By: "service line"},
			chat.Items{"letter of 3 pages, 3 January 2026", "3 calls", "2 e-mails"},
		},
		Actions: []chat.Action{
			{ID: "verdict.yes", Value: "K7M-4QZ-X", Label: "Yes", Style: chat.Primary},
			{ID: "verdict.no", Value: "K7M-4QZ-X", Label: "No", Style: chat.Danger},
			{ID: "contact", Value: "K7M-4QZ-X", Label: "Next contact", Options: []chat.Option{
				{Value: "line", Label: "Service line"}, {Value: "press", Label: "Communications department"},
			}},
		},
	}
}

// openForm has every kind of input.
func openForm() chat.Form {
	return chat.Form{
		ID: "open", Value: "v1", Title: "Open a case", Submit: "Open",
		Inputs: []chat.Input{
			{Name: "organisation", Label: "Organisation", Kind: chat.Choice, Options: []chat.Option{
				{Value: "gazco", Label: "Gazco"}, {Value: "the-daily", Label: "The Daily"},
			}},
			{Name: "subject", Label: "Subject", Hint: "In a few words", Limit: 40},
			{Name: "story", Label: "What happened", Kind: chat.Lines},
			{Name: "until", Label: "Outside deadline", Kind: chat.Day, Optional: true},
			{Name: "phone", Label: "May they call you?", Kind: chat.Check, Optional: true, Initial: "yes"},
		},
	}
}

// opens answers /case with the form and a form without a subject of two words
// with what is wrong.
func opens(a chat.Act) chat.Answer {
	form := openForm()
	switch deed := a.Deed.(type) {
	case chat.Command:
		return chat.Answer{Form: &form}
	case chat.Submit:
		if !strings.Contains(deed.Fields["subject"], " ") {
			return chat.Answer{Wrong: map[string]string{"subject": "At least two words."}}
		}
		return chat.Answer{Message: &chat.Message{
			Title:   "Case K7M-4QZ-X is open",
			Actions: []chat.Action{{ID: "withdraw", Value: "K7M-4QZ-X", Label: "Withdraw"}},
		}}
	}
	return chat.Answer{}
}
