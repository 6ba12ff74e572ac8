package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"relance/config"
)

const (
	// skewLimit is how far the clocks of the bot and of Redis may be apart. A date
	// that is decided by a wrong clock comes early, or late. Ours: a clock that is
	// kept by the network is off by far less.
	skewLimit = 5 * time.Minute
	// skewEvery is how often they are compared. Ours.
	skewEvery = 5 * time.Minute
	// skewWithin is how long one comparison may take: a slow answer compares badly.
	skewWithin = 10 * time.Second
)

// clocks compares the clock of this machine with that of Redis. Which of the two
// is wrong cannot be known here.
type clocks struct {
	now    func() time.Time
	ask    func(ctx context.Context, clock func() time.Time) (time.Duration, error)
	log    *slog.Logger
	ahead  atomic.Int64 // the last difference, as a time.Duration
	known  atomic.Bool  // they were compared
	warned bool         // the operator knows
}

// newClocks compares a clock with that of the server that the configuration names;
// one of the bot's own goes by the clock of this machine.
func newClocks(v *vault, now func() time.Time, log *slog.Logger) *clocks {
	return &clocks{now: now, ask: v.server.Skew, log: log}
}

// atStart refuses to begin with clocks that differ, unless that was accepted. Who
// cannot be asked is taken to agree: managed servers may forbid the question.
func (c *clocks) atStart(ctx context.Context, allow []config.Allowance) error {
	ahead, err := c.compare(ctx)
	if err != nil {
		c.log.Warn("the clock of Redis cannot be compared with this machine's", "error", err)
		return nil
	}
	if ahead.Abs() <= skewLimit {
		return nil
	}
	now := c.now().UTC()
	why := fmt.Errorf("it is %s on this machine and %s on that of Redis, and dates would come early or late: "+
		"set the clock that is wrong (timedatectl shows whether one is kept by the network)",
		now.Format(time.DateTime), now.Add(-ahead).Format(time.DateTime))
	if slices.Contains(allow, config.AllowClock) {
		c.log.Warn("the clocks differ, which is accepted by redis.allow", "ahead", ahead)
		c.warned = true
		return nil
	}
	return fmt.Errorf("%w; to start all the same, set redis.allow: [%s]", why, config.AllowClock)
}

// compare asks once, and remembers the answer.
func (c *clocks) compare(ctx context.Context) (ahead time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, skewWithin)
	defer cancel()
	ahead, err = c.ask(ctx, c.now)
	if err == nil {
		c.ahead.Store(int64(ahead))
		c.known.Store(true)
	}
	return ahead, err
}

// watch compares every few minutes until the context ends, and says when the
// clocks begin to differ, and when they agree again.
func (c *clocks) watch(ctx context.Context) error {
	again := time.NewTicker(skewEvery)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
		ahead, err := c.compare(ctx)
		switch differ := ahead.Abs() > skewLimit; {
		case err != nil: // the engine says that Redis is out
		case differ && !c.warned:
			c.warned = true
			c.log.Error("the clock of this machine and that of Redis differ, and dates come early or late: set the one that is wrong", "ahead", ahead)
		case !differ && c.warned:
			c.warned = false
			c.log.Info("the clocks of this machine and of Redis agree again")
		}
	}
}

// ClockSkew is by how much the clock of this machine was ahead of that of Redis
// when they were compared last, every few minutes.
func (a *App) ClockSkew() time.Duration { return time.Duration(a.clocks.ahead.Load()) }

// skew is ClockSkew, and whether it is known: a Redis may refuse to tell its time. One
// clock is never ahead of itself.
func (a *App) skew() (ahead time.Duration, known bool) {
	return a.ClockSkew(), a.clocks.known.Load() || !a.twoClocks()
}
