package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path"
	"syscall"
	"time"

	"relance/adapters/chat"
)

// The times a caller has. The platforms give up after three seconds.
const (
	readHeadWithin = 5 * time.Second
	readWithin     = 10 * time.Second
	writeWithin    = 10 * time.Second
	idleWithin     = 2 * time.Minute
	lastWithin     = 4 * time.Second // at the end
	headLimit      = 16 << 10        // bytes
)

// callable is a platform that calls the bot over HTTP.
type callable interface {
	chat.Platform
	chat.Finder
	chat.Resolver
	chat.Grouper
	HTTP() http.Handler
}

// door is an address at which platforms call the bot.
type door struct {
	address string
	log     *slog.Logger
	inside  []called
	closed  chan struct{} // no call is under way any more
}

// door is the one at an address: platforms may share it.
func (a *App) door(address string) *door {
	for _, d := range a.doors {
		if d.address == address {
			return d
		}
	}
	d := &door{address: address, log: a.log, closed: make(chan struct{})}
	a.doors = append(a.doors, d)
	return d
}

// let lets a platform call.
func (d *door) let(p callable) chat.Platform {
	c := called{p, d}
	d.inside = append(d.inside, c)
	return c
}

// ServeHTTP implements [http.Handler]: a call is for the platform whose name is in
// its path, else for the first.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to := d.inside[0]
	for dir := path.Clean("/" + r.URL.Path); dir != "/"; dir = path.Dir(dir) {
		for _, c := range d.inside {
			if path.Base(dir) == c.Name() {
				to = c
			}
		}
	}
	to.HTTP().ServeHTTP(w, r)
}

// serve answers calls until the context ends, and those that have begun to their end.
func (d *door) serve(ctx context.Context) error {
	defer close(d.closed)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", d.address)
	if err != nil {
		return fmt.Errorf("at %s: %w", d.address, why(err))
	}
	d.log.Info("listening", "address", listener.Addr())
	server := &http.Server{
		Handler:           d,
		ReadHeaderTimeout: readHeadWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleWithin,
		MaxHeaderBytes: headLimit,
		ErrorLog:       slog.NewLogLogger(d.log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWithin)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		d.log.Warn("calls are cut off at the end", "error", err)
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

// called is a platform that calls at a door.
type called struct {
	callable
	door *door
}

// Run goes on while the last calls are answered.
func (c called) Run(ctx context.Context, h chat.Handler) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go func() {
		<-ctx.Done()
		<-c.door.closed
		stop()
	}()
	return c.callable.Run(working, h)
}
