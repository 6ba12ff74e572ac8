package chattest

import (
	"testing"
	"time"

	"relance/adapters/chat"
)

// Pointer are people of a platform where a command can be given on a message.
type Pointer interface {
	Shortcut(t *testing.T, by, name string, seen Seen)
}

// Visitor are people of a platform where the bot has a page of its own.
type Visitor interface {
	Visit(t *testing.T, by string)
	// Page is the bot's page as a person sees it; false: there is nothing on it.
	Page(t *testing.T, by string) (Seen, bool)
	ClickPage(t *testing.T, by, label string)
}

// Reviser are people of a platform where one's words can be changed.
type Reviser interface {
	Revise(t *testing.T, by string, seen Seen, text string)
}

func testShortcut(t *testing.T, b *bot) {
	people, ok := b.People.(Pointer)
	if !ok {
		t.Skip("no command is given on a message")
	}
	root := b.post(b.room(), say("root"))
	for name, at := range map[string]chat.Place{"room": b.room(), "thread": {Room: b.Room, Thread: root.Ref}} {
		text := "<it's> & so in the " + name
		b.People.Say(t, b.Ben, at, text)
		said, _ := b.next().Deed.(chat.Said)
		people.Shortcut(t, b.Ann, "file", b.see(b.Ann, text, contains(text)))
		a := b.next()
		got, ok := a.Deed.(chat.Shortcut)
		if !ok || got.Name != "file" || got.Message.Text != text || got.Message.Ref != said.Ref || got.By.Account != b.Ben || got.At.IsZero() {
			t.Errorf("%s: %+v", name, a.Deed)
		}
		if a.By.Account != b.Ann || a.Place != at || a.ID == "" || a.At.IsZero() {
			t.Errorf("%s: act %+v of %s in %+v", name, a, b.Ann, at)
		}
	}
}

func testVisit(t *testing.T, b *bot) {
	people, ok := b.People.(Visitor)
	if !ok {
		t.Skip("the bot has no page")
	}
	b.answers(func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Visit); !ok {
			return chat.Answer{}
		}
		return chat.Answer{Message: &chat.Message{Title: "Yours, " + a.By.Account, Actions: []chat.Action{{ID: "go", Value: "on", Label: "Go on"}}}}
	})
	people.Visit(t, b.Ann)
	if a := b.next(); a.Deed != (chat.Visit{}) || a.By.Account != b.Ann || a.ID == "" {
		t.Errorf("a visit is %+v", a)
	}
	var page Seen
	for end := time.Now().Add(patience); time.Now().Before(end) && page.Text == ""; time.Sleep(5 * time.Millisecond) {
		page, _ = people.Page(t, b.Ann)
	}
	if !readsInOrder(page.Text, "Yours", b.Ann, "Go on") || len(page.Effects) > 0 {
		t.Fatalf("the page is %+v", page)
	}
	if other, ok := people.Page(t, b.Ben); ok {
		t.Errorf("ben's page is %+v", other)
	}
	people.ClickPage(t, b.Ann, "Go on")
	a := b.next()
	if click, ok := a.Deed.(chat.Click); !ok || click.Action != "go" || click.Value != "on" || a.By.Account != b.Ann {
		t.Errorf("a click on the page is %+v", a)
	}
}

func testRevise(t *testing.T, b *bot) {
	people, ok := b.People.(Reviser)
	if !ok {
		t.Skip("what is said stays as it is")
	}
	b.People.Say(t, b.Ann, b.room(), "befor")
	first := b.next()
	people.Revise(t, b.Ann, b.see(b.Ann, "her words", contains("befor")), "before")
	a := b.next()
	before, _ := first.Deed.(chat.Said)
	got, ok := a.Deed.(chat.Said)
	if !ok || !got.Edited || got.Text != "before" || got.Ref != before.Ref || before.Edited {
		t.Errorf("%+v, and changed %+v", first.Deed, a.Deed)
	}
	if a.ID == first.ID || a.By.Account != b.Ann || a.Place != b.room() {
		t.Errorf("act %+v", a)
	}
}
