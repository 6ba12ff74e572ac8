package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/discord/discordfake"
	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
	"relance/adapters/witness"
	"relance/bot/app"
	"relance/bot/locale"
	"relance/config"
)

// both is one bot on Slack and on Discord.
type both struct {
	t       *testing.T
	slack   *workspace
	discord *guild
	config  *config.Config
	data    string
	app     *app.App
	stop    context.CancelFunc
	ended   chan error
}

// rooms are on both platforms.
func rooms() []string { return []string{"team", "moderators", "public", "gazco"} }

// bothOptions are what a bot on both platforms is started with, and who is there.
// Roles and links name people like "slack:ann".
type bothOptions struct {
	store, data       string
	onSlack           []string // their names
	onDiscord         []string
	moderators, links string // lists of the configuration
	forum             bool   // the team watches in one on Discord
	blind             bool   // without Discord's Message Content intent
}

// onBoth starts a bot on both platforms, in a bubble.
func onBoth(t *testing.T, o bothOptions) *both {
	t.Helper()
	// A bubble's clock begins before Discord's IDs do.
	now := func() time.Time { return time.Now().AddDate(26, 0, 0) }
	b := &both{t: t, data: o.data, ended: make(chan error, 1)}
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	b.slack = &workspace{
		fake: slackfake.New(t, slackfake.Options{Now: now, Scopes: slack.Scopes()}), say: texts.For("en"),
		users: map[string]string{}, channels: map[string]string{},
	}
	granted := discordfake.MessageContent
	if o.blind {
		granted = 0
	}
	b.discord = &guild{
		fake: discordfake.New(t, discordfake.Options{Now: now, Privileged: granted}), say: texts.For("en"),
		users: map[string]string{}, channels: map[string]string{},
	}
	if o.forum {
		b.discord.forum = "team"
	}
	server := b.discord.fake.AddGuild(discordfake.Guild{Name: "Example"})
	for _, name := range o.onSlack {
		b.slack.users[name] = b.slack.fake.AddUser(slackfake.User{Name: name, Locale: "en"})
	}
	for _, name := range o.onDiscord {
		b.discord.users[name] = b.discord.fake.AddUser(discordfake.User{Name: name})
	}
	for _, room := range rooms() {
		b.slack.channel(room)
		b.discord.channel(room)
	}
	text := fmt.Sprintf(`version: 1
redis: {mode: url, url: "%s", allow: [no_persistence, clock]}
slack: {bot_token_env: BOT, app_token_env: APP, api_url: "%s"}
discord: {token_env: TOKEN, api_url: "%s", guild: "%s", message_content: %t}
rooms:
  slack: {team: "#team", moderators: "#moderators", public: "#public"}
  discord: {team: "#team", moderators: "#moderators", public: "#public"}
roles: {team: ["slack:noor"], moderators: [%s]}
links: {%s}
calendars: {always: {zone: UTC}}
ladders:
  short:
    preview: 1h
    rungs:
      - {name: rung.service, role: service, wait: 2h, earned: 5}
      - {name: rung.communications, role: communications, wait: 2h}
      - {name: rung.post, kind: post, quorum: 2}
organisations:
  gazco:
    name: GazCo
    calendar: always
    contacts:
      - {address: "discord:#gazco", role: service, source: the bill}
      - {address: "slack:#gazco", role: communications, source: a press release}
`, o.store, b.slack.fake.APIURL(), b.discord.fake.APIURL(), server, !o.blind, o.moderators, o.links)
	b.config, err = config.Parse("relance.yaml", []byte(b.accounts(text)), config.Options{LookupEnv: func(name string) (string, bool) {
		value, ok := map[string]string{"TOKEN": b.discord.fake.Token(), "BOT": b.slack.fake.BotToken(), "APP": b.slack.fake.AppToken()}[name]
		return value, ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	b.app, err = app.New(t.Context(), app.Options{
		Config: b.config, Data: b.data, In: strings.NewReader(""), Out: io.Discard, Now: now, Dial: b.dial,
	})
	if err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, b.stop = context.WithCancel(t.Context())
	go func() { b.ended <- b.app.Run(ctx) }()
	pass(time.Minute)
	return b
}

var accountForm = regexp.MustCompile(`"(slack|discord):([a-z]+)"`)

// accounts puts IDs in the place of names.
func (b *both) accounts(text string) string {
	return accountForm.ReplaceAllStringFunc(text, func(account string) string {
		m := accountForm.FindStringSubmatch(account)
		id := map[string]map[string]string{"slack": b.slack.users, "discord": b.discord.users}[m[1]][m[2]]
		return fmt.Sprintf("%q", m[1]+":"+id)
	})
}

// dial finds the fake that an address belongs to.
func (b *both) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if strings.HasPrefix(address, "slack") {
		return b.slack.fake.Dial(ctx, network, address)
	}
	return b.discord.fake.Dial(ctx, network, address)
}

// pass lets time pass in the bubble.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// end stops the bot. Neither platform has refused anything.
func (b *both) end() {
	b.t.Helper()
	b.stop()
	if err := <-b.ended; err != nil {
		b.t.Error(err)
	}
	if err := b.app.Close(b.t.Context()); err != nil {
		b.t.Error(err)
	}
	if wrong := slices.Concat(b.slack.fake.Refusals(), b.discord.fake.Refusals(), b.slack.fake.Violations(), b.discord.fake.Violations()); len(wrong) > 0 {
		b.t.Errorf("they would complain: %q", wrong)
	}
}

// do reports an act that was not possible, and lets the bot answer.
func (b *both) do(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	pass(time.Minute)
}

// read are the messages that somebody sees, by where they are: "slack #team",
// "slack #team thread", "discord private".
func (b *both) read(account string) map[string]string {
	platform, name, _ := strings.Cut(account, ":")
	all := map[string]string{}
	add := func(room, text string, private, thread bool) {
		where := platform + " #" + room
		switch {
		case private:
			where = platform + " private"
		case thread:
			where += " thread"
		}
		all[where] += text + "\n"
	}
	if platform == "slack" {
		for _, m := range b.slack.fake.Seen(b.slack.users[name]) {
			add(m.ChannelName, m.Read, m.DM || m.Ephemeral, m.Thread != "")
		}
		return all
	}
	for _, m := range b.discord.fake.Seen(b.discord.users[name]) {
		add(m.ChannelName, m.Read, m.DM || m.Ephemeral, m.Thread != "" && m.Thread != m.ID) // a forum's post begins its thread
	}
	return all
}

// reads checks what somebody sees at a place.
func (b *both) reads(account, where string, want ...string) {
	b.t.Helper()
	all := b.read(account)
	for _, w := range want {
		if !strings.Contains(all[where], w) {
			b.t.Errorf("%s does not read %q at %s, but:\n%s\n(there is %q)", account, w, where, all[where], slices.Sorted(maps.Keys(all)))
		}
	}
}

// lacks checks what somebody does not see at a place.
func (b *both) lacks(account, where, unwanted string) {
	b.t.Helper()
	if text := b.read(account)[where]; strings.Contains(text, unwanted) {
		b.t.Errorf("%s reads %q at %s:\n%s", account, unwanted, where, text)
	}
}

// link joins an account on Slack and one on Discord by a code.
func (b *both) link(onSlack, onDiscord string) {
	b.t.Helper()
	b.do(b.slack.fake.Command(b.slack.users[onSlack], "", "/case", "link"))
	code := regexp.MustCompile(`/case link code:([A-Z0-9]+)`).FindStringSubmatch(b.read("slack:" + onSlack)["slack private"])
	if code == nil {
		b.t.Fatal("no code is told")
	}
	b.do(b.discord.fake.Command(b.discord.users[onDiscord], b.discord.channels["team"], "case link", map[string]string{"code": code[1]}))
}

// trails counts the trails in the store, after the end of the bot. Each proves
// itself and is as it was witnessed.
func (b *both) trails(t *testing.T) int {
	t.Helper()
	archive, err := app.OpenArchive(t.Context(), b.config, b.data, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = archive.Verify(t.Context(), func(v witness.Verified) error {
		n++
		if !v.OK() {
			t.Errorf("%+v", v)
		}
		return nil
	})
	if err := errors.Join(err, archive.Close(t.Context())); err != nil {
		t.Error(err)
	}
	return n
}
