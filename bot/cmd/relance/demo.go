package main

import "time"

type demoCmd struct {
	Pause time.Duration `default:"600ms" help:"How long to wait before each message."`
}

// Run plays the first story slowly.
func (d demoCmd) Run(p *program) error {
	err := playFirst(p, d.Pause)
	if p.Err() != nil { // the person has seen enough
		return nil
	}
	return err
}
