package slack

import (
	"testing"
)

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
