package e2e

import (
	"context"
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"relance/escalation"
)

// TestCommandsDoNotGrow: what a step asks of Redis is the same with ten
// thousand open cases and with a million, and a replica at rest asks at most
// two commands a second.
func TestCommandsDoNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: a million open cases")
	}
	s := newBench(t, 64)
	const active = 320
	s.open(t, 0, active)
	s.tick(t, dawn)
	now := dawn
	perStep := func() float64 {
		before := s.stats(t)
		for range 3 {
			now = now.Add(time.Hour)
			s.tick(t, now)
		}
		return (s.stats(t).commands - before.commands) / (3 * active)
	}
	s.fill(t, 0, 10_000)
	s.tick(t, now)
	small := perStep()
	s.fill(t, 10_000, 1_000_000)
	s.tick(t, now)
	large := perStep()
	t.Logf("commands a step: %.3f with 10,000 open cases, %.3f with 1,000,000", small, large)
	if math.Abs(large-small) > 0.02*small {
		t.Errorf("a step costs %.3f commands with 10,000 open cases and %.3f with 1,000,000", small, large)
	}

	idle := s.idle(t)
	t.Logf("commands a second at rest with 1,000,000 open cases: %.2f", idle)
	if idle > 2 {
		t.Errorf("at rest %.2f commands a second", idle)
	}
}

// idle runs a second replica's engine for an hour in which nothing is due, in a
// bubble, and returns how many commands a second Redis has seen.
func (b *bench) idle(t *testing.T) (perSecond float64) {
	if err := b.store.Close(t.Context()); err != nil { // hands its shards back
		t.Fatal(err)
	}
	const seconds = 3600
	synctest.Test(t, func(t *testing.T) {
		again := b.sameServer(t)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- again.engine.Run(ctx) }()
		time.Sleep(time.Minute) // it takes its shards and looks at each once
		before := again.stats(t)
		time.Sleep(seconds * time.Second)
		perSecond = (again.stats(t).commands - before.commands) / seconds
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return perSecond
}

// fill stores open cases whose time is far away, without the engine.
func (b *bench) fill(tb testing.TB, from, to int) {
	tb.Helper()
	far := dawn.AddDate(5, 0, 0)
	const batch = 500
	for i := from; i < to; i += batch {
		changes := make([]escalation.Change, 0, batch)
		for n := i; n < min(i+batch, to); n++ {
			c := escalation.Case{ID: escalation.CaseID(fmt.Sprintf("F%07d", n)), Version: 1, State: escalation.StateOpen, LadderHash: b.ladder,
				Timers: []escalation.Timer{{Kind: escalation.TimerClimb, At: far}}}
			changes = append(changes, escalation.Change{Case: c, Index: c.Terms()})
		}
		if _, err := b.store.Commit(tb.Context(), dawn, changes...); err != nil {
			tb.Fatal(err)
		}
	}
}
