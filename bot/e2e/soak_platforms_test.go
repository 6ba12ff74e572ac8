package e2e_test

import (
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
	"relance/adapters/redis/redistest"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
)

// soakSlower is how much slower than on the console reminders come: Discord takes 50
// calls a second of a bot, and one of them is several.
const soakSlower = 6

// TestSoakOnPlatforms is TestSoak on Slack and Discord: half of the people are on each
// and act there, the letters are on Discord, which takes more of them. Slack takes one
// message a second in the team's channel: with many cases an outbox that waits is part
// of what is watched.
func TestSoakOnPlatforms(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	every := max(min(time.Duration(*soakCases)*time.Second*soakSlower/soakSteps, *soakFor/2), time.Second)
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	onSlack := slackfake.New(t, slackfake.Options{Scopes: slack.Scopes(), Listener: listen()})
	onDiscord := discordfake.New(t, discordfake.Options{Privileged: discordfake.MessageContent, Listener: listen()})
	server := onDiscord.AddGuild(discordfake.Guild{Name: "Example"})
	onDiscord.AddChannel(discordfake.Channel{Name: "team", Private: true})
	onDiscord.AddChannel(discordfake.Channel{Name: "desk", Private: true})
	lobby := onDiscord.AddChannel(discordfake.Channel{Name: "lobby"})
	onSlack.AddChannel(slackfake.Channel{Name: "team"})
	people := make([]string, *soakCases)
	for i := range people {
		if name := fmt.Sprint("p", i); i%2 == 0 {
			people[i] = onSlack.AddUser(slackfake.User{Name: name})
		} else {
			people[i] = onDiscord.AddUser(discordfake.User{Name: name})
		}
	}
	act := func(who int, words, text string, options map[string]string) {
		var err error
		if who%2 == 0 {
			err = onSlack.Command(people[who], "", "/case", words+" "+text)
		} else {
			err = onDiscord.Command(people[who], lobby, "case "+words, options)
		}
		if err != nil {
			t.Errorf("person %d, %s: %v", who, words, err)
		}
	}
	s := startSoaked(t, url, fmt.Sprintf(`slack: {bot_token_env: TEST_BOT, app_token_env: TEST_APP, api_url: %q}
discord: {token_env: TEST_TOKEN, api_url: %q, guild: %q, message_content: true}
rooms: {slack: {team: "#team"}, discord: {team: "#team"}}
guards: {cases_per_day: 0, letters_per_contact_per_week: 0}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 30 days, reminders: 1000, every: %dms}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "discord:#desk", role: service, source: a sign}]}}
`, onSlack.APIURL(), onDiscord.APIURL(), server, every.Milliseconds()),
		"TEST_BOT="+onSlack.BotToken(), "TEST_APP="+onSlack.AppToken(), "TEST_TOKEN="+onDiscord.Token())
	if !onSlack.AwaitSocket(time.Minute) || !onDiscord.AwaitSession(time.Minute) {
		t.Fatal("the bot does not connect")
	}
	var opening sync.WaitGroup
	for worker := range 8 {
		opening.Go(func() {
			for i := worker; i < len(people); i += 8 {
				act(i, "open", `org=Desk subject="The lamp" story="It is dark in the corridor." consent=yes`,
					map[string]string{"org": "Desk", "subject": "The lamp", "story": "It is dark in the corridor.", "consent": "true"})
			}
		})
	}
	opening.Wait()
	s.awaitCases(len(people), false)
	s.watch(every, func(n int) {
		if who := n % len(people); n%10 == 9 {
			act(who, "note", "they will come back", map[string]string{"text": "they will come back"})
		} else {
			act(who, "list", "", nil)
		}
	})
}
