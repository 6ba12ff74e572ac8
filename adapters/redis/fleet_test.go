package redis_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// replica makes a store with a connection of its own. Inside a synctest bubble
// the leases run on the bubble's clock.
func replica(t *testing.T, url, name string) *redis.Store {
	t.Helper()
	return redistest.New(t, redis.Options{Client: redistest.Client(t, url), Holder: name})
}

// shards reads which replica holds which shard.
func shards(t *testing.T, client *goredis.Client) map[string][]string {
	t.Helper()
	all, err := client.HGetAll(t.Context(), "relance:{fleet}:lease").Result()
	if err != nil {
		t.Fatal(err)
	}
	held := map[string][]string{}
	for field, who := range all {
		if shard, ok := strings.CutPrefix(field, "s:"); ok {
			held[who] = append(held[who], shard)
		}
	}
	return held
}

// attend is what an engine does every second.
func attend(t *testing.T, replicas ...*redis.Store) {
	t.Helper()
	for _, s := range replicas {
		if _, err := s.Changed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReplicasShare(t *testing.T) {
	url := redistest.Server(t)
	synctest.Test(t, func(t *testing.T) {
		client := redistest.Client(t, url)
		a, b, c := replica(t, url, "a"), replica(t, url, "b"), replica(t, url, "c")
		attend(t, a)
		if held := shards(t, client); len(held["a"]) != 16 {
			t.Errorf("one replica holds %v", held)
		}
		for range 15 { // each lets go of what is above its share when it renews
			attend(t, a, b)
			time.Sleep(time.Second)
		}
		if held := shards(t, client); len(held["a"]) != 8 || len(held["b"]) != 8 {
			t.Errorf("two replicas hold %v", held)
		}
		for range 30 {
			attend(t, a, b, c)
			time.Sleep(time.Second)
		}
		held := shards(t, client)
		for _, who := range []string{"a", "b", "c"} {
			if n := len(held[who]); n > 6 || n < 4 {
				t.Errorf("three replicas hold %v", held)
			}
		}

		// b dies: nothing of it is taken before the end of its lease, all of it after.
		dead := held["b"]
		for range 10 {
			attend(t, a, c)
			time.Sleep(time.Second)
		}
		if now := shards(t, client)["b"]; len(now) != len(dead) {
			t.Errorf("a lease was broken: b had %v and has %v", dead, now)
		}
		for range 20 {
			attend(t, a, c)
			time.Sleep(time.Second)
		}
		if held = shards(t, client); len(held["a"]) != 8 || len(held["c"]) != 8 {
			t.Errorf("after one died: %v", held)
		}
		// c leaves in peace: what it had is free at once.
		if err := c.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if held = shards(t, client); len(held["c"]) != 0 {
			t.Errorf("after one left: %v", held)
		}
	})
}

func TestLeaseOfAnotherClock(t *testing.T) {
	url := redistest.Server(t)
	client := redistest.Client(t, url)
	attend(t, replica(t, url, "today"))
	synctest.Test(t, func(t *testing.T) { // in the year 2000
		attend(t, replica(t, url, "then"))
		if held := shards(t, client); len(held["then"]) != 16 {
			t.Errorf("a lease that ends in decades is believed: %v", held)
		}
	})
}

func TestSameNameReturns(t *testing.T) {
	url := redistest.Server(t)
	client := redistest.Client(t, url)
	attend(t, replica(t, url, "bot")) // and dies
	s := replica(t, url, "bot")
	commit(t, s, opening(1, noon))
	if due, err := s.Due(t.Context(), noon, time.Minute, 10); err != nil || len(due.Cases) != 1 {
		t.Errorf("under the same name it waits: %d cases, %v; held %v", len(due.Cases), err, shards(t, client))
	}
}

// TestReplicasTakeApart has two replicas take the same cases: each case once.
func TestReplicasTakeApart(t *testing.T) {
	url := redistest.Server(t)
	synctest.Test(t, func(t *testing.T) {
		a, b := replica(t, url, "a"), replica(t, url, "b")
		for range 15 {
			attend(t, a, b)
			time.Sleep(time.Second)
		}
		var want []escalation.CaseID
		for n := range 100 {
			ch := opening(n, noon)
			want = append(want, ch.Case.ID)
			commit(t, a, ch)
		}
		var got []escalation.CaseID
		for _, s := range []*redis.Store{a, b} {
			attend(t, s) // hears the bells of what the other put there
			due, err := s.Due(t.Context(), noon, time.Minute, 1000)
			if err != nil {
				t.Fatal(err)
			}
			if len(due.Cases) < 20 {
				t.Errorf("one replica took only %d of 100", len(due.Cases))
			}
			for _, c := range due.Cases {
				got = append(got, c.ID)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("took %d, want each of %d once", len(got), len(want))
		}
		// Both decide on one case: the version check lets one through.
		ch := second(opening(0, noon))
		other := ch
		other.Op = "other"
		if r := commit(t, a, ch)[0]; r.Err != nil {
			t.Error(r.Err)
		}
		if r := commit(t, b, other)[0]; !errors.Is(r.Err, escalation.ErrConflict) {
			t.Errorf("the second decision: %+v, want ErrConflict", r)
		}
	})
}

func TestBell(t *testing.T) {
	url := redistest.Server(t)
	synctest.Test(t, func(t *testing.T) {
		owner, other := replica(t, url, "owner"), replica(t, url, "other")
		changed := func() bool {
			t.Helper()
			yes, err := owner.Changed(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return yes
		}
		look := func() (escalation.Due, escalation.Outbox) {
			t.Helper()
			due, err := owner.Due(t.Context(), noon, time.Minute, 10)
			if err != nil {
				t.Fatal(err)
			}
			out, err := owner.Outbox(t.Context(), noon, time.Minute, 10)
			if err != nil {
				t.Fatal(err)
			}
			return due, out
		}
		if !changed() {
			t.Error("shards that were never looked at need no look")
		}
		look()
		if changed() {
			t.Error("something has changed, though nobody did anything")
		}
		commit(t, owner, opening(1, noon.Add(time.Hour)))
		if changed() {
			t.Error("a replica hears its own bell")
		}
		if due, _ := look(); !due.Next.Equal(noon.Add(time.Hour)) {
			t.Errorf("next after a commit of our own: %v", due.Next)
		}
		commit(t, other, opening(2, noon.Add(time.Minute)))
		if !changed() {
			t.Error("the bell was not heard")
		}
		due, out := look()
		if !due.Next.Equal(noon.Add(time.Minute)) || len(out.Notices) != 1 {
			t.Errorf("after the bell: next %v, %d notices", due.Next, len(out.Notices))
		}
		if changed() {
			t.Error("one bell is heard twice")
		}
		err := other.Settle(t.Context(), noon, escalation.Settled{Key: out.Notices[0].Key, Retry: noon})
		if err != nil {
			t.Fatal(err)
		}
		if !changed() {
			t.Error("the bell of a notice to be tried again was not heard")
		}
		look()
		// A bell that was lost: the shard is looked at again after some minutes.
		client := redistest.Client(t, url)
		key := shardKey(t, client, caseID(1), "due")
		client.ZAdd(t.Context(), key, goredis.Z{Score: float64(noon.UnixMilli()), Member: string(caseID(1))})
		for range 200 {
			if changed() {
				break
			}
			time.Sleep(time.Second)
		}
		if due, _ := look(); len(due.Cases) != 1 {
			t.Errorf("without a bell: %d cases", len(due.Cases))
		}
	})
}

// TestIdle counts what an idle replica costs Redis, whatever is stored.
func TestIdle(t *testing.T) {
	url := redistest.Server(t)
	client := redistest.Client(t, url)
	loader := redistest.New(t, redis.Options{Client: client})
	var batch []escalation.Change
	for n := range 2000 {
		ch := opening(n, noon.Add(time.Duration(n+1)*time.Hour))
		ch.Notices = nil
		batch = append(batch, ch)
	}
	commit(t, loader, batch...)
	count := func() (n int) {
		info, err := client.Info(context.Background(), "stats").Result()
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(info, "total_commands_processed:")
		fmt.Sscan(rest, &n)
		return n
	}
	synctest.Test(t, func(t *testing.T) {
		s := replica(t, url, "idle")
		const seconds = 600
		before := 0
		for i := range seconds + 10 {
			if i == 10 { // connected, every shard looked at
				before = count()
			}
			yes, err := s.Changed(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if yes {
				if due, err := s.Due(t.Context(), noon, time.Minute, 100); err != nil || len(due.Cases) != 0 {
					t.Fatalf("due: %+v, %v", due, err)
				}
				if _, err := s.Outbox(t.Context(), noon, time.Minute, 100); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Second)
		}
		rate := float64(count()-before) / seconds
		t.Logf("%.2f commands a second", rate)
		if rate > 2 {
			t.Errorf("an idle replica costs %.2f commands a second, at most 2 are allowed", rate)
		}
	})
}
