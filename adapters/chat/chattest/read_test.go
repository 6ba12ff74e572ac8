package chattest

import "testing"

func TestReads(t *testing.T) {
	tests := []struct {
		seen, text string
		want       bool
	}{
		{"&lt;!channel&gt; hello", "<!channel> hello", true},
		{"\\*bold\\*", "*bold*", true},
		{"<U+202E>abc", "\u202eabc", true},
		{"cba", "abc", false},
		{"ab", "abc", false},
		{"anything", "\xff\x00 ...", true},
		{"", "", true},
	}
	for _, tt := range tests {
		if got := reads(tt.seen, tt.text); got != tt.want {
			t.Errorf("reads(%q, %q) = %t", tt.seen, tt.text, got)
		}
	}
	if readsInOrder("two one", "one", "two") || !readsInOrder("one, two", "one", "two") {
		t.Error("readsInOrder does not keep the order")
	}
}
