package config

import (
	"regexp"
	"strings"
)

// DiscordMode says how commands, clicks and forms reach the bot.
type DiscordMode string

// The modes.
const (
	DiscordGateway DiscordMode = "gateway" // the bot calls Discord: no public address is needed
	DiscordHTTP    DiscordMode = "http"    // Discord calls the bot, at an address of its own
)

// Discord is the connection to Discord.
type Discord struct {
	Token     Secret // of the bot; empty: the bot is not on Discord
	PublicKey string // DiscordHTTP: of the application, in hexadecimal
	Mode      DiscordMode
	Listen    string // DiscordHTTP: host:port of the server
	APIURL    string // with its slash at the end; empty: Discord's own
	Guild     string // ID of the server it works in; empty: every server it was added to
	Command   string // without its slash
	// MessageContent: the application has the privileged intent of that name.
	MessageContent bool
}

// Configured says that the bot is on Discord.
func (c Discord) Configured() bool { return c.Token != "" }

var (
	// discordID is the ID of anything on Discord.
	// https://docs.discord.com/developers/reference#snowflakes
	discordID = regexp.MustCompile(`^[0-9]{15,20}$`)
	// discordKey is an Ed25519 key of 32 bytes.
	discordKey = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)
	// discordCommand is what the slash command can be called.
	// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
	discordCommand = regexp.MustCompile(`^[a-z0-9_-]{1,32}$`)
)

func readDiscord(root *section, rooms map[string]Rooms) Discord {
	_, written := root.fields["discord"]
	s := root.section("discord")
	c := Discord{Command: "case", Mode: DiscordGateway}
	s.secret("token", &c.Token)
	oneOf(s, "mode", &c.Mode, DiscordGateway, DiscordHTTP)
	s.formed("public_key", &c.PublicKey, discordKey, "no public key: copy its 64 figures and letters from the page General Information of the application")
	s.formed("guild", &c.Guild, discordID, `no ID of a server: right-click the server in Discord's developer mode and copy it, like "123456789012345678"`)
	s.listen(&c.Listen)
	s.address("api_url", &c.APIURL, "https://discord.com/api/v10/")
	s.yes("message_content", &c.MessageContent)
	s.describe("command", "command", c.Command)
	if v, ok := s.value("command"); ok {
		if c.Command = strings.TrimPrefix(v.text, "/"); !discordCommand.MatchString(c.Command) {
			v.fail("%q is no command: write lower-case letters, digits, - and _, like case", v.text)
		}
	}
	s.done()
	if written {
		c.check(s)
		if _, there := rooms["discord"]; !there {
			root.fail(root.lineOf("rooms"), "rooms.discord", `missing: in which channel does the team watch? Write discord: {team: "123456789012345678"} under rooms`)
		}
	}
	return c
}

// check looks at what is missing, and at a token that cannot be one.
func (c *Discord) check(s *section) {
	missing := func(key, what string) { s.fail(s.line, join(s.path, key), "missing: %s", what) }
	if c.Token == "" && !s.tried("token") {
		missing("token_env", "the bot's token, from the page Bot of the application: write the name of the variable that holds it, or token_file")
	}
	if text := tokenProblem(string(c.Token)); c.Token != "" && text != "" {
		path := s.source("token")
		s.fail(s.lineOf(path), path, "%s", text)
	}
	if c.Mode != DiscordHTTP {
		return
	}
	if c.PublicKey == "" && !s.tried("public_key") {
		missing("public_key", "the application's public key, by which Discord is known; or write mode: gateway")
	}
	if c.Listen == "" && !s.tried("listen") {
		missing("listen", "where Discord is answered: write host and port, like 127.0.0.1:8080")
	}
}

// tokenProblem says why a text is no token of a bot, which has three parts between
// dots. It never says the text.
// https://docs.discord.com/developers/reference#authentication
func tokenProblem(token string) string {
	switch {
	case strings.HasPrefix(token, "Bot "), strings.HasPrefix(token, "Bearer "):
		return "leave out the word before the token"
	case strings.HasPrefix(token, botToken), strings.HasPrefix(token, appToken):
		return "this is a token of Slack's: it belongs to slack"
	case strings.Count(token, ".") != 2:
		return "this is no token of a bot, which has three parts between dots: the client secret and the public key are something else"
	}
	return ""
}
