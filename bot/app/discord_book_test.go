package app

import (
	"log/slog"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
)

// TestSessionsAreCountedByAllReplicas: they share one budget.
func TestSessionsAreCountedByAllReplicas(t *testing.T) {
	book, _ := redistest.Memory(t)
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	one, other := sessions{book, clock}, sessions{book, clock}
	take := func(s sessions, want time.Duration) {
		t.Helper()
		if wait, err := s.Take(t.Context(), 2, 24*time.Hour); err != nil || wait != want {
			t.Errorf("wait %s, %v; want %s", wait, err, want)
		}
	}
	take(one, 0)
	now = now.Add(time.Hour)
	take(other, 0)
	now = now.Add(time.Hour)
	take(one, 22*time.Hour)
	take(other, 22*time.Hour)
	now = now.Add(22 * time.Hour)
	take(other, 0)
	take(one, time.Hour)
	// What is kept between two of them is another budget.
	if wait, err := one.Take(t.Context(), 1, 5*time.Second); err != nil || wait != 0 {
		t.Errorf("wait %s, %v", wait, err)
	}
	if wait, err := other.Take(t.Context(), 1, 5*time.Second); err != nil || wait != 5*time.Second {
		t.Errorf("wait %s, %v", wait, err)
	}
}

// TestDraftsOutliveTheProcess, for as long as they may.
func TestDraftsOutliveTheProcess(t *testing.T) {
	book, _ := redistest.Memory(t)
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	before := &drafts{book: book, now: func() time.Time { return now }, log: slog.New(slog.DiscardHandler)}
	after := &drafts{book: book, now: before.now, log: before.log}
	ctx := t.Context()
	for id, until := range map[string]time.Time{"a": now.Add(time.Hour), "b": now.Add(3 * time.Hour)} {
		if err := before.Keep(ctx, id, []byte("form "+id), until); err != nil {
			t.Fatal(err)
		}
	}
	loads := func(id, want string) {
		t.Helper()
		if got, err := after.Load(ctx, id); err != nil || string(got) != want || got == nil != (want == "") {
			t.Errorf("%s is %q, %v; want %q", id, got, err, want)
		}
	}
	loads("a", "form a")
	loads("c", "")
	now = now.Add(2 * time.Hour)
	loads("a", "")
	if err := before.Keep(ctx, "c", []byte("form c"), now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if all, err := book.All(ctx, shelfDrafts); err != nil || len(all) != 2 {
		t.Errorf("%d drafts are kept, %v", len(all), err)
	}
	if err := after.Drop(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	loads("b", "")
	loads("c", "form c")
}
