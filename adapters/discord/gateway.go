package discord

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// How the bot comes back to the gateway. Ours.
const (
	// backoffFirst doubles with every connection that came to little, up to
	// backoffMost: 720 sessions a day at the very most.
	backoffFirst = time.Second
	backoffMost  = 2 * time.Minute
	// steady is how long a connection lasts that came to something.
	steady = 10 * time.Minute
	// resumeTries is how often the address that Discord gave for a session is tried
	// before the gateway's own.
	resumeTries = 3
)

// gateway is one Run over the gateway: a session, which outlives its connections.
type gateway struct {
	p   *Platform
	q   *queue
	own atomic.Value // string: the bot's user

	// Of the session. They are read and written by the reader of the only connection;
	// seq is read by its heart too.
	session string // empty: none that could be resumed
	resume  string // where it is resumed
	seq     atomic.Int64

	failures int       // connections in a row that came to little
	resumes  int       // … of those, in which the session was asked for and did not go on
	ready    time.Time // since when the connection works; zero: it does not
}

// listen hands what the gateway delivers to the queue until the context ends. It
// ends before only where waiting does not help.
func (p *Platform) listen(ctx context.Context, q *queue) error {
	g := &gateway{p: p, q: q}
	for {
		g.ready = time.Time{}
		err := g.connect(ctx)
		p.link.Down(time.Now(), "it is being connected")
		if ctx.Err() != nil {
			return nil
		}
		if remedy := hopeless(err); remedy != nil {
			return remedy
		}
		wait := g.after(err)
		p.log.Info("discord: the gateway has to be connected again", "error", err, "wait", wait)
		if wait > 0 && !pause(ctx, wait) {
			return nil
		}
	}
}

// connect opens a connection, begins a session or goes on with one, and hands on
// what it delivers until it breaks.
func (g *gateway) connect(ctx context.Context) error {
	address, err := g.address(ctx)
	if err != nil {
		return err
	}
	c, err := g.dial(ctx, address)
	if err != nil {
		return err
	}
	defer func() { c.close(farewell(ctx)) }()
	defer context.AfterFunc(ctx, func() { c.hangUp(closeGoodbye) })()
	if err := c.greet(); err != nil {
		return err
	}
	if err := g.introduce(c); err != nil {
		return err
	}
	err = g.read(c)
	g.doubt()
	return err
}

// doubt gives a session up that was asked for again and again and never went on:
// Discord does not always say that one is over. What it missed is found by whoever
// looks.
func (g *gateway) doubt() {
	switch {
	case !g.ready.IsZero() || g.session == "":
		g.resumes = 0
	case g.resumes+1 < resumeTries:
		g.resumes++
	default:
		g.p.log.Warn("discord: a session does not go on, so another is begun", "tries", g.resumes+1)
		g.session, g.resumes = "", 0
	}
}

// after is how long to wait before the next connection.
func (g *gateway) after(err error) time.Duration {
	if !g.ready.IsZero() && time.Since(g.ready) >= steady {
		g.failures = 0
		return 0
	}
	wait := min(backoffFirst<<min(g.failures, 16), backoffMost)
	g.failures++
	if e, is := errors.AsType[*waitError](err); is {
		return max(wait, e.wait)
	}
	return wait + rand.N(wait/2)
}

// address is where to connect: where the session is resumed, else the gateway, as
// soon as a session may be begun there.
func (g *gateway) address(ctx context.Context) (string, error) {
	if g.session != "" && g.failures < resumeTries {
		return g.resume, nil
	}
	start, err := g.p.gatewayStart(ctx)
	if err != nil {
		return "", err
	}
	if g.session == "" {
		err = g.mayBegin(ctx, start)
	}
	return start.URL, err
}

// gatewayStart asks where the gateway is and how many sessions may be begun
// (https://docs.discord.com/developers/events/gateway#get-gateway-bot).
func (p *Platform) gatewayStart(ctx context.Context) (gatewayStart, error) {
	var s gatewayStart
	err := p.rest.do(ctx, request{method: http.MethodGet, route: "/gateway/bot", into: &s})
	return s, waiting(err)
}
