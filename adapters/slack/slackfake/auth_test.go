package slackfake_test

import (
	"slices"
	"testing"

	"relance/adapters/slack/slackfake"
)

// https://docs.slack.dev/authentication/tokens/
func TestTokens(t *testing.T) {
	f := newOffice(t, slackfake.Options{})
	say := map[string]string{"channel": f.press, "text": "x"}
	refused(t, "no token", f.callWith(t, "", "chat.postMessage", say), "not_authed")
	refused(t, "another token", f.callWith(t, "xoxb-2", "chat.postMessage", say), "invalid_auth")
	refused(t, "the app's token", f.callWith(t, f.AppToken(), "chat.postMessage", say), "not_allowed_token_type")
	refused(t, "the bot's token", f.call(t, "apps.connections.open", nil), "not_allowed_token_type")
	f.Revoke("token_revoked")
	refused(t, "a revoked token", f.call(t, "chat.postMessage", say), "token_revoked")
	f.Revoke("")
	if answer := f.call(t, "auth.test", nil); answer["user_id"] != f.BotUser() {
		t.Errorf("auth.test: %v", answer)
	}
}

// https://docs.slack.dev/reference/scopes/
func TestScopes(t *testing.T) {
	f := newOffice(t, slackfake.Options{Scopes: []string{"channels:history", "channels:read"}})
	secret := f.AddChannel(slackfake.Channel{Name: "secret", Private: true})
	answer := f.call(t, "chat.postMessage", map[string]string{"channel": f.press, "text": "x"})
	refused(t, "posting", answer, "missing_scope")
	if answer["needed"] != "chat:write" || answer["provided"] != "channels:history,channels:read" {
		t.Errorf("%v", answer)
	}
	refused(t, "a private channel's history", f.call(t, "conversations.history", map[string]string{"channel": secret}), "missing_scope")
	refused(t, "a private channel", f.call(t, "conversations.info", map[string]string{"channel": secret}), "missing_scope")
	if answer := f.call(t, "conversations.history", map[string]string{"channel": f.press}); answer["ok"] != true {
		t.Errorf("a public channel's history: %v", answer)
	}
	if err := f.Command(f.ann, f.press, "/case", ""); err == nil {
		t.Error("a command without the scope for it")
	}
	want := []string{"chat.postMessage: missing_scope: chat:write", "conversations.history: missing_scope: groups:history", "conversations.info: missing_scope: groups:read"}
	if got := f.Refusals(); !slices.Equal(got, want) {
		t.Errorf("refusals %q", got)
	}
	who, err := f.api.AuthTestContext(t.Context())
	if err != nil || who.Header.Get("X-OAuth-Scopes") != "channels:history,channels:read" {
		t.Errorf("auth.test: %+v, %v", who, err)
	}
}
