package discordfake_test

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/discord/discordfake"
)

// What a person reads in a text, and what it does beyond being read.
// https://docs.discord.com/developers/reference#message-formatting and
// https://support.discord.com/hc/en-us/articles/210298617
func TestMarkdown(t *testing.T) {
	tests := []struct {
		text, read string
		effects    []string
	}{
		{"plain text, 12:30, a_b_c and 2 * 3 * 4", "", nil},
		{"l'été: oui — non", "", nil},
		{`\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \` + "`e\\`", "*a* _b_ ~~c~~ ||d|| `e`", nil},
		{`back\\slash C:\temp`, `back\slash C:\temp`, nil},
		{"**a** *b* _c_ __d__ ~~e~~ ||f||", "a b c d e f", []string{"bold", "italic", "italic", "underline", "strikethrough", "spoiler"}},
		{"***a***", "a", []string{"bold", "italic"}},
		{"**not closed", "", nil},
		{`**a\** b`, "*a* b", []string{"italic"}}, // one of the three is left to begin with
		{"`a*b*` ```go\nx\n```", "a*b* x", []string{"code", "code block"}},
		{"# a", "a", []string{"heading"}},
		{"-# a", "a", []string{"subtext"}},
		{"#a\nx # b", "", nil},
		{`\# a`, "# a", nil},
		{"* a\n- b\n1. c", "* a\n- b\n1. c", []string{"list", "list", "list"}},
		{`1\. c`, "1. c", nil},
		{"> a\n> b\nc", "a\nb\nc", []string{"quotation"}},
		{">>> a\nb", "a\nb", []string{"quotation"}},
		{">a", "", nil},
		{"https://example.org/x?y=1.", "", []string{"link https://example.org/x?y=1", "preview https://example.org/x?y=1"}},
		{`https\://example.org`, "https://example.org", nil},
		{"<https://example.org>", "https://example.org", []string{"link https://example.org"}},
		{"[click](https://example.org)", "click", []string{"link https://example.org", "preview https://example.org"}},
		{"[click](<https://example.org>)", "click", []string{"link https://example.org"}},
		{`\[click\](https\://example.org)`, "[click](https://example.org)", nil},
		{"[click](javascript:x)", "", nil},
		{"<a@example.org>", "a@example.org", []string{"link a@example.org"}},
		{":smile: 10:20:30 <:x:123> <t:0:R> </case:123> <id:guide>", "", []string{":smile:", "<:x:123>", "<t:0:R>", "</case:123>", "<id:guide>"}},
		{"<#123> <@123> <@&456>", "", []string{"link <#123>", "name <@123>", "name <@&456>"}},
		{"@everyone", "", nil}, // the app may not mention everyone
		{"a\u202eb\u200bc", "", []string{"U+202E", "U+200B"}},
		{"é̂\ufe0f", "", nil},
	}
	w := newWorld(t, discordfake.Options{})
	for _, tt := range tests {
		m, _ := w.see(w.ann, w.post(w.room, object{"content": tt.text}))
		if want := tt.read; m.Read != want && (want != "" || m.Read != tt.text) {
			t.Errorf("%q reads %q, want %q", tt.text, m.Read, want)
		}
		if !slices.Equal(m.Effects, tt.effects) {
			t.Errorf("%q does %q, want %q", tt.text, m.Effects, tt.effects)
		}
		for where, body := range map[string]object{
			"a description":  embed(object{"description": tt.text}),
			"a field":        embed(object{"fields": []object{{"name": "n", "value": tt.text}}}),
			"a text display": v2(text(tt.text)),
		} {
			m, _ := w.see(w.ann, w.post(w.room, body))
			var want []string
			for _, e := range tt.effects {
				if !strings.HasPrefix(e, "preview ") {
					want = append(want, e)
				}
			}
			if !slices.Equal(m.Effects, want) {
				t.Errorf("%q in %s does %q, want %q", tt.text, where, m.Effects, want)
			}
		}
		if len(tt.effects) > 0 && !strings.HasPrefix(tt.effects[0], "U+") {
			m, _ := w.see(w.ann, w.post(w.room, embed(object{"footer": object{"text": tt.text}, "author": object{"name": tt.text}})))
			if len(m.Effects) > 0 || m.Read != tt.text+"\n"+tt.text {
				t.Errorf("%q in a footer reads %q and does %q", tt.text, m.Read, m.Effects)
			}
		}
	}
}
