package traces

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"relance/escalation"
)

// Act shows what a person did: the span ends when end is called with what they were
// answered.
func (t *Traces) Act(ctx context.Context, platform, deed string) (acting context.Context, end func(answered string)) {
	ctx, span := t.tracer.Start(ctx, "act "+deed, trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("relance.platform", platform), attribute.String("relance.deed", deed)))
	return ctx, func(answered string) {
		span.SetAttributes(attribute.String("relance.answered", answered))
		span.End()
	}
}

// recorder records events.
type recorder interface {
	Record(context.Context, escalation.Event) (escalation.Receipt, error)
}

// Recorder shows each event that is recorded.
type Recorder struct {
	recorder
	traces *Traces
}

// Recorder watches whoever records events.
func (t *Traces) Recorder(r recorder) Recorder { return Recorder{r, t} }

// Record records an event.
func (r Recorder) Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	begun, fact := time.Now(), attribute.String("relance.fact", name(e.Fact))
	if e.Case == "" { // it is only known afterwards
		receipt, err := r.recorder.Record(ctx, e)
		if receipt.Case.ID != "" {
			_, span := r.traces.start(ctx, receipt.Case.ID, "record", begun, fact)
			finish(span, receipt, err)
		}
		return receipt, err
	}
	ctx, span := r.traces.start(ctx, e.Case, "record", begun, fact)
	receipt, err := r.recorder.Record(ctx, e)
	finish(span, receipt, err)
	return receipt, err
}

func finish(span trace.Span, receipt escalation.Receipt, err error) {
	span.SetAttributes(attribute.String("relance.reason", string(receipt.Reason)), attribute.Bool("relance.repeated", receipt.Repeated))
	fail(span, err)
	span.End()
}

// Store shows each change of a case that is stored. It wants a store that wakes.
type Store struct {
	waking
	traces *Traces
}

type waking interface {
	escalation.Store
	escalation.Waker
}

var _ waking = Store{}

// Store watches a store.
func (t *Traces) Store(s waking) Store { return Store{s, t} }

// Commit implements [escalation.Store].
func (s Store) Commit(ctx context.Context, now time.Time, changes ...escalation.Change) ([]escalation.Result, error) {
	begun := time.Now()
	results, err := s.waking.Commit(ctx, now, changes...)
	for i, c := range changes {
		kinds := make([]string, len(c.Entries))
		for i, e := range c.Entries {
			kinds[i] = string(e.Kind)
		}
		_, span := s.traces.start(ctx, c.Case.ID, "store", begun,
			attribute.String("relance.reason", string(c.Reason)),
			attribute.Bool("relance.by_time", strings.HasPrefix(c.Op, escalation.StepOp)),
			attribute.StringSlice("relance.entries", kinds),
			attribute.Int("relance.notices", len(c.Notices)),
			attribute.String("relance.state", string(c.Case.State)),
			attribute.Int("relance.rung", c.Case.Climb.Rung+1),
			attribute.Int("relance.changes", len(changes))) // they share the round trip
		failed := err
		if failed == nil && i < len(results) {
			failed = results[i].Err
		}
		fail(span, failed)
		span.End()
	}
	return results, err
}

// Deliverer shows each notice that is carried out.
type Deliverer struct {
	escalation.Deliverer
	traces *Traces
}

// Deliverer watches whoever delivers.
func (t *Traces) Deliverer(d escalation.Deliverer) Deliverer { return Deliverer{d, t} }

// Deliver implements [escalation.Deliverer].
func (d Deliverer) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	ctx, span := d.traces.start(ctx, n.Case, "deliver "+string(n.Kind), time.Now(),
		attribute.String("relance.notice", n.Key), attribute.String("relance.kind", string(n.Kind)),
		attribute.String("relance.to", string(n.To)), attribute.Int("relance.tries", n.Tries))
	outcome, err := d.Deliverer.Deliver(ctx, c, n, at)
	if outcome.Fact != nil {
		span.SetAttributes(attribute.String("relance.fact", name(outcome.Fact)))
	}
	fail(span, err)
	span.End()
	return outcome, err
}

// fail says that a span came to nothing, and of the error only its code.
func fail(span trace.Span, err error) {
	if err == nil {
		return
	}
	why := string(escalation.CodeOf(err))
	switch {
	case why != "":
	case errors.Is(err, escalation.ErrConflict):
		why = "conflict"
	case errors.Is(err, escalation.ErrUnconfirmed), errors.Is(err, escalation.ErrMaybeSaid):
		why = "unknown"
	default:
		why = "failed"
	}
	span.SetStatus(codes.Error, why)
}

// name is that of a fact: "Delivered".
func name(f escalation.Fact) string {
	_, kind, _ := strings.Cut(fmt.Sprintf("%T", f), ".")
	return kind
}
