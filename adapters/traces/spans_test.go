package traces_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"relance/adapters/traces"
	"relance/escalation"
)

// words are a person's, and come back in the errors of whoever was given them.
const words = "my meter is silent"

var errWords = errors.New("refused: " + words)

// failing records, stores and delivers nothing.
type failing struct {
	escalation.Store
	escalation.Waker
	err error
}

func (f failing) Record(context.Context, escalation.Event) (escalation.Receipt, error) {
	return escalation.Receipt{}, f.err
}

func (f failing) Commit(context.Context, time.Time, ...escalation.Change) ([]escalation.Result, error) {
	return nil, f.err
}

func (f failing) Deliver(context.Context, escalation.Case, escalation.Notice, time.Time) (escalation.Outcome, error) {
	return escalation.Outcome{}, f.err
}

// TestAnErrorIsNotQuoted: of what went wrong a trace says the kind and nothing else, and
// whoever did it hears of it as before.
func TestAnErrorIsNotQuoted(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{errWords, "failed"},
		{errors.Join(escalation.ErrUnconfirmed, errWords), "unknown"},
		{errors.Join(escalation.ErrConflict, errWords), "conflict"},
	} {
		spans := tracetest.NewInMemoryExporter()
		all, err := traces.New(t.Context(), traces.Options{Version: "test", Spans: sdk.NewSimpleSpanProcessor(spans)})
		if err != nil {
			t.Fatal(err)
		}
		const id = escalation.CaseID("K7M-4QZ-X")
		f := failing{err: tt.err}
		_, recorded := all.Recorder(f).Record(t.Context(), escalation.Event{Case: id, Fact: escalation.Noted{Text: words}})
		_, stored := all.Store(f).Commit(t.Context(), time.Time{}, escalation.Change{Case: escalation.Case{ID: id}})
		_, delivered := all.Deliverer(f).Deliver(t.Context(), escalation.Case{}, escalation.Notice{Case: id, Kind: escalation.NoticeLetter}, time.Time{})
		for what, err := range map[string]error{"record": recorded, "store": stored, "deliver": delivered} {
			if !errors.Is(err, tt.err) {
				t.Errorf("%s: the error became %v", what, err)
			}
		}
		seen := spans.GetSpans()
		if len(seen) != 3 {
			t.Errorf("%d spans of three", len(seen))
		}
		for _, s := range seen {
			if s.Status.Code != codes.Error || s.Status.Description != tt.want || len(s.Events) > 0 {
				t.Errorf("%s: %v, %d events; want %q", s.Name, s.Status, len(s.Events), tt.want)
			}
			if s.SpanContext.TraceID() != traces.Of(id) {
				t.Errorf("%s is in another trace", s.Name)
			}
			for _, a := range s.Attributes {
				if strings.Contains(a.Value.String(), words) {
					t.Errorf("%s quotes a person: %s", s.Name, a.Key)
				}
			}
		}
	}
}

// TestEachCaseHasATraceOfItsOwn, wherever and whenever it is computed.
func TestEachCaseHasATraceOfItsOwn(t *testing.T) {
	one, other := traces.Of("K7M-4QZ-X"), traces.Of("K7M-4QZ-Y")
	if one == other || !one.IsValid() || one != traces.Of("K7M-4QZ-X") {
		t.Errorf("%s and %s", one, other)
	}
	// Replicas of two versions agree during an upgrade only while this stays.
	if got, want := one.String(), "600b5b2fb14b7675f8b8f8752dbb8039"; got != want {
		t.Errorf("the trace is %s, not %s", got, want)
	}
}
