package storetest

import (
	"errors"
	"strings"
	"time"

	"relance/escalation"
)

// testRoundTrip stores values in which every field is set, and values in which
// none is, and compares what comes back by every way out.
func testRoundTrip(s *suite) {
	c := filled[escalation.Case](0)
	c.ID, c.Version = id(1), 1
	c.Timers[0].At = noon.In(time.FixedZone("far", 5*3600)) // the instant is kept, not the zone
	e := filled[escalation.Entry](1000)
	e.N, e.Erased = 1, false
	e.Commit = e.Commitment()
	erased := filled[escalation.Entry](2000).Erase()
	erased.N = 2
	n := filled[escalation.Notice](3000)
	n.Key, n.Case, n.NotBefore, n.Tries = notice(c, 1).Key, c.ID, noon, 0
	n.Doubts = 0
	s.commit(escalation.Change{Op: "open", Case: c, Entries: []escalation.Entry{e, erased}, Notices: []escalation.Notice{n}})

	if d := differ(s.load(c.ID), c); d != "" {
		s.Errorf("loaded: %s", d)
	}
	due := s.due(noon.Add(time.Hour), time.Minute, 10)
	if len(due.Cases) != 1 {
		s.Fatalf("due: %+v", due)
	}
	if d := differ(due.Cases[0], c); d != "" {
		s.Errorf("due: %s", d)
	}
	for i, got := range s.trail(c.ID) {
		if d := differ(got, []escalation.Entry{e, erased}[i]); d != "" {
			s.Errorf("trail: %s", d)
		}
	}
	out := s.outbox(noon, time.Minute, 10)
	if len(out.Notices) != 1 {
		s.Fatalf("outbox: %+v", out)
	}
	n.Tries = 1
	if d := differ(out.Notices[0], n); d != "" {
		s.Errorf("outbox: %s", d)
	}
	if d := differ(out.Cases[0], c); d != "" {
		s.Errorf("outbox: %s", d)
	}

	bare := escalation.Case{ID: id(2), Version: 1}
	bare.Deadline = &escalation.Deadline{} // there, though nothing in it is set
	long := escalation.Case{ID: id(3), Version: 1, Story: strings.Repeat("Nobody has answered since March. ", 20000)}
	s.commit(escalation.Change{Case: bare}, escalation.Change{Case: long})
	for _, want := range []escalation.Case{bare, long} {
		if d := differ(s.load(want.ID), want); d != "" {
			s.Errorf("loaded: %.200s", d)
		}
	}
}

func testTrail(s *suite) {
	if _, err := s.store.Trail(s.ctx, id(1)); !errors.Is(err, escalation.ErrNotFound) {
		s.Errorf("the trail of a case that does not exist: %v, want ErrNotFound", err)
	}
	c := newCase(1, noon)
	ch := opening(c)
	ch.Entries = entries(1, 3)
	s.commit(ch)
	other := opening(newCase(2, noon))
	s.commit(other)
	want := entries(1, 3)
	for len(want) < 60 {
		more := entries(len(want)+1, 1+len(want)%4)
		ch = next(ch.Case, "", noon)
		ch.Entries = more
		s.commit(ch)
		want = append(want, more...)
	}
	quiet := next(ch.Case, "no entries", noon)
	s.commit(quiet)
	got := s.trail(c.ID)
	if len(got) != len(want) {
		s.Fatalf("the trail has %d entries, want %d", len(got), len(want))
	}
	for i := range got {
		if d := differ(got[i], want[i]); d != "" {
			s.Fatalf("entry %d: %s", i+1, d)
		}
	}
	if _, err := escalation.VerifyTrail(c.ID, got); err != nil {
		s.Errorf("the chain does not hold any more: %v", err)
	}
	// A trail that would get a gap is refused.
	gap := next(quiet.Case, "gap", noon)
	gap.Entries = entries(len(want)+2, 1)
	if r := s.results(gap)[0]; !errors.Is(r.Err, escalation.ErrCorrupt) {
		s.Errorf("a gap in the trail: %+v, want ErrCorrupt", r)
	}
	if bare := s.trail(other.Case.ID); len(bare) != 1 {
		s.Errorf("the other trail has %d entries, want 1", len(bare))
	}
}
