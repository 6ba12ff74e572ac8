package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"relance/adapters/traces"
	"relance/bot/app"
	"relance/bot/app/build"
)

type runCmd struct{}

// closeWithin bounds the end: with what Run itself waits for, and the second in which
// whoever looks is answered, ten seconds in all.
const closeWithin = 3 * time.Second

// Run runs the bot.
func (runCmd) Run(p *program) error {
	c, configured, err := p.load()
	if err != nil {
		return err
	}
	if !configured { // the conversation is all there is to see
		c.Log.Level = max(c.Log.Level, slog.LevelWarn)
	}
	o := app.Options{Config: c, Data: p.cli.Data, In: p.in, Out: p.out, Logger: p.logger(c)}
	if !configured {
		o.Rehearsal = true
		o.Terminal = isTerminal(p.in)
		if !o.Terminal {
			lines := bufio.NewReader(p.in)
			if _, err := lines.Peek(1); err != nil { // nobody types and nothing is piped in
				return playFirst(p, 0)
			}
			o.In = lines
		}
	}
	var hangup <-chan os.Signal
	if configured { // before it takes any time to start
		traces.LogTo(o.Logger)
		var stop func()
		hangup, stop = p.hangups()
		defer stop()
	}
	a, err := app.New(p, o)
	if err != nil {
		return err
	}
	if configured {
		about := build.Read()
		o.Logger.Info("started", "version", about.Version, "go", about.Go, "store", a.Store(), "platforms", a.Platforms())
	}
	started := time.Now()
	reloading, done := context.WithCancel(p)
	var work sync.WaitGroup
	work.Go(func() { p.reload(reloading, a, hangup) })
	err = a.Run(p)
	done()
	work.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p), closeWithin)
	defer cancel()
	err = errors.Join(err, a.Close(ctx))
	if configured {
		o.Logger.Info("stopped", "told", p.Err() != nil, "ran", time.Since(started).Round(time.Second))
	}
	return err
}

func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
