package chattest

import (
	"slices"
	"testing"
	"time"

	"relance/adapters/chat"
)

func testCommand(t *testing.T, b *bot) {
	const note = `note K7M-4QZ-X it's "late" & <b>, l'été`
	b.People.Command(t, b.Ann, b.room(), "case", note)
	a := b.next()
	want := chat.Command{Name: "case", Text: b.arrives(note)}
	if a.Deed != want {
		t.Errorf("%+v, want %+v", a.Deed, want)
	}
	if a.By.Account != b.Ann || a.Place.Room != b.Room || a.ID == "" || a.At.IsZero() {
		t.Errorf("act %+v of %s in %s", a, b.Ann, b.Room)
	}
	b.People.Command(t, b.Ben, b.room(), "case", "")
	if a := b.next(); a.Deed != (chat.Command{Name: "case", Text: b.arrives("")}) || a.By.Account != b.Ben {
		t.Errorf("act %+v of %s", a, b.Ben)
	}
}

// arrives is the text that the bot reads for a command that was given.
func (s Subject) arrives(text string) string {
	if typed, is := s.Typed[text]; is {
		return typed
	}
	return text
}

func testClick(t *testing.T, b *bot) {
	root := b.post(b.room(), say("root"))
	for name, at := range map[string]chat.Place{
		"room":    b.room(),
		"thread":  {Room: b.Room, Thread: root.Ref},
		"private": {Person: b.Ann},
	} {
		m := say("click in " + name)
		m.Actions = []chat.Action{{ID: "verdict.no", Value: "other", Label: "No"}, {ID: "verdict.yes", Value: "K7M-4QZ-X|3", Label: "Yes"}}
		posted := b.post(at, m)
		b.People.Click(t, b.Ann, b.see(b.Ann, "the button", contains("click in "+name)), "Yes", "")
		a := b.next()
		if want := (chat.Click{Action: "verdict.yes", Value: "K7M-4QZ-X|3", Message: posted.Ref}); a.Deed != want {
			t.Errorf("%s: %+v, want %+v", name, a.Deed, want)
		}
		if a.By.Account != b.Ann || a.Place != at || a.ID == "" || a.At.IsZero() {
			t.Errorf("%s: act %+v of %s in %+v", name, a, b.Ann, at)
		}
	}
}

func testSelect(t *testing.T, b *bot) {
	m := say("pick one")
	m.Actions = []chat.Action{{ID: "rung", Value: "K7M-4QZ-X", Label: "Rung", Options: []chat.Option{
		{Value: "line", Label: "Service line"}, {Value: "2", Label: "Director"}, {Value: "press", Label: "Press"},
	}}}
	posted := b.post(b.room(), m)
	seen := b.see(b.Ann, "the select", contains("pick one"))
	for _, option := range []string{"press", "2"} {
		b.People.Click(t, b.Ann, seen, "Rung", option)
		want := chat.Click{Action: "rung", Value: "K7M-4QZ-X", Option: option, Message: posted.Ref}
		if a := b.next(); a.Deed != want {
			t.Errorf("%+v, want %+v", a.Deed, want)
		}
	}
}

func testSaid(t *testing.T, b *bot) {
	root := b.post(b.room(), say("root"))
	for name, at := range map[string]chat.Place{
		"room":    b.room(),
		"thread":  {Room: b.Room, Thread: root.Ref},
		"private": {Person: b.Ann},
	} {
		text := "said in " + name + ": <it's> & *so*"
		b.People.Say(t, b.Ann, at, text)
		a := b.next()
		said, ok := a.Deed.(chat.Said)
		if !ok || said.Text != text || said.Ref == "" {
			t.Errorf("%s: %+v, want %q with a reference", name, a.Deed, text)
		}
		if a.By.Account != b.Ann || a.Place != at || a.ID == "" || a.At.IsZero() {
			t.Errorf("%s: act %+v of %s in %+v", name, a, b.Ann, at)
		}
	}
	// A person's message is one that can be answered in its thread.
	b.People.Say(t, b.Ben, b.room(), "who answers?")
	said, _ := b.next().Deed.(chat.Said)
	b.post(chat.Place{Room: b.Room, Thread: said.Ref}, say("the bot answers"))
	if s := b.see(b.Ben, "the answer", contains("the bot answers")); s.Place.Thread != said.Ref {
		t.Errorf("the answer is in the thread of %q, not of %q", s.Place.Thread, said.Ref)
	}
}

