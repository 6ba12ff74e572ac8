package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMonitorIsReadAlone: what is wrong elsewhere in the file, whatever it is, does not
// hide where the bot is asked.
func TestMonitorIsReadAlone(t *testing.T) {
	const at = "monitor:\n  # here\n\n  listen: '127.0.0.1:9464'\n"
	read := func(text string) (Monitor, error) {
		path := filepath.Join(t.TempDir(), "relance.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return LoadMonitor(path, testOptions())
	}
	for name, text := range map[string]string{
		"sound":                minimal + at,
		"an unknown key":       minimal + at + "rungs: 3\n",
		"another version":      "version: 2\n" + at,
		"a secret is missing":  minimal + at + "redis: {mode: url, url_env: NOWHERE}\n",
		"a key is there twice": "version: 1\nversion: 1\n" + at,
		"no YAML before":       "version: [1\n" + at,
		"no YAML after":        at + "version: [1\nlanguage: en\n",
		"Windows":              strings.ReplaceAll("version: [1\n"+at, "\n", "\r\n"),
		"beside a door":        minimal + at + "rooms: {slack: {team: C0123456789}}\nslack: {bot_token_env: XOXB, signing_secret_env: WITNESS, listen: '127.0.0.1:9464'}\n",
	} {
		if m, err := read(text); err != nil || m.Listen != "127.0.0.1:9464" {
			t.Errorf("%s: %q, %v", name, m.Listen, err)
		}
	}
	for text, want := range map[string]string{
		"version: 1\nmonitor: {listen: nowhere}\n":    "relance.yaml:2: monitor.listen: ",
		"version: [1\n\nmonitor: {listen: nowhere}\n": "relance.yaml:3: monitor.listen: ",
		"version: [1\n": "relance.yaml:2: this is no YAML",
		at + at:         "monitor: written twice",
		"version: 1\nmonitor: {listen: ':9', port: 9}\n": "monitor.port: unknown key",
	} {
		if m, err := read(text); err == nil || !strings.Contains(err.Error(), want) || m != (Monitor{}) {
			t.Errorf("%q: %q, %v, want %q", text, m.Listen, err, want)
		}
	}
	if m, err := read(minimal); err != nil || m.Listen != "" {
		t.Errorf("without the section: %q, %v", m.Listen, err)
	}
	if _, err := LoadMonitor(filepath.Join(t.TempDir(), "gone.yaml"), testOptions()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
}

// TestMonitorBesideTheDoors: another port, or another address of the machine, is
// another place.
func TestMonitorBesideTheDoors(t *testing.T) {
	const slack = "rooms: {slack: {team: C0123456789}}\nslack: {bot_token_env: XOXB, "
	for _, text := range []string{
		slack + "signing_secret_env: WITNESS, listen: '127.0.0.1:8080'}\nmonitor: {listen: '127.0.0.1:9464'}\n",
		slack + "signing_secret_env: WITNESS, listen: '192.0.2.1:8080'}\nmonitor: {listen: '127.0.0.1:8080'}\n",
		slack + "app_token_env: XAPP, listen: '127.0.0.1:8080'}\nmonitor: {listen: '127.0.0.1:8080'}\n", // nobody listens there
	} {
		if c := parse(t, minimal+text); c.Monitor.Listen == "" {
			t.Error("the address is not read")
		}
	}
	if c := parse(t, minimal); c.Monitor.Listen != "" {
		t.Errorf("without the section: %q", c.Monitor.Listen)
	}
}

func TestMonitorIsAskedOnItsOwnMachine(t *testing.T) {
	for listen, want := range map[string]string{
		"127.0.0.1:9464": "127.0.0.1:9464", ":9464": "127.0.0.1:9464", "0.0.0.0:9464": "127.0.0.1:9464",
		"[::]:9464": "[::1]:9464", "192.0.2.7:9464": "192.0.2.7:9464", "bot.example:9464": "bot.example:9464", "": "",
	} {
		if got := (Monitor{Listen: listen}).Reach(); got != want {
			t.Errorf("%q is asked at %q, want %q", listen, got, want)
		}
	}
}
