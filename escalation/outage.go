package escalation

import (
	"log/slog"
	"time"
)

const (
	// outageReminder is how often a log says again that the store is still out.
	outageReminder = 30 * time.Minute
	// outageQuiet is how long nothing has to fail until an outage is over: a store
	// that refuses only some commands fails now and then.
	outageQuiet = 10 * time.Second
)

// outage tells the log of a store that cannot be used: once when it begins, seldom
// while it lasts, and once when it is over. The zero outage is none. It is not safe
// for concurrent use.
type outage struct {
	since    time.Time // zero: the store can be used
	last     time.Time // when it failed last
	reminded time.Time
	failures int
}

// failed notes a failure.
func (o *outage) failed(log *slog.Logger, now time.Time, err error) {
	o.failures++
	o.last = now
	switch {
	case o.since.IsZero():
		o.since, o.reminded = now, now
		log.Error("the store cannot be used: nothing is decided or sent until it can, and people are told that nothing was recorded; it is tried again by itself", "error", err)
	case now.Sub(o.reminded) >= outageReminder:
		o.reminded = now
		log.Error("the store still cannot be used", "wait", now.Sub(o.since).Round(time.Second), "tries", o.failures, "error", err)
	default:
		log.Debug("the store cannot be used", "tries", o.failures, "error", err)
	}
}

// worked notes that the store was used.
func (o *outage) worked(log *slog.Logger, now time.Time) {
	if o.since.IsZero() || now.Sub(o.last) < outageQuiet {
		return
	}
	log.Info("the store can be used again: what is due goes on", "wait", o.last.Sub(o.since).Round(time.Second), "tries", o.failures)
	*o = outage{}
}
