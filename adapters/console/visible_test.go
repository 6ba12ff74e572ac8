package console

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"L'été, 12 €\u00a0: «\u202fœuvre\u202f»": "L'été, 12 €\u00a0: «\u202fœuvre\u202f»",
		"日本語 ❤\ufe0f 👍🏽":                         "日本語 ❤\ufe0f 👍🏽",
		"two\r\nlines\n":                         "two\nlines\n",
		"a\tb":                                   "a    b",
		"\x1b[2J":                                "␛[2J",
		"over\rwritten":                          "over␍written",
		"\x7f\x00":                               "␡␀",
		"\u009b2J":                               "<U+009B>2J",
		"\u202eabc":                              "<U+202E>abc",
		"a\u200bb\ufeff\u00ad":                   "a<U+200B>b<U+FEFF><U+00AD>",
		"\xff\ufffd":                             "<FF>\ufffd",
		"a\u2028b":                               "a<U+2028>b",
		"\U000e0100":                             "<U+E0100>",
		"\u3164":                                 "<U+3164>",
		"é\u0301\u0301\u0301\u0301\u0301":        "é\u0301\u0301\u0301\u0301<U+0301>",
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

func TestWrap(t *testing.T) {
	tests := []struct {
		line  string
		width int
		hang  int
		want  []string
	}{
		{"", 5, 0, []string{""}},
		{"one two", 0, 0, []string{"one two"}},
		{"one two", 7, 0, []string{"one two"}},
		{"one two", 6, 0, []string{"one", "two"}},
		{"one two", 3, 0, []string{"one", "two"}},
		{"onetwothree", 3, 0, []string{"one", "two", "thr", "ee"}},
		{"a onetwo", 4, 0, []string{"a", "onet", "wo"}},
		{"日本語", 4, 0, []string{"日本", "語"}},
		{"日本語", 1, 0, []string{"日", "本", "語"}},
		{"ete\u0301 fini", 3, 0, []string{"ete\u0301", "fin", "i"}},
		{"Due  one two three four", 14, 5, []string{"Due  one two", "     three", "     four"}},
		{"A long label  one two", 14, 14, []string{"A long label ", "one two"}},
	}
	for _, tt := range tests {
		if got := wrapHanging(tt.line, tt.width, tt.hang); !slices.Equal(got, tt.want) {
			t.Errorf("wrap(%q, %d, %d) = %q, want %q", tt.line, tt.width, tt.hang, got, tt.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two  three", 4)
	f.Add("日本語 été", 3)
	f.Fuzz(func(t *testing.T, line string, width int) {
		if width < 2 || width > 1000 {
			t.Skip()
		}
		line = visibleLine(line)
		lines := wrap(line, width)
		for _, l := range lines {
			if columns(l) > width {
				t.Errorf("wrap(%q, %d): %q is wider", line, width, l)
			}
		}
		if strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.ReplaceAll(line, " ", "") {
			t.Errorf("wrap(%q, %d) = %q", line, width, lines)
		}
	})
}
