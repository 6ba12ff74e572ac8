package redis_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// fields counts the fields of a hash, or the members of a set, over all shards.
func fields(t *testing.T, client *goredis.Client, name string) (n int64) {
	t.Helper()
	for shard := range 16 {
		key := fmt.Sprintf("relance:{s%02d}:%s", shard, name)
		count := client.HLen(t.Context(), key)
		if name == "ops:age" {
			count = client.ZCard(t.Context(), key)
		}
		if err := count.Err(); err != nil {
			t.Fatal(err)
		}
		n += count.Val()
	}
	return n
}

func TestOperationsAreForgotten(t *testing.T) {
	s, client := open(t)
	var old []escalation.Change
	for n := range 300 {
		old = append(old, opening(n, noon))
	}
	commit(t, s, old...)
	at := func(now time.Time, from int) []escalation.Result {
		t.Helper()
		var changes []escalation.Change
		for n := from; n < from+300; n++ {
			changes = append(changes, opening(n, noon))
		}
		results, err := s.Commit(t.Context(), now, changes...)
		if err != nil {
			t.Fatal(err)
		}
		return results
	}
	week := 7 * 24 * time.Hour
	at(noon.Add(week-time.Millisecond), 1000)
	if n := fields(t, client, "ops"); n != 600 {
		t.Errorf("%d operations are kept within a week, want 600", n)
	}
	if r := commit(t, s, old[0])[0]; !r.Repeated {
		t.Errorf("an operation within a week: %+v", r)
	}
	at(noon.Add(week), 2000)
	if n, age := fields(t, client, "ops"), fields(t, client, "ops:age"); n != 600 || age != 600 {
		t.Errorf("%d operations and %d ages are kept after a week, want 600", n, age)
	}
	if r := commit(t, s, old[0])[0]; !errors.Is(r.Err, escalation.ErrExists) {
		t.Errorf("a forgotten operation: %+v", r)
	}
}

func TestReservationsAreForgotten(t *testing.T) {
	s, client := open(t)
	reserve := func(key string, at time.Time) {
		t.Helper()
		_, ok, err := s.Reserve(t.Context(), escalation.Reservation{Key: key, Op: "op", At: at, Window: time.Hour, Limit: 1})
		if err != nil || !ok {
			t.Fatalf("reserve: %v, %v", ok, err)
		}
	}
	for n := range 40 {
		reserve(fmt.Sprint("person", n), noon)
	}
	for n := range 20 {
		reserve("somebody", noon.Add(time.Duration(n+2)*2*time.Hour))
	}
	keys, err := client.Keys(t.Context(), "relance:{book}:places:*").Result()
	if err != nil || len(keys) != 1 {
		t.Errorf("%d reserved keys are kept, %v; want the one in use", len(keys), err)
	}
}
