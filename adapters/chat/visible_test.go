package chat

import (
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
		"\x1b[2J":                                "␛[2J",
		"\x7f\x00":                               "␡␀",
		"\u202eabc":                              "<U+202E>abc",
		"a\u200bb\ufeff\u00ad":                   "a<U+200B>b<U+FEFF><U+00AD>",
		"a\u2028b":                               "a<U+2028>b",
		"\U000e0100":                             "<U+E0100>",
	} {
		if got := Visible(text); got != want {
			t.Errorf("Visible(%q) = %q, want %q", text, got, want)
		}
	}
	if got := VisibleLine(" a\nb "); got != "a␊b" {
		t.Errorf("VisibleLine = %q", got)
	}
}

func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"", "\x1b[2J", "é\u0301", "\xff\xed\xa0\x80", "\u202e", "a\r\nb\r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Visible(text)
		if !utf8.ValidString(got) {
			t.Errorf("Visible(%q) = %q", text, got)
		}
		for _, r := range got {
			if r != '\n' && r != '\ufe0f' && r != '\ufe0e' && !unicode.IsGraphic(r) {
				t.Errorf("Visible(%q) has %U", text, r)
			}
		}
		if again := Visible(got); again != got {
			t.Errorf("Visible(%q) = %q, and again %q", text, got, again)
		}
	})
}
