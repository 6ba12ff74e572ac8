package redis

import (
	"context"
	"slices"
	"strconv"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// lookAgain is how long a shard without news is believed: the net under a bell
// that was lost with the replica that was about to ring it.
const lookAgain = 3 * time.Minute

// publish carries out calls that put news into shards, and makes them known: to
// ourselves for our own shards, by the bell in the same round trip for the
// others. When it fails, the shards are looked at again.
func (s *Store) publish(ctx context.Context, calls []call, n news) ([]reply, error) {
	foreign := s.heads.foreign(n, time.Now())
	var ring func(goredis.Pipeliner)
	if len(foreign) > 0 {
		ring = func(p goredis.Pipeliner) { s.ring(ctx, p, foreign) }
	}
	replies, err := s.run(ctx, calls, ring)
	if err != nil {
		s.heads.doubt(n)
		return nil, err
	}
	s.heads.announce(n)

	// A shard can have become another replica's while the round trip was under
	// way; its new owner may have looked at it before our write.
	lost := slices.DeleteFunc(s.heads.foreign(n, time.Now()), func(shard int) bool {
		return slices.Contains(foreign, shard)
	})
	if len(lost) > 0 {
		if err := s.write(ctx, func(p goredis.Pipeliner) { s.ring(ctx, p, lost) }); err != nil {
			s.log.Warn("a bell was not rung: the work is found at the next look", "shards", lost, "error", err)
		}
	}
	return replies, nil
}

func (s *Store) ring(ctx context.Context, p goredis.Pipeliner, shards []int) {
	for _, shard := range shards {
		p.HIncrBy(ctx, s.keys.bell(), strconv.Itoa(shard), 1)
	}
}

// Changed implements [escalation.Waker] with one command.
func (s *Store) Changed(ctx context.Context) (bool, error) {
	if err := s.attend(ctx); err != nil {
		return false, err
	}
	var got *goredis.MapStringStringCmd
	err := s.read(ctx, func(p goredis.Pipeliner) { got = p.HGetAll(ctx, s.keys.bell()) })
	if err == nil {
		err = got.Err()
	}
	if err != nil {
		return false, err
	}
	for _, shard := range s.fleet.heard(got.Val()) {
		if shard < s.keys.shards {
			s.heads.rung(shard)
		}
	}
	s.heads.stale(time.Now(), lookAgain)
	return s.heads.unlooked(), nil
}
