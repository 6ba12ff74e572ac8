package discord

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
)

// hostile are n texts that do something unless they are escaped: those of every
// platform, and as many more of pieces of them as are needed.
func hostile(n int) []string {
	all := chattest.Hostile()
	bits := []string{"@everyone", "@here", "<@1>", "<@&1>", "<#1>", "</case:1>", "<t:0:R>", "<a:x:1>", ":smile:", "https://x.example/_a_",
		"[a](https://x.example)", "*", "**", "_", "__", "~~", "||", "`", "```", "> ", ">>> ", "# ", "-# ", "- ", "1. ", "\\", "\n", " ", "a", "é", "🙂",
		"\u202e", "\u200b", "\u0301\u0301\u0301\u0301\u0301", "\xff", "\x00", ":", "://", "10:30", "x-y", "+", "(", ")", "]", "<", ">"}
	r := rand.New(rand.NewPCG(1, 2))
	for len(all) < n-2 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(bits[r.IntN(len(bits))])
		}
		all = append(all, b.String())
	}
	return append(all, strings.Repeat("@everyone *huge* ", 2_000), strings.Repeat("\u202e", 3_000))
}

func TestEscaped(t *testing.T) {
	for text, want := range map[string]string{
		"K7M-4QZ-X, 2026-03-01: a note": "K7M-4QZ-X, 2026-03-01: a note",
		"at 10:30, see note:":           `at 10\:30, see note:`,
		"https://gazco.example/a_b":     `https\://gazco.example/a\_b`,
		"- item\n+ item\n* item":        "\\- item\n\\+ item\n\\* item",
		"12. item\n1.5 times\n2) item":  "12\\. item\n1\\.5 times\n2\\) item",
		"# big\n-# small\n  > said":     "\\# big\n\\-\\# small\n  \\> said",
		"1. # big":                      `1\. \# big`,
		"a > b - c # d 1. e":            "a > b - c # d 1. e",
		"<@1> [x](y) @here":             `\<\@1> \[x\](y) \@here`,
		`\*`:                            `\\\*`,
	} {
		if got := escaped(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// Cut apart, a text is whole, and no piece is too long.
func FuzzCut(f *testing.F) {
	for i, text := range hostile(60)[:58] { // the last two are huge
		f.Add(text, 1+i%40)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 1 || limit > 10_000 || !utf8.ValidString(text) {
			t.Skip()
		}
		var all strings.Builder
		for rest := text; rest != ""; {
			head, tail := chat.Cut(rest, limit, escapedLength)
			if head == "" {
				t.Fatalf("nothing is cut off %q", rest)
			}
			all.WriteString(head)
			rest = tail
		}
		if all.String() != text {
			t.Errorf("%q came together as %q", text, all.String())
		}
	})
}

func ExampleInviteURL() {
	fmt.Println(InviteURL("123"))
	// Output: https://discord.com/oauth2/authorize?client_id=123&permissions=309237730304&scope=bot+applications.commands
}
