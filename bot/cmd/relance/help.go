package main

import (
	"slices"

	"github.com/alecthomas/kong"
)

type helpCmd struct {
	Command []string `arg:"" optional:"" help:"The command; without one, what there is."`
}

// Run writes what --help writes after the command, and ends as that does.
func (h helpCmd) Run(k *kong.Kong) error {
	_, err := k.Parse(append(slices.Clone(h.Command), "--help"))
	return err
}
