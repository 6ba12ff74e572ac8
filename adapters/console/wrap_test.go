package console

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/chat"
)

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
		line = chat.VisibleLine(line)
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
