package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"relance/adapters/chat"
)

// patience is how long Run waits at the end for what was begun.
const patience = 6 * time.Second

// Run works until the context ends, in a rehearsal also until the input does, or
// until a platform cannot go on, which is the error. What was begun is finished, within seconds.
func (a *App) Run(ctx context.Context) error {
	if a.o.Rehearsal {
		if err := a.welcome(ctx); err != nil {
			return err
		}
		if !a.o.Terminal {
			return a.script(ctx)
		}
	}
	if a.distrusted > 0 {
		if err := a.front.bot().SayDistrusted(ctx, a.distrusted); err != nil {
			a.log.Error("the team is not told why nothing is sent", "error", err)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(ctx, a.monitor.probes.End)
	var work sync.WaitGroup
	failed := make(chan error, 1)
	do := func(what string, f func(context.Context) error) {
		work.Go(func() {
			if err := f(ctx); err != nil && ctx.Err() == nil {
				select {
				case failed <- fmt.Errorf("%s: %w", what, err):
				default:
				}
				stop()
			}
		})
	}
	for _, p := range a.front.bot().Platforms {
		do(p.Name(), func(ctx context.Context) error {
			err := p.Run(ctx, a.handler(p.Name()))
			if err == nil && a.o.Rehearsal {
				stop()
			}
			return ofPlatform(err)
		})
	}
	for _, d := range a.doors {
		do("listen", d.serve)
	}
	a.front.bot().Warm(ctx)
	do("engine", a.engine.Run)
	if !a.o.Rehearsal {
		do("digest", a.digests)
		do("audit", a.auditing().run)
	}
	if a.trust != nil {
		do("trust", a.trust.watch)
	}
	if a.twoClocks() {
		do("clock", a.clocks.watch)
	}
	if a.strangers != nil {
		do("strangers", func(ctx context.Context) error { return a.strangers.watch(ctx, a.Platforms()) })
	}
	a.monitor.begin(a.vitals, a.front.bot().Platforms)
	<-ctx.Done()
	done := make(chan struct{})
	go func() {
		work.Wait()
		a.front.bot().Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
		a.log.Warn("stopped before everything that was begun had ended; it goes on at the next start")
	}
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// welcome says in three lines what this is and what to type.
func (a *App) welcome(ctx context.Context) error {
	const moderator = "@sam" // of the example, which a rehearsal is played with
	m := a.front.bot().Welcome(a.config.Language, moderator)
	_, err := a.console.Post(ctx, chat.Place{Person: a.config.Console.Person}, m)
	if e, is := errors.AsType[*chat.Error](err); is && ctx.Err() != nil {
		return e.Err
	}
	return err
}
