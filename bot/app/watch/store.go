package watch

import (
	"context"
	"errors"
	"strings"
	"time"

	"relance/adapters/metrics"
	"relance/escalation"
)

// Waking is what a Store is to the engine.
type Waking interface {
	escalation.Store
	escalation.Waker
}

// store counts the steps of due cases, and feels the engine's pulse: only the engine
// takes what is due.
type store struct {
	Waking
	metrics *metrics.Metrics
	pulse   *Pulse
}

var _ Waking = store{}

// Store watches a Store on its way to the engine.
func Store(s Waking, m *metrics.Metrics, p *Pulse) escalation.Store { return store{s, m, p} }

// Changed implements [escalation.Waker].
func (s store) Changed(ctx context.Context) (bool, error) {
	defer s.pulse.Beat()
	return s.Waking.Changed(ctx)
}

// Due implements [escalation.Store].
func (s store) Due(ctx context.Context, now time.Time, hold time.Duration, limit int) (escalation.Due, error) {
	defer s.pulse.Beat()
	due, err := s.Waking.Due(ctx, now, hold, limit)
	if err != nil {
		s.metrics.Stepped(metrics.StepFailed)
	}
	for _, c := range due.Cases {
		if at, is := c.NextDue(); is {
			s.metrics.Taken(now.Sub(at))
		}
	}
	for range due.Broken {
		s.metrics.Stepped(metrics.StepBroken)
	}
	return due, err
}

// Outbox implements [escalation.Store].
func (s store) Outbox(ctx context.Context, now time.Time, hold time.Duration, limit int) (escalation.Outbox, error) {
	defer s.pulse.Beat()
	return s.Waking.Outbox(ctx, now, hold, limit)
}

// Begin implements [escalation.Store].
func (s store) Begin(ctx context.Context, key string) (escalation.Case, error) {
	defer s.pulse.Beat()
	return s.Waking.Begin(ctx, key)
}

// Settle implements [escalation.Store].
func (s store) Settle(ctx context.Context, now time.Time, settled ...escalation.Settled) error {
	defer s.pulse.Beat()
	return s.Waking.Settle(ctx, now, settled...)
}

// Commit implements [escalation.Store].
func (s store) Commit(ctx context.Context, now time.Time, changes ...escalation.Change) ([]escalation.Result, error) {
	results, err := s.Waking.Commit(ctx, now, changes...)
	for i, c := range changes {
		if !strings.HasPrefix(c.Op, escalation.StepOp) {
			continue
		}
		switch {
		case err != nil || i >= len(results):
			s.metrics.Stepped(metrics.StepFailed)
		default:
			s.metrics.Stepped(stepped(results[i]))
		}
	}
	return results, err
}

func stepped(r escalation.Result) metrics.StepResult {
	switch {
	case r.Repeated:
		return metrics.StepRepeated
	case r.Err == nil:
		return metrics.StepDone
	case errors.Is(r.Err, escalation.ErrConflict):
		return metrics.StepConflict
	case errors.Is(r.Err, escalation.ErrCorrupt), errors.Is(r.Err, escalation.ErrNotFound):
		return metrics.StepBroken
	}
	return metrics.StepFailed
}
