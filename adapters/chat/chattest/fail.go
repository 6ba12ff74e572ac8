package chattest

import (
	"context"
	"errors"
	"testing"
	"time"

	"relance/adapters/chat"
)

func testNoSuchPlace(t *testing.T, b *bot) {
	posted := b.post(b.room(), say("as it was"))
	for name, at := range map[string]chat.Place{
		"no such room":      {Room: b.NoRoom},
		"nowhere":           {},
		"a room and person": {Room: b.Room, Person: b.Ann},
	} {
		_, err := b.Platform.Post(t.Context(), at, say("lost"))
		b.failure(name+": Post", err, chat.Gone)
		b.failure(name+": Edit", b.Platform.Edit(t.Context(), at, posted.Ref, say("lost")), chat.Gone)
		_, err = b.Platform.Heard(t.Context(), at, time.Time{})
		b.failure(name+": Heard", err, chat.Gone)
	}
	if b.count(b.Ann, contains("lost")) != 0 {
		t.Error("what was refused is seen")
	}
}

func testNoSuchMessage(t *testing.T, b *bot) {
	b.failure("Edit", b.Platform.Edit(t.Context(), b.room(), "no such message", say("lost")), chat.Missing)
	_, err := b.Platform.Post(t.Context(), chat.Place{Room: b.Room, Thread: "no such message"}, say("lost"))
	b.failure("Post in a thread", err, chat.Gone)
	b.People.Say(t, b.Ann, b.room(), "ann's own words")
	said, _ := b.next().Deed.(chat.Said)
	b.failure("Edit of a person's words", b.Platform.Edit(t.Context(), b.room(), said.Ref, say("lost")), chat.Gone)
	if b.count(b.Ann, contains("lost")) != 0 {
		t.Error("what was refused is seen")
	}
}

func testFailures(t *testing.T, b *bot) {
	if b.Fail == nil {
		t.Skip("the subject cannot fail")
	}
	posted := b.post(b.room(), say("as it was"))
	for _, f := range []chat.Failure{chat.Temporary, chat.Unknown, chat.Gone} {
		m := say("lost")
		m.Key = "key-fail"
		b.Fail(t, f)
		_, err := b.Platform.Post(t.Context(), b.room(), m)
		b.failure("Post", err, f)
		b.Fail(t, f)
		b.failure("Edit", b.Platform.Edit(t.Context(), b.room(), posted.Ref, say("lost")), f)
		if n := b.count(b.Ann, contains("lost")); n != 0 {
			t.Errorf("failure %d: seen %d times", f, n)
		}
	}
	// A failure uses no key up.
	m := say("said in the end")
	m.Key = "key-fail"
	b.post(b.room(), m)
	b.see(b.Ann, "the message", contains("said in the end"))
}

func testEndedContext(t *testing.T, b *bot) {
	posted := b.post(b.room(), say("as it was"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Platform.Post(ctx, b.room(), say("lost"))
	check := func(what string, err error) {
		t.Helper()
		b.failure(what, err, chat.Temporary) // it never left: that is certain
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v does not say that the context ended", what, err)
		}
	}
	check("Post", err)
	check("Edit", b.Platform.Edit(ctx, b.room(), posted.Ref, say("lost")))
	_, err = b.Platform.Heard(ctx, b.room(), time.Time{})
	check("Heard", err)
	if b.count(b.Ann, contains("lost")) != 0 {
		t.Error("what was said with an ended context is seen")
	}
}
