package app

import (
	"context"
	"log/slog"
	"net/http"
	"path"
	"time"

	"relance/adapters/chat"
)

// callable is a platform that calls the bot over HTTP. What it can do besides is found
// through its door, see [chat.As].
type callable interface {
	chat.Platform
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

// callsEnd is what calls that have begun get at the end: the platforms give up after
// three seconds.
const callsEnd = 4 * time.Second

// serve answers calls until the context ends, and those that have begun to their end.
func (d *door) serve(ctx context.Context) error {
	defer close(d.closed)
	listener, err := listen(ctx, d.address)
	if err != nil {
		return err
	}
	d.log.Info("listening", "address", listener.Addr())
	return serve(ctx, listener, d, callsEnd, d.log)
}

// called is a platform that calls at a door.
type called struct {
	callable
	door *door
}

// Unwrap returns the platform itself.
func (c called) Unwrap() chat.Platform { return c.callable }

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
