package slack

import (
	"context"
	"regexp"
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

// permalinks are the addresses of messages in Slack, as chat.getPermalink gives them.
var permalinks = regexp.MustCompile(`^https://[a-z0-9-]+(\.enterprise)?\.slack(-gov)?\.com/archives/[A-Z0-9]+/p[0-9]{16,}(\?thread_ts=[0-9.]+&cid=[A-Z0-9]+)?$`)

// isPermalink tells of a text that it is the address of a message in Slack, and
// nothing else.
func isPermalink(text string) bool { return permalinks.MatchString(text) }
