package app

import (
	"context"

	"relance/adapters/chat"
	"relance/adapters/slack"
	"relance/config"
)

// connectSlack makes the platform Slack and finds out now whether it can be used:
// a token that is refused, a scope that is missing and a channel that is not there
// are told before anything depends on them. An outage is waited for.
func (a *App) connectSlack(ctx context.Context, h *house, p Props) (chat.Platform, error) {
	o := slackOptions(p)
	o.Dial, o.Logger, o.Limited = a.o.Dial, a.log, a.monitor.limited("slack")
	o.Origin, o.Stranger = a.strangers.mark, a.strangers.on("slack")
	s, err := slack.New(o)
	if err != nil {
		return nil, err
	}
	err = a.outlast(ctx, s.Name(), func() error {
		if err := s.Check(ctx); err != nil {
			return err
		}
		rooms, err := resolved(ctx, s, s.Name(), h.rooms[s.Name()])
		if err == nil {
			h.rooms[s.Name()] = rooms
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if p.Config.Slack.Mode == config.SlackHTTP {
		return a.door(p.Config.Slack.Listen).let(s), nil
	}
	return s, nil
}

// slackOptions are those that the configuration comes to.
func slackOptions(p Props) slack.Options {
	c := p.Config.Slack
	o := slack.Options{
		BotToken: string(c.BotToken), APIURL: c.APIURL, Command: c.Command,
		Words: SlackWords(p.Say), Now: p.Now,
	}
	if c.Mode == config.SlackHTTP {
		o.SigningSecret = string(c.SigningSecret)
	} else {
		o.AppToken = string(c.AppToken)
	}
	return o
}
