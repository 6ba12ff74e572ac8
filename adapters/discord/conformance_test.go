package discord_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/chat/chattest"
	"relance/adapters/discord"
	"relance/adapters/discord/discordfake"
)

func TestConformance(t *testing.T) {
	t.Run("over the gateway", func(t *testing.T) {
		chattest.Run(t, func(t *testing.T) chattest.Subject {
			s := discordfake.New(t, discordfake.Options{Privileged: discordfake.MessageContent | discordfake.GuildMembers})
			return subject(t, s, discord.Options{})
		})
	})
	t.Run("over HTTP", func(t *testing.T) {
		chattest.Run(t, func(t *testing.T) chattest.Subject {
			s := discordfake.New(t, discordfake.Options{Privileged: discordfake.MessageContent | discordfake.GuildMembers})
			return overHTTP(subject(t, s, discord.Options{PublicKey: s.PublicKey()}), s)
		})
	})
}

// subject is a server for one test.
func subject(t *testing.T, s *discordfake.Server, o discord.Options) chattest.Subject {
	guild := s.AddGuild(discordfake.Guild{Name: "Example"})
	ann, ben := s.AddUser(discordfake.User{Name: "ann"}), s.AddUser(discordfake.User{Name: "ben"})
	team := s.AddChannel(discordfake.Channel{Name: "team"})
	moderators := s.AddChannel(discordfake.Channel{Name: "moderators", Private: true, Members: []string{ann, ben}})
	o.Token, o.APIURL, o.Guild, o.Dial, o.MessageContent = s.Token(), s.APIURL(), guild, s.Dial, true
	o.Words, o.Commands, o.CommandTexts = conformanceWords(), conformanceCommands(), discord.CommandTexts{
		About: discord.Text{Text: "cases"}, Open: discord.Text{Text: shortcuts["open"]}, File: discord.Text{Text: shortcuts["file"]},
	}
	p, err := discord.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if wrong := append(s.Refusals(), s.Violations()...); len(wrong) > 0 {
			t.Errorf("Discord would complain: %q", wrong)
		}
	})
	return chattest.Subject{
		Platform: p, People: &folk{Server: s, guild: guild}, Ann: ann, Ben: ben,
		Room: team, Other: moderators, NoRoom: noRoom,
		Once: true, Limit: discord.ExactLimit,
		Typed: map[string]string{
			`note K7M-4QZ-X it's "late" & <b>, l'été`: `note case=K7M-4QZ-X text="it's \"late\" & <b>, l'été"`,
			"": bare,
		},
		Names: map[string]chat.Place{
			"#team": {Room: team}, "team": {Room: team}, team: {Room: team}, "#moderators": {Room: moderators},
			"@" + ann: {Person: ann}, ann: {Person: ann},
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

	patience = time.Minute // what happens at once costs none of it
)

// overHTTP has interactions delivered over HTTP. What people say is not delivered
// then: it is looked for.
func overHTTP(s chattest.Subject, fake *discordfake.Server) chattest.Subject {
	p, _ := s.Platform.(*discord.Platform)
	fake.DeliverTo(p.HTTP())
	l := &looker{Platform: p, found: map[string]bool{}}
	people, _ := s.People.(*folk)
	people.http = true
	s.Platform, s.People = l, watched{people, l}
	s.Again = nil // Discord repeats nothing, and a copy is refused
	return s
}

// looker is a platform that looks for what was said.
type looker struct {
	*discord.Platform

	mu      sync.Mutex
	handler chat.Handler
	found   map[string]bool // by the IDs of acts
}

func (l *looker) Run(ctx context.Context, h chat.Handler) error {
	l.mu.Lock()
	l.handler = h
	l.mu.Unlock()
	return l.Platform.Run(ctx, h)
}

// look hands on what was said in a place.
func (l *looker) look(t *testing.T, at chat.Place, text string) {
	t.Helper()
	acts, err := l.Heard(t.Context(), at, time.Now().Add(-time.Minute))
	if err != nil {
		t.Errorf("looking for %q: %v", text, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range acts {
		if said, _ := a.Deed.(chat.Said); said.Text == text && !l.found[a.ID] {
			l.found[a.ID] = true
			l.handler.Handle(t.Context(), a)
		}
	}
}

// watched are people whose words are looked for. That they change them is not seen.
type watched struct {
	people *folk
	looker *looker
}

func (w watched) Command(t *testing.T, by string, at chat.Place, name, text string) {
	t.Helper()
	w.people.Command(t, by, at, name, text)
}

func (w watched) Say(t *testing.T, by string, at chat.Place, text string) {
	t.Helper()
	w.people.Say(t, by, at, text)
	w.looker.look(t, at, text)
}

func (w watched) Click(t *testing.T, by string, seen chattest.Seen, label, option string) {
	t.Helper()
	w.people.Click(t, by, seen, label, option)
}

func (w watched) Form(t *testing.T, by string) (chattest.Form, bool) { return w.people.Form(t, by) }

func (w watched) Submit(t *testing.T, by string, fields map[string]string) {
	t.Helper()
	w.people.Submit(t, by, fields)
}

func (w watched) SubmitRows(t *testing.T, by string, fields map[string]string, rows map[string][]map[string]string) {
	t.Helper()
	w.people.SubmitRows(t, by, fields, rows)
}

func (w watched) Shortcut(t *testing.T, by, name string, seen chattest.Seen) {
	t.Helper()
	w.people.Shortcut(t, by, name, seen)
}

func (w watched) Seen(t *testing.T, by string) []chattest.Seen { return w.people.Seen(t, by) }

func conformanceWords() discord.Words {
	return discord.Words{
		ReadOn: "…read on", Failed: "Something broke: look before you try again.",
		FormReady: "The form is ready.", OpenForm: "Open the form", SoFar: "Nothing is sent yet.", Submit: "Send",
		Next:   func(page, of int) string { return fmt.Sprintf("Next (%d of %d)", page, of) },
		Change: change, Cancel: "Cancel", Wrong: "It is not sent yet:", Correct: correct,
		Lost: "This form is not kept any more: open it again.", Yes: "Yes", Day: "2026-03-24",
	}
}

// conformanceCommands are what the suite uses.
func conformanceCommands() []discord.Command {
	about := discord.Text{Text: "what it does"}
	return []discord.Command{
		{Words: "open", About: about},
		{Words: "list", About: about},
		{Words: "note", About: about, Options: []discord.Option{
			{Name: "case", About: about},
			{Name: "text", About: about},
		}},
		{Words: bare, About: about},
	}
}
