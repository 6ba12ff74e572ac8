package discord

import (
	"strings"

	"relance/adapters/chat"
)

// blank tells of a text that shows nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// shortened bounds a label to a length; an ellipsis shows that it goes on.
func shortened(label string, limit int) string { return chat.Shorten(label, limit, length) }
