package config

import (
	"fmt"
	"strings"
	"testing"
)

// onSlack is the least that is a configuration with Slack.
func onSlack(slack string) string {
	return minimal + "rooms: {slack: {team: C0123456789}}\nslack: {" + slack + "}\n"
}

func TestSlackIsReachedTheWayThatIsPossible(t *testing.T) {
	const http = `signing_secret_env: WITNESS, listen: "127.0.0.1:8080"`
	for slack, want := range map[string]SlackMode{
		"app_token_env: XAPP":          SlackSocket,
		http:                           SlackHTTP,
		"app_token_env: XAPP, " + http: SlackSocket,
		"mode: http, app_token_env: XAPP, " + http:   SlackHTTP,
		"mode: socket, app_token_env: XAPP, " + http: SlackSocket,
	} {
		c := parse(t, onSlack("bot_token_env: XOXB, "+slack)).Slack
		if c.Mode != want || !c.Configured() || c.Command != "case" || c.APIURL != "" {
			t.Errorf("%s: %+v", slack, c)
		}
	}
	if c := parse(t, minimal).Slack; c.Configured() || c.Mode != "" || c.Command != "case" {
		t.Errorf("without Slack: %+v", c)
	}
}

func TestSlackIsReadAsPeopleWriteIt(t *testing.T) {
	for _, url := range []string{"https://slack.example:8000/api", "https://slack.example:8000/api/"} {
		c := parse(t, onSlack("bot_token_env: XOXB, app_token_env: XAPP, command: /follow-up, api_url: '"+url+"'")).Slack
		if c.APIURL != "https://slack.example:8000/api/" || c.Command != "follow-up" {
			t.Errorf("%+v", c)
		}
		if string(c.BotToken) != "xoxb-1-hunter2" || string(c.AppToken) != "xapp-1-hunter2" {
			t.Error("the tokens are not read")
		}
		if shown := fmt.Sprintf("%+v", c); strings.Contains(shown, "hunter2") {
			t.Errorf("shown: %s", shown)
		}
	}
}

// A token in the wrong place is never said.
func TestProblemsKeepTokens(t *testing.T) {
	for _, slack := range []string{
		"bot_token_env: XAPP, app_token_env: XOXB", "bot_token_env: XOXP, signing_secret_env: XAPP", "bot_token: xoxb-1-hunter2, mode: http",
	} {
		_, err := Parse("relance.yaml", []byte(onSlack(slack)), testOptions())
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", slack, err)
		}
	}
}

// How many people are in a group is nobody's guess: no warning speaks of it.
func TestAGroupMayBeEnoughModerators(t *testing.T) {
	text := strings.Replace(minimal, "wait: 3 days}]", "wait: 3 days}, {name: post, kind: post, quorum: 2}]", 1)
	for roles, warnings := range map[string]int{
		`"slack:U1"`: 1, `"slack:U1", "slack:U2"`: 0, `"slack:group/S1"`: 0, `"slack:U1", "slack:room/C1"`: 0,
	} {
		if c := parse(t, text+"roles: {moderators: ["+roles+"]}\n"); len(c.Warnings) != warnings {
			t.Errorf("%s: warnings %v", roles, c.Warnings)
		}
	}
}
