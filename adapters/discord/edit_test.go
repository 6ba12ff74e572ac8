package discord

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

func TestEdit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room := chat.Place{Room: s.team}
		posted := s.post(t, room, card(func(en, _ string) string { return en }))
		s.Fail(routeEdit, discordfake.Fault{Status: 502})
		if err := s.p.Edit(t.Context(), room, posted.Ref, titled("<@1> @everyone *edited*")); err != nil {
			t.Fatal(err)
		}
		if m := s.message(t, s.ann, posted.Ref); m.Read != "<@1> @everyone *edited*" || len(m.Effects) > 0 || len(m.Labels) > 0 {
			t.Errorf("ann sees %+v", m)
		}
		s.clean(t)
		said, err := s.Say(s.ann, s.team, "ann's own words")
		if err != nil {
			t.Fatal(err)
		}
		failureOf(t, s.p.Edit(t.Context(), room, chat.Ref(said), titled("lost")), chat.Gone, "50005")
		failureOf(t, s.p.Edit(t.Context(), room, "100", titled("lost")), chat.Missing, "10008")
		failureOf(t, s.p.Edit(t.Context(), room, "no such message", titled("lost")), chat.Missing, codeMessage)
	})
}

func TestArchivedThreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		root := s.post(t, chat.Place{Room: s.team}, titled("root"))
		thread := chat.Place{Room: s.team, Thread: root.Ref}
		line := s.post(t, thread, titled("a line"))
		s.Archive(string(root.Ref), false)
		if err := s.p.Edit(t.Context(), thread, line.Ref, titled("edited")); err != nil {
			t.Errorf("in the archive: %v", err)
		}
		s.Archive(string(root.Ref), false)
		s.post(t, thread, titled("another line"))
		s.Archive(string(root.Ref), true)
		failureOf(t, s.p.Edit(t.Context(), thread, line.Ref, titled("too late")), chat.Gone, "")
	})
}

// A message that is edited without a key is found by the one it was posted with,
// whoever edits it.
func TestEditKeepsTheMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		began, at := s.now().Add(-time.Minute), chat.Place{Room: s.team}
		posted := s.post(t, at, titled("the card"))
		for _, p := range []*Platform{s.p, s.platform(t)} {
			if err := p.Edit(t.Context(), at, posted.Ref, chat.Message{Title: "as it is now"}); err != nil {
				t.Fatal(err)
			}
			if got, found, err := s.p.Find(t.Context(), at, "the card", began); got != posted || !found || err != nil {
				t.Errorf("found %+v, %t, %v", got, found, err)
			}
		}
		if n := len(s.Calls("GET /channels/{channel.id}/messages/{message.id}")); n != 1 {
			t.Errorf("the mark was asked for %d times", n)
		}
		s.clean(t)
	})
}

// Missing is only what is not there any more, itself or with its thread or post, in a
// room that stands. An edit that is refused leaves the message as it was.
func TestEditMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room, forum := chat.Place{Room: s.team}, chat.Place{Room: s.forum}
		card := s.post(t, room, titled("card"))
		for _, code := range []int{codeMissingAccess, 50005, codeMissingPermission, codeArchived, 160005} {
			s.Fail(routeEdit, discordfake.Fault{Status: 403, Code: code})
			failureOf(t, s.p.Edit(t.Context(), room, card.Ref, titled("edited")), chat.Gone, strconv.Itoa(code))
		}
		thread := chat.Place{Room: s.team, Thread: card.Ref}
		line := s.post(t, thread, titled("line"))
		s.DeleteChannel(string(card.Ref))
		failureOf(t, s.p.Edit(t.Context(), thread, line.Ref, titled("edited")), chat.Missing, "10008")
		s.Wipe(s.team, string(card.Ref))
		failureOf(t, s.p.Edit(t.Context(), room, card.Ref, titled("edited")), chat.Missing, "10008")
		post := s.post(t, forum, titled("post"))
		s.DeleteChannel(string(post.Ref))
		failureOf(t, s.p.Edit(t.Context(), forum, post.Ref, titled("edited")), chat.Missing, "10003")
		for _, at := range []chat.Place{room, forum} {
			posted := s.post(t, at, titled("another"))
			s.DeleteChannel(at.Room)
			failureOf(t, s.p.Edit(t.Context(), at, posted.Ref, titled("edited")), chat.Gone, "10003")
		}
	})
}
