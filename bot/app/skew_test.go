package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"relance/adapters/redis/server"
)

// TestAClockThatCannotBeAskedIsNotRight: no difference is known before Redis has told
// its time; what it told last stays.
func TestAClockThatCannotBeAskedIsNotRight(t *testing.T) {
	answer := errors.New("NOPERM")
	c := &clocks{now: time.Now, ask: func(context.Context, func() time.Time) (time.Duration, error) { return time.Hour, answer }}
	a := &App{clocks: c, vault: &vault{server: &server.Server{Mode: server.URL}}}
	expect := func(ahead time.Duration, known bool) {
		t.Helper()
		if got, is := a.skew(); got != ahead || is != known {
			t.Errorf("%s, known: %v; want %s, %v", got, is, ahead, known)
		}
	}
	expect(0, false)
	if _, err := c.compare(t.Context()); !errors.Is(err, answer) {
		t.Errorf("error %v", err)
	}
	expect(0, false)
	answer = nil
	if _, err := c.compare(t.Context()); err != nil {
		t.Error(err)
	}
	expect(time.Hour, true)
	a = &App{clocks: &clocks{}, vault: &vault{server: &server.Server{Mode: server.Private}}} // one clock
	expect(0, true)
}
