package slack

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync/atomic"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// method is a method of the Web API.
type method string

const (
	methodAuthTest     method = "auth.test"
	methodPost         method = "chat.postMessage"
	methodUpdate       method = "chat.update"
	methodDelete       method = "chat.delete"
	methodHistory      method = "conversations.history"
	methodReplies      method = "conversations.replies"
	methodOpen         method = "conversations.open"
	methodJoin         method = "conversations.join"
	methodInfo         method = "conversations.info"
	methodList         method = "conversations.list"
	methodMembers      method = "conversations.members"
	methodUser         method = "users.info"
	methodGroupMembers method = "usergroups.users.list"
)

// Methods that show answers, see show.
const (
	methodEphemeral   method = "chat.postEphemeral"
	methodViewOpen    method = "views.open"
	methodViewPush    method = "views.push"
	methodViewUpdate  method = "views.update"
	methodViewPublish method = "views.publish"
)

// changes tells of the methods after which something may have been said.
func (m method) changes() bool { return m == methodPost || m == methodUpdate }

// call calls a method of the Web API about a channel, if the method may be called
// now. The error is a *chat.Error.
func (p *Platform) call(ctx context.Context, m method, channel string, do func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return failure(ctx, err, false)
	}
	if wait := p.rests.left(m, channel, p.now()); wait > 0 {
		return &chat.Error{Failure: chat.Temporary, Code: codeLimited, After: wait, Turn: true}
	}
	traced, sent := watch(ctx)
	err := do(traced)
	if err == nil {
		return nil
	}
	e := failure(ctx, err, sent.Load())
	if e.Code == codeLimited {
		p.rests.begin(m, channel, p.now().Add(e.After))
		p.options.Limited(e.After)
	}
	if e.Failure == chat.Unknown && !m.changes() {
		e.Failure = chat.Temporary // what only asks can be asked again
	}
	p.tell(m, e)
	return e
}

// show calls a method that shows an answer, unless Slack has asked for a rest from
// it. Where it fails another way is tried or the person told, whatever the reason:
// so its codes have no consequences.
func (p *Platform) show(ctx context.Context, m method, do func(context.Context) error) error {
	if wait := p.rests.left(m, "", p.now()); wait > 0 {
		return &chat.Error{Failure: chat.Temporary, Code: codeLimited, After: wait, Turn: true}
	}
	err := do(ctx)
	if limit, is := errors.AsType[*slackgo.RateLimitedError](err); is {
		rest := max(limit.RetryAfter, shortestRest)
		p.rests.begin(m, "", p.now().Add(rest))
		p.options.Limited(rest)
	}
	return err
}

// tell logs what an administrator has to mend or whoever looks after the bot should
// know; the rest is in the error.
func (p *Platform) tell(m method, e *chat.Error) {
	meaning, known := consequences[e.Code]
	if m != methodAuthTest && tokenRemedies[e.Code] != "" {
		select {
		case p.refused <- struct{}{}:
		default: // it is being asked already
		}
	}
	switch {
	case m == methodAuthTest: // whoever asks says what they make of it
	case e.After == mendTime:
		if p.rests.remind(m, e.Code, p.now()) {
			p.log.Error("slack: an administrator has to mend the app; what was to be said waits and is tried again by itself",
				"method", string(m), "code", e.Code, "error", e.Err, "wait", mendTime)
		}
	case known && meaning == refused:
		p.log.Error("slack: a call was refused for its form", "method", string(m), "code", e.Code, "error", e.Err)
	case e.Failure == chat.Unknown && !known && e.Code != codeLost:
		p.log.Warn("slack: an answer with an unknown code", "method", string(m), "code", e.Code, "error", e.Err)
	}
}

// watch tells whether a request may have left: from the moment it has a
// connection. The transport looks for another connection only if nothing of the
// request was written to the first.
func watch(ctx context.Context) (context.Context, *atomic.Bool) {
	sent := new(atomic.Bool)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { sent.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	}), sent
}
