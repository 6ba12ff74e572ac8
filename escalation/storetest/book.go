package storetest

import (
	"fmt"
	"sync"
	"time"

	"relance/escalation"
)

func testShelves(s *suite) {
	get := func(shelf, key string) []byte {
		s.Helper()
		value, err := s.book.Get(s.ctx, shelf, key)
		if err != nil {
			s.Fatalf("get %s/%s: %v", shelf, key, err)
		}
		return value
	}
	put := func(shelf, key string, value []byte) {
		s.Helper()
		if err := s.book.Put(s.ctx, shelf, key, value); err != nil {
			s.Fatalf("put %s/%s: %v", shelf, key, err)
		}
	}
	if v := get("languages", "console:ann"); v != nil {
		s.Errorf("a key that was never put: %q", v)
	}
	put("languages", "console:ann", []byte("fr"))
	put("languages", "console:bob", []byte("en\x00\xff")) // any bytes
	put("languages", "console:ann", []byte("en"))
	put("organisations", "console:ann", []byte("another shelf"))
	if v := get("languages", "console:ann"); string(v) != "en" {
		s.Errorf("the last value put is %q", v)
	}
	put("languages", "console:cleo", []byte{})
	if v := get("languages", "console:cleo"); v == nil || len(v) != 0 {
		s.Errorf("an empty value came back as %v", v)
	}
	all, err := s.book.All(s.ctx, "languages")
	if err != nil || len(all) != 3 || string(all["console:bob"]) != "en\x00\xff" {
		s.Errorf("the whole shelf: %q, %v", all, err)
	}
	for range 2 {
		put("languages", "console:ann", nil)
	}
	if v := get("languages", "console:ann"); v != nil {
		s.Errorf("a removed key: %q", v)
	}
	if all, err := s.book.All(s.ctx, "empty"); err != nil || len(all) != 0 {
		s.Errorf("a shelf that does not exist: %q, %v", all, err)
	}
}

func (s *suite) reserve(r escalation.Reservation) (time.Time, bool) {
	s.Helper()
	free, ok, err := s.book.Reserve(s.ctx, r)
	if err != nil {
		s.Fatalf("reserve %+v: %v", r, err)
	}
	return free, ok
}

// place asks for a place among two in any hour.
func place(op string, at time.Time) escalation.Reservation {
	return escalation.Reservation{Key: "open:console:ann", Op: op, At: at, Window: time.Hour, Limit: 2}
}

func testReserve(s *suite) {
	at := noon
	for range 2 { // idempotent by Op
		if _, ok := s.reserve(place("a", at)); !ok {
			s.Fatal("the first place is taken")
		}
	}
	if _, ok := s.reserve(place("b", at.Add(10*time.Minute))); !ok {
		s.Fatal("the second place is taken")
	}
	free, ok := s.reserve(place("c", at.Add(20*time.Minute)))
	if ok || !free.Equal(at.Add(time.Hour)) {
		s.Errorf("a third place: %v, free at %v", ok, free)
	}
	if _, ok := s.reserve(place("b", at.Add(30*time.Minute))); !ok {
		s.Error("an operation lost its place")
	}
	if _, ok := s.reserve(place("c", free.Add(-time.Millisecond))); ok {
		s.Error("a place was free too early")
	}
	if _, ok := s.reserve(place("c", free)); !ok {
		s.Error("no place when the first was to be free")
	}
	if free, ok := s.reserve(place("d", free)); ok || !free.Equal(at.Add(70*time.Minute)) {
		s.Errorf("the window slides: %v, free at %v", ok, free)
	}
	other := place("d", at)
	other.Key = "open:console:bob"
	if _, ok := s.reserve(other); !ok {
		s.Error("another key has no places")
	}
	none := place("e", at)
	none.Limit = 0
	none.Key = "closed"
	if free, ok := s.reserve(none); ok || !free.IsZero() {
		s.Errorf("a place among none: %v, free at %v", ok, free)
	}
	// Long after, with many keys in between, everything is free again.
	for n := range 20 {
		r := place("z", at.Add(100*time.Hour))
		r.Key = fmt.Sprint("key", n)
		s.reserve(r)
	}
	for _, op := range []string{"x", "y"} {
		if _, ok := s.reserve(place(op, at.Add(101*time.Hour))); !ok {
			s.Error("no place after a long time")
		}
	}
	if _, ok := s.reserve(place("w", at.Add(101*time.Hour))); ok {
		s.Error("a third place after a long time")
	}
}

func testRelease(s *suite) {
	s.reserve(place("a", noon))
	s.reserve(place("b", noon))
	for range 2 {
		if err := s.book.Release(s.ctx, place("a", noon)); err != nil {
			s.Fatal(err)
		}
	}
	if err := s.book.Release(s.ctx, place("never", noon)); err != nil {
		s.Fatal(err)
	}
	if _, ok := s.reserve(place("c", noon)); !ok {
		s.Error("a place given back is not free")
	}
	if _, ok := s.reserve(place("d", noon)); ok {
		s.Error("more than one place is free")
	}
}

func testReserveRace(s *suite) {
	var mu sync.Mutex
	taken := 0
	var wg sync.WaitGroup
	for n := range 12 {
		wg.Go(func() {
			_, ok, err := s.book.Reserve(s.ctx, place(fmt.Sprint("op", n), noon))
			if err != nil {
				s.Errorf("reserve: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if ok {
				taken++
			}
		})
	}
	wg.Wait()
	if taken != 2 {
		s.Errorf("%d places were taken, want 2", taken)
	}
}
