package storetest

import (
	"context"
	"slices"
	"sync"
	"time"

	"relance/escalation"
)

// ids returns the IDs of cases, sorted.
func ids(cases []escalation.Case) []escalation.CaseID {
	var out []escalation.CaseID
	for _, c := range cases {
		out = append(out, c.ID)
	}
	slices.Sort(out)
	return out
}

func sortedIDs(ns ...int) []escalation.CaseID {
	var out []escalation.CaseID
	for _, n := range ns {
		out = append(out, id(n))
	}
	slices.Sort(out)
	return out
}

func testDue(s *suite) {
	if due := s.due(noon, time.Minute, 10); len(due.Cases) != 0 || !due.Next.IsZero() {
		s.Errorf("an empty store has %+v due", due)
	}
	timerless := newCase(4, time.Time{})
	s.commit(
		opening(newCase(1, noon.Add(time.Hour))),
		opening(newCase(2, noon.Add(2*time.Hour))),
		opening(newCase(3, noon.Add(2*time.Hour))),
		opening(timerless),
	)
	due := s.due(noon, time.Minute, 10)
	if len(due.Cases) != 0 || !due.Next.Equal(noon.Add(time.Hour)) {
		s.Errorf("before the first is due: %+v", due)
	}
	if due.Next.Location() != time.UTC {
		s.Errorf("the next time is in %v", due.Next.Location())
	}
	// At the edge: nothing just before, once at the time itself.
	if due := s.due(noon.Add(time.Hour-time.Millisecond), time.Minute, 10); len(due.Cases) != 0 {
		s.Errorf("taken a millisecond early: %v", ids(due.Cases))
	}
	due = s.due(noon.Add(time.Hour), time.Minute, 10)
	if !slices.Equal(ids(due.Cases), sortedIDs(1)) {
		s.Fatalf("due after an hour: %v", ids(due.Cases))
	}
	if c := due.Cases[0]; c.Version != 1 || c.Subject != "Boiler 1" {
		s.Errorf("the due case is %+v", c)
	}
	// What is taken may be counted by the end of its hold.
	if due.Next.IsZero() || due.Next.After(noon.Add(2*time.Hour)) {
		s.Errorf("next is %v", due.Next)
	}
	due = s.due(noon.Add(3*time.Hour), time.Minute, 10)
	if !slices.Equal(ids(due.Cases), sortedIDs(1, 2, 3)) { // 1 came back after its hold
		s.Errorf("due after three hours: %v", ids(due.Cases))
	}
}

func testDueLimit(s *suite) {
	const cases = 60
	for n := range cases {
		s.commit(opening(newCase(n, noon.Add(time.Duration(n%7)*time.Second))))
	}
	now, seen := noon.Add(time.Hour), map[escalation.CaseID]int{}
	for taken := 0; taken < cases; {
		due := s.due(now, time.Minute, 7)
		if want := min(7, cases-taken); len(due.Cases) != want {
			s.Fatalf("took %d with %d taken before, want %d", len(due.Cases), taken, want)
		}
		taken += len(due.Cases)
		for _, c := range due.Cases {
			seen[c.ID]++
		}
		if taken < cases && due.Next.After(now) {
			s.Errorf("next is %v with %d cases left that are due", due.Next, cases-taken)
		}
	}
	if len(seen) != cases {
		s.Errorf("took %d different cases, want %d", len(seen), cases)
	}
	if due := s.due(now, time.Minute, 7); len(due.Cases) != 0 || !due.Next.After(now) {
		s.Errorf("everything is taken: %d more, next %v", len(due.Cases), due.Next)
	}
	if due := s.due(now.Add(time.Minute), time.Minute, cases); len(due.Cases) != cases {
		s.Errorf("took %d in one batch, want %d", len(due.Cases), cases)
	}
	if due := s.due(now.Add(time.Hour), time.Minute, 0); len(due.Cases) != 0 {
		s.Errorf("took %d with a limit of none", len(due.Cases))
	}
}

