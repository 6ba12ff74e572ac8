package slack

import (
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// TestConnection: up from Slack's hello, down from the loss, and who asks is told since
// when and why.
func TestConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if c := alone(t).Connection(); c.Up || !c.Since.IsZero() {
			t.Errorf("before Run: %+v", c)
		}
		w := open(t, &handler{}, false)
		w.mayBeRefused = true
		settle()
		up := w.platform.Connection()
		if !up.Up || time.Since(up.Since) > time.Minute {
			t.Errorf("connected: %+v", up)
		}
		w.Fail("apps.connections.open", slackfake.Fault{Status: 503, Times: 8})
		w.Cut()
		settle()
		if c := w.platform.Connection(); c.Up || c.Why != "Slack cannot be reached" || time.Since(c.Since) > time.Minute {
			t.Errorf("cut off: %+v", c)
		}
		if !w.AwaitSocket(10 * time.Minute) {
			t.Fatal("no socket was opened again")
		}
		settle()
		if c := w.platform.Connection(); !c.Up || !c.Since.After(up.Since) {
			t.Errorf("connected again: %+v", c)
		}
		if err := w.end(); err != nil {
			t.Error(err)
		}
		if c := w.platform.Connection(); c.Up {
			t.Errorf("after Run: %+v", c)
		}
	})
}

// TestConnectionOverHTTP: Slack is heard as long as Run runs.
func TestConnectionOverHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, &handler{}, true)
		settle()
		if c := w.platform.Connection(); !c.Up {
			t.Errorf("while it runs: %+v", c)
		}
		if err := w.end(); err != nil {
			t.Error(err)
		}
		if c := w.platform.Connection(); c.Up || c.Why == "" {
			t.Errorf("after Run: %+v", c)
		}
	})
}

// TestLimitedIsTold: every 429 once, with the rest that Slack asks for; a call that
// keeps to it is none.
func TestLimitedIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: respond(429, "Retry-After: 7\r\n", "")}
		p := w.platform(t)
		var told []time.Duration
		p.options.Limited = func(rest time.Duration) { told = append(told, rest) }
		for range 2 {
			_, err := p.Post(t.Context(), chat.Place{Room: "C0001"}, chat.Message{Key: "a", Title: "T"})
			if e := errorOf(err); !e.Turn {
				t.Errorf("it is something else than its turn: %+v", e)
			}
		}
		if len(told) != 1 || told[0] != 7*time.Second {
			t.Errorf("told %v", told)
		}
	})
}
