package config

import (
	"regexp"
	"strings"
)

// What Slack's tokens begin with. https://docs.slack.dev/authentication/tokens
const (
	botToken    = "xoxb-"
	appToken    = "xapp-"
	userToken   = "xoxp-"
	brieflyLive = "xoxe" // of token rotation: it expires within hours
)

// signingSecret is what signing secrets look like. Slack does not promise it
// (https://docs.slack.dev/authentication/verifying-requests-from-slack), so another
// one is not refused.
var signingSecret = regexp.MustCompile(`^[0-9a-f]{32}$`)

// warnSlack finds a signing secret that is probably something else.
func (c *Config) warnSlack(r *reader) {
	secret := string(c.Slack.SigningSecret)
	if secret == "" || signingSecret.MatchString(secret) {
		return
	}
	path := "slack.signing_secret_env"
	if _, fromFile := r.lines["slack.signing_secret_file"]; fromFile {
		path = "slack.signing_secret_file"
	}
	c.warning(r, path, "this does not look like a signing secret, which has 32 figures and letters from a to f: "+
		"copy it from Basic Information, App Credentials, and not the verification token beside it")
}

// checkTokens says where a token belongs that is in the wrong place. It never
// says what it is.
func (c *Slack) checkTokens(s *section) {
	where := func(token string) string {
		switch {
		case strings.HasPrefix(token, botToken):
			return "this is a bot token: it belongs to bot_token"
		case strings.HasPrefix(token, appToken):
			return "this is an app token: it belongs to app_token"
		case strings.HasPrefix(token, userToken):
			return "this is the token of a person, with which the bot would speak in their name: copy the bot's, " + botToken + "…"
		case strings.HasPrefix(token, brieflyLive):
			return "this token expires within hours: switch token rotation off in the app, and copy the bot's token, " + botToken + "…"
		}
		return ""
	}
	for _, t := range []struct {
		key, prefix, what string
		value             Secret
	}{
		{"bot_token", botToken, "a bot token", c.BotToken},
		{"app_token", appToken, "an app token", c.AppToken},
		{"signing_secret", "", "a signing secret", c.SigningSecret},
	} {
		text := where(string(t.value))
		switch {
		case t.value == "", t.prefix != "" && strings.HasPrefix(string(t.value), t.prefix):
			continue
		case text == "" && t.prefix == "":
			continue
		case text == "":
			text = "this is not " + t.what + ", which begins with " + t.prefix
		}
		path := s.source(t.key)
		s.fail(s.lineOf(path), path, "%s", text)
	}
}
