package slack

import (
	"context"
	"strings"
)

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
