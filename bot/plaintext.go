package bot

import (
	"strings"

	"relance/adapters/chat"
)

// plainText is a message as text alone, for somebody who copies it into a letter
// or says it on the phone.
func plainText(m chat.Message) string {
	var parts []string
	if m.Title != "" {
		parts = append(parts, m.Title)
	}
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case chat.Paragraph:
			parts = append(parts, string(b))
		case chat.Quote:
			parts = append(parts, "> "+strings.ReplaceAll(b.Text, "\n", "\n> "))
		case chat.Fields:
			var lines []string
			for _, f := range b {
				lines = append(lines, f.Label+": "+f.Value)
			}
			parts = append(parts, strings.Join(lines, "\n"))
		case chat.Items:
			parts = append(parts, "- "+strings.Join(b, "\n- "))
		}
	}
	return strings.Join(parts, "\n\n")
}
