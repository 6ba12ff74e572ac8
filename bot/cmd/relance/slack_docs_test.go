package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheExampleOfTheManualOfSlack puts its sections in the place of the example's,
// as the manual says: nothing is wrong with what comes of it, and no case stops.
func TestTheExampleOfTheManualOfSlack(t *testing.T) {
	manual, err := os.ReadFile(filepath.FromSlash("../../../docs/slack/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.FromSlash("../../../config/example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?ms)^   ```yaml\n(.*?)^   ```$").FindStringSubmatch(string(manual))
	if block == nil {
		t.Fatal("the manual shows no configuration")
	}
	sections := regexp.MustCompile(`(?m)^   `).ReplaceAllString(block[1], "")
	text := string(example)
	section := regexp.MustCompile(`(?m)^([a-z]+):.*\n(?:[ #].*\n|\n)*`)
	for _, s := range section.FindAllStringSubmatch(sections, -1) {
		text = regexp.MustCompile(`(?m)^`+s[1]+`:.*\n(?: .*\n|\n)*`).ReplaceAllLiteralString(text, "") + s[0]
	}
	path := filepath.Join(t.TempDir(), "relance.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1-hunter2")
	t.Setenv("SLACK_APP_TOKEN", "xapp-1-hunter2")
	out, errOut, code := call(t, "", "--config", path, "--data", t.TempDir(), "check")
	if errOut != "" && strings.Contains(errOut, "redis-server") { // none is installed
		t.Skip(errOut)
	}
	if code != exitWell || strings.Contains(out, "warning") || !strings.Contains(out, "team #team, moderators C0123456790, public #public") {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
}
