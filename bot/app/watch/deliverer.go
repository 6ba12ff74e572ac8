package watch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"relance/adapters/metrics"
	"relance/escalation"
)

// delivery is a notice that is being delivered, as the platforms see it: its kind, and
// whether any of them was given something to say.
type delivery struct {
	kind  escalation.NoticeKind
	given atomic.Bool
}

type delivering struct{}

// under is the delivery that a context belongs to; nil: what is said has no notice, it
// is an answer or the digest.
func under(ctx context.Context) *delivery {
	d, _ := ctx.Value(delivering{}).(*delivery)
	return d
}

// deliverer counts what comes of notices that reach no platform, and lets the
// platforms know of which kind those are that do.
type deliverer struct {
	escalation.Deliverer
	metrics *metrics.Metrics
}

// Deliverer watches a Deliverer. What it gives to platforms is counted there, see
// [Platform].
func Deliverer(d escalation.Deliverer, m *metrics.Metrics) escalation.Deliverer {
	return deliverer{d, m}
}

// Deliver implements [escalation.Deliverer].
func (d deliverer) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	one := &delivery{kind: n.Kind}
	outcome, err := d.Deliverer.Deliver(context.WithValue(ctx, delivering{}, one), c, n, at)
	if result, is := nowhere(outcome, err); is && !one.given.Load() {
		d.metrics.Delivered(metrics.None, n.Kind, result)
	}
	return outcome, err
}

// nowhere is what came of a notice that no platform was given; false where it was
// about the bot alone, and well.
func nowhere(outcome escalation.Outcome, err error) (metrics.Delivery, bool) {
	if err != nil {
		if _, is := errors.AsType[*escalation.RetryError](err); is {
			return metrics.Held, true
		}
		return metrics.Failed, true
	}
	switch outcome.Fact.(type) {
	case escalation.DeliveryFailed:
		return metrics.Refused, true
	case escalation.OutcomeUnknown:
		return metrics.Unknown, true
	case nil:
		return metrics.Dropped, true
	}
	return "", false
}
