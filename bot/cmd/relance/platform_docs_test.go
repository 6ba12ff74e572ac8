package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTheExamplesOfTheManuals puts the sections that a platform's manual shows in the
// place of the example's, as it says: nothing is wrong with what comes of it, and no
// case stops.
func TestTheExamplesOfTheManuals(t *testing.T) {
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1-hunter2")
	t.Setenv("SLACK_APP_TOKEN", "xapp-1-hunter2")
	t.Setenv("DISCORD_TOKEN", "MTIz.hunter2.x")
	for platform, want := range map[string]string{
		"slack":   "team #team, moderators C0123456790, public #public",
		"discord": "team #team, moderators 123456789012345679, public #public",
	} {
		t.Run(platform, func(t *testing.T) { checkManual(t, platform, want) })
	}
}

func checkManual(t *testing.T, platform, want string) {
	manual, err := os.ReadFile(filepath.FromSlash("../../../docs/" + platform + "/README.md"))
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
	out, errOut, code := call(t, "", "--config", path, "--data", t.TempDir(), "check")
	if errOut != "" && strings.Contains(errOut, "redis-server") { // none is installed
		t.Skip(errOut)
	}
	if code != exitWell || strings.Contains(out, "warning") || !strings.Contains(out, want) {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
}
