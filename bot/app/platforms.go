package app

import (
	"context"

	"relance/adapters/chat"
	"relance/adapters/console"
	"relance/bot/app/watch"
)

// platforms are the chat platforms that the configuration connects to, each new
// one in a line of its own; without any there is the terminal.
func (a *App) platforms(ctx context.Context, h *house) ([]chat.Platform, error) {
	p := Props{Config: h.config, Say: h.texts.For(h.config.Language), Now: h.clock.Now}
	var all []chat.Platform
	if h.config.Slack.Configured() || h.config.Discord.Configured() {
		var err error
		if a.strangers, err = newStrangers(ctx, a.vault.store, p.Now, a.log); err != nil {
			return nil, err
		}
		a.strangers.tell = func(ctx context.Context, platform, key string) error {
			return a.front.bot().SayShared(ctx, platform, key)
		}
	}
	if h.config.Slack.Configured() {
		slack, err := a.connectSlack(ctx, h, p)
		if err != nil {
			return nil, ofPlatform(err)
		}
		all = append(all, slack)
	}
	if h.config.Discord.Configured() {
		discord, err := a.connectDiscord(ctx, h, p)
		if err != nil {
			return nil, ofPlatform(err)
		}
		all = append(all, discord)
	}
	if len(all) == 0 {
		var err error
		if a.console, err = newConsole(a.terminal(), p); err != nil {
			return nil, err
		}
		all = append(all, a.console)
	}
	for i, p := range all {
		all[i] = watch.Platform(p, a.monitor.metrics)
	}
	return all, nil
}

// terminal is what the console is shown with.
func (a *App) terminal() console.Options {
	o := console.Options{In: a.o.In, Out: a.o.Out, Plain: plain(), Commands: []string{commandCase, commandTime}}
	if a.o.Rehearsal {
		o.Observe = func(console.Shown) { a.timeline.tell() }
	}
	return o
}

// newConsole makes the conversation in a terminal.
func newConsole(o console.Options, p Props) (*console.Console, error) {
	o.Words = consoleWords(p.Say)
	o.Now = p.Now
	o.Person = persons(p.Config)
	o.Rooms = consoleRooms(p.Config)
	if o.Me == "" {
		o.Me = p.Config.Console.Person
	}
	return console.New(o)
}
