package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// gate is a listener inside the test: whoever is sent into it comes in.
type gate chan net.Conn

func (g gate) Accept() (net.Conn, error) {
	if c, open := <-g; open {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (g gate) Close() error { close(g); return nil }
func (gate) Addr() net.Addr { return &net.TCPAddr{} }

// TestACallerWhoSaysNothingHoldsNobodyUp: the end takes as long as it is given, to the
// second, whoever is still connected.
func TestACallerWhoSaysNothingHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		at := make(gate)
		done := make(chan error, 1)
		go func() { done <- serve(ctx, at, http.NotFoundHandler(), lookEnd, slog.New(slog.DiscardHandler)) }()
		caller, inside := net.Pipe()
		defer caller.Close()
		at <- inside
		synctest.Wait()
		stop()
		began := time.Now()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took != lookEnd {
			t.Errorf("it ended after %s, not %s", took, lookEnd)
		}
	})
}
