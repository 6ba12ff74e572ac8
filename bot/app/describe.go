package app

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"relance/adapters/redis/server"
	"relance/config"
)

// Fact is one thing that a configuration comes to.
type Fact struct{ Name, Value string }

// Describe says what a configuration would use, without starting anything and
// without secrets.
func Describe(c *config.Config, data string) ([]Fact, error) {
	folder, err := dataFolder(cmp.Or(data, c.Data))
	if err != nil {
		return nil, err
	}
	o := serverOptions(c, folder, nil)
	mode, err := o.Choose()
	if err != nil {
		return nil, err
	}
	if err := keeps(c, o); err != nil {
		return nil, err
	}
	facts := []Fact{{"language", c.Language}, {"redis", describeMode(mode, len(o.URLs))}}
	switch {
	case mode == server.Memory:
		facts = append(facts, Fact{"witness", "none: nothing outlives the bot"})
	default:
		facts = append(facts, Fact{"data", folder}, Fact{"witness", cmp.Or(c.Witness.File, filepath.Join(folder, witnessFile))})
		key := "the configuration's"
		if c.Witness.Key == "" {
			key = filepath.Join(folder, keyFile)
		}
		facts = append(facts, Fact{"key", key})
	}
	facts = append(facts, describeChat(c)...)
	for _, platform := range slices.Sorted(maps.Keys(c.Rooms)) {
		r := c.Rooms[platform]
		facts = append(facts, Fact{"rooms on " + platform,
			fmt.Sprintf("team %s, moderators %s, public %s", cmp.Or(r.Team, "none"), cmp.Or(r.Moderators, "none"), cmp.Or(r.Public, "none"))})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Ladders())) {
		l, _ := c.Ladder(name)
		facts = append(facts, Fact{"ladder " + name, fmt.Sprintf("%d rungs", len(l.Rungs))})
	}
	return append(facts, Fact{"organisations", fmt.Sprint(len(c.Organisations()))}), nil
}

// describeChat says where people talk with the bot. The platforms are asked nothing.
func describeChat(c *config.Config) []Fact {
	var facts []Fact
	if c.Slack.Configured() {
		facts = append(facts, Fact{"chat", describeSlack(c.Slack)}, Fact{"slack app", "relance manifest prints what it is made from"})
	}
	if c.Discord.Configured() {
		facts = append(facts, Fact{"chat", describeDiscord(c.Discord)})
		if !c.Discord.MessageContent {
			facts = append(facts, Fact{"discord reads", "no words in channels and threads, for want of the Message Content intent: " +
				"what is written there counts when it mentions the bot, is added from the message's menu, or is given by a command, a button or a form"})
		}
	}
	if facts == nil {
		facts = append(facts, Fact{"chat", "the terminal"})
	}
	return facts
}

func describeSlack(c config.Slack) string {
	at := cmp.Or(c.APIURL, "https://slack.com/api/")
	if c.Mode == config.SlackHTTP {
		return fmt.Sprintf("slack, which calls %s; /%s; its API at %s", c.Listen, c.Command, at)
	}
	return fmt.Sprintf("slack, over a socket that the bot opens; /%s; its API at %s", c.Command, at)
}

func describeDiscord(c config.Discord) string {
	at := cmp.Or(c.APIURL, "https://discord.com/api/v10/")
	if c.Mode == config.DiscordHTTP {
		return fmt.Sprintf("discord, which calls %s; /%s; its API at %s", c.Listen, c.Command, at)
	}
	return fmt.Sprintf("discord, over a gateway that the bot opens; /%s; its API at %s", c.Command, at)
}

func describeMode(m server.Mode, urls int) string {
	switch m {
	case server.URL:
		return fmt.Sprintf("the server you name (%d addresses)", urls)
	case server.Private:
		return "a private server in the data folder"
	}
	return "inside the bot; everything is forgotten when it stops"
}
