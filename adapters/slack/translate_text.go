package slack

import (
	"strings"
)

// readable turns the text of a message into what a person reads in it. name tells
// a person's name by account.
//
// Slack escapes & < > and nothing else, and puts into <…> what is more than text:
// https://docs.slack.dev/messaging/formatting-message-text. A link keeps its
// address, whatever its label says.
func readable(text string, name func(account string) string) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "<")
		b.WriteString(unescape(before))
		if !open {
			return b.String()
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed {
			b.WriteString("<" + unescape(rest))
			return b.String()
		}
		b.WriteString(reference(inside, name))
		text = after
	}
}

// reference is what stands between < and >.
func reference(inside string, name func(account string) string) string {
	target, label, labelled := strings.Cut(inside, "|")
	target, label = unescape(target), unescape(label)
	switch {
	case strings.HasPrefix(target, "@"):
		if !labelled || label == "" {
			label = name(target[1:])
		}
		return "@" + strings.TrimPrefix(label, "@")
	case strings.HasPrefix(target, "#"):
		if label == "" {
			label = target[1:]
		}
		return "#" + strings.TrimPrefix(label, "#")
	case strings.HasPrefix(target, "!"):
		return special(target[1:], label)
	case label == "" || label == bare(target):
		return bare(target)
	case label == target || strings.HasSuffix(target, "://"+label):
		return target
	}
	return label + " (" + bare(target) + ")"
}

// special is a mention of many people, or a date: here, channel, everyone,
// subteam^S1, date^1392734382^{date}^https://example.org.
func special(target, label string) string {
	kind, of, _ := strings.Cut(target, "^")
	switch {
	case kind == "date" && label != "":
		return label
	case label != "":
		return "@" + strings.TrimPrefix(label, "@")
	case of != "":
		return "@" + of
	}
	return "@" + kind
}

// bare is an address as it is typed: a mail address has no scheme.
func bare(address string) string {
	address = strings.TrimPrefix(address, "mailto:")
	return strings.TrimPrefix(address, "tel:")
}

// unescape undoes the three escapes of Slack, each once.
func unescape(text string) string { return slackEscapes.Replace(text) }

var slackEscapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
