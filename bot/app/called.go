package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack"
)

// The times a caller has. Slack gives up after three seconds.
const (
	readHeadWithin = 5 * time.Second
	readWithin     = 10 * time.Second
	writeWithin    = 10 * time.Second
	idleWithin     = 2 * time.Minute
	lastWithin     = 4 * time.Second // at the end
	headLimit      = 16 << 10        // bytes
)

// called is Slack as it calls the bot, over HTTP.
type called struct {
	*slack.Platform
	address string
	log     *slog.Logger
}

// Run answers calls until the context ends, and those that have begun to their end.
func (c called) Run(ctx context.Context, h chat.Handler) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.address)
	if err != nil {
		return fmt.Errorf("slack.listen: %w", err)
	}
	c.log.Info("listening", "address", listener.Addr())
	server := &http.Server{
		Handler:           c.HTTP(),
		ReadHeaderTimeout: readHeadWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleWithin,
		MaxHeaderBytes: headLimit,
		ErrorLog:       slog.NewLogLogger(c.log.Handler(), slog.LevelWarn),
	}
	// The platform goes on while the last calls are answered.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ctx, end := context.WithCancel(ctx)
	defer end()
	var work sync.WaitGroup
	var ran, served error
	work.Go(func() { ran = c.Platform.Run(working, h); end() })
	work.Go(func() { served = server.Serve(listener); end() })
	<-ctx.Done()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWithin)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		c.log.Warn("calls are cut off at the end", "error", err)
		_ = server.Close() // cuts them off
	}
	stop()
	work.Wait()
	if errors.Is(served, http.ErrServerClosed) {
		served = nil
	}
	return errors.Join(ran, served)
}
