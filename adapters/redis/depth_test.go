package redis_test

import (
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
)

// TestDepth: what has come and what has not, to the millisecond, over all shards.
func TestDepth(t *testing.T) {
	store, server := redistest.Memory(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	want := func(want redis.Depth) {
		t.Helper()
		got, err := store.Depth(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		got.Overdue, got.OutboxOldest = got.Overdue.UTC(), got.OutboxOldest.UTC()
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	put := func(key, member string, in time.Duration) {
		t.Helper()
		if _, err := server.ZAdd("relance:"+key, float64(now.Add(in).UnixMilli()), member); err != nil {
			t.Fatal(err)
		}
	}
	want(redis.Depth{})
	put("{s00}:due", "a", time.Millisecond)
	put("{s01}:send", "b/00001", time.Millisecond)
	want(redis.Depth{OutboxWaiting: 1})
	put("{s03}:due", "c", 0)
	put("{s04}:due", "d", -time.Second)
	put("{s04}:due", "e", -time.Millisecond)
	put("{s15}:send", "f/00001", 0)
	put("{s15}:send", "f/00002", -time.Minute)
	put("{s01}:send", "b/00002", -time.Hour)
	want(redis.Depth{Overdue: now.Add(-time.Second), OutboxDue: 3, OutboxWaiting: 1, OutboxOldest: now.Add(-time.Hour)})

	if err := server.Set("relance:{s07}:due", "another type"); err != nil {
		t.Fatal(err)
	}
	if d, err := store.Depth(t.Context(), now); err == nil {
		t.Errorf("a shard that cannot be read is left out of %+v", d)
	}
}
