package main

import "relance/bot/app"

type manifestCmd struct {
	Address string `placeholder:"URL" help:"Where Slack calls the bot, in the mode http: https://relance.example.org/slack/"`
}

// Run writes the manifest of the Slack app.
func (m manifestCmd) Run(p *program) error {
	c, err := p.loadPlan()
	if err != nil {
		return err
	}
	text, err := app.Manifest(c, m.Address)
	if err != nil { // of the address, alone
		return misuse{err}
	}
	_, err = p.out.Write(text)
	return err
}
