package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheInstallPage types what docs/install.md says to type, and compares what it
// says that is shown.
func TestTheInstallPage(t *testing.T) {
	content, err := os.ReadFile(filepath.FromSlash("../../../docs/install.md"))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, block := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(string(content), -1) {
		if block[1] == "" { // no shell
			blocks = append(blocks, block[2])
		}
	}
	if len(blocks) != 4 {
		t.Fatalf("the page has %d blocks that are typed or shown, want 4", len(blocks))
	}
	rehearsal, shown, opened, listed := blocks[0], blocks[1], blocks[2], blocks[3]

	out, errOut, code := call(t, rehearsal)
	if code != exitWell || errOut != "" || regexp.MustCompile(`(?m)^ *! `).MatchString(out) || !strings.Contains(out, "Climbed from desk to lead") {
		t.Errorf("%d, %s\n%s", code, errOut, out)
	}

	example, err := os.ReadFile(filepath.FromSlash("../../../config/example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	path, data := filepath.Join(t.TempDir(), "relance.yaml"), t.TempDir()
	if err := os.WriteFile(path, example, 0o600); err != nil {
		t.Fatal(err)
	}
	out, errOut, code = call(t, "", "--config", path, "--data", data, "check")
	if code != exitWell {
		t.Fatalf("%d, %s", code, errOut)
	}
	for line := range strings.Lines(shown) {
		want := strings.TrimSpace(line)
		switch {
		case want == "…":
		case strings.HasPrefix(want, "redis "): // where one is installed
		case !strings.Contains(out, strings.TrimPrefix(want, "relance.yaml")):
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}

	// The two starts, here one, because only a store on a Redis keeps.
	out, errOut, code = call(t, opened+listed)
	if code != exitWell || errOut != "" || !strings.Contains(out, "IT desk: Still there? (open") {
		t.Errorf("%d, %s\n%s", code, errOut, out)
	}
}

// TestTheREADMEHasEveryCommand: the table of commands leaves none out.
func TestTheREADMEHasEveryCommand(t *testing.T) {
	readme, err := os.ReadFile(filepath.FromSlash("../../../README.md"))
	if err != nil {
		t.Fatal(err)
	}
	out, errOut, code := call(t, "", "--help")
	_, list, found := strings.Cut(out, "\nCommands:\n")
	if code != exitWell || !found {
		t.Fatalf("%d, %s\n%s", code, errOut, out)
	}
	commands := regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(list, -1)
	if len(commands) < 8 {
		t.Fatalf("only %d commands are listed:\n%s", len(commands), list)
	}
	for _, c := range commands {
		if c[1] != "run" && !strings.Contains(string(readme), "`relance "+c[1]) {
			t.Errorf("the README does not name relance %s", c[1])
		}
	}
}
