package traces

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"relance/escalation"
)

// Options are what Traces are made of. The library reads the rest from the
// environment: where to, with which headers and certificates, which sampler.
// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
type Options struct {
	Version string
	// Spans gets every span; nil: they are sent in batches by OTLP over HTTP.
	Spans sdk.SpanProcessor
}

// Traces are the spans of one bot.
type Traces struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// New makes Traces. Whoever receives them need not be there yet.
func New(ctx context.Context, o Options) (*Traces, error) {
	about, err := resource.New(ctx,
		resource.WithAttributes(attribute.String("service.name", "relance"), attribute.String("service.version", o.Version)),
		resource.WithTelemetrySDK(),
		resource.WithFromEnv(), // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
	)
	if err != nil {
		return nil, fmt.Errorf("traces: look at OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	if o.Spans == nil {
		exporter, err := otlptracehttp.New(ctx)
		if err != nil {
			return nil, fmt.Errorf("traces: look at the variables OTEL_EXPORTER_OTLP_…: %w", err)
		}
		o.Spans = sdk.NewBatchSpanProcessor(exporter)
	}
	provider := sdk.NewTracerProvider(sdk.WithResource(about), sdk.WithIDGenerator(ids{}), sdk.WithSpanProcessor(o.Spans))
	return &Traces{provider, provider.Tracer("relance")}, nil
}

// Close sends what is not sent yet, as long as ctx allows.
func (t *Traces) Close(ctx context.Context) error {
	if err := t.provider.Shutdown(ctx); err != nil {
		return fmt.Errorf("traces: %w", err)
	}
	return nil
}

// Of is the trace of a case.
func Of(id escalation.CaseID) (of trace.TraceID) {
	sum := sha256.Sum256([]byte("relance trace 1\x00" + string(id)))
	copy(of[:], sum[:])
	return of
}

// caseTrace is the key of a context's value: the trace of the next span that has no parent.
type caseTrace struct{}

// ids draws the IDs of spans, and those of traces that are no case's.
type ids struct{}

// NewIDs implements [sdk.IDGenerator].
func (g ids) NewIDs(ctx context.Context) (of trace.TraceID, span trace.SpanID) {
	of, known := ctx.Value(caseTrace{}).(trace.TraceID)
	if !known {
		_, _ = rand.Read(of[:]) // never fails
	}
	return of, g.NewSpanID(ctx, of)
}

// NewSpanID implements [sdk.IDGenerator].
func (ids) NewSpanID(context.Context, trace.TraceID) (span trace.SpanID) {
	_, _ = rand.Read(span[:]) // never fails
	return span
}

// start begins a span of a case: inside the one that is under way, if that is of the
// same case, else linked to it.
func (t *Traces) start(ctx context.Context, id escalation.CaseID, name string, begun time.Time, about ...attribute.KeyValue) (context.Context, trace.Span) {
	o := []trace.SpanStartOption{trace.WithTimestamp(begun),
		trace.WithAttributes(append(about, attribute.String("relance.case", string(id)))...)}
	of, from := Of(id), trace.SpanContextFromContext(ctx)
	if from.TraceID() != of {
		ctx = context.WithValue(ctx, caseTrace{}, of)
		o = append(o, trace.WithNewRoot())
		if from.IsValid() {
			o = append(o, trace.WithLinks(trace.Link{SpanContext: from}))
		}
	}
	return t.tracer.Start(ctx, name, o...)
}

// complaintEvery is how often the log hears that traces do not arrive. Ours.
const complaintEvery = time.Hour

// LogTo takes the word from the library, which otherwise writes to standard error by
// itself. It is for the whole process: a program calls it once, at its start.
func LogTo(log *slog.Logger) {
	var last atomic.Int64 // Unix time
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		now, before := time.Now(), last.Load()
		if now.Sub(time.Unix(before, 0)) >= complaintEvery && last.CompareAndSwap(before, now.Unix()) {
			log.Warn("traces do not arrive; the bot works as well without", "error", err)
		}
	}))
}
