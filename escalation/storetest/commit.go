package storetest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"relance/escalation"
)

func testLoad(s *suite) {
	_, prior, err := s.store.Load(s.ctx, id(1), "open")
	if !errors.Is(err, escalation.ErrNotFound) || prior != nil {
		s.Errorf("a case that does not exist: %v, %v; want ErrNotFound", prior, err)
	}
	ch := opening(newCase(1, noon))
	s.commit(ch)
	if c := s.load(id(1)); c.Version != 1 || c.Subject != "Boiler 1" {
		s.Errorf("loaded %+v", c)
	}
	if _, prior, _ := s.store.Load(s.ctx, id(1), "another"); prior != nil {
		s.Errorf("an operation that was not committed has the result %+v", prior)
	}
	s.commit(next(ch.Case, "second", noon))
	_, prior, err = s.store.Load(s.ctx, id(1), ch.Op)
	if err != nil || prior == nil {
		s.Fatalf("a committed operation: %v, %v", prior, err)
	}
	if want := (escalation.Result{Version: 1, Reason: "opened", Repeated: true}); *prior != want {
		s.Errorf("first result is %+v, want %+v", *prior, want)
	}
}

// What an operation does to a case, making it or changing it, is never seen without
// the operation, nor the operation without it.
func testLoadRace(s *suite) {
	for n := 1; n <= 100; n++ {
		made := opening(newCase(n, noon))
		for _, ch := range []escalation.Change{made, next(made.Case, "second", noon)} {
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() { s.loadUntil(ch) })
			}
			s.commit(ch)
			wg.Wait()
		}
	}
}

// loadUntil loads the case of a change until the change is committed.
func (s *suite) loadUntil(ch escalation.Change) {
	before := ch.Case.Version - 1
	for {
		c, prior, err := s.store.Load(s.ctx, ch.Case.ID, ch.Op)
		switch {
		case prior == nil && before == 0 && errors.Is(err, escalation.ErrNotFound):
		case prior == nil && before > 0 && err == nil && c.Version == before:
		case prior != nil && err == nil && c.Version == ch.Case.Version:
			return
		default:
			s.Errorf("beside %q: version %d, first result %+v, %v", ch.Op, c.Version, prior, err)
			return
		}
	}
}

func testCommit(s *suite) {
	ch := opening(newCase(1, noon))
	if r := s.results(ch)[0]; r != (escalation.Result{Version: 1, Reason: "opened"}) {
		s.Errorf("result of the first commit: %+v", r)
	}
	second := next(ch.Case, "second", noon)
	second.Case.Subject = "Boiler again"
	second.Entries = entries(2, 2)
	if r := s.results(second)[0]; r != (escalation.Result{Version: 2, Reason: "did second"}) {
		s.Errorf("result of the second commit: %+v", r)
	}
	if c := s.load(id(1)); c.Version != 2 || c.Subject != "Boiler again" {
		s.Errorf("loaded %+v", c)
	}
	if n := len(s.trail(id(1))); n != 3 {
		s.Errorf("the trail has %d entries, want 3", n)
	}
	if results, err := s.store.Commit(s.ctx, noon); err != nil || len(results) != 0 {
		s.Errorf("a commit of nothing: %v, %v", results, err)
	}
}

func testCommitRefused(s *suite) {
	first := opening(newCase(1, noon), notice(newCase(1, noon), 1))
	s.commit(first)

	again := first
	again.Op = "another"
	again.Case.Subject = "Overwritten"
	again.Notices = []escalation.Notice{notice(first.Case, 2)}
	again.Index = []string{"w:overwritten"}
	stale := next(next(first.Case, "").Case, "stale", noon) // version 3 on version 1
	stale.Entries, stale.Notices, stale.Index = entries(2, 1), again.Notices, again.Index
	missing := next(newCase(2, noon), "missing", noon)

	results := s.results(again, stale, missing)
	for i, want := range []error{escalation.ErrExists, escalation.ErrConflict, escalation.ErrNotFound} {
		if !errors.Is(results[i].Err, want) || results[i].Repeated {
			s.Errorf("change %d: %+v, want %v", i, results[i], want)
		}
	}
	if c := s.load(id(1)); c.Version != 1 || c.Subject != "Boiler 1" {
		s.Errorf("a refused change left %+v", c)
	}
	if n := len(s.trail(id(1))); n != 1 {
		s.Errorf("a refused change left a trail of %d entries", n)
	}
	if out := s.outbox(noon, time.Minute, 10); len(out.Notices) != 1 {
		s.Errorf("a refused change left notices: %+v", out.Notices)
	}
	if found, _ := s.store.Find(s.ctx, escalation.Query{Term: "w:overwritten", Limit: 10}); len(found) != 0 {
		s.Errorf("a refused change left a term: %v", found)
	}
	if _, prior, _ := s.store.Load(s.ctx, id(1), "stale"); prior != nil {
		s.Errorf("a refused operation is remembered: %+v", prior)
	}
	if due := s.due(noon, time.Minute, 10); len(due.Cases) != 1 {
		s.Errorf("due after refused changes: %+v", due)
	}
}

