package chattest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"relance/adapters/chat"
)

func testAnswer(t *testing.T, b *bot) {
	b.answers(func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Command); !ok {
			return chat.Answer{}
		}
		return chat.Answer{Message: &chat.Message{Title: "For you alone", Actions: []chat.Action{{ID: "go", Value: "on", Label: "Go on"}}}}
	})
	b.People.Command(t, b.Ann, b.room(), "case", "list")
	b.next()
	s := b.see(b.Ann, "the answer", contains("For you alone"))
	if !s.Private {
		t.Errorf("the answer is not private: %+v", s)
	}
	b.post(b.room(), say("after"))
	b.see(b.Ben, "the message after", contains("after"))
	if b.count(b.Ben, contains("For you alone")) != 0 {
		t.Error("ben sees ann's answer")
	}
	b.People.Click(t, b.Ann, s, "Go on", "")
	a := b.next()
	if click, ok := a.Deed.(chat.Click); !ok || click.Action != "go" || click.Value != "on" || a.By.Account != b.Ann {
		t.Errorf("a click on an answer is %+v", a)
	}
}

func form() *chat.Form {
	return &chat.Form{
		ID: "open", Value: "K7M-4QZ-X", Title: "Open a case", Submit: "Open",
		Inputs: []chat.Input{
			{Name: "subject", Label: "Subject", Hint: "A few words", Limit: 80},
			{Name: "story", Label: "Story", Kind: chat.Lines, Optional: true},
			{Name: "until", Label: "Until", Kind: chat.Day, Optional: true},
			{Name: "whom", Label: "Whom", Kind: chat.Choice, Options: []chat.Option{{Value: "gazco", Label: "Gazco"}, {Value: "daily", Label: "The Daily"}}},
			{Name: "consent", Label: "Agreed", Kind: chat.Check, Optional: true},
		},
	}
}

// opened waits for the form before a person.
func (b *bot) opened(by string) Form {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if f, ok := b.People.Form(b.t, by); ok {
			return f
		}
	}
	b.t.Fatalf("no form opened before %s", by)
	return Form{}
}

// submitted checks the next act: a form sent back. An input that was left out
// may be empty or missing.
func (b *bot) submitted(by string, want map[string]string) {
	b.t.Helper()
	a := b.next()
	got, ok := a.Deed.(chat.Submit)
	if !ok || got.Form != "open" || got.Value != "K7M-4QZ-X" || a.By.Account != by {
		b.t.Fatalf("a form sent back is %+v", a)
	}
	fields := maps.Clone(got.Fields)
	maps.DeleteFunc(fields, func(_, v string) bool { return v == "" })
	if !maps.Equal(fields, want) {
		b.t.Errorf("fields %q, want %q", fields, want)
	}
}

// closed checks that no form stays before a person.
func (b *bot) closed(by string) {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, ok := b.People.Form(b.t, by); !ok {
			return
		}
	}
	b.t.Errorf("the form stays before %s", by)
}

func testForm(t *testing.T, b *bot) {
	b.answers(func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Command); ok {
			return chat.Answer{Form: form()}
		}
		return chat.Answer{Message: &chat.Message{Title: "It is open"}}
	})
	for _, fields := range []map[string]string{
		{"subject": `it's "late" & <b>`, "story": "one line\n\nanother", "until": "2026-03-01", "whom": "daily", "consent": "yes"},
		{"subject": "short", "whom": "gazco"},
	} {
		b.People.Command(t, b.Ann, b.room(), "case", "open")
		b.next()
		f := b.opened(b.Ann)
		if want := []string{"subject", "story", "until", "whom", "consent"}; f.Title != "Open a case" || !slices.Equal(f.Inputs, want) {
			t.Errorf("the form is %+v", f)
		}
		if _, ok := b.People.Form(t, b.Ben); ok {
			t.Error("ben sees ann's form")
		}
		b.People.Submit(t, b.Ann, fields)
		b.submitted(b.Ann, fields)
		b.closed(b.Ann)
		b.see(b.Ann, "the answer", contains("It is open"))
	}
}

func testFormFromClick(t *testing.T, b *bot) {
	b.answers(func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Click); ok {
			return chat.Answer{Form: form()}
		}
		return chat.Answer{}
	})
	m := say("a card")
	m.Actions = []chat.Action{{ID: "edit", Label: "Edit"}}
	b.post(b.room(), m)
	b.People.Click(t, b.Ben, b.see(b.Ben, "the card", contains("a card")), "Edit", "")
	b.next()
	b.opened(b.Ben)
	fields := map[string]string{"subject": "two words", "whom": "gazco"}
	b.People.Submit(t, b.Ben, fields)
	b.submitted(b.Ben, fields)
	b.closed(b.Ben)
}

func testFormInitial(t *testing.T, b *bot) {
	b.answers(func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Command); !ok {
			return chat.Answer{}
		}
		f := form()
		for i, initial := range []string{"as before", "one\ntwo", "2026-03-01", "daily", "yes"} {
			f.Inputs[i].Initial = initial
		}
		return chat.Answer{Form: f}
	})
	b.People.Command(t, b.Ann, b.room(), "case", "open")
	b.next()
	b.opened(b.Ann)
	b.People.Submit(t, b.Ann, map[string]string{"subject": "new"})
	b.submitted(b.Ann, map[string]string{"subject": "new", "story": "one\ntwo", "until": "2026-03-01", "whom": "daily", "consent": "yes"})
	b.closed(b.Ann)
}

func testFormWrong(t *testing.T, b *bot) {
	b.answers(func(a chat.Act) chat.Answer {
		deed, ok := a.Deed.(chat.Submit)
		switch {
		case !ok:
			return chat.Answer{Form: form()}
		case deed.Fields["subject"] == "bad":
			return chat.Answer{Wrong: map[string]string{"subject": "Say more."}}
		}
		return chat.Answer{}
	})
	b.People.Command(t, b.Ann, b.room(), "case", "open")
	b.next()
	b.opened(b.Ann)
	b.People.Submit(t, b.Ann, map[string]string{"subject": "bad", "story": "kept", "whom": "gazco"})
	b.submitted(b.Ann, map[string]string{"subject": "bad", "story": "kept", "whom": "gazco"})
	var f Form
	for end := time.Now().Add(patience); time.Now().Before(end) && f.Wrong["subject"] == ""; time.Sleep(5 * time.Millisecond) {
		f, _ = b.People.Form(t, b.Ann)
	}
	if f.Wrong["subject"] != "Say more." {
		t.Fatalf("what is wrong is not seen: %+v", f)
	}
	// What was right is still there.
	b.People.Submit(t, b.Ann, map[string]string{"subject": "good"})
	b.submitted(b.Ann, map[string]string{"subject": "good", "story": "kept", "whom": "gazco"})
	b.closed(b.Ann)
}
