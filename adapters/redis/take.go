package redis

import (
	"context"
	"strconv"
	"time"
)

const (
	// fewest is how many a script is asked for at least, as long as there is
	// room: asking few shards for many costs less than many for few.
	fewest = 8
	// most keeps the arguments of one command in a script on Lua's stack.
	most = 1000
)

// taking is one kind of taking from the shards by time.
type taking struct {
	kind   kind
	script script
	more   []any // arguments behind those of every taking
	keys   func(shard int) []string
	// got takes in what a shard gave; it returns how many that were and the
	// earliest time that is left.
	got func(value any) (n int, next any)
}

// take asks our shards that may have something at now, the earliest first,
// until limit is reached or they have nothing more. Shards are asked together,
// in one round trip.
func (s *Store) take(ctx context.Context, now time.Time, hold time.Duration, limit int, t taking) error {
	if err := s.attend(ctx); err != nil {
		return err
	}
	s.taking[t.kind].Lock()
	defer s.taking[t.kind].Unlock()
	hold = max(hold, time.Millisecond)
	taken := 0
	for taken < limit {
		left := limit - taken
		shards := s.heads.begin(t.kind, now.UnixMilli(), max(1, left/fewest))
		if len(shards) == 0 {
			return nil
		}
		calls := make([]call, len(shards))
		for i, shard := range shards {
			n := left / len(shards)
			if i < left%len(shards) {
				n++
			}
			calls[i] = call{t.script, t.keys(shard), append([]any{millis(now), millis(now.Add(hold)), min(n, most)}, t.more...)}
		}
		replies, err := s.run(ctx, calls, nil)
		looked := time.Now()
		for i, shard := range shards {
			switch {
			case err != nil:
				s.heads.end(t.kind, shard, lookNow, looked)
			case replies[i].err != nil:
				s.log.Error("a shard cannot be read", "shard", shard, "error", replies[i].err)
				s.heads.end(t.kind, shard, now.Add(max(hold, time.Second)).UnixMilli(), looked)
			default:
				n, next := t.got(replies[i].value)
				taken += n
				s.heads.end(t.kind, shard, score(next), looked)
			}
		}
		if err != nil && taken == 0 {
			return err
		}
		if err != nil {
			s.log.Warn("took fewer than there may be", "error", err)
			return nil
		}
	}
	return nil
}

// score reads the time of a set's head as a script returns it.
func score(v any) int64 {
	text, _ := v.(string)
	if text == "" {
		return nothing
	}
	ms, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return lookNow
	}
	return int64(ms)
}
