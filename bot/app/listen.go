package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"
)

// The times a caller has. The platforms give up after three seconds.
const (
	readHeadWithin = 5 * time.Second
	readWithin     = 10 * time.Second
	writeWithin    = 10 * time.Second
	idleWithin     = 2 * time.Minute
	headLimit      = 16 << 10 // bytes
)

// listen takes an address.
func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("at %s: %w", address, why(err))
	}
	return listener, nil
}

// serve answers requests until the context ends, and for a last while those that have
// begun.
func serve(ctx context.Context, at net.Listener, h http.Handler, while time.Duration, log *slog.Logger) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeadWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleWithin,
		MaxHeaderBytes: headLimit,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(at) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), while)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		log.Warn("calls are cut off at the end", "error", err)
		_ = server.Close() // cuts them off
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// why says what to do where nobody can be let in.
func why(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("another program listens there already, perhaps another bot: stop it, or write another address under listen (%w)", err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("the bot may not listen there: write a port over 1023 under listen (%w)", err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("this machine does not have that address: write one of its own under listen, or the port alone, like :8080 (%w)", err)
	}
	return err
}
