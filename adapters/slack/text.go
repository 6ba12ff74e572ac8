package slack

import (
	"strings"

	"relance/adapters/chat"
)

// blank tells of a text that shows nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// escaper is for text that Slack parses: these three characters are all that
// begins a mention or a link (https://docs.slack.dev/messaging/formatting-message-text#escaping).
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escaped escapes a text and bounds it to a number of bytes, at the end of a
// character; an ellipsis shows that it goes on.
func escaped(text string, limit int) string {
	if all := escaper.Replace(text); len(all) <= limit {
		return all
	}
	const more = "…"
	var b strings.Builder
	for _, r := range text {
		next := escaper.Replace(string(r))
		if b.Len()+len(next)+len(more) > limit {
			break
		}
		b.WriteString(next)
	}
	return b.String() + more
}

// shortened bounds a label to a length; an ellipsis shows that it goes on.
func shortened(label string, limit int) string { return chat.Shorten(label, limit, length) }
