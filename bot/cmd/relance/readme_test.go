package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheFirstFiveMinutes types what the README shows, begun at several hours of
// the week.
func TestTheFirstFiveMinutes(t *testing.T) {
	readme, err := os.ReadFile(filepath.FromSlash("../../../README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var typed strings.Builder
	for _, line := range regexp.MustCompile(`(?m)^@\w+> (.+)$`).FindAllStringSubmatch(string(readme), -1) {
		typed.WriteString(line[1] + "\n")
	}
	for _, later := range []string{"1m", "17h", "60h", "104h"} {
		out, errOut, code := call(t, "/time +"+later+"\n"+typed.String())
		if code != exitWell || errOut != "" {
			t.Errorf("%s later: %d, %s", later, code, errOut)
		}
		if m := regexp.MustCompile(`(?m)^ *! .*`).FindString(out); m != "" {
			t.Errorf("%s later something is not understood: %s", later, m)
		}
		for _, want := range []string{"Climbed from desk to lead", "is answered. Thank you", "the post goes out.", "\n#public >"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s later %q is not shown", later, want)
			}
		}
	}
}