func testDueClaims(s *suite) {
	first := newCase(1, noon)
	s.commit(opening(first), opening(newCase(2, noon)))
	if n := len(s.due(noon, time.Minute, 10).Cases); n != 2 {
		s.Fatalf("took %d, want 2", n)
	}
	s.commit(next(first, "done", noon.Add(time.Hour)))
	if due := s.due(noon.Add(time.Minute-time.Millisecond), time.Minute, 10); len(due.Cases) != 0 {
		s.Errorf("taken by two: %v", ids(due.Cases))
	}
	// Only the one that was not committed comes back.
	if due := s.due(noon.Add(time.Minute), time.Minute, 10); !slices.Equal(ids(due.Cases), sortedIDs(2)) {
		s.Errorf("after the hold: %v", ids(due.Cases))
	}
}

func testDueRace(s *suite) {
	const cases = 200
	var changes []escalation.Change
	for n := range cases {
		changes = append(changes, opening(newCase(n, noon)))
	}
	s.commit(changes...)
	var mu sync.Mutex
	seen := map[escalation.CaseID]int{}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				due, err := s.store.Due(s.ctx, noon, time.Hour, 10)
				if err != nil {
					s.Errorf("due: %v", err)
				}
				if err != nil || len(due.Cases) == 0 {
					return
				}
				mu.Lock()
				for _, c := range due.Cases {
					seen[c.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != cases {
		s.Errorf("took %d different cases, want %d", len(seen), cases)
	}
	for id, n := range seen {
		if n != 1 {
			s.Errorf("case %s was taken %d times", id, n)
		}
	}
}

func testDueMoves(s *suite) {
	c := newCase(1, noon.Add(time.Hour))
	s.commit(opening(c))
	s.due(noon, time.Minute, 10)

	sooner := next(c, "sooner", noon.Add(2*time.Minute), noon.Add(time.Minute))
	s.commit(sooner)
	if due := s.due(noon, time.Minute, 10); !due.Next.Equal(noon.Add(time.Minute)) {
		s.Errorf("next after an earlier timer: %v", due.Next)
	}
	if due := s.due(noon.Add(time.Minute), time.Minute, 10); len(due.Cases) != 1 || due.Cases[0].Version != 2 {
		s.Errorf("due by the earlier timer: %+v", due)
	}
	later := next(sooner.Case, "later", noon.Add(5*time.Hour))
	s.commit(later)
	if due := s.due(noon.Add(3*time.Hour), time.Minute, 10); len(due.Cases) != 0 || !due.Next.Equal(noon.Add(5*time.Hour)) {
		s.Errorf("after its timer moved away: %+v", due)
	}
	s.commit(next(later.Case, "never"))
	if due := s.due(noon.Add(100*time.Hour), time.Minute, 10); len(due.Cases) != 0 || !due.Next.IsZero() {
		s.Errorf("a case without timers: %+v", due)
	}
}

func testQuarantine(s *suite) {
	c := newCase(1, noon)
	s.commit(opening(c), opening(newCase(2, noon)))
	for range 2 {
		if err := s.store.Quarantine(s.ctx, c.ID, "its value cannot be read"); err != nil {
			s.Fatal(err)
		}
	}
	if due := s.due(noon, time.Minute, 10); !slices.Equal(ids(due.Cases), sortedIDs(2)) {
		s.Errorf("due beside a quarantined case: %v", ids(due.Cases))
	}
	if got := s.load(c.ID); got.Version != 1 || len(got.Timers) != 1 {
		s.Errorf("quarantine changed the value: %+v", got)
	}
	s.commit(next(c, "released", noon))
	if due := s.due(noon, time.Minute, 10); !slices.Equal(ids(due.Cases), sortedIDs(1)) {
		s.Errorf("due after its release: %v", ids(due.Cases))
	}
}

func testCancelledContext(s *suite) {
	s.commit(opening(newCase(1, noon)))
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if _, err := s.store.Commit(ctx, noon, opening(newCase(2, noon))); err == nil {
		s.Error("a commit with a cancelled context succeeded")
	}
	if _, _, err := s.store.Load(ctx, id(1), ""); err == nil {
		s.Error("a load with a cancelled context succeeded")
	}
}
