package config

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheManualHasEveryKey: docs/configure.md lists every key there is, and no other.
func TestTheManualHasEveryKey(t *testing.T) {
	manual, err := os.ReadFile(filepath.FromSlash("../docs/configure.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(manual), "## Every key")
	listed := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|").FindAllStringSubmatch(table, -1) {
		for _, key := range strings.Split(row[1], ", ") {
			listed[strings.Trim(key, "`")] = true
		}
	}
	r := newReader("example.yaml", testOptions().withDefaults())
	r.document(unset.ReplaceAll(Example(), []byte("$1$2")))
	platform := regexp.MustCompile(`^rooms\.[^.]+`)
	day := regexp.MustCompile(`^(calendars\.\*\.hours)\..*`)
	known := map[string]bool{}
	for key := range r.schema {
		branch := func(other string) bool {
			return strings.HasPrefix(other, key+".") || strings.HasPrefix(other, key+"[].")
		}
		if slices.ContainsFunc(slices.Collect(maps.Keys(r.schema)), branch) {
			continue
		}
		known[day.ReplaceAllString(platform.ReplaceAllString(key, "rooms.*"), "$1.*")] = true
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if !listed[key] {
			t.Errorf("docs/configure.md does not list %s", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		if !known[key] {
			t.Errorf("docs/configure.md lists %s, which is no key", key)
		}
	}
}
