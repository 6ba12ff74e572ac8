package slack

import (
	"context"
	"errors"
	"net/url"

	slackgo "github.com/slack-go/slack"
)

// showAlone shows pieces to one person: where they acted, as long as Slack lets us;
// then beside it; else in private.
func (p *Platform) showAlone(ctx context.Context, b back, pieces []piece) {
	if b.User == "" { // an app has no eyes
		return
	}
	uses := 0
	for _, one := range pieces {
		if b.Response != "" && uses < responseUses {
			uses++
			err := slackgo.PostWebhookCustomHTTPContext(ctx, b.Response, p.inbound.hooks, ephemeral(one, b.Thread))
			if err == nil {
				continue
			}
			p.log.Debug("slack: a response_url does not work any more", "error", unaddressed(err))
			b.Response = ""
		}
		if b.Channel != "" && !isDirect(b.Channel) {
			err := p.show(ctx, methodEphemeral, func(ctx context.Context) error {
				_, err := p.api.PostEphemeralContext(ctx, b.Channel, b.User, append(content(one), slackgo.MsgOptionTS(b.Thread))...)
				return err
			})
			if err == nil {
				continue
			}
			p.log.Debug("slack: an answer cannot be shown where it was asked", "error", err)
		}
		if err := p.whisper(ctx, b.User, one); err != nil {
			p.log.Warn("slack: an answer reached nobody", "user", b.User, "error", err)
			return
		}
	}
}

// whisper says a piece in the private conversation with a person.
func (p *Platform) whisper(ctx context.Context, user string, one piece) error {
	channel, err := p.openDirect(ctx, user)
	if err != nil {
		return err
	}
	return p.call(ctx, methodPost, channel, func(ctx context.Context) error {
		_, _, err := p.api.PostMessageContext(ctx, channel, content(one)...)
		return err
	})
}

// ephemeral is a piece for one person alone, beside what is there.
func ephemeral(one piece, thread string) *slackgo.WebhookMessage {
	no := false
	return &slackgo.WebhookMessage{
		ResponseType:    slackgo.ResponseTypeEphemeral,
		ThreadTimestamp: thread,
		Text:            one.text,
		Blocks:          &slackgo.Blocks{BlockSet: one.blocks},
		Parse:           "none",
		UnfurlLinks:     &no,
		UnfurlMedia:     &no,
	}
}

// unaddressed is an error without the address it happened at: whoever has a
// response_url can write with it.
func unaddressed(err error) error {
	if failed, is := errors.AsType[*url.Error](err); is {
		return failed.Err
	}
	return err
}
