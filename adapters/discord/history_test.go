package discord

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// A history of more pages than may be asked for at once is read in one call, also
// where Discord finds a page too much; not by a caller who has no time.
func TestHistoryOfManyPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Limits: true, Privileged: discordfake.MessageContent})
		began := s.now()
		for i := range 12 * pageLimit {
			if _, err := s.Say(s.ann, s.team, fmt.Sprint("word ", i)); err != nil {
				t.Fatal(err)
			}
		}
		hurry, stop := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer stop()
		_, err := s.p.Heard(hurry, chat.Place{Room: s.team}, began)
		failureOf(t, err, chat.Temporary, codePaced)
		time.Sleep(after(t, err))
		s.Fail(routeHistory, discordfake.Fault{RetryAfter: 2 * time.Second})
		acts, err := s.p.Heard(t.Context(), chat.Place{Room: s.team}, began)
		if err != nil || len(acts) != 12*pageLimit {
			t.Errorf("heard %d, %v", len(acts), err)
		}
		if wrong := s.Violations(); len(wrong) > 0 {
			t.Errorf("Discord would complain: %q", wrong)
		}
	})
}

// Discord answers with nothing where the history is closed: that is not silence.
func TestHistoryClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		began := s.now().Add(-time.Minute)
		for _, room := range []string{s.team, s.news, s.forum} {
			at := chat.Place{Room: room}
			below := chat.Place{Room: room, Thread: s.post(t, at, titled("card in "+room)).Ref}
			s.post(t, below, titled("a line in "+room))
			s.Overwrite(room, discordfake.Overwrite{ID: s.guild, Deny: discordfake.ReadMessageHistory})
			for _, place := range []chat.Place{at, below} {
				_, err := s.p.Heard(t.Context(), place, began)
				failureOf(t, err, chat.Temporary, codeHistoryClosed)
				_, _, err = s.p.Find(t.Context(), place, "card", began)
				failureOf(t, err, chat.Temporary, codeHistoryClosed)
			}
			s.Overwrite(room, discordfake.Overwrite{ID: s.guild})
			if _, err := s.p.Heard(t.Context(), at, began); err != nil {
				t.Errorf("opened again: %v", err)
			}
		}
	})
}

// Silence where the bot may read is silence.
func TestHistoryOfSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		for _, at := range []chat.Place{{Room: s.team}, {Room: s.forum}, {Person: s.ann}} {
			if all, err := s.p.Heard(t.Context(), at, s.now()); err != nil || len(all) > 0 {
				t.Errorf("in %+v: %+v, %v", at, all, err)
			}
		}
	})
}

// An archived post of a forum is still said.
func TestArchivedPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		began := s.now()
		posted := s.post(t, chat.Place{Room: s.forum}, titled("card"))
		question, err := s.StartThread(s.ann, s.forum, "", "A question", "Who can help?")
		if err != nil {
			t.Fatal(err)
		}
		s.Archive(string(posted.Ref), false)
		s.Archive(question, false)
		p := s.platform(t)
		if found, said, err := p.Find(t.Context(), chat.Place{Room: s.forum}, "card", began); err != nil || !said || found != posted {
			t.Errorf("found %+v, %t, %v", found, said, err)
		}
		if all, err := p.Heard(t.Context(), chat.Place{Room: s.forum}, began); err != nil || !slices.Equal(texts(all), []string{"Who can help?"}) {
			t.Errorf("heard %+v, %v", all, err)
		}
	})
}

// Posts that were archived are read to the last page, each once, and not beyond.
func TestManyArchivedPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Limits: true, Privileged: discordfake.MessageContent})
		post := func(name string) {
			t.Helper()
			id, err := s.StartThread(s.ann, s.forum, "", name, name)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			s.Archive(id, false)
		}
		for i := range archivePage {
			post(fmt.Sprint("before ", i))
		}
		began := s.now()
		var want []string
		for i := range 2*archivePage + archivePage/2 {
			want = append(want, fmt.Sprint("question ", i))
			post(want[i])
		}
		all, err := s.p.Heard(t.Context(), chat.Place{Room: s.forum}, began)
		if err != nil || !slices.Equal(texts(all), want) {
			t.Errorf("heard %d, %v", len(all), err)
		}
		const archived = "GET /channels/{channel.id}/threads/archived/public"
		if n := len(s.Calls(archived)); n != 3 {
			t.Errorf("%d pages are read", n)
		}
		if _, said, err := s.platform(t).Find(t.Context(), chat.Place{Room: s.forum}, "nobody said it", began); err != nil || said {
			t.Errorf("found %v, %v", said, err)
		}
		if wrong := s.Violations(); len(wrong) > 0 {
			t.Errorf("Discord would complain: %q", wrong)
		}
	})
}

// A full shelf keeps what holds longest.
func TestShelfKeepsTheFreshest(t *testing.T) {
	var s shelf[int, string]
	now := time.Now()
	for i := range shelfLimit + 1 {
		s.put(i, "kept", now.Add(time.Duration(i)*time.Second))
	}
	if _, kept := s.get(shelfLimit/4, now); kept {
		t.Error("the oldest is kept")
	}
	for _, i := range []int{shelfLimit/2 + 1, shelfLimit - 1, shelfLimit} {
		if _, kept := s.get(i, now); !kept {
			t.Errorf("%d is not kept", i)
		}
	}
	if n := len(s.kept); n > shelfLimit {
		t.Errorf("%d are kept", n)
	}
}

// What was not published is published when it may be, and what is found unpublished
// too.
func TestPublishedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		began, at := s.now().Add(-time.Minute), chat.Place{Room: s.news}
		s.Fail(routePublish, discordfake.Fault{RetryAfter: 10 * time.Minute})
		posted := s.post(t, at, titled("news"))
		time.Sleep(11 * time.Minute)
		synctest.Wait()
		if !s.message(t, s.ann, posted.Ref).Crossposted {
			t.Error("it was not published later")
		}
		s.Fail(routePublish, discordfake.Fault{Status: 403, Code: codeMissingPermission})
		posted = s.post(t, at, titled("more news"))
		if _, said, err := s.p.Find(t.Context(), at, "more news", began); !said || err != nil || !s.message(t, s.ann, posted.Ref).Crossposted {
			t.Errorf("what was found (%t, %v) is not published", said, err)
		}
	})
}
