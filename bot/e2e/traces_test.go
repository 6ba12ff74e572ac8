package e2e_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"google.golang.org/protobuf/proto"

	otlp "go.opentelemetry.io/proto/otlp/collector/trace/v1"

	"relance/adapters/holidays"
	"relance/adapters/redis/redistest"
	"relance/adapters/traces"
	"relance/bot/app"
	"relance/config"
	"relance/escalation"
)

// TestTracesOfACase has a case opened and answered, and looks at its trace: all that
// was recorded, stored and delivered, in one trace that follows from its number, and
// nothing that a person said.
func TestTracesOfACase(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	all, err := traces.New(t.Context(), traces.Options{Version: "test", Spans: sdk.NewSimpleSpanProcessor(spans)})
	if err != nil {
		t.Fatal(err)
	}
	var seen tracetest.SpanStubs
	id := talk(t, all, func() { seen = spans.GetSpans() })

	var names []string
	acts := 0
	for _, s := range seen {
		if of := s.SpanContext.TraceID(); of != traces.Of(id) {
			if strings.HasPrefix(s.Name, "act ") {
				acts++
			} else {
				t.Errorf("%s is in another trace", s.Name)
			}
			continue
		}
		names = append(names, s.Name)
		if s.Name == "record" && len(s.Links) != 1 && !s.Parent.IsValid() {
			t.Errorf("%s is linked to no act", s.Name)
		}
	}
	for _, want := range []string{"record", "store", "deliver letter", "deliver card", "deliver log"} {
		if !slices.Contains(names, want) {
			t.Errorf("%q is not in the trace of the case: %v", want, names)
		}
	}
	if acts != 2 {
		t.Errorf("%d acts, two were done", acts)
	}
	if shown := inside(seen); !shown {
		t.Error("no span is stored inside the one that records it")
	}
	for _, s := range seen {
		for _, a := range append(slices.Clone(s.Attributes), s.Resource.Attributes()...) {
			if said := a.Value.String(); strings.Contains(said, secretWord) || strings.Contains(string(a.Key), secretWord) {
				t.Errorf("%s says what a person said: %s=%s", s.Name, a.Key, said)
			}
		}
		if strings.Contains(s.Status.Description+s.Name, secretWord) || len(s.Events) > 0 {
			t.Errorf("%s says too much: %q, %v", s.Name, s.Status.Description, s.Events)
		}
	}
}

// inside says that a change is stored inside the span of the event it records.
func inside(spans tracetest.SpanStubs) bool {
	for _, s := range spans {
		for _, parent := range spans {
			if s.Name == "store" && parent.Name == "record" && s.Parent.SpanID() == parent.SpanContext.SpanID() {
				return true
			}
		}
	}
	return false
}

// TestTracesAreSent: where the environment names a collector, it gets them.
func TestTracesAreSent(t *testing.T) {
	var mu sync.Mutex
	got := map[string]int{}
	var service string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent otlp.ExportTraceServiceRequest
		if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &sent) != nil {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, of := range sent.GetResourceSpans() {
			for _, a := range of.GetResource().GetAttributes() {
				if a.GetKey() == "service.name" {
					service = a.GetValue().GetStringValue()
				}
			}
			for _, scope := range of.GetScopeSpans() {
				for _, span := range scope.GetSpans() {
					got[span.GetName()]++
				}
			}
		}
	}))
	defer server.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	t.Setenv("OTEL_SERVICE_NAME", "relance-of-a-test")
	talk(t, nil, func() {})
	mu.Lock()
	defer mu.Unlock()
	if service != "relance-of-a-test" || got["act command"] != 2 || got["record"] == 0 || got["deliver letter"] == 0 {
		t.Errorf("the collector of %q got %v", service, got)
	}
}

// secretWord is in everything that a person says below.
const secretWord = "periwinkle"

// talk has a case opened and noted upon, and ends the bot.
func talk(t *testing.T, all *traces.Traces, before func()) escalation.CaseID {
	t.Helper()
	c, err := config.Default(config.Options{Holidays: holidays.For})
	if err != nil {
		t.Fatal(err)
	}
	conf := *c
	conf.Redis = config.Redis{Mode: config.RedisURL, URL: config.Secret(redistest.Server(t)), Allow: []config.Allowance{config.AllowNoPersistence}}
	in, keyboard := io.Pipe()
	defer keyboard.Close()
	out, log := &heard{}, &heard{}
	a, err := app.New(t.Context(), app.Options{Config: &conf, Data: t.TempDir(), In: in, Out: out, Traces: all,
		Logger: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	say := func(line, until string) {
		if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
			t.Fatal(err)
		}
		out.await(t, until)
	}
	say(`/case open org="IT desk" consent=yes subject="The `+secretWord+`" story="Our `+secretWord+` is silent."`, "Delivered: ")
	say(`/case note Still no `+secretWord, "Note: Still no")
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	before()
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if said := log.String(); strings.Contains(said, secretWord) || !strings.Contains(said, "case opened") || !strings.Contains(said, "letter delivered") {
		t.Errorf("the log says what a person said, or not what happened:\n%s", said)
	}
	_, after, _ := strings.Cut(out.String(), "Case ")
	id, err := escalation.ParseCaseID(strings.Fields(after)[0])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// heard is a terminal.
type heard struct {
	mu sync.Mutex
	b  strings.Builder
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.b.String()
}

func (h *heard) await(t *testing.T, words string) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for !strings.Contains(h.String(), words) {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("%q is not said:\n%s", words, h.String())
		}
	}
}
