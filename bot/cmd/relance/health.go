package main

import (
	"errors"
	"fmt"

	"relance/adapters/chat"
	"relance/bot/app/watch"
)

type healthCmd struct {
	Alive bool `help:"Ask only whether the process lives, not whether it is ready."`
}

// errNoMonitor says why the bot cannot be asked.
var errNoMonitor = errors.New("the bot tells nobody how it is: write monitor: {listen: 127.0.0.1:9464} in the configuration, and start it again")

// Run asks the bot that runs with the same configuration, on the same machine.
func (h healthCmd) Run(p *program) error {
	c, err := p.loadPlan()
	if err != nil {
		return err
	}
	if c.Monitor.Listen == "" {
		return errNoMonitor
	}
	probe, well := watch.Ready, "ready"
	if h.Alive {
		probe, well = watch.Alive, "alive"
	}
	report, err := watch.Ask(p, c.Monitor.Reach(), probe)
	if err != nil {
		return err
	}
	if !report.OK {
		fmt.Fprintf(p.out, "not %s: %s\n", well, chat.Visible(report.Why()))
		return errFound
	}
	fmt.Fprintln(p.out, well)
	return nil
}
