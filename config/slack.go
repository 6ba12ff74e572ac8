package config

import (
	"regexp"
	"strings"
)

// SlackMode says how what people do reaches the bot.
type SlackMode string

// The modes.
const (
	SlackSocket SlackMode = "socket" // the bot calls Slack: no public address is needed
	SlackHTTP   SlackMode = "http"   // Slack calls the bot, at an address of its own
)

// Slack is the connection to a Slack workspace.
type Slack struct {
	BotToken      Secret // empty: the bot is not on Slack
	AppToken      Secret // SlackSocket
	SigningSecret Secret // SlackHTTP
	Mode          SlackMode
	Listen        string // SlackHTTP: host:port of the server
	APIURL        string // with its slash at the end; empty: Slack's own
	Command       string // without its slash
}

// Configured says that the bot is on Slack.
func (c Slack) Configured() bool { return c.BotToken != "" }

// commandForm is what a slash command can be called; Slack shows it in lower case.
var commandForm = regexp.MustCompile(`^[a-z0-9_-]{1,31}$`)

func readSlack(root *section, rooms map[string]Rooms) Slack {
	_, written := root.fields["slack"]
	s := root.section("slack")
	c := Slack{Command: "case"}
	s.secret("bot_token", &c.BotToken)
	s.secret("app_token", &c.AppToken)
	s.secret("signing_secret", &c.SigningSecret)
	oneOf(s, "mode", &c.Mode, SlackSocket, SlackHTTP)
	s.listen(&c.Listen)
	s.address("api_url", &c.APIURL, "https://slack.com/api/")
	s.describe("command", "command", c.Command)
	if v, ok := s.value("command"); ok {
		if c.Command = strings.TrimPrefix(v.text, "/"); !commandForm.MatchString(c.Command) {
			v.fail("%q is no command: write lower-case letters, digits, - and _, like case", v.text)
		}
	}
	s.done()
	if written {
		c.check(s)
		if _, there := rooms["slack"]; !there {
			root.fail(root.lineOf("rooms"), "rooms.slack", "missing: in which channel does the team watch? Write slack: {team: C0123456789} under rooms")
		}
	}
	return c
}

// check looks at what is missing and at what is in the wrong place.
func (c *Slack) check(s *section) {
	c.checkTokens(s)
	missing := func(key, what string) {
		s.fail(s.line, join(s.path, key), "missing: %s", what)
	}
	if c.BotToken == "" && !s.tried("bot_token") {
		missing("bot_token_env", "the bot's token, which begins with "+botToken+": write the name of the variable that holds it, or bot_token_file")
	}
	if c.Mode == "" {
		c.Mode = c.wayIn(s)
	}
	switch c.Mode {
	case SlackSocket:
		if c.AppToken == "" && !s.tried("app_token") {
			missing("app_token_env", "the app's token for Socket Mode, which begins with "+appToken+"; or write mode: http")
		}
	case SlackHTTP:
		if c.SigningSecret == "" && !s.tried("signing_secret") {
			missing("signing_secret_env", "the app's signing secret, by which Slack is known; or write mode: socket")
		}
		if c.Listen == "" && !s.tried("listen") {
			missing("listen", "where Slack is answered: write host and port, like 127.0.0.1:8080")
		}
	default:
		missing("app_token_env", "how does Slack reach the bot? Write the app's token for Socket Mode; or signing_secret_env and listen, for HTTP")
	}
}

// wayIn is the mode where none is written: what there is everything for.
func (c *Slack) wayIn(s *section) SlackMode {
	switch {
	case c.AppToken != "" || s.tried("app_token"):
		return SlackSocket
	case c.SigningSecret != "" || s.tried("signing_secret") || c.Listen != "":
		return SlackHTTP
	}
	return ""
}
