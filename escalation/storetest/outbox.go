package storetest

import (
	"errors"
	"slices"
	"time"

	"relance/escalation"
)

// keys returns the keys of notices, sorted.
func keys(notices []escalation.Notice) []string {
	var out []string
	for _, n := range notices {
		out = append(out, n.Key)
	}
	slices.Sort(out)
	return out
}

func testOutbox(s *suite) {
	if out := s.outbox(noon, time.Minute, 10); len(out.Notices) != 0 || !out.Next.IsZero() {
		s.Errorf("an empty store has %+v to send", out)
	}
	a, b := newCase(1, noon), newCase(2, noon)
	now, later, past := notice(a, 1), notice(a, 2), notice(b, 1)
	later.NotBefore = noon.Add(time.Hour)
	past.NotBefore = noon.Add(-time.Hour)
	s.commit(opening(a, now, later), opening(b, past))

	out := s.outbox(noon, time.Minute, 10)
	if want := []string{now.Key, past.Key}; !slices.Equal(keys(out.Notices), slices.Sorted(slices.Values(want))) {
		s.Fatalf("to be sent now: %v, want %v", keys(out.Notices), want)
	}
	for i, n := range out.Notices {
		if out.Cases[i].ID != n.Case || out.Cases[i].Subject == "" {
			s.Errorf("notice %s came with case %+v", n.Key, out.Cases[i])
		}
		if n.Tries != 1 {
			s.Errorf("notice %s was taken %d times, want 1", n.Key, n.Tries)
		}
	}
	s.settle(escalation.Settled{Key: now.Key}, escalation.Settled{Key: past.Key})
	out = s.outbox(later.NotBefore.Add(-time.Millisecond), time.Minute, 10)
	if len(out.Notices) != 0 || !out.Next.Equal(later.NotBefore) {
		s.Errorf("before its time: %+v", out)
	}
	if out := s.outbox(later.NotBefore, time.Minute, 10); !slices.Equal(keys(out.Notices), []string{later.Key}) {
		s.Errorf("at its time: %v", keys(out.Notices))
	}
}

func testOutboxClaims(s *suite) {
	c := newCase(1, noon)
	var all []escalation.Notice
	for n := range 30 {
		all = append(all, notice(c, n))
	}
	s.commit(opening(c, all...))
	var got []escalation.Notice
	for len(got) < len(all) {
		out := s.outbox(noon, time.Minute, 7)
		if want := min(7, len(all)-len(got)); len(out.Notices) != want {
			s.Fatalf("took %d with %d taken before, want %d", len(out.Notices), len(got), want)
		}
		got = append(got, out.Notices...)
	}
	if !slices.Equal(keys(got), keys(all)) {
		s.Errorf("took %v", keys(got))
	}
	if out := s.outbox(noon.Add(time.Minute-time.Millisecond), time.Minute, 100); len(out.Notices) != 0 {
		s.Errorf("taken by two: %v", keys(out.Notices))
	}
	// The case is read in the same step: it is the one of now.
	s.commit(next(c, "second", noon))
	out := s.outbox(noon.Add(time.Minute), time.Minute, 100)
	if len(out.Notices) != len(all) {
		s.Fatalf("%d came back after the hold, want %d", len(out.Notices), len(all))
	}
	for i, n := range out.Notices {
		if n.Tries != 2 || n.Version != 1 || out.Cases[i].Version != 2 {
			s.Errorf("notice %s of version %d was taken %d times, its case is at version %d", n.Key, n.Version, n.Tries, out.Cases[i].Version)
		}
	}
}

