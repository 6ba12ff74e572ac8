package discord

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// TestConnection: up from the session's beginning, down from the loss, and up again
// when the session goes on.
func TestConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, &handler{}, reading, nil)
		time.Sleep(time.Second)
		synctest.Wait()
		up := f.p.Connection()
		if !up.Up || time.Since(up.Since) > time.Minute {
			t.Errorf("connected: %+v", up)
		}
		f.NoHello(1)
		f.Cut()
		synctest.Wait()
		if c := f.p.Connection(); c.Up || c.Why == "" || time.Since(c.Since) > time.Second {
			t.Errorf("cut off: %+v", c)
		}
		time.Sleep(2 * time.Minute)
		if c := f.p.Connection(); !c.Up || !c.Since.After(up.Since) {
			t.Errorf("connected again: %+v", c)
		}
		f.clean(t)
	})
}

// TestLimitedIsTold: every 429 once, with the wait that Discord asks for; a request
// that waits for its turn is none.
func TestLimitedIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.post(t, chat.Place{Room: s.team}, titled("so that the room is known"))
		var told []time.Duration
		s.p.rest.told = func(wait time.Duration) { told = append(told, wait) }
		s.Fail("POST /channels/{channel.id}/messages", discordfake.Fault{RetryAfter: 7 * time.Second, Times: 1})
		for range 2 {
			_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("too much"))
			if e, is := errors.AsType[*chat.Error](err); !is || !e.Turn {
				t.Errorf("it is something else than its turn: %v", err)
			}
		}
		if len(told) != 1 || told[0] < 7*time.Second || told[0] > 8*time.Second {
			t.Errorf("told %v", told)
		}
	})
}
