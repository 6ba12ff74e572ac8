package discord

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// What became of a message is found out by saying it again, with its nonce.
func TestOnce(t *testing.T) {
	for name, fault := range map[string]discordfake.Fault{
		"accepted, then failed": {Status: 502, Accept: true},
		"accepted, then cut":    {Cut: true, Accept: true},
		"failed":                {Status: 500},
		"cut":                   {Cut: true},
		"overloaded":            {Status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStand(t, discordfake.Options{})
				s.Fail(routePost, fault)
				posted := s.post(t, chat.Place{Room: s.team}, titled("once"))
				if n := len(s.Seen(s.ann)); n != 1 || s.message(t, s.ann, posted.Ref).Nonce == "" {
					t.Errorf("seen %d times", n)
				}
				fault.Times = sendTries
				s.Fail(routePost, fault)
				_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("maybe"))
				failureOf(t, err, chat.Unknown, "")
				_, said, err := s.p.Find(t.Context(), chat.Place{Room: s.team}, "maybe", s.now().Add(-time.Minute))
				if err != nil || said != fault.Accept {
					t.Errorf("found: %v, %v", said, err)
				}
				s.post(t, chat.Place{Room: s.team}, titled("maybe"))
				if n := len(s.Seen(s.ann)); n != 2 {
					t.Errorf("two messages are seen %d times", n)
				}
			})
		})
	}
}

// Without a key nothing is repeated.
func TestNoKeyNoRepetition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, chat.Message{Title: "once"})
		failureOf(t, err, chat.Unknown, "http_502")
		if n := len(s.Calls(routePost)); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// What may have been said stays so, whatever the repetition is told.
func TestDoubtStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true})
		s.Fail(routePost, discordfake.Fault{RetryAfter: 30 * time.Second})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("maybe"))
		failureOf(t, err, chat.Unknown, codeLimited)
		if !strings.Contains(err.Error(), "502") {
			t.Errorf("%v does not say why", err)
		}
	})
}

// sends is how many messages TestRoughSea says; 10,000 take a minute or two.
var sends = flag.Int("sends", 2_000, "how many messages TestRoughSea says")

// Many messages, three in ten of them accepted and then failed, one in five refused
// for a time, and some of the doubts outlast Discord's memory of nonces: none is lost,
// none comes twice, none too early.
func TestRoughSea(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rooms, senders = 20, 2
		each := *sends / (rooms * senders)
		dice := rand.New(rand.NewPCG(7, 11))
		var rolling sync.Mutex
		s := newStand(t, discordfake.Options{Limits: true, Lag: func() time.Duration {
			rolling.Lock()
			defer rolling.Unlock()
			return time.Duration(dice.Int64N(int64(5 * time.Second)))
		}})
		n := 0
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true, Times: -1, When: func(discordfake.Call) bool { n++; return n%10 < 3 }})
		s.Fail(routePost, discordfake.Fault{RetryAfter: 1500 * time.Millisecond, Times: -1, When: func(discordfake.Call) bool { return n%10 > 7 }})
		said := make(chan string)
		for r := range rooms {
			room := s.AddChannel(discordfake.Channel{Name: fmt.Sprintf("room-%d", r)})
			for k := range senders {
				go func() {
					for i := range each {
						doubt := 5 * time.Second // longer than history lags
						if i%10 == 0 {
							doubt = 10 * time.Minute // longer than a nonce is known
						}
						said <- s.insist(t, chat.Place{Room: room}, fmt.Sprintf("message %d.%d.%d.", r, k, i), doubt)
					}
				}()
			}
		}
		refs := map[string]bool{}
		for range rooms * senders * each {
			refs[<-said] = true
		}
		times := map[string]int{}
		for _, m := range s.Seen(s.ann) {
			times[m.Read]++
			if !refs[m.ID] {
				t.Errorf("%s is out, and its caller was told of another", m.Read)
			}
		}
		if len(times) != rooms*senders*each {
			t.Errorf("%d messages are seen, of %d", len(times), rooms*senders*each)
		}
		for text, n := range times {
			if n != 1 {
				t.Errorf("%s is seen %d times", text, n)
			}
		}
		t.Logf("%d messages in %d calls", len(times), len(s.Calls(routePost)))
		s.clean(t)
	})
}

// insist says a message as the bot does: not before its time, and what may have been
// said is looked for first, after some time of doubt.
func (s *stand) insist(t *testing.T, at chat.Place, title string, doubt time.Duration) string {
	began := s.now()
	for {
		posted, err := s.p.Post(t.Context(), at, titled(title))
		if err == nil {
			return string(posted.Ref)
		}
		failed, is := err.(*chat.Error)
		if !is || failed.Failure != chat.Temporary && failed.Failure != chat.Unknown {
			t.Errorf("%s: %v", title, err)
			return ""
		}
		time.Sleep(max(failed.After, aMoment))
		for failed.Failure == chat.Unknown {
			time.Sleep(doubt)
			found, said, err := s.p.Find(t.Context(), at, title, began.Add(-time.Minute))
			if err == nil && said {
				return string(found.Ref)
			}
			if err == nil {
				break
			}
		}
	}
}
