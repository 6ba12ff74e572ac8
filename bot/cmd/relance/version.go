package main

import (
	"fmt"

	"relance/bot/app/build"
)

type versionCmd struct{}

// Run says which version this is.
func (versionCmd) Run(p *program) error {
	fmt.Fprintln(p.out, build.Read())
	return nil
}
