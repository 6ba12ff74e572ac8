package app

import (
	"errors"
	"fmt"
	"net/url"

	"relance/adapters/slack"
	"relance/bot/locale"
	"relance/config"
)

// errNoAddress says what a manifest over HTTP needs.
var errNoAddress = errors.New("in the mode http Slack calls the bot: give the address at which it is reached from outside, " +
	"like --address https://relance.example.org/slack/")

// errNotCalled says that an address would be of no use.
var errNotCalled = errors.New("--address is for the mode http, where Slack calls the bot: this configuration is of the mode socket, " +
	"where the bot calls Slack. Leave --address out, or write mode: http, signing_secret_env and listen")

// checkAddress looks at where Slack is to call the bot.
// https://docs.slack.dev/apis/events-api/using-http-request-urls: over HTTPS
func checkAddress(address string) error {
	u, err := url.Parse(address)
	wrong := func(why string) error {
		return fmt.Errorf("--address %s: give the address at which Slack reaches the bot, like https://relance.example.org/slack/", why)
	}
	switch {
	case err != nil || u.Scheme == "" || u.Opaque != "":
		return wrong("is no address")
	case u.Scheme != "https":
		return wrong("begins with " + u.Scheme + ":, and Slack calls over https only")
	case u.Hostname() == "":
		return wrong("names no host")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil:
		return wrong("has a part that is no host and no path")
	}
	return nil
}

// Manifest is what a Slack app is made from that fits a configuration: its
// command, its language, and how it is reached. address is where Slack calls the
// bot from outside; empty where the bot calls Slack.
func Manifest(c *config.Config, address string) ([]byte, error) {
	switch {
	case c.Slack.Mode == config.SlackHTTP && address == "":
		return nil, errNoAddress
	case c.Slack.Mode == config.SlackSocket && address != "":
		return nil, errNotCalled
	case address != "":
		if err := checkAddress(address); err != nil {
			return nil, err
		}
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
