package app_test

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	sdk "go.opentelemetry.io/otel/sdk/trace"

	"relance/adapters/traces"
	"relance/bot/app"
	"relance/bot/app/watch"
)

// collector is who gets the traces: it hears when the last of them have come.
type collector struct {
	ended   func()
	endings atomic.Int32
}

func (*collector) OnStart(context.Context, sdk.ReadWriteSpan) {}
func (*collector) OnEnd(sdk.ReadOnlySpan)                     {}
func (*collector) ForceFlush(context.Context) error           { return nil }

func (c *collector) Shutdown(context.Context) error {
	c.endings.Add(1)
	if c.ended != nil {
		c.ended()
	}
	return nil
}

// tracing makes an app with that collector; the error is New's.
func tracing(t *testing.T, url string, c *collector) (*app.App, error) {
	t.Helper()
	all, err := traces.New(t.Context(), traces.Options{Version: "test", Spans: c})
	if err != nil {
		t.Fatal(err)
	}
	o := app.Options{Config: onRedis(t, url), Data: t.TempDir(), In: strings.NewReader(""), Out: io.Discard, Traces: all}
	o.Config.Monitor.Listen = "127.0.0.1:0"
	return app.New(t.Context(), o)
}

// TestTheMonitorEndsLast: while the store and the traces end, whoever looks is answered.
func TestTheMonitorEndsLast(t *testing.T) {
	_, url := memory(t)
	c := &collector{}
	a, err := tracing(t, url, c)
	if err != nil {
		t.Fatal(err)
	}
	c.ended = func() {
		if r, err := watch.Ask(t.Context(), a.Monitor(), watch.Alive); err != nil || !r.OK {
			t.Errorf("while it ends: %+v, %v", r, err)
		}
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if n := c.endings.Load(); n != 1 {
		t.Errorf("the traces were ended %d times", n)
	}
}

// TestAStartThatFailsLeavesNothingRunning: what was opened before the store could not be
// is closed.
func TestAStartThatFailsLeavesNothingRunning(t *testing.T) {
	redis, url := memory(t)
	redis.Close()
	c := &collector{}
	if _, err := tracing(t, url, c); err == nil {
		t.Fatal("it starts without Redis")
	}
	if n := c.endings.Load(); n != 1 {
		t.Errorf("the traces were ended %d times", n)
	}
}
