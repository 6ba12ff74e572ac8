package chat

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// marksInARow is how many combining marks one letter may carry; more of them
// climb over the lines above and below.
const marksInARow = 4

// Visible returns a text of several lines in which nothing but line breaks acts:
// what reorders text, takes no room or steers a terminal is shown by name, alike on
// every platform. Nothing is left out and nothing trimmed, so that two texts that
// differ read differently.
func Visible(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(text))
	marks := 0
	for i, r := range text {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t':
			b.WriteString("    ")
		case r < ' ':
			b.WriteRune('\u2400' + r) // control pictures
		case r == 0x7f:
			b.WriteRune('\u2421')
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			fmt.Fprintf(&b, "<%02X>", text[i]) // a byte that is no character
		case hides(r) || marks > marksInARow:
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// VisibleLine is [Visible] for what stands on one line, such as a title or a
// label: space around it goes, and a line break is shown as a sign.
func VisibleLine(text string) string {
	return strings.ReplaceAll(Visible(strings.TrimSpace(text)), "\n", "\u240a")
}

// hides tells of a character that does something else than show itself.
func hides(r rune) bool {
	switch {
	case r == 0xfe0e || r == 0xfe0f: // text or emoji: harmless, and in every second emoji
		return false
	case unicode.Is(unicode.Variation_Selector, r): // can carry hidden bytes
		return true
	}
	return !unicode.IsGraphic(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}
