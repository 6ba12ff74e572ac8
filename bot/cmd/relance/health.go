package main

import (
	"errors"
	"fmt"

	"relance/adapters/chat"
	"relance/bot/app"
	"relance/bot/app/watch"
	"relance/config"
)

type healthCmd struct {
	Alive bool   `help:"Ask only whether the process lives, not whether it is ready."`
	At    string `placeholder:"HOST:PORT" help:"Ask there, and read no configuration: the address at which the bot listens since its start."`
}

// errNoMonitor says why the bot cannot be asked.
var errNoMonitor = errors.New("the bot tells nobody how it is: name its configuration with --config, with monitor: {listen: 127.0.0.1:9464} in it since the bot was started")

// Run asks the bot that runs with the same configuration, on the same machine. Of the
// configuration it reads the address alone: a mistake that somebody has just made
// elsewhere in it does not make a bot ill that goes on with the one from before.
func (h healthCmd) Run(p *program) error {
	at, err := h.address(p)
	if err != nil {
		return err
	}
	probe, well := watch.Ready, "ready"
	if h.Alive {
		probe, well = watch.Alive, "alive"
	}
	report, err := watch.Ask(p, at, probe)
	if err != nil {
		return err
	}
	why := chat.Visible(report.Why())
	switch {
	case !report.OK:
		fmt.Fprintf(p.out, "not %s: %s\n", well, why)
		return errFound
	case why != "":
		well += "; " + why
	}
	fmt.Fprintln(p.out, well)
	return nil
}

// address is where the bot is asked.
func (h healthCmd) address(p *program) (string, error) {
	m := config.Monitor{Listen: h.At}
	if h.At == "" && p.cli.Config != "" {
		o, err := app.Reading()
		if err != nil {
			return "", err
		}
		if m, err = config.LoadMonitor(p.cli.Config, o); err != nil {
			return "", p.named(err)
		}
	}
	if m.Listen == "" {
		return "", errNoMonitor
	}
	return m.Reach(), nil
}
