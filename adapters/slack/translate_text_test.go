package slack

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// called is what people are called here.
func called(account string) string { return map[string]string{"U1": "Ann Other"}[account] }

func TestReadable(t *testing.T) {
	for sent, want := range map[string]string{
		"":                                    "",
		"it's &lt;b&gt; &amp; *so*":           "it's <b> & *so*",
		"&amp;lt; stays":                      "&lt; stays",
		"<@U1> said":                          "@Ann Other said",
		"<@U9|ben> said":                      "@ben said",
		"in <#C1|press> and <#C2> and <#C3|>": "in #press and #C2 and #C3",
		"<!here> <!channel|channel> <!subteam^S1|@board> <!subteam^S2>":  "@here @channel @board @S2",
		"<!date^1392734382^{date}^https://example.org|18 February 2014>": "18 February 2014",
		"<https://example.org/?a=1&amp;b=2>":                             "https://example.org/?a=1&b=2",
		"<https://example.org/a|example.org/a>":                          "https://example.org/a",
		"<https://bad.example/|your bank>":                               "your bank (https://bad.example/)",
		"<mailto:ann@example.org|ann@example.org>":                       "ann@example.org",
		"<mailto:ann@example.org|write to me>":                           "write to me (ann@example.org)",
		"<tel:+33100000000|+33100000000>":                                "+33100000000",
		"a < b, never closed":                                            "a < b, never closed",
		"<":                                                              "<",
		"<>":                                                             "",
		"<https://example.org/|a &lt;b&gt;>":                             "a <b> (https://example.org/)",
	} {
		if got := readable(sent, called); got != want {
			t.Errorf("%q reads %q, want %q", sent, got, want)
		}
	}
}

func FuzzReadable(f *testing.F) {
	for _, seed := range []string{"", "<@U1> &amp; <https://example.org|x>", "<!subteam^S1>", "<<|>>", "&lt;@U1&gt;", "\xff<"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		read := readable(sent, called)
		if utf8.ValidString(sent) && !utf8.ValidString(read) {
			t.Errorf("%q became %q", sent, read)
		}
		// What Slack escaped comes back as it was typed.
		if got := readable(escaper.Replace(sent), called); got != sent {
			t.Errorf("%q came back as %q", sent, got)
		}
		// An address is never lost.
		if strings.ContainsAny(sent, "<>|&") {
			return
		}
		if got := readable("<https://example.org/"+sent+"|label>", called); !strings.Contains(got, "https://example.org/"+sent) {
			t.Errorf("the address is lost in %q", got)
		}
	})
}
