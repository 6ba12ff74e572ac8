package app

import (
	"context"
	"sync/atomic"
	"time"

	"relance/adapters/chat"
	"relance/bot"
	"relance/config"
	"relance/escalation"
)

// inUse is a configuration that is in use, with the bot that knows it. It is never
// changed: another one takes its place.
type inUse struct {
	config *config.Config
	bot    *bot.Bot
	over   chan struct{} // closed when another one is in use
}

// front is where the acts of people and the notices of the engine come in. Each is
// dealt with, from beginning to end, by what is in use when it comes.
type front struct{ now atomic.Pointer[inUse] }

var _ escalation.Deliverer = (*front)(nil)

// use has everything that comes from now on dealt with by another bot.
func (f *front) use(c *config.Config, b *bot.Bot) {
	before := f.now.Swap(&inUse{config: c, bot: b, over: make(chan struct{})})
	if before != nil {
		close(before.over)
	}
}

// bot is the one that is in use now.
func (f *front) bot() *bot.Bot { return f.now.Load().bot }

// Deliver implements [escalation.Deliverer].
func (f *front) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	return f.bot().Deliver(ctx, c, n, at)
}

// on is the handler of the acts of one platform.
func (f *front) on(platform string) chat.Handler { return acts{f, platform} }

type acts struct {
	front    *front
	platform string
}

// Handle implements [chat.Handler].
func (a acts) Handle(ctx context.Context, act chat.Act) chat.Answer {
	return a.front.bot().On(a.platform).Handle(ctx, act)
}
