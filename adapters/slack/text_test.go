package slack

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"L'été, 12 €\u00a0: «\u202fœuvre\u202f»": "L'été, 12 €\u00a0: «\u202fœuvre\u202f»",
		"日本語 ❤\ufe0f 👍🏽":                         "日本語 ❤\ufe0f 👍🏽",
		"  spaces stay \n":                       "  spaces stay \n",
		"two\r\nlines\n":                         "two\nlines\n",
		"a\tb":                                   "a    b",
		"over\rwritten":                          "over␍written",
		"\x7f\x00\x1b":                           "␡␀␛",
		"\u009b2J":                               "<U+009B>2J",
		"pay \u202elive\u202c":                   "pay <U+202E>live<U+202C>",
		"a\u200bb\ufeff\u00ad\u2060":             "a<U+200B>b<U+FEFF><U+00AD><U+2060>",
		"\xff\ufffd":                             "<FF>\ufffd",
		"a\u2028b\u0085":                         "a<U+2028>b<U+0085>",
		"\U000e0100\U000e0041":                   "<U+E0100><U+E0041>",
		"\u3164":                                 "<U+3164>",
		"é\u0301\u0301\u0301\u0301\u0301":        "é\u0301\u0301\u0301\u0301<U+0301>",
		"<!channel> *b* &lt;":                    "<!channel> *b* &lt;",
	} {
		if got := visible(text); got != want {
			t.Errorf("visible(%q) = %q, want %q", text, got, want)
		}
	}
	if got := visibleLine(" a\nb "); got != "a␊b" {
		t.Errorf("visibleLine = %q", got)
	}
}

func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"", "\x1b[2J", "é\u0301", "\xff\xed\xa0\x80", "\u202e", "a\r\nb\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := visible(text)
		if !utf8.ValidString(got) {
			t.Errorf("visible(%q) = %q", text, got)
		}
		for _, r := range got {
			if r != '\n' && r != '\ufe0f' && r != '\ufe0e' && !unicode.IsGraphic(r) {
				t.Errorf("visible(%q) has %U", text, r)
			}
		}
		if again := visible(got); again != got {
			t.Errorf("visible(%q) = %q, and again %q", text, got, again)
		}
	})
}

func TestEscaped(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit int
		want  string
	}{
		{"<!channel> & <@U1>", 100, "&lt;!channel&gt; &amp; &lt;@U1&gt;"},
		{"&lt;", 100, "&amp;lt;"},
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abc…"},
		{"a&&&&", 10, "a&amp;…"}, // never in the middle of an escape
		{"ééééé", 8, "éé…"},      // nor of a character
	} {
		if got := escaped(tt.text, tt.limit); got != tt.want || len(got) > tt.limit && len(tt.text) > tt.limit {
			t.Errorf("escaped(%q, %d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func TestShortened(t *testing.T) {
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
		if got := shortened(tt.label, tt.limit); got != tt.want || length(got) > tt.limit {
			t.Errorf("shortened(%q, %d) = %q, want %q", tt.label, tt.limit, got, tt.want)
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
		head, tail := cut(tt.text, tt.limit)
		if head != tt.head || tail != tt.tail {
			t.Errorf("cut(%q, %d) = %q, %q; want %q, %q", tt.text, tt.limit, head, tail, tt.head, tt.tail)
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
		text = visible(text)
		head, tail := cut(text, limit)
		if head+tail != text {
			t.Errorf("cut(%q, %d) = %q + %q", text, limit, head, tail)
		}
		if text != "" && head == "" {
			t.Errorf("cut(%q, %d) took nothing", text, limit)
		}
		if length(head) > limit && strings.ContainsFunc(head[firstRune(head):], func(r rune) bool { return !joins(r) }) {
			t.Errorf("cut(%q, %d) took %q", text, limit, head)
		}
	})
}

func firstRune(s string) int {
	_, width := utf8.DecodeRuneInString(s)
	return width
}
