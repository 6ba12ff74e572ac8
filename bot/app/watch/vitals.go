package watch

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"relance/adapters/metrics"
	"relance/adapters/redis"
	"relance/escalation"
)

const (
	// vitalsWithin is how long the store may take to say how it is.
	vitalsWithin = time.Second
	// vitalsFresh is how long its answer is given to others who ask.
	vitalsFresh = 2 * time.Second

	// lagMost is how late the bot may be and count as ready: much more than the
	// lateness of a bad day and the hand-over of shards between replicas.
	lagMost = 5 * time.Minute
)

// Vitals asks the store how it is, however many want to know, once in a while.
type Vitals struct {
	Store *redis.Store
	Book  escalation.Book
	// Doubted says of the pause switch whether a doubt about the store has set it;
	// nil: none ever does.
	Doubted func(paused []byte) bool
	Now     func() time.Time // of the domain

	mu   sync.Mutex
	at   time.Time // of the last answer; real time
	last metrics.Store
	err  error
}

// Ask returns how the store is, as it said a moment ago at most. An error says that
// it does not answer.
func (v *Vitals) Ask(ctx context.Context) (metrics.Store, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.at.IsZero() && time.Since(v.at) < vitalsFresh {
		return v.last, v.err
	}
	// Others get the answer too: it does not depend on whether this one waits for it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), vitalsWithin)
	defer cancel()
	v.err = v.ask(ctx)
	v.at = time.Now()
	return v.last, v.err
}

func (v *Vitals) ask(ctx context.Context) error {
	now := v.Now()
	depth, err := v.Store.Depth(ctx, now)
	if err != nil {
		return err
	}
	paused, err := v.Book.Get(ctx, escalation.ShelfSwitches, escalation.SwitchPaused)
	if err != nil {
		return err
	}
	v.last.Overdue, v.last.OutboxOldest = since(now, depth.Overdue), since(now, depth.OutboxOldest)
	v.last.OutboxDue, v.last.OutboxWaiting = depth.OutboxDue, depth.OutboxWaiting
	v.last.Paused = paused != nil
	v.last.Doubted = v.Doubted != nil && v.Doubted(paused)
	return nil
}

func since(now, then time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return now.Sub(then)
}

// Answers is the check that the store answers.
func (v *Vitals) Answers(ctx context.Context) (bool, string) {
	if _, err := v.Ask(ctx); err != nil {
		return false, strings.TrimPrefix(err.Error(), "redis: ")
	}
	return true, ""
}

// OnTime is the check that no case waits too long for its step. While everything is
// paused nothing is late.
func (v *Vitals) OnTime(ctx context.Context) (bool, string) {
	s, err := v.Ask(ctx)
	switch {
	case err != nil:
		return false, "not known: Redis does not answer"
	case s.Doubted:
		return true, "nothing is sent, because the store is not as its witness saw it: relance verify"
	case s.Paused:
		return true, "everything that goes out is paused"
	case s.Overdue > lagMost:
		return false, fmt.Sprintf("a case has been due for %s, more than %s", s.Overdue.Round(time.Second), lagMost)
	}
	return true, ""
}
