package escalation

import (
	"context"
	"errors"
	"time"
)

// Bounds of the wait after a failed tick; it doubles.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// Run works whenever something is due, until the context ends. It sleeps until
// the next due time, wakes for what this process records, and asks the store
// cheaply (see Waker) for what another process has added. A store that fails is
// tried again; meanwhile nothing is sent.
func (e *Engine) Run(ctx context.Context) error {
	pause := firstPause
	var out outage
	for {
		next, err := e.work(ctx, e.o.Now)
		wait := lastPause
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			out.failed(e.o.Logger, e.o.Now(), err)
			if !sleep(ctx, pause) {
				return nil
			}
			pause = min(2*pause, lastPause)
			continue
		case !next.IsZero():
			wait = max(0, next.Sub(e.o.Now()))
		default:
			wait = time.Hour
		}
		pause = firstPause
		out.worked(e.o.Logger, e.o.Now())
		if !out.since.IsZero() { // to see whether it stays so
			wait = min(wait, outageQuiet)
		}
		if !e.rest(ctx, wait, &out) {
			return nil
		}
	}
}

// rest waits for the next due time, a ring, or news from another process; false
// when the context ended.
func (e *Engine) rest(ctx context.Context, wait time.Duration, out *outage) bool {
	waker, _ := e.o.Store.(Waker)
	due := time.NewTimer(wait)
	defer due.Stop()
	poll := time.NewTicker(e.o.Poll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-due.C:
			return true
		case <-e.wake:
			return sleep(ctx, e.o.Coalesce)
		case <-poll.C:
			if waker == nil {
				continue
			}
			changed, err := waker.Changed(ctx)
			switch {
			case errors.Is(err, context.Canceled):
			case err != nil:
				out.failed(e.o.Logger, e.o.Now(), err)
			default:
				out.worked(e.o.Logger, e.o.Now())
			}
			if changed {
				return true
			}
		}
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