func testActIDs(t *testing.T, b *bot) {
	ids := map[string]bool{}
	for range 5 {
		b.People.Command(t, b.Ann, b.room(), "case", "list")
		b.People.Say(t, b.Ben, b.room(), "hello")
	}
	for range 10 {
		ids[b.next().ID] = true
	}
	if len(ids) != 10 {
		t.Errorf("10 acts have the IDs %v", ids)
	}
}

func testRedelivery(t *testing.T, b *bot) {
	if b.Again == nil {
		t.Skip("the platform delivers nothing twice")
	}
	b.People.Command(t, b.Ann, b.room(), "case", "list")
	first := b.next()
	b.Again(t)
	if second := b.next(); second.ID != first.ID || second.Deed != first.Deed {
		t.Errorf("delivered as %+v and again as %+v", first, second)
	}
}

func testHeard(t *testing.T, b *bot) {
	heard := func(at chat.Place, since time.Time) []chat.Act {
		t.Helper()
		acts, err := b.Platform.Heard(t.Context(), at, since)
		if err != nil {
			t.Fatalf("Heard: %v", err)
		}
		return acts
	}
	if acts := heard(b.room(), time.Time{}); len(acts) != 0 {
		t.Errorf("heard in silence: %+v", acts)
	}
	var live []chat.Act
	for _, by := range []string{b.Ann, b.Ben, b.Ann} {
		b.post(b.room(), say("the bot speaks"))
		b.People.Say(t, by, b.room(), by+" speaks")
		live = append(live, b.next())
		b.People.Say(t, by, chat.Place{Room: b.Other}, by+" speaks elsewhere")
		b.next()
		b.People.Say(t, by, chat.Place{Person: by}, by+" speaks in private")
		b.next()
	}
	same(t, heard(b.room(), time.Time{}), live)
	same(t, heard(b.room(), live[0].At), live) // at the very time is heard too
	if acts := heard(b.room(), live[2].At.Add(time.Hour)); len(acts) != 0 {
		t.Errorf("heard before it was said: %+v", acts)
	}
	if acts := heard(chat.Place{Person: b.Ben}, time.Time{}); len(acts) != 1 || acts[0].By.Account != b.Ben {
		t.Errorf("heard of ben in private: %+v", acts)
	}
}

func testHeardThread(t *testing.T, b *bot) {
	root := b.post(b.room(), say("root"))
	thread := chat.Place{Room: b.Room, Thread: root.Ref}
	b.post(thread, say("the bot replies"))
	b.People.Say(t, b.Ann, b.room(), "beside the thread")
	top := b.next()
	var live []chat.Act
	for _, by := range []string{b.Ben, b.Ann} {
		b.People.Say(t, by, thread, by+" replies")
		live = append(live, b.next())
	}
	for at, want := range map[chat.Place][]chat.Act{thread: live, b.room(): {top}} {
		acts, err := b.Platform.Heard(t.Context(), at, time.Time{})
		if err != nil {
			t.Fatalf("Heard: %v", err)
		}
		same(t, acts, want)
	}
}

// same checks that what is heard is what was delivered: the same IDs, so that
// nothing is recorded twice.
func same(t *testing.T, heard, live []chat.Act) {
	t.Helper()
	equal := slices.EqualFunc(heard, live, func(x, y chat.Act) bool {
		a, _ := x.Deed.(chat.Said)
		b, _ := y.Deed.(chat.Said)
		return x.ID == y.ID && x.At.Equal(y.At) && x.By.Account == y.By.Account && x.Place == y.Place && a.Text == b.Text && a.Ref == b.Ref
	})
	if !equal {
		t.Errorf("heard %+v\nwant  %+v", heard, live)
	}
}
