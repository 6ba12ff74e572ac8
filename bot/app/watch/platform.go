package watch

import (
	"context"
	"errors"
	"time"

	"relance/adapters/chat"
	"relance/adapters/metrics"
)

// platform counts what is said on a platform.
type platform struct {
	chat.Platform
	metrics *metrics.Metrics
}

// finder is a platform that can be asked what it has said.
type finder struct {
	platform
	find chat.Finder
}

// Platform watches a platform. What it can do beside what every one can is found by
// [chat.As].
func Platform(p chat.Platform, m *metrics.Metrics) chat.Platform {
	m.Expect(p.Name())
	watched := platform{p, m}
	if f, can := chat.As[chat.Finder](p); can {
		return finder{watched, f}
	}
	return watched
}

// Unwrap returns the platform itself.
func (p platform) Unwrap() chat.Platform { return p.Platform }

// Post implements [chat.Platform].
func (p platform) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	began := time.Now()
	posted, err := p.Platform.Post(ctx, at, m)
	p.said(ctx, began, err)
	return posted, err
}

// Edit implements [chat.Platform].
func (p platform) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	began := time.Now()
	err := p.Platform.Edit(ctx, at, ref, m)
	p.said(ctx, began, err)
	return err
}

// Find implements [chat.Finder]. What is not there is said again, and counted then.
func (f finder) Find(ctx context.Context, at chat.Place, key string, since time.Time) (chat.Posted, bool, error) {
	began := time.Now()
	posted, found, err := f.find.Find(ctx, at, key, since)
	switch {
	case err != nil:
		f.came(ctx, began, result(err))
	case found:
		f.came(ctx, began, metrics.Found)
	}
	return posted, found, err
}

func (p platform) said(ctx context.Context, began time.Time, err error) {
	if e, is := errors.AsType[*chat.Error](err); is && e.Failure == chat.Missing {
		return // what is not there any more is said anew, and counted then
	}
	p.came(ctx, began, result(err))
}

// came counts what came of a message.
func (p platform) came(ctx context.Context, began time.Time, result metrics.Delivery) {
	one := under(ctx)
	if one == nil {
		one = &delivery{}
	}
	one.given.Store(true)
	p.metrics.Delivered(p.Name(), one.kind, result)
	p.metrics.DeliveryTook(p.Name(), time.Since(began))
}

// result is what an answer of a platform means.
func result(err error) metrics.Delivery {
	e, is := errors.AsType[*chat.Error](err)
	switch {
	case err == nil:
		return metrics.Said
	case !is:
		return metrics.Unknown
	case e.Failure == chat.Temporary && e.Turn:
		return metrics.Held
	case e.Failure == chat.Temporary:
		return metrics.Failed
	case e.Failure == chat.Unknown:
		return metrics.Unknown
	}
	return metrics.Refused
}
