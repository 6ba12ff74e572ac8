package chattest

import (
	"strings"
	"unicode"
)

// reads tells whether a text can be read in what a person sees: its letters and
// figures are there in their order, whatever stands between them.
func reads(seen, text string) bool {
	return follows([]rune(seen), text) >= 0
}

// readsInOrder is reads for several texts, one after the other.
func readsInOrder(seen string, texts ...string) bool {
	rest := []rune(seen)
	for _, text := range texts {
		end := follows(rest, text)
		if end < 0 {
			return false
		}
		rest = rest[end:]
	}
	return true
}

// follows returns where the letters of a text end in what is seen, or -1.
func follows(seen []rune, text string) int {
	at := 0
	for _, r := range strings.ToValidUTF8(text, "") {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		for at < len(seen) && seen[at] != r {
			at++
		}
		if at == len(seen) {
			return -1
		}
		at++
	}
	return at
}

// contains is a condition on what is seen.
func contains(text string) func(Seen) bool {
	return func(s Seen) bool { return strings.Contains(s.Text, text) }
}
