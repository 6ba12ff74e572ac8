package redis

import (
	"context"
	"fmt"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// overdueAfter is how long something may be due before it is strange that nobody
// takes it. A batch that a platform holds up is said within half a minute each.
const overdueAfter = 5 * time.Minute

// overdueAgain is how long that must have been so: after an outage an engine has
// taken the earliest by then.
const overdueAgain = 30 * time.Second

// late is something that is overdue.
type late struct {
	at    float64 // its time, ms: another one means that it was taken since
	since time.Time
}

// overdueFirst is how many of each set are looked at: the earliest are taken first.
const overdueFirst = 8

// overdue looks for what has been due for long and was not taken since an earlier run
// either: whoever serves the shard believes that nothing is due, and is told to look.
// While everything is paused, nothing is taken.
func (r *run) overdue() error {
	before := r.waiting
	r.waiting = map[string]late{}
	paused, err := r.s.Get(r.ctx, escalation.ShelfSwitches, escalation.SwitchPaused)
	r.paused = paused != nil
	if err != nil || r.paused {
		return err
	}
	shards := r.shards()
	sets := make([][kinds]*goredis.ZSliceCmd, len(shards))
	if len(shards) == 0 {
		return nil
	}
	now := r.o.Now()
	until := &goredis.ZRangeBy{Min: "-inf", Max: millis(now.Add(-overdueAfter)), Count: overdueFirst}
	err = r.s.read(r.ctx, func(p goredis.Pipeliner) {
		for i, shard := range shards {
			sets[i][kindDue] = p.ZRangeByScoreWithScores(r.ctx, r.s.keys.due(shard), until)
			sets[i][kindSend] = p.ZRangeByScoreWithScores(r.ctx, r.s.keys.send(shard), until)
		}
	})
	if err != nil {
		return err
	}
	for i, shard := range shards {
		for _, cmd := range sets[i] {
			for _, z := range cmd.Val() { // a set that cannot be read is said where it is walked
				member := fmt.Sprint(z.Member)
				place := fmt.Sprint(shard, " ", member)
				l, again := before[place]
				if !again || l.at != z.Score {
					l = late{z.Score, now}
				}
				r.waiting[place] = l
				r.report.Waiting = true
				if now.Sub(l.since) >= r.o.Again {
					r.late(shard, member)
				}
			}
		}
	}
	return nil
}

func (r *run) late(shard int, member string) {
	f := escalation.Finding{Damage: escalation.DamageOverdue, Case: escalation.CaseOfKey(member)}
	if member != string(f.Case) {
		f.Where = member
	}
	if r.o.Mend {
		r.s.tell(r.ctx, shard)
		f.Mended = true
	}
	r.found(f)
}

// tell has whoever serves a shard look at it: this replica, and by the bell another.
func (s *Store) tell(ctx context.Context, shard int) {
	s.heads.rung(shard)
	if err := s.write(ctx, func(p goredis.Pipeliner) { s.ring(ctx, p, []int{shard}) }); err != nil {
		s.log.Warn("a bell was not rung: the work is found at the next look", "shard", shard, "error", err)
	}
}
