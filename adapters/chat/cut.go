package chat

import (
	"strings"
	"unicode"
)

// Limits of length differ by platform, and so does what they count: size says it of
// a text, and grows with the text.

// Shorten bounds a label to a size; an ellipsis shows that it goes on.
func Shorten(label string, limit int, size func(string) int) string {
	if size(label) <= limit {
		return label
	}
	head, _ := CutAnywhere(label, limit-size(ellipsis), size)
	return head + ellipsis
}

const ellipsis = "…"

// Cut divides a text so that the size of its head is limit at most: after a
// paragraph, a line or a word of its second half, else between two characters.
// Head and tail together are the text.
func Cut(text string, limit int, size func(string) int) (head, tail string) {
	head, tail = CutAnywhere(text, limit, size)
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

// CutAnywhere divides a text at a size, but never between a letter and its marks. It
// takes one character at least.
func CutAnywhere(text string, limit int, size func(string) int) (head, tail string) {
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
