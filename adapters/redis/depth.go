package redis

import (
	"context"
	"fmt"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

// Depth is how much there is to do in the store.
type Depth struct {
	Overdue       time.Time // when the oldest due case was due that nobody has taken; zero: there is none
	OutboxDue     int       // notices that may go now
	OutboxWaiting int       // notices whose time comes later, or that are on their way
	OutboxOldest  time.Time // since when the oldest notice may go that may go now; zero: there is none
}

// Depth looks at the sets by time of all shards, those of other replicas too, in one
// round trip. It costs the same however many cases there are.
func (s *Store) Depth(ctx context.Context, now time.Time) (Depth, error) {
	type look struct {
		due, send *goredis.ZSliceCmd
		may, all  *goredis.IntCmd
	}
	looks := make([]look, s.keys.shards)
	err := s.read(ctx, func(p goredis.Pipeliner) {
		for shard := range looks {
			due, send := s.keys.due(shard), s.keys.send(shard)
			looks[shard] = look{
				p.ZRangeWithScores(ctx, due, 0, 0), p.ZRangeWithScores(ctx, send, 0, 0),
				p.ZCount(ctx, send, "-inf", millis(now)), p.ZCard(ctx, send),
			}
		}
	})
	if err != nil {
		return Depth{}, err
	}
	var d Depth
	for shard, l := range looks {
		for _, cmd := range []goredis.Cmder{l.due, l.send, l.may, l.all} {
			if err := cmd.Err(); err != nil {
				return Depth{}, fmt.Errorf("redis: the depth of shard %d: %w", shard, err)
			}
		}
		d.Overdue = oldest(d.Overdue, l.due.Val(), now)
		d.OutboxOldest = oldest(d.OutboxOldest, l.send.Val(), now)
		d.OutboxDue += int(l.may.Val())
		d.OutboxWaiting += max(int(l.all.Val()-l.may.Val()), 0)
	}
	return d, nil
}

// oldest is the earlier of a time and that of a set's head, where it has come.
func oldest(before time.Time, head []goredis.Z, now time.Time) time.Time {
	if len(head) == 0 {
		return before
	}
	at := time.UnixMilli(int64(head[0].Score))
	if at.After(now) || !before.IsZero() && before.Before(at) {
		return before
	}
	return at
}