func testCommitBatch(s *suite) {
	first := newCase(1, noon)
	second := next(first, "second", noon)
	changes := []escalation.Change{
		opening(first), // in order: the next builds on it
		second,
		next(newCase(2, noon), "none"), // does not exist: must not stop the others
		opening(newCase(3, noon)),
	}
	results := s.results(changes...)
	for i, ok := range []bool{true, true, false, true} {
		if got := results[i].Err == nil; got != ok {
			s.Errorf("change %d: %+v", i, results[i])
		}
	}
	if c := s.load(first.ID); c.Version != 2 {
		s.Errorf("two changes of one case in one batch led to version %d", c.Version)
	}
	s.load(id(3))

	var many []escalation.Change
	for n := 100; n < 300; n++ {
		many = append(many, opening(newCase(n, noon)))
	}
	s.commit(many...)
	for i, r := range s.results(many...) {
		if !r.Repeated || r.Version != 1 || r.Err != nil {
			s.Fatalf("repetition %d: %+v", i, r)
		}
	}
}

func testCommitRepeated(s *suite) {
	ch := opening(newCase(1, noon), notice(newCase(1, noon), 1))
	s.commit(ch)
	later := next(ch.Case, "later", noon)
	s.commit(later)
	for range 2 {
		r := s.results(ch)[0]
		if r != (escalation.Result{Version: 1, Reason: "opened", Repeated: true}) {
			s.Errorf("repeated: %+v", r)
		}
	}
	// The same operation with another decision is still the first one.
	other := next(later.Case, "later")
	other.Case.Subject, other.Reason = "Another", "another reason"
	if r := s.results(other)[0]; r != (escalation.Result{Version: 2, Reason: "did later", Repeated: true}) {
		s.Errorf("repeated with another decision: %+v", r)
	}
	if c := s.load(id(1)); c.Version != 2 || c.Subject != "Boiler 1" {
		s.Errorf("a repetition changed the case: %+v", c)
	}
	if n := len(s.trail(id(1))); n != 1 {
		s.Errorf("a repetition made the trail %d entries long", n)
	}
	if out := s.outbox(noon, time.Minute, 10); len(out.Notices) != 1 {
		s.Errorf("a repetition made notices: %+v", out.Notices)
	}
	// Without an operation ID nothing is remembered.
	unnamed := next(later.Case, "", noon)
	s.commit(unnamed)
	if r := s.results(unnamed)[0]; !errors.Is(r.Err, escalation.ErrConflict) {
		s.Errorf("the same version without an operation: %+v", r)
	}
}

func testCommitRace(s *suite) {
	first := newCase(1, noon)
	s.commit(opening(first))
	const writers = 12
	run := func(change func(n int) escalation.Change) (committed, repeated, conflicts int) {
		var mu sync.Mutex
		var wg sync.WaitGroup
		for n := range writers {
			wg.Go(func() {
				results, err := s.store.Commit(s.ctx, noon, change(n))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err != nil:
					s.Errorf("commit: %v", err)
				case results[0].Repeated:
					repeated++
				case errors.Is(results[0].Err, escalation.ErrConflict):
					conflicts++
				case results[0].Err == nil:
					committed++
				default:
					s.Errorf("commit: %+v", results[0])
				}
			})
		}
		wg.Wait()
		return committed, repeated, conflicts
	}
	second := next(first, "same", noon)
	second.Entries = entries(2, 1)
	if c, r, x := run(func(int) escalation.Change { return second }); c != 1 || r != writers-1 || x != 0 {
		s.Errorf("the same operation by %d: %d committed, %d repeated, %d conflicts", writers, c, r, x)
	}
	third := func(n int) escalation.Change {
		ch := next(second.Case, fmt.Sprintf("other %d", n), noon)
		ch.Entries = entries(3, 1)
		return ch
	}
	if c, r, x := run(third); c != 1 || r != 0 || x != writers-1 {
		s.Errorf("different operations by %d: %d committed, %d repeated, %d conflicts", writers, c, r, x)
	}
	if n := len(s.trail(first.ID)); n != 3 {
		s.Errorf("the trail has %d entries, want 3", n)
	}
}

func testOperationsPerCase(s *suite) {
	for n := 1; n <= 40; n++ {
		ch := opening(newCase(n, noon))
		ch.Op = "calendar-2031" // one event can concern many cases
		s.commit(ch)
	}
}
