package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// fleet is this replica's place among those that share the data.
type fleet struct {
	lease  time.Duration
	lowest atomic.Int64 // newest form that every replica reads that was alive at the last renewal

	mu      sync.Mutex
	renewed time.Time         // real time
	bells   map[string]string // shard → its counter, as last heard
}

// heard returns the shards whose bell has been rung since the last time.
func (f *fleet) heard(bells map[string]string) []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	var rung []int
	for name, count := range bells {
		if f.bells[name] == count {
			continue
		}
		if shard, err := strconv.Atoi(name); err == nil && shard >= 0 {
			rung = append(rung, shard)
		}
	}
	f.bells = bells
	return rung
}

// attend renews the leases of this replica's shards, every so often. They run
// on real time, because it is real replicas that die.
func (s *Store) attend(ctx context.Context) error {
	s.fleet.mu.Lock()
	defer s.fleet.mu.Unlock()
	now := time.Now()
	if !s.fleet.renewed.IsZero() && now.Sub(s.fleet.renewed) < s.fleet.lease*3/10 {
		return nil
	}
	return s.join(ctx, now)
}

// join renews the leases now. It is called with the fleet locked.
func (s *Store) join(ctx context.Context, now time.Time) error {
	lowest, mine, err := s.renew(ctx, now, false)
	if err != nil {
		return err
	}
	s.fleet.renewed = now
	s.fleet.lowest.Store(int64(lowest))
	s.heads.own(mine, now.Add(s.fleet.lease))
	return nil
}

// Replicas counts those that serve cases now, by the clock of this machine.
func (s *Store) Replicas(ctx context.Context) (int, error) {
	var leases *goredis.MapStringStringCmd
	err := s.read(ctx, func(p goredis.Pipeliner) { leases = p.HGetAll(ctx, s.keys.lease()) })
	if err == nil {
		err = leases.Err()
	}
	if err != nil {
		return 0, fmt.Errorf("redis: replicas: %w", err)
	}
	alive, now := 0, time.Now()
	for field, end := range leases.Val() {
		if strings.HasPrefix(field, "r:") && time.UnixMilli(score(end)).After(now) {
			alive++
		}
	}
	return alive, nil
}

// readable is the newest form that every living replica reads. Where a change needs a
// newer one than was known to be read, they are looked at again.
func (s *Store) readable(ctx context.Context, needed int) (int, error) {
	if lowest := int(s.fleet.lowest.Load()); needed <= lowest {
		return lowest, nil
	}
	s.fleet.mu.Lock()
	defer s.fleet.mu.Unlock()
	err := s.join(ctx, time.Now())
	return int(s.fleet.lowest.Load()), err
}

func (s *Store) renew(ctx context.Context, now time.Time, leave bool) (lowest int, mine []int, err error) {
	ending := "0"
	if !leave {
		ending = millis(now.Add(s.fleet.lease))
	}
	replies, err := s.run(ctx, []call{{s.scripts.lease, []string{s.keys.lease()}, []any{
		s.holder, millis(now), ending, s.keys.shards, millis(now.Add(2 * s.fleet.lease)), s.codec.newest,
	}}}, nil)
	if err == nil {
		err = replies[0].err
	}
	if err != nil {
		return 0, nil, fmt.Errorf("redis: leases: %w", err)
	}
	first, list := split(replies[0].value)
	form, _ := first.(int64)
	for _, v := range list {
		if n, ok := v.(int64); ok {
			mine = append(mine, int(n))
		}
	}
	return int(form), mine, nil
}
