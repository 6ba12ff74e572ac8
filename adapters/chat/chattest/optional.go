package chattest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
)

// What only some platforms can do, see package chat's optional interfaces.

func testFind(t *testing.T, b *bot) {
	finder, ok := b.Platform.(chat.Finder)
	if !ok {
		t.Skip("the platform cannot be asked what it has said")
	}
	began := time.Now().Add(-time.Minute)
	find := func(at chat.Place, key string) (chat.Posted, bool) {
		t.Helper()
		posted, found, err := finder.Find(t.Context(), at, key, began)
		if err != nil {
			t.Fatalf("Find: %v", err)
		}
		return posted, found
	}
	root := b.post(b.room(), say("root"))
	for name, at := range map[string]chat.Place{
		"room":    b.room(),
		"thread":  {Room: b.Room, Thread: root.Ref},
		"private": {Person: b.Ann},
	} {
		m := say("find me in the " + name)
		m.Key = "key-find-" + name
		if posted, found := find(at, m.Key); found {
			t.Errorf("%s: found before it was said: %+v", name, posted)
		}
		posted := b.post(at, m)
		m.Key = "key-beside-" + name
		b.post(at, m)
		if got, found := find(at, "key-find-"+name); !found || got != posted {
			t.Errorf("%s: found %+v, %t; posted as %+v", name, got, found, posted)
		}
		m.Key = "key-find-" + name
		if err := b.Platform.Edit(t.Context(), at, posted.Ref, say("changed")); err != nil {
			t.Fatalf("Edit: %v", err)
		}
		if got, found := find(at, m.Key); !found || got != posted {
			t.Errorf("%s: after an edit found %+v, %t; posted as %+v", name, got, found, posted)
		}
	}
	if posted, found := find(chat.Place{Room: b.Other}, "key-find-room"); found {
		t.Errorf("found in another room: %+v", posted)
	}
	_, _, err := finder.Find(t.Context(), chat.Place{Room: b.NoRoom}, "key-find-room", began)
	b.failure("Find in no such room", err, chat.Gone)
}

// A message that is split is one message: found when all of it is there.
func testFindLong(t *testing.T, b *bot) {
	finder, ok := b.Platform.(chat.Finder)
	if !ok {
		t.Skip("the platform cannot be asked what it has said")
	}
	m := say(strings.Repeat("many words ", max(b.Limit, 4000)/5))
	m.Key = "key-long"
	began := time.Now().Add(-time.Minute)
	posted := b.post(b.room(), m)
	got, found, err := finder.Find(t.Context(), b.room(), m.Key, began)
	if err != nil || !found || got != posted {
		t.Errorf("found %+v, %t, %v; posted as %+v", got, found, err, posted)
	}
}

// What is found after an unknown outcome is not said again, and what is not found
// can be.
func testFindAfterUnknown(t *testing.T, b *bot) {
	finder, ok := b.Platform.(chat.Finder)
	if !ok || b.Fail == nil {
		t.Skip("the platform cannot be asked what it has said, or the subject cannot fail")
	}
	m := say("once")
	m.Key = "key-unknown"
	b.Fail(t, chat.Unknown)
	_, err := b.Platform.Post(t.Context(), b.room(), m)
	b.failure("Post", err, chat.Unknown)
	if _, found, err := finder.Find(t.Context(), b.room(), m.Key, time.Now().Add(-time.Minute)); found || err != nil {
		t.Errorf("what was not said is found: %t, %v", found, err)
	}
	b.post(b.room(), m)
	b.see(b.Ann, "the message", contains("once"))
}

func testResolve(t *testing.T, b *bot) {
	resolver, ok := b.Platform.(chat.Resolver)
	if !ok {
		t.Skip("the platform's rooms have no IDs beside their names")
	}
	if len(b.Names) == 0 {
		t.Fatal("the subject has no names to resolve")
	}
	for name, want := range b.Names {
		at, err := resolver.Resolve(t.Context(), name)
		if err != nil || at != want {
			t.Errorf("%q is %+v, %v; want %+v", name, at, err, want)
			continue
		}
		text := "said where " + name + " is"
		b.post(at, say(text))
		b.see(b.Ann, text, contains(text))
	}
	for _, name := range []string{"#no-such-room", "@no-such-person", b.NoRoom} {
		_, err := resolver.Resolve(t.Context(), name)
		b.failure("Resolve "+name, err, chat.Gone)
	}
}

func testGroup(t *testing.T, b *bot) {
	grouper, ok := b.Platform.(chat.Grouper)
	if !ok {
		t.Skip("the platform knows no groups")
	}
	if len(b.Groups) == 0 {
		t.Fatal("the subject has no groups")
	}
	for _, g := range b.Groups {
		accounts, err := grouper.Group(t.Context(), g.Kind, g.ID)
		slices.Sort(accounts)
		want := slices.Sorted(slices.Values(g.Accounts))
		if g.Accounts == nil {
			b.failure("Group "+g.Kind+" "+g.ID, err, chat.Gone)
		} else if err != nil || !slices.Equal(accounts, want) {
			t.Errorf("in the %s %s are %q, %v; want %q", g.Kind, g.ID, accounts, err, want)
		}
	}
}

func testFits(t *testing.T, b *bot) {
	measurer, ok := b.Platform.(chat.Measurer)
	if !ok || b.Limit == 0 {
		t.Skip("the platform does not measure")
	}
	text := func(n int, exact bool) chat.Message {
		return chat.Message{Exact: exact, Blocks: []chat.Block{chat.Paragraph(strings.Repeat("é", n))}}
	}
	if err := measurer.Fits(text(b.Limit, true)); err != nil {
		t.Errorf("an exact text of the very limit: %v", err)
	}
	b.failure("an exact text that is too long", measurer.Fits(text(b.Limit+1, true)), chat.TooLong)
	if err := measurer.Fits(text(b.Limit+1, false)); err != nil {
		t.Errorf("a text that may be split: %v", err)
	}
	if n := b.count(b.Ann, contains("éé")); n != 0 {
		t.Errorf("what was only measured is seen %d times", n)
	}
}

// testCommander holds that a command that is read of can be given as it stands there.
func testCommander(t *testing.T, b *bot) {
	commander, ok := b.Platform.(chat.Commander)
	if !ok {
		t.Skip("commands are given as at a terminal")
	}
	name, words, _ := strings.Cut(strings.TrimPrefix(commander.Command("list"), "/"), " ")
	b.People.Command(t, b.Ann, b.room(), name, words)
	if a := b.next(); a.Deed != (chat.Command{Name: name, Text: "list"}) {
		t.Errorf("%q is heard as %+v", commander.Command("list"), a.Deed)
	}
	if o := commander.Option("text", "late"); o != "" && (!strings.Contains(o, "text") || !strings.Contains(o, "late")) {
		t.Errorf("an option is shown as %q", o)
	}
}
