package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"relance/bot/app"
	"relance/config"
)

// hangups listens to SIGHUP, which asks a bot without a terminal to read its
// configuration again. At a terminal it means what it always did: the terminal is
// gone. Windows never sends it.
func (p *program) hangups() (hangup <-chan os.Signal, stop func()) {
	if isTerminal(p.in) {
		return nil, func() {}
	}
	asked := make(chan os.Signal, 1) // two that come together are one
	signal.Notify(asked, syscall.SIGHUP)
	return asked, func() { signal.Stop(asked) }
}

// reload reads the configuration again whenever it is asked to, until the context
// ends. The App says in the log what came of it.
func (p *program) reload(ctx context.Context, a *app.App, hangup <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		c, err := a.Reload(ctx, func() (*config.Config, error) {
			c, _, err := p.load()
			return c, err
		})
		if err == nil {
			p.log.use(c.Log)
		}
	}
}
