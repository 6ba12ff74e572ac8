package redis

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// fleet is this replica's place among those that share the data.
type fleet struct {
	lease time.Duration

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
	mine, err := s.renew(ctx, now, false)
	if err != nil {
		return err
	}
	s.fleet.renewed = now
	s.heads.own(mine, now.Add(s.fleet.lease))
	return nil
}

func (s *Store) renew(ctx context.Context, now time.Time, leave bool) ([]int, error) {
	ending := "0"
	if !leave {
		ending = millis(now.Add(s.fleet.lease))
	}
	replies, err := s.run(ctx, []call{{s.scripts.lease, []string{s.keys.lease()}, []any{
		s.holder, millis(now), ending, s.keys.shards, millis(now.Add(2 * s.fleet.lease)),
	}}}, nil)
	if err == nil {
		err = replies[0].err
	}
	if err != nil {
		return nil, fmt.Errorf("redis: leases: %w", err)
	}
	list, _ := replies[0].value.([]any)
	var mine []int
	for _, v := range list {
		if n, ok := v.(int64); ok {
			mine = append(mine, int(n))
		}
	}
	return mine, nil
}
