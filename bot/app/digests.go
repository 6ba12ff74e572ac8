package app

import (
	"context"
	"errors"
	"time"

	"relance/config"
	"relance/escalation"
)

// morning is when the digest comes where people have no quiet hours, in minutes
// since midnight.
const morning = 8 * 60

// digests posts the digest every day when people's quiet hours end. It says by
// itself what was said today already, so a restart does no harm, and when to ask
// again where another process may be saying it.
func (a *App) digests(ctx context.Context) error {
	use := a.front.now.Load()
	at := nextDigest(use.config, a.clock.Now())
	for {
		due := time.NewTimer(at.Sub(a.clock.Now()))
		select {
		case <-ctx.Done():
			due.Stop()
			return nil
		case <-use.over: // people may have other hours now
			due.Stop()
			use = a.front.now.Load()
			at = nextDigest(use.config, a.clock.Now())
			continue
		case <-due.C:
		}
		now := a.clock.Now()
		at = nextDigest(use.config, now)
		err := use.bot.Digest(context.WithoutCancel(ctx), now)
		if retry, is := errors.AsType[*escalation.RetryError](err); is && retry.At.After(now) && retry.At.Before(at) {
			at = retry.At
			a.log.Warn("the digest is not posted yet", "again", at, "error", err)
		} else if err != nil {
			a.log.Error("the digest is not posted", "error", err)
		}
	}
}

// nextDigest is the first time after now at which a digest is due.
func nextDigest(c *config.Config, now time.Time) time.Time {
	zone := c.People.Zone
	for day := escalation.DateOf(now.In(zone)); ; day = day.AddDays(1) {
		clock := morning
		if quiet := c.People.Quiet; quiet.From != quiet.To {
			clock = quiet.To
		}
		if at := time.Date(day.Year, day.Month, day.Day, 0, clock, 0, 0, zone); at.After(now) {
			return at
		}
	}
}
