package main

import (
	"fmt"

	"relance/bot/app"
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
	fmt.Fprintln(p.out, what, "can be used:")
	for _, f := range facts {
		fmt.Fprintf(p.out, "  %-18s %s\n", f.Name, f.Value)
	}
	return nil
}
