package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/discord"
)

// onDiscord writes a configuration with Discord.
func onDiscord(t *testing.T, redis, discord string) string {
	t.Helper()
	path, data := configuration(t, redis)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(content), "rooms: {", `rooms: {discord: {team: "123456789012345678"}, `, 1) + "discord: {token_env: TEST_TOKEN" + discord + "}\n"
	path = filepath.Join(data, "discord.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TEST_TOKEN", "MTIz.hunter2.x")
	return path
}

// TestCheckOfDiscord: the invitation has what the bot uses, and nothing more; what
// is lost without an intent is said.
func TestCheckOfDiscord(t *testing.T) {
	const application = "123456789012345678"
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/applications/@me" || r.Header.Get("Authorization") != "Bot MTIz.hunter2.x" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"id": "` + application + `"}`))
	}))
	defer api.Close()
	const url = "url, url: 'redis://127.0.0.1:1'"
	out, errOut, code := call(t, "", "--config", onDiscord(t, url, ", api_url: '"+api.URL+"/api/'"), "check")
	for _, want := range []string{"discord, over a gateway that the bot opens; /case; its API at " + api.URL + "/api/",
		discord.InviteURL(application), "Message Content", "team 123456789012345678"} {
		if code != exitWell || !strings.Contains(out, want) {
			t.Errorf("%d, want %s\n%s%s", code, want, out, errOut)
		}
	}
	out, errOut, code = call(t, "", "--config", onDiscord(t, url, ", message_content: true, api_url: 'http://127.0.0.1:1/api/'"), "check")
	if code != exitWell || !strings.Contains(out, "not known now") || strings.Contains(out, "Message Content") || strings.Contains(out+errOut, "hunter2") {
		t.Errorf("%d\n%s%s", code, out, errOut)
	}
}

// TestABotOnDiscordDoesNotForget: neither the check nor a start accepts a store
// that forgets.
func TestABotOnDiscordDoesNotForget(t *testing.T) {
	for _, command := range []string{"check", "run"} {
		_, errOut, code := call(t, "", "--config", onDiscord(t, "memory", ", api_url: http://127.0.0.1:1/api/"), command)
		if code != exitFound || !strings.Contains(errOut, "redis.allow: [forgetting]") {
			t.Errorf("%s: %d\n%s", command, code, errOut)
		}
	}
}
