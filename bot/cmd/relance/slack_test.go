package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onSlack writes a configuration with Slack.
func onSlack(t *testing.T, redis, slack string) string {
	t.Helper()
	path, data := configuration(t, redis)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(content), "rooms: {", `rooms: {slack: {team: C0123456789}, `, 1) + "slack: {" + slack + "}\n"
	path = filepath.Join(data, "slack.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TEST_BOT_TOKEN", "xoxb-1-hunter2")
	t.Setenv("TEST_APP_TOKEN", "xapp-1-hunter2")
	t.Setenv("TEST_SIGNING_SECRET", "hunter2hunter2")
	return path
}

func TestCheckOfSlackAsksNobody(t *testing.T) {
	for _, tt := range []struct {
		slack string
		want  []string
	}{
		{"bot_token_env: TEST_BOT_TOKEN, app_token_env: TEST_APP_TOKEN",
			[]string{"slack, over a socket that the bot opens; /case; its API at https://slack.com/api/", "relance manifest", "team C0123456789"}},
		{"bot_token_env: TEST_BOT_TOKEN, signing_secret_env: TEST_SIGNING_SECRET, listen: ':8080', command: ask, api_url: http://127.0.0.1:1/api",
			[]string{"slack, which calls :8080; /ask; its API at http://127.0.0.1:1/api/"}},
	} {
		out, errOut, code := call(t, "", "--config", onSlack(t, "url, url: 'redis://127.0.0.1:1'", tt.slack), "check")
		for _, want := range tt.want {
			if code != exitWell || !strings.Contains(out, want) {
				t.Errorf("%d, want %s\n%s%s", code, want, out, errOut)
			}
		}
		if strings.Contains(out+errOut, "hunter2") {
			t.Errorf("a secret is shown:\n%s%s", out, errOut)
		}
	}
}

// TestWhatComesBeforeTheTokensNeedsNone: the manifest is there to obtain them, and a
// story sends nothing; only the check looks for them.
func TestWhatComesBeforeTheTokensNeedsNone(t *testing.T) {
	const first = "../../e2e/testdata/story/00-climb.txtar"
	path := onSlack(t, "url, url_env: TEST_NOWHERE", "bot_token_env: TEST_NOWHERE, app_token_env: TEST_NOWHERE, command: ask")
	if out, errOut, code := call(t, "", "--config", path, "manifest"); code != exitWell || !strings.Contains(out, `command: "/ask"`) || errOut != "" {
		t.Errorf("manifest: %d\n%s%s", code, out, errOut)
	}
	if _, errOut, code := call(t, "", "--config", path, "simulate", "-q", first); code != exitWell || errOut != "" {
		t.Errorf("simulate: %d\n%s", code, errOut)
	}
	_, errOut, code := call(t, "", "--config", path, "check")
	for _, key := range []string{"redis.url_env", "slack.bot_token_env", "slack.app_token_env"} {
		if want := key + `: the environment variable "TEST_NOWHERE" is not set`; code != exitFound || !strings.Contains(errOut, want) {
			t.Errorf("check: %d, want %s\n%s", code, want, errOut)
		}
	}
}

// TestTheLanguagesAreTheBots: what it does not speak is not taken for English.
func TestTheLanguagesAreTheBots(t *testing.T) {
	path, data := configuration(t, "memory")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]int{"de": exitFound, "fr-CA": exitWell} {
		path := filepath.Join(data, language+".yaml")
		if err := os.WriteFile(path, append(content, "language: "+language+"\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		_, errOut, code := call(t, "", "--config", path, "check")
		if said := strings.Contains(errOut, `the bot does not speak "`+language+`": write en or fr`); code != want || said != (want == exitFound) {
			t.Errorf("%s: %d\n%s", language, code, errOut)
		}
	}
}

// TestABotOnSlackDoesNotForget: neither the check nor a start accepts a store that
// forgets beside a real chat platform, unless it is told to.
func TestABotOnSlackDoesNotForget(t *testing.T) {
	const slack = "bot_token_env: TEST_BOT_TOKEN, app_token_env: TEST_APP_TOKEN, api_url: http://127.0.0.1:1/api/"
	for _, command := range []string{"check", "run"} {
		_, errOut, code := call(t, "", "--config", onSlack(t, "memory", slack), command)
		if code != exitFound || !strings.Contains(errOut, "redis.allow: [forgetting]") {
			t.Errorf("%s: %d\n%s", command, code, errOut)
		}
	}
	path := onSlack(t, "memory, allow: [forgetting]", slack)
	if out, errOut, code := call(t, "", "--config", path, "check"); code != exitWell {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
	// It is not the store any more that keeps it from running, but the token; and what
	// to do about it is said once.
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok": false, "error": "invalid_auth"}`))
	}))
	defer api.Close()
	path = onSlack(t, "memory, allow: [forgetting]", strings.Replace(slack, "http://127.0.0.1:1", api.URL, 1))
	_, errOut, code := call(t, "", "--config", path)
	if code != exitMend || strings.Contains(errOut, "forgetting") || strings.Count(errOut, "invalid_auth") != 1 || !strings.Contains(errOut, "copy the Bot User OAuth Token again") {
		t.Errorf("%d\n%s", code, errOut)
	}
}

// TestManifest: without a configuration it is the one of the manual.
func TestManifest(t *testing.T) {
	manual, err := os.ReadFile(filepath.FromSlash("../../../docs/slack/manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if out, errOut, code := call(t, "", "manifest"); code != exitWell || out != string(manual) {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
	http := onSlack(t, "private", "bot_token_env: TEST_BOT_TOKEN, signing_secret_env: TEST_SIGNING_SECRET, listen: ':8080', command: ask")
	if _, errOut, code := call(t, "", "--config", http, "manifest"); code != exitUsage || !strings.Contains(errOut, "--address https://") {
		t.Errorf("%d\n%s", code, errOut)
	}
	for address, want := range map[string]string{
		"relance.example": "is no address", "http://relance.example/slack": "over https only", "https:///slack": "names no host",
		"https://relance.example/slack?a=b": "no host and no path", "https://relance.example/#slack": "no host and no path",
	} {
		if out, errOut, code := call(t, "", "--config", http, "manifest", "--address", address); code != exitUsage || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%s: %d\n%s%s", address, code, out, errOut)
		}
	}
	socket := onSlack(t, "private", "bot_token_env: TEST_BOT_TOKEN, app_token_env: TEST_APP_TOKEN")
	if _, errOut, code := call(t, "", "--config", socket, "manifest", "--address", "https://relance.example/"); code != exitUsage || !strings.Contains(errOut, "--address is for the mode http") {
		t.Errorf("%d\n%s", code, errOut)
	}
	out, errOut, code := call(t, "", "--config", http, "manifest", "--address", "https://relance.example/slack")
	for _, want := range []string{`command: "/ask"`, "https://relance.example/slack/commands", "socket_mode_enabled: false"} {
		if code != exitWell || !strings.Contains(out, want) {
			t.Errorf("%d, want %s\n%s%s", code, want, out, errOut)
		}
	}
}