func testOutboxSettle(s *suite) {
	c := newCase(1, noon)
	a, b := notice(c, 1), notice(c, 2)
	s.commit(opening(c, a, b))
	s.outbox(noon, time.Hour, 10)
	retry := noon.Add(10 * time.Minute)
	for range 2 { // twice is as good as once
		s.settle(escalation.Settled{Key: a.Key}, escalation.Settled{Key: b.Key, Retry: retry})
	}
	out := s.outbox(retry.Add(-time.Millisecond), time.Hour, 10)
	if len(out.Notices) != 0 || !out.Next.Equal(retry) {
		s.Errorf("before it is tried again: %+v", out)
	}
	out = s.outbox(retry, time.Hour, 10)
	if !slices.Equal(keys(out.Notices), []string{b.Key}) || out.Notices[0].Tries != 2 {
		s.Errorf("tried again: %+v", out.Notices)
	}
	if d := out.Notices[0].Doubts; d != 0 {
		s.Errorf("a notice that was only taken has %d doubts", d)
	}
	if got := s.begin(b.Key); got.ID != c.ID || got.Version != c.Version {
		s.Errorf("beginning returned case %s of version %d", got.ID, got.Version)
	}
	if out := s.outbox(retry.Add(time.Hour), 0, 10); len(out.Notices) != 1 || out.Notices[0].Doubts != 1 {
		s.Errorf("after a try of which nothing is known: %+v", out.Notices)
	}
	again := escalation.Settled{Key: b.Key, Retry: retry, Tries: 3, Doubts: 1}
	s.settle(again)
	s.settle(again) // twice is as good as once
	if out = s.outbox(retry, time.Hour, 10); len(out.Notices) != 1 || out.Notices[0].Tries != 4 || out.Notices[0].Doubts != 1 {
		s.Errorf("after a try that certainly said nothing: %+v", out.Notices)
	}
	s.settle(escalation.Settled{Key: b.Key})
	if out := s.outbox(noon.Add(100*time.Hour), time.Hour, 10); len(out.Notices) != 0 || !out.Next.IsZero() {
		s.Errorf("everything is settled: %+v", out)
	}
	s.settle(escalation.Settled{Key: b.Key, Retry: noon})
	if out := s.outbox(noon.Add(100*time.Hour), time.Hour, 10); len(out.Notices) != 0 {
		s.Errorf("a finished notice came back: %v", keys(out.Notices))
	}
	s.settle()
	if _, err := s.store.Begin(s.ctx, b.Key); !errors.Is(err, escalation.ErrNotFound) {
		s.Errorf("a notice that is gone was begun: %v", err)
	}
}

func testOutboxCancel(s *suite) {
	c := newCase(1, noon)
	a, b, d := notice(c, 1), notice(c, 2), notice(c, 3)
	s.commit(opening(c, a, b, d))
	s.outbox(noon, time.Minute, 1) // one of them is taken

	ch := next(c, "answered", noon)
	ch.Cancel, ch.Done = []string{a.Key, "not there"}, b.Key
	s.commit(ch)
	if out := s.outbox(noon.Add(time.Hour), time.Minute, 10); !slices.Equal(keys(out.Notices), []string{d.Key}) {
		s.Errorf("after one was cancelled and one is done: %v", keys(out.Notices))
	}
	s.settle(escalation.Settled{Key: a.Key, Retry: noon}, escalation.Settled{Key: b.Key, Retry: noon})
	if out := s.outbox(noon.Add(2*time.Hour), time.Minute, 10); len(out.Notices) != 1 {
		s.Errorf("a cancelled notice came back: %v", keys(out.Notices))
	}
	// What one change cancels does not touch what it issues.
	e := notice(c, 4)
	ch = next(ch.Case, "again", noon)
	ch.Notices, ch.Cancel = []escalation.Notice{e}, []string{d.Key}
	s.commit(ch)
	if out := s.outbox(noon.Add(3*time.Hour), time.Minute, 10); !slices.Equal(keys(out.Notices), []string{e.Key}) {
		s.Errorf("after one for another: %v", keys(out.Notices))
	}
	// A change whose outcome was recorded before is the same operation.
	if r := s.results(ch)[0]; !r.Repeated {
		s.Errorf("the same outcome again: %+v", r)
	}
}

func testOutboxOver(s *suite) {
	c := newCase(1, noon)
	s.commit(opening(c))
	last := next(c, "close")
	last.Case.State, last.Case.Closed = escalation.StateClosed, escalation.ClosedTeam
	last.Notices = []escalation.Notice{notice(last.Case, 9)}
	s.commit(last)
	out := s.outbox(noon, time.Minute, 10)
	if len(out.Notices) != 1 || out.Cases[0].State != escalation.StateClosed {
		s.Errorf("the last word of a closed case: %+v", out)
	}
	s.settle(escalation.Settled{Key: "nobody/1"}) // what was never there is gone, too
}
