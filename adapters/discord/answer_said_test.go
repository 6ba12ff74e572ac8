package discord

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// handlerFunc is a handler that is a function.
type handlerFunc func(chat.Act) chat.Answer

func (f handlerFunc) Handle(_ context.Context, a chat.Act) chat.Answer { return f(a) }

// An answer to what was written whose turn has not come is told when it has.
func TestAnswerToWordsWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, answers(chat.Answer{Message: sentence("It was not recorded.")}), reading, nil)
		f.Fail(routePost, discordfake.Fault{RetryAfter: 2 * time.Second, Times: 3})
		if _, err := f.Say(f.ann, f.team, "my answer"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(tellWithin)
		f.reads(t, f.ann, "my answer", "It was not recorded.")
		f.clean(t)
	})
}

// The end waits only briefly for an answer that cannot be told.
func TestEndDoesNotWaitForAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, answers(chat.Answer{Message: sentence("Noted.")}), reading, nil)
		f.Fail(routePost, discordfake.Fault{Status: 429, RetryAfter: 30 * time.Second, Times: -1})
		if _, err := f.Say(f.ann, f.team, "my answer"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		began := time.Now()
		if err := f.end(t); err != nil || time.Since(began) > 2*tellLast {
			t.Errorf("ended after %s: %v", time.Since(began), err)
		}
	})
}

// TestWordsAreAnsweredInPrivate: whoever writes in a room reads the answer alone.
// Words that could not be recorded are handed on again, which Discord never does.
func TestWordsAreAnsweredInPrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		var heard atomic.Int32
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- s.p.Run(ctx, handlerFunc(func(a chat.Act) chat.Answer {
				if heard.Add(1) == 1 {
					return chat.Answer{Message: &chat.Message{Title: "Not recorded"}, Unrecorded: true}
				}
				return chat.Answer{Message: &chat.Message{Title: "Kept"}}
			}))
		}()
		time.Sleep(time.Minute)
		if _, err := s.Say(s.ann, s.team, "Hello."); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if n := heard.Load(); n != 2 {
			t.Errorf("handed on %d times", n)
		}
		if all := s.read(s.ann); !slices.Equal(all, []string{"Hello.", "Kept"}) {
			t.Errorf("ann reads %q", all)
		}
		if all := s.read(s.ben); !slices.Equal(all, []string{"Hello."}) {
			t.Errorf("ben reads %q", all)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.clean(t)
	})
}
