package discord_test

import (
	"context"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/discord"
	"relance/adapters/discord/discordfake"
)

func TestConformance(t *testing.T) {
	chattest.Run(t, func(t *testing.T) chattest.Subject {
		s := discordfake.New(t, discordfake.Options{Privileged: discordfake.MessageContent | discordfake.GuildMembers})
		return subject(t, s)
	})
}

// subject is a server for one test.
func subject(t *testing.T, s *discordfake.Server) chattest.Subject {
	guild := s.AddGuild(discordfake.Guild{Name: "Example"})
	ann, ben := s.AddUser(discordfake.User{Name: "ann"}), s.AddUser(discordfake.User{Name: "ben"})
	team := s.AddChannel(discordfake.Channel{Name: "team"})
	moderators := s.AddChannel(discordfake.Channel{Name: "moderators", Private: true, Members: []string{ann, ben}})
	p, err := discord.New(discord.Options{
		Token: s.Token(), APIURL: s.APIURL(), Guild: guild, Dial: s.Dial, MessageContent: true,
		Words: discord.Words{ReadOn: "…read on"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if wrong := append(s.Refusals(), s.Violations()...); len(wrong) > 0 {
			t.Errorf("Discord would complain: %q", wrong)
		}
	})
	platform, hears := hearing(p)
	return chattest.Subject{
		Platform: platform, People: &folk{Server: s, guild: guild, hears: hears}, Ann: ann, Ben: ben,
		Room: team, Other: moderators, NoRoom: noRoom,
		Once: true, Limit: discord.ExactLimit,
		Names: map[string]chat.Place{
			"#team": {Room: team}, "team": {Room: team}, team: {Room: team}, "#moderators": {Room: moderators},
			"@ann": {Person: ann}, ann: {Person: ann},
		},
		Groups: []chattest.Group{
			{Kind: "group", ID: s.AddRole(discordfake.Role{Name: "mods", Members: []string{ann, ben}}), Accounts: []string{ann, ben}},
			{Kind: "group", ID: noRoom},
			{Kind: "room", ID: noRoom},
		},
		Fail: func(_ *testing.T, f chat.Failure) {
			s.Heal()
			fault := map[chat.Failure]discordfake.Fault{
				chat.Temporary: {Status: 503, Code: overloaded},
				chat.Unknown:   {Status: 502, Times: 2}, // it asks twice
				chat.Gone:      {Status: 404, Code: unknownChannel},
			}[f]
			fault.When = func(c discordfake.Call) bool { return c.Route == postRoute || c.Route == editRoute }
			s.Fail("", fault)
		},
		Again: func(*testing.T) { s.Redeliver() },
	}
}

const (
	noRoom    = "999999999999999999"
	postRoute = "POST /channels/{channel.id}/messages"
	editRoute = "PATCH /channels/{channel.id}/messages/{message.id}"

	// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
	overloaded     = 130000
	unknownChannel = 10003

	patience = 10 * time.Second
)

// hearing is a Discord with ears; hears is false as long as it has none of its own.
func hearing(p *discord.Platform) (_ chat.Platform, hears bool) {
	if whole, ok := any(p).(chat.Platform); ok {
		return whole, true
	}
	return deaf{p}, false
}

// deaf is a platform that speaks and hears nothing.
type deaf struct{ *discord.Platform }

func (deaf) Run(ctx context.Context, _ chat.Handler) error {
	<-ctx.Done()
	return ctx.Err()
}
