package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
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

// Check asks Slack whether the token is good and granted all that the bot needs.
// The error says what is missing and what to do about it.
func (p *Platform) Check(ctx context.Context) error {
	_, granted, err := p.authTest(ctx)
	if err != nil {
		return fmt.Errorf("slack: the bot token cannot be used: %w", err)
	}
	var missing []string
	for _, scope := range Scopes() {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 && len(granted) > 0 {
		return fmt.Errorf("slack: the bot token lacks the scopes %s: add them under \"OAuth & Permissions\" of the app (or paste the manifest again) and reinstall the app to the workspace", strings.Join(missing, ", "))
	}
	return nil
}

// authTest asks who the bot is and what it is granted. Slack lists the scopes in a
// header (https://docs.slack.dev/authentication/installing-with-oauth#x-oauth-scopes);
// a server that does not list any leaves it empty.
func (p *Platform) authTest(ctx context.Context) (identity, []string, error) {
	var me identity
	var granted []string
	err := p.call(ctx, methodAuthTest, "", func(ctx context.Context) error {
		answer, err := p.api.AuthTestContext(ctx)
		switch {
		case err != nil:
			return err
		case answer.UserID == "" || answer.TeamID == "":
			return errNoAnswer
		}
		me = identity{user: answer.UserID, bot: answer.BotID, team: answer.TeamID, url: answer.URL}
		granted = strings.FieldsFunc(answer.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	})
	if err != nil {
		return identity{}, nil, err
	}
	p.me.set(me)
	return me, granted, nil
}

// permalink is the address of a message, built as chat.getPermalink builds it
// (https://docs.slack.dev/reference/methods/chat.getPermalink) so that nothing has
// to be asked for it; empty while Slack does not say who the bot is.
func (p *Platform) permalink(ctx context.Context, channel, ts, thread string) string {
	me := p.self(ctx)
	if me.url == "" {
		return ""
	}
	link := strings.TrimSuffix(me.url, "/") + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}
