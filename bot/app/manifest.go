package app

import (
	"errors"

	"relance/adapters/slack"
	"relance/bot/locale"
	"relance/config"
)

// errNoAddress says what a manifest over HTTP needs.
var errNoAddress = errors.New("in the mode http Slack calls the bot: give the address at which it is reached from outside, " +
	"like --address https://relance.example.org/slack/")

// Manifest is what a Slack app is made from that fits a configuration: its
// command, its language, and how it is reached. address is where Slack calls the
// bot from outside; empty where the bot calls Slack.
func Manifest(c *config.Config, address string) ([]byte, error) {
	if c.Slack.Mode == config.SlackHTTP && address == "" {
		return nil, errNoAddress
	}
	texts, err := locale.Load()
	if err != nil {
		return nil, err
	}
	say := texts.For(c.Language)
	return slack.Manifest(slack.ManifestOptions{Command: c.Slack.Command, Address: address, Words: slack.ManifestWords{
		About:    say.Say("slack.app.about"),
		Command:  say.Say("slack.app.command"),
		Usage:    say.Say("slack.app.usage"),
		Open:     say.Say("slack.app.open"),
		OpenHint: say.Say("slack.app.open_hint"),
		File:     say.Say("slack.app.file"),
		FileHint: say.Say("slack.app.file_hint"),
	}}), nil
}
