package config

import (
	"fmt"
	"strings"
	"testing"
)

// onDiscord is the least that is a configuration with Discord.
func onDiscord(discord string) string {
	return minimal + `rooms: {discord: {team: "123456789012345678"}}` + "\ndiscord: {token_env: DISC" + discord + "}\n"
}

func TestDiscordIsReadAsPeopleWriteIt(t *testing.T) {
	c := parse(t, onDiscord("")).Discord
	if !c.Configured() || c.Mode != DiscordGateway || c.Command != "case" || c.APIURL != "" || c.Guild != "" || c.MessageContent {
		t.Errorf("%+v", c)
	}
	key := strings.Repeat("0aF", 21) + "0"
	c = parse(t, onDiscord(", mode: http, listen: ':8080', guild: 123456789012345679, message_content: true, command: /ask, "+
		"api_url: https://discord.example:8000/api, public_key: "+key)).Discord
	if c.Mode != DiscordHTTP || c.Listen != ":8080" || c.Guild != "123456789012345679" || !c.MessageContent || c.Command != "ask" ||
		c.APIURL != "https://discord.example:8000/api/" || c.PublicKey != key {
		t.Errorf("%+v", c)
	}
	if !strings.Contains(string(c.Token), "hunter2") {
		t.Error("the token is not read")
	}
	if shown := fmt.Sprintf("%+v", c); strings.Contains(shown, "hunter2") {
		t.Errorf("shown: %s", shown)
	}
	if c := parse(t, minimal).Discord; c.Configured() {
		t.Errorf("without Discord: %+v", c)
	}
}

// TestSlackAndDiscord stand beside each other.
func TestSlackAndDiscord(t *testing.T) {
	c := parse(t, minimal+`rooms: {slack: {team: C0123456789}, discord: {team: "123456789012345678"}}
slack: {bot_token_env: XOXB, app_token_env: XAPP}
discord: {token_env: DISC}
links: {mia: ["slack:U1", "discord:123456789012345678"]}
`)
	if !c.Slack.Configured() || !c.Discord.Configured() || len(c.Rooms) != 2 || len(c.Links) != 1 {
		t.Errorf("%+v", c)
	}
}

// A token in the wrong place is never said.
func TestProblemsKeepTheTokenOfDiscord(t *testing.T) {
	for _, token := range []string{"DISCBOT", "XOXB"} {
		_, err := Parse("relance.yaml", []byte(strings.Replace(onDiscord(""), "DISC", token, 1)), testOptions())
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", token, err)
		}
	}
}
