package slack

import (
	"context"
	"sync"
)

// identity is who the bot is on Slack.
type identity struct {
	user string // the bot user's ID, as people see and mention it
	bot  string // the bot's ID, which messages of apps carry
	team string
	url  string // of the workspace, with a slash at its end
}

// wrote tells of a message with these IDs of a user and of a bot that it is the
// bot's own.
func (i identity) wrote(user, bot string) bool {
	return user != "" && user == i.user || bot != "" && bot == i.bot
}

// whoami remembers the identity once it is known.
type whoami struct {
	mu    sync.Mutex
	known identity
}

func (w *whoami) get() identity {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.known
}

func (w *whoami) set(i identity) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known = i
}

// identify asks Slack who the bot is, unless that is known.
func (p *Platform) identify(ctx context.Context) (identity, error) {
	if me := p.me.get(); me.user != "" {
		return me, nil
	}
	me, _, err := p.authTest(ctx)
	return me, err
}

// self is who the bot is; nobody while Slack does not say.
func (p *Platform) self(ctx context.Context) identity {
	me, err := p.identify(ctx)
	if err != nil {
		p.log.Warn("slack: the bot does not know yet who it is", "error", err)
	}
	return me
}
