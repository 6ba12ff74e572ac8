// Package storetest is the conformance suite of [escalation.Store] and
// [escalation.Book]. Every implementation runs it; every sentence of the
// interfaces' comments has a test here.
//
// Times have to survive to the millisecond and come back in UTC; the suite
// uses none that are finer.
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"relance/escalation"
)

// Run runs the suite. open returns an empty store each time.
func Run(t *testing.T, open func(t *testing.T) (escalation.Store, escalation.Book)) {
	for _, part := range []struct {
		name string
		test func(s *suite)
	}{
		{"load", testLoad},
		{"load beside a commit", testLoadRace},
		{"commit", testCommit},
		{"commit refused", testCommitRefused},
		{"commit batch", testCommitBatch},
		{"commit repeated", testCommitRepeated},
		{"commit race", testCommitRace},
		{"operations are of one case", testOperationsPerCase},
		{"round trip", testRoundTrip},
		{"trail", testTrail},
		{"due", testDue},
		{"due limit", testDueLimit},
		{"due claims", testDueClaims},
		{"due race", testDueRace},
		{"due moves with commits", testDueMoves},
		{"quarantine", testQuarantine},
		{"outbox", testOutbox},
		{"outbox claims", testOutboxClaims},
		{"outbox settle", testOutboxSettle},
		{"outbox cancel and done", testOutboxCancel},
		{"outbox after closing", testOutboxOver},
		{"find", testFind},
		{"find unindexed", testFindUnindexed},
		{"find limit", testFindLimit},
		{"book shelves", testShelves},
		{"book reserve", testReserve},
		{"book release", testRelease},
		{"book reserve race", testReserveRace},
		{"cancelled context", testCancelledContext},
	} {
		t.Run(part.name, func(t *testing.T) {
			store, book := open(t)
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			t.Cleanup(cancel)
			part.test(&suite{T: t, ctx: ctx, store: store, book: book})
		})
	}
}

// suite is one test with an empty store.
type suite struct {
	*testing.T
	ctx   context.Context
	store escalation.Store
	book  escalation.Book
}

// noon is the time the tests begin at.
var noon = time.Date(2031, time.March, 4, 12, 0, 0, 0, time.UTC)

// id makes the nth case ID; neighbours fall into different shards.
func id(n int) escalation.CaseID {
	for i := uint32(n)*7919 + 1; ; i += 31 {
		if id, ok := escalation.NewCaseID(i); ok {
			return id
		}
	}
}

// newCase is a first version with one timer.
func newCase(n int, due time.Time) escalation.Case {
	c := escalation.Case{
		ID: id(n), Version: 1, State: escalation.StateOpen,
		Requester: escalation.Person{ID: fmt.Sprintf("console:person%d", n)},
		Subject:   fmt.Sprintf("Boiler %d", n), Opened: noon, Changed: noon,
	}
	if !due.IsZero() {
		c.Timers = []escalation.Timer{{Kind: escalation.TimerClimb, At: due}}
	}
	return c
}

// opening is the change that stores a first version.
func opening(c escalation.Case, notices ...escalation.Notice) escalation.Change {
	return escalation.Change{
		Op: "open-" + string(c.ID), Case: c, Entries: entries(1, 1), Notices: notices, Index: c.Terms(), Reason: "opened",
	}
}

// next is a change that leads to the next version of c, with timers as given.
func next(c escalation.Case, op string, due ...time.Time) escalation.Change {
	c.Version++
	c.Timers = nil
	for i, at := range due {
		c.Timers = append(c.Timers, escalation.Timer{Kind: escalation.TimerTask, Ref: fmt.Sprint(i), At: at})
	}
	return escalation.Change{Op: op, Case: c, Reason: escalation.Reason("did " + op)}
}

// entries makes n sealed entries, the first numbered from.
func entries(from, n int) []escalation.Entry {
	var out []escalation.Entry
	for i := from; i < from+n; i++ {
		e := escalation.Entry{
			N: i, At: noon.Add(time.Duration(i) * time.Minute), Kind: "noted",
			Text: fmt.Sprintf("line %d", i), Salt: []byte(fmt.Sprintf("salt of line %04d", i)),
		}
		e.Commit = e.Commitment()
		out = append(out, e)
	}
	return out
}

// notice makes the nth notice of a case.
func notice(c escalation.Case, n int) escalation.Notice {
	return escalation.Notice{
		Key: fmt.Sprintf("%s/%d", c.ID, n), Case: c.ID, Kind: escalation.NoticeState,
		To: escalation.ToRequester, Version: c.Version,
	}
}

// commit stores changes and fails the test unless every one is committed.
func (s *suite) commit(changes ...escalation.Change) {
	s.Helper()
	for i, r := range s.results(changes...) {
		if r.Err != nil || r.Repeated {
			s.Fatalf("commit %d of %s: %+v", i, changes[i].Case.ID, r)
		}
	}
}

// results stores changes and returns what came of each.
func (s *suite) results(changes ...escalation.Change) []escalation.Result {
	s.Helper()
	results, err := s.store.Commit(s.ctx, noon, changes...)
	if err != nil {
		s.Fatalf("commit: %v", err)
	}
	if len(results) != len(changes) {
		s.Fatalf("%d results for %d changes", len(results), len(changes))
	}
	return results
}

func (s *suite) load(id escalation.CaseID) escalation.Case {
	s.Helper()
	c, _, err := s.store.Load(s.ctx, id, "")
	if err != nil {
		s.Fatalf("load %s: %v", id, err)
	}
	return c
}

func (s *suite) trail(id escalation.CaseID) []escalation.Entry {
	s.Helper()
	entries, err := s.store.Trail(s.ctx, id)
	if err != nil {
		s.Fatalf("trail of %s: %v", id, err)
	}
	return entries
}

func (s *suite) due(now time.Time, hold time.Duration, limit int) escalation.Due {
	s.Helper()
	due, err := s.store.Due(s.ctx, now, hold, limit)
	if err != nil {
		s.Fatalf("due at %v: %v", now, err)
	}
	return due
}

func (s *suite) outbox(now time.Time, hold time.Duration, limit int) escalation.Outbox {
	s.Helper()
	out, err := s.store.Outbox(s.ctx, now, hold, limit)
	if err != nil {
		s.Fatalf("outbox at %v: %v", now, err)
	}
	if len(out.Cases) != len(out.Notices) {
		s.Fatalf("%d notices with %d cases", len(out.Notices), len(out.Cases))
	}
	return out
}

func (s *suite) begin(key string) escalation.Case {
	s.Helper()
	c, err := s.store.Begin(s.ctx, key)
	if err != nil {
		s.Fatalf("begin %s: %v", key, err)
	}
	return c
}

func (s *suite) settle(settled ...escalation.Settled) {
	s.Helper()
	if err := s.store.Settle(s.ctx, noon, settled...); err != nil {
		s.Fatalf("settle: %v", err)
	}
}
