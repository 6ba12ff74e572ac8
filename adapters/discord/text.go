package discord

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// marksInARow is how many combining marks one letter may carry; more of them
// climb over the lines above and below.
const marksInARow = 4

// visible returns a text of several lines in which nothing but line breaks acts:
// what reorders text, takes no room or steers anything is shown by name, as on
// every platform of the bot. Nothing is left out, so that two texts that differ
// read differently.
func visible(text string) string {
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

// visibleLine is visible for what stands on one line: a title, a label.
func visibleLine(text string) string {
	return strings.ReplaceAll(visible(strings.TrimSpace(text)), "\n", "\u240a")
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

// blank tells of a text that shows nothing.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// shortened bounds a label to a length; an ellipsis shows that it goes on.
func shortened(label string, limit int) string {
	if length(label) <= limit {
		return label
	}
	head, _ := cutHard(label, limit-1, length)
	return head + "…"
}

// cut divides a text so that the size of its head is limit at most: after a
// paragraph, a line or a word of its second half, else between two characters.
// Head and tail together are the text.
func cut(text string, limit int, size func(string) int) (head, tail string) {
	head, tail = cutHard(text, limit, size)
	if tail == "" {
		return head, tail
	}
	for _, end := range []string{"\n\n", "\n", " "} {
		if i := strings.LastIndex(head, end); i >= len(head)/2 {
			i += len(end)
			return text[:i], text[i:]
		}
	}
	return head, tail
}

// cutHard divides a text at a size, but never between a letter and its marks. It
// takes one character at least.
func cutHard(text string, limit int, size func(string) int) (head, tail string) {
	if size(text) <= limit {
		return text, ""
	}
	// The size grows with the text: the longest head is found by halving.
	var ends []int
	for i, r := range text {
		if i > 0 && !joins(r) {
			ends = append(ends, i)
		}
	}
	low, high := 0, len(ends) // of ends[:low] all fit, of ends[high:] none
	for low < high {
		if mid := (low + high) / 2; size(text[:ends[mid]]) <= limit {
			low = mid + 1
		} else {
			high = mid
		}
	}
	switch {
	case len(ends) == 0:
		return text, ""
	case low == 0:
		return text[:ends[0]], text[ends[0]:]
	}
	return text[:ends[low-1]], text[ends[low-1]:]
}

// joins tells of a character that belongs to the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.M, unicode.Variation_Selector) || r >= 0x1f3fb && r <= 0x1f3ff // tones of skin
}
