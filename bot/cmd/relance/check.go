package main

import (
	"context"
	"fmt"
	"time"

	"relance/bot/app"
	"relance/config"
)

type checkCmd struct{}

// Run checks the configuration.
func (checkCmd) Run(p *program) error {
	c, configured, err := p.load()
	if err != nil {
		return err
	}
	what := p.cli.Config
	if !configured {
		what = "no configuration is given; the example, as it is without one,"
	}
	for _, w := range c.Warnings {
		fmt.Fprintf(p.out, "warning: %v\n", w)
	}
	facts, err := app.Describe(c, p.cli.Data)
	if err != nil {
		return err
	}
	if c.Discord.Configured() {
		facts = append(facts, app.Fact{Name: "discord invite", Value: invite(p, c)})
	}
	fmt.Fprintln(p.out, what, "can be used:")
	for _, f := range facts {
		fmt.Fprintf(p.out, "  %-18s %s\n", f.Name, f.Value)
	}
	return nil
}

// inviteWithin is how long the one question to Discord may take.
const inviteWithin = 5 * time.Second

// invite is the address that adds the bot to a server. Discord alone knows which
// application a token belongs to; where it does not say, that is said.
func invite(p *program, c *config.Config) string {
	ctx, cancel := context.WithTimeout(p, inviteWithin)
	defer cancel()
	address, err := app.Invite(ctx, c, nil)
	if err != nil {
		return fmt.Sprintf("not known now: %v", err)
	}
	return address
}
