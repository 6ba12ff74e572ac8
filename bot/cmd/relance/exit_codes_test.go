package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheExitCodesAreDocumented: --help and the manual list the same ones, which
// are all there are.
func TestTheExitCodesAreDocumented(t *testing.T) {
	manual, err := os.ReadFile("../../../docs/operate/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, code := range []int{exitWell, exitFound, exitUsage, exitFailed, exitMend} {
		all = append(all, itoa(code))
	}
	help, _, _ := call(t, "", "--help")
	_, after, _ := strings.Cut(help, "Exit codes: ")
	for where, codes := range map[string][][]string{
		"the manual": regexp.MustCompile(`(?m)^\| (\d) \|`).FindAllStringSubmatch(string(manual), -1),
		"--help":     regexp.MustCompile(`(?:^|;\s+)(\d) `).FindAllStringSubmatch(after, -1),
	} {
		var found []string
		for _, code := range codes {
			found = append(found, code[1])
		}
		if !slices.Equal(found, all) {
			t.Errorf("%s has %v, the program %v", where, found, all)
		}
	}
}
