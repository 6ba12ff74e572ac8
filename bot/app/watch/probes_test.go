package watch

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// probe asks a probe without a network.
func probe(t *testing.T, p *Probes, path string) (status int, r Report) {
	t.Helper()
	mux := http.NewServeMux()
	p.Handle(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return w.Code, r
}

// TestALoopThatStandsStillIsDead: to the second, and never before it has begun.
func TestALoopThatStandsStillIsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var pulse Pulse
		p := NewProbes(&pulse)
		time.Sleep(time.Hour) // the start may take long
		if status, _ := probe(t, p, Alive); status != http.StatusOK {
			t.Errorf("a bot that starts: %d", status)
		}
		pulse.Beat()
		time.Sleep(stillMost)
		if status, _ := probe(t, p, Alive); status != http.StatusOK {
			t.Errorf("after %s: %d", stillMost, status)
		}
		time.Sleep(time.Second)
		if status, r := probe(t, p, Alive); status != http.StatusServiceUnavailable || r.Why() != "engine: its loop has not turned for 2m1s" {
			t.Errorf("a second later: %d %s", status, r.Why())
		}
		if _, r := probe(t, p, Ready); r.OK {
			t.Error("a dead bot is ready")
		}
		pulse.Beat()
		if status, _ := probe(t, p, Alive); status != http.StatusOK {
			t.Errorf("it turns again: %d", status)
		}
	})
}

// TestPhases: ready only between the start and the end, which cannot be taken back.
func TestPhases(t *testing.T) {
	p := NewProbes(new(Pulse))
	ask := func(want int, why string) {
		t.Helper()
		if status, r := probe(t, p, Ready); status != want || r.Why() != why {
			t.Errorf("%d %q, want %d %q", status, r.Why(), want, why)
		}
	}
	ask(http.StatusServiceUnavailable, "bot: "+string(starting))
	well := true
	p.Begin(Check{"redis", func(context.Context) (bool, string) { return well, "of a kind" }})
	ask(http.StatusOK, "redis: of a kind")
	well = false
	ask(http.StatusServiceUnavailable, "redis: of a kind")
	well = true
	p.End()
	p.Begin()
	ask(http.StatusServiceUnavailable, "bot: "+string(ending))
}

// connected is a platform with a connection.
type connected struct {
	chat.Platform
	link chat.Link
}

func (*connected) Name() string                     { return "slack" }
func (c *connected) Connection() chat.Connection    { return c.link.Connection() }
func hears(t *testing.T, p chat.Platform) (ok bool) { ok, _ = Hears(p).Ask(t.Context()); return ok }

// TestAReconnectionDoesNotFlap: a connection may be away for a minute, at the start not
// at all. Whether it is up is told at once all the same.
func TestAReconnectionDoesNotFlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &connected{}
		if hears(t, p) {
			t.Error("ready before it was connected for the first time")
		}
		p.link.Up(time.Now())
		time.Sleep(time.Hour)
		if !hears(t, p) || !Connected([]chat.Platform{p})["slack"] {
			t.Error("not ready while it is connected")
		}
		p.link.Down(time.Now(), "lost")
		time.Sleep(lostMost)
		if !hears(t, p) {
			t.Errorf("not ready after %s", lostMost)
		}
		if Connected([]chat.Platform{p})["slack"] {
			t.Error("it counts as connected")
		}
		time.Sleep(time.Second)
		if ok, why := Hears(p).Ask(t.Context()); ok || why != "it has not been connected for 1m1s: lost" {
			t.Errorf("a second later: %v %q", ok, why)
		}
		p.link.Up(time.Now())
		if !hears(t, p) {
			t.Error("not ready when it is back")
		}
	})
}

// TestAPlatformWithoutAConnectionIsAlwaysThere: the terminal.
func TestAPlatformWithoutAConnectionIsAlwaysThere(t *testing.T) {
	p := &silent{}
	if !hears(t, p) || !Connected([]chat.Platform{p})["console"] {
		t.Error("the terminal is not connected")
	}
}
