package chat

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// length counts in UTF-16 units, as some platforms do: more than one for some
// characters.
func length(text string) int { return len(utf16.Encode([]rune(text))) }

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		label string
		limit int
		want  string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"👍👍👍", 5, "👍👍…"},
		{"aée\u0301e\u0301", 4, "aé…"}, // a letter stays with its accent
	} {
		if got := Shorten(tt.label, tt.limit, length); got != tt.want || length(got) > tt.limit {
			t.Errorf("Shorten(%q, %d) = %q, want %q", tt.label, tt.limit, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text       string
		limit      int
		head, tail string
	}{
		{"all of it", 9, "all of it", ""},
		{"one two three", 9, "one two ", "three"},
		{"onetwothree", 6, "onetwo", "three"},
		{"a onetwothree", 8, "a onetwo", "three"}, // a space too early
		{"a paragraph\n\nand words", 20, "a paragraph\n\n", "and words"},
		{"a line here\nand words", 20, "a line here\n", "and words"},
		{"eeee\u0301", 4, "eee", "e\u0301"},
		{"👍👍👍", 3, "👍", "👍👍"},
		{"👍👍", 1, "👍", "👍"}, // one character at least
	} {
		head, tail := Cut(tt.text, tt.limit, length)
		if head != tt.head || tail != tt.tail {
			t.Errorf("Cut(%q, %d) = %q, %q; want %q, %q", tt.text, tt.limit, head, tail, tt.head, tt.tail)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("one two  three\n\nfour", 7)
	f.Add("ete\u0301 日本語 👍🏽", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 1 || limit > 1000 {
			t.Skip()
		}
		text = Visible(text)
		head, tail := Cut(text, limit, length)
		if head+tail != text {
			t.Errorf("Cut(%q, %d) = %q + %q", text, limit, head, tail)
		}
		if text != "" && head == "" {
			t.Errorf("Cut(%q, %d) took nothing", text, limit)
		}
		if length(head) > limit && strings.ContainsFunc(head[firstRune(head):], func(r rune) bool { return !joins(r) }) {
			t.Errorf("Cut(%q, %d) took %q", text, limit, head)
		}
	})
}

func firstRune(s string) int {
	_, width := utf8.DecodeRuneInString(s)
	return width
}
