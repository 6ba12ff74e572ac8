package discord

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// A bot of several servers looks for no name in them: anybody may have added it to
// theirs, and call a channel what they like.
func TestSeveralServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.GuildMembers})
		s.p.options.Guild = ""
		second := s.AddGuild(discordfake.Guild{Name: "Second"})
		press := s.AddChannel(discordfake.Channel{Guild: second, Name: "press"})
		role := s.AddRole(discordfake.Role{Guild: second, Name: "moderators", Members: []string{s.ben}})
		for _, name := range []string{"#press", "#team"} { // waits for the administrator
			_, err := s.p.Resolve(t.Context(), name)
			failureOf(t, err, chat.Temporary, codeServer)
		}
		_, err := s.p.Resolve(t.Context(), "@ann")
		failureOf(t, err, chat.Gone, codeNowhere)
		if at, err := s.p.Resolve(t.Context(), press); err != nil || at.Room != press {
			t.Errorf("the ID of #press is %+v, %v", at, err)
		}
		if got, err := s.p.Group(t.Context(), kindGroup, role); err != nil || len(got) != 1 || got[0] != s.ben {
			t.Errorf("the role of the second server is %v, %v", got, err)
		}
		posted := s.post(t, chat.Place{Room: press}, titled("there"))
		if want := "https://discord.com/channels/" + second + "/" + press + "/"; !strings.HasPrefix(posted.Link, want) {
			t.Errorf("linked as %s", posted.Link)
		}
		if n := len(s.Calls("GET /users/@me/guilds")); n != 1 {
			t.Errorf("asked for the servers %d times", n)
		}
	})
}

// What is not there any more is gone, and is asked for again once it may be back.
func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room := chat.Place{Room: "#team"}
		posted := s.post(t, room, titled("card"))
		s.DeleteChannel(s.team)
		_, err := s.p.Post(t.Context(), room, titled("late"))
		failureOf(t, err, chat.Gone, "10003")
		failureOf(t, s.p.Edit(t.Context(), room, posted.Ref, titled("late")), chat.Gone, "10003")
		_, err = s.p.Heard(t.Context(), room, s.now())
		failureOf(t, err, chat.Gone, "10003")
		again := s.AddChannel(discordfake.Channel{Name: "team"})
		time.Sleep(roomFresh)
		if posted := s.post(t, room, titled("back")); s.message(t, s.ann, posted.Ref).Channel != again {
			t.Error("the new channel is not found")
		}
		hidden := s.AddChannel(discordfake.Channel{Name: "hidden", NoBot: true})
		_, err = s.p.Post(t.Context(), chat.Place{Room: hidden}, titled("unseen"))
		failureOf(t, err, chat.Gone, "50001")
		s.Leave(s.guild, s.Application())
		_, err = s.p.Post(t.Context(), chat.Place{Room: again}, titled("from outside"))
		failureOf(t, err, chat.Gone, "")
		for _, at := range []chat.Place{{}, {Room: again, Person: s.ann}, {Person: "ann"}} {
			_, err = s.p.Post(t.Context(), at, titled("nowhere"))
			failureOf(t, err, chat.Gone, codeNowhere)
		}
	})
}

func TestThreadNames(t *testing.T) {
	for name, want := range map[string]string{
		"K7M-4QZ-X":              "K7M-4QZ-X",
		" two\nlines":            "two",
		"":                       noName,
		"\u202e":                 "<U+202E>",
		strings.Repeat("é", 101): strings.Repeat("é", 99) + "…",
	} {
		if got := threadName(name); got != want {
			t.Errorf("%q names a thread %q, want %q", name, got, want)
		}
	}
	if got := titleOf(chat.Message{Blocks: []chat.Block{chat.Paragraph("first"), chat.Paragraph("second")}}); got != "first" {
		t.Errorf("a message without a title is called %q", got)
	}
	if got := titleOf(chat.Message{}); got != "" {
		t.Errorf("nothing is called %q", got)
	}
}
