package discord

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// long is a message of three pieces.
func long(key string) chat.Message {
	return chat.Message{Key: key, Title: key, Blocks: []chat.Block{chat.Paragraph(strings.Repeat("word ", 2_500) + "the end")}}
}

// count is how many of the messages that somebody reads have a text in them.
func (s *stand) count(by, text string) int {
	n := 0
	for _, read := range s.read(by) {
		n += min(strings.Count(read, text), 1)
	}
	return n
}

// Whoever has the first piece has the message, with its buttons: that a later one is
// refused does not unsay it.
func TestLaterPieceRefused(t *testing.T) {
	for _, fault := range []discordfake.Fault{{Status: 403, Code: 50013}, {Status: 403, Code: codeMissingAccess}} {
		synctest.Test(t, func(t *testing.T) {
			s := newStand(t, discordfake.Options{})
			s.Fail(routeStart, fault)
			posted := s.post(t, chat.Place{Room: s.team}, long("letter"))
			if m := s.message(t, s.ann, posted.Ref); !strings.Contains(m.Read, "letter") {
				t.Errorf("ann reads %q", m.Read)
			}
		})
	}
}

// What a later piece comes to is in doubt, whatever it was told: only the search
// tells, also another process, how much of the message is out.
func TestLaterPieceInDoubt(t *testing.T) {
	for name, fault := range map[string]discordfake.Fault{
		"failed":               {Status: 500},
		"not in its turn":      {RetryAfter: 30 * time.Second},
		"accepted and failed":  {Status: 500, Accept: true},
		"overloaded, not done": {Status: 503, Code: 130000},
	} {
		for _, in := range []string{"room", "forum", "thread", "private"} {
			t.Run(name+"/"+in, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStand(t, discordfake.Options{})
					root := s.post(t, chat.Place{Room: s.team}, titled("root"))
					at := map[string]chat.Place{
						"room": {Room: s.team}, "forum": {Room: s.forum}, "thread": {Room: s.team, Thread: root.Ref}, "private": {Person: s.ann},
					}[in]
					pieces, began := 0, s.now().Add(-time.Minute)
					fault.Times, fault.When = -1, func(c discordfake.Call) bool {
						pieces++
						return pieces > 1 || in == "forum"
					}
					s.Fail(routePost, fault)
					_, err := s.p.Post(t.Context(), at, long("letter"))
					failureOf(t, err, chat.Unknown, "")
					if e, _ := err.(*chat.Error); e == nil || e.After < findTime {
						t.Errorf("%v is looked for too early", err)
					}
					s.Heal()
					time.Sleep(time.Hour) // past every nonce
					again := s.platform(t)
					if _, said, err := again.Find(t.Context(), at, "letter", began); said || err != nil {
						t.Errorf("the beginning is taken for all of it: %v", err)
					}
					posted, err := again.Post(t.Context(), at, long("letter"))
					if err != nil {
						t.Fatal(err)
					}
					if heads, ends := s.count(s.ann, "letter"), s.count(s.ann, "the end"); heads != 1 || ends != 1 {
						t.Errorf("it begins %d times and ends %d times", heads, ends)
					}
					found, said, err := s.platform(t).Find(t.Context(), at, "letter", began)
					if err != nil || !said || found != posted {
						t.Errorf("found %+v, %t, %v, not %+v", found, said, err, posted)
					}
				})
			})
		}
	}
}

// A message that was deleted is not out, whatever is remembered.
func TestDeletedIsSaidAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		for _, room := range []string{s.team, s.forum} {
			at := chat.Place{Room: room}
			posted := s.post(t, at, titled("card"))
			time.Sleep(30 * time.Minute)
			if again := s.post(t, at, titled("card")); again != posted {
				t.Errorf("said again as %+v, not %+v", again, posted)
			}
			if room == s.forum {
				s.DeleteChannel(string(posted.Ref))
			} else {
				s.Wipe(room, string(posted.Ref))
			}
			if again := s.post(t, at, titled("card")); s.message(t, s.ann, again.Ref).Read != "card" {
				t.Errorf("it is out as %+v", again)
			}
		}
	})
}
