package bot

import (
	"strings"
	"testing"
)

// TestHelpFitsTheRole: nobody is shown a command that is never theirs.
func TestHelpFitsTheRole(t *testing.T) {
	h := newHouse(t)
	tests := map[string]struct{ shown, hidden []string }{
		"ann": {[]string{"open", "withdraw", "reply", "why"}, []string{"climb", "close", "take", "pause-all", "org add", "contact add"}},
		"tom": {[]string{"open", "climb", "close", "take"}, []string{"pause-all", "org add", "contact add"}},
		"mia": {[]string{"open", "org add", "contact add"}, []string{"climb", "close", "take", "pause-all"}},
		"ada": {[]string{"pause-all", "org add", "climb"}, nil},
	}
	for who, tt := range tests {
		help := h.types(who, "help")
		listed := func(words string) bool {
			return strings.Contains(help, "/case "+words+":") || strings.Contains(help, "/case "+words+" ")
		}
		for _, words := range tt.shown {
			if !listed(words) {
				t.Errorf("%s is not shown %q:\n%s", who, words, help)
			}
		}
		for _, words := range tt.hidden {
			if listed(words) {
				t.Errorf("%s is shown %q", who, words)
			}
		}
	}
}
