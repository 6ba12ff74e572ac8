//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server_test

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"relance/adapters/redis/redistest"
	"relance/adapters/redis/server"
)

// ends counts the lines that say that the server has ended.
type ends struct {
	slog.Handler
	n atomic.Int64
}

func (e *ends) Handle(_ context.Context, r slog.Record) error {
	if strings.HasPrefix(r.Message, "the private Redis has ended") {
		e.n.Add(1)
	}
	return nil
}

// TestEachEndIsSaid, also of a server that ends soon after the one before it.
func TestEachEndIsSaid(t *testing.T) {
	redistest.Binary(t)
	said := &ends{Handler: slog.NewTextHandler(t.Output(), nil)}
	s := open(t, server.Options{Mode: server.Private, Folder: t.TempDir(), Logger: slog.New(said)})
	for times := int64(1); times <= 2; times++ {
		server := pid(t, s)
		if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		waitGone(t, server)
		poll(t, "it was not said that the server has ended", func(context.Context) bool { return said.n.Load() == times })
		poll(t, "the server was not started again", func(ctx context.Context) bool { return s.Client.Ping(ctx).Err() == nil })
	}
}
