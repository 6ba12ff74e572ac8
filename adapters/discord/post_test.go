package discord

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

const (
	routePost      = "POST /channels/{channel.id}/messages"
	routeEdit      = "PATCH /channels/{channel.id}/messages/{message.id}"
	routeStart     = "POST /channels/{channel.id}/messages/{message.id}/threads"
	routeForum     = "POST /channels/{channel.id}/threads"
	routePublish   = "POST /channels/{channel.id}/messages/{message.id}/crosspost"
	routeHistory   = "GET /channels/{channel.id}/messages"
	routeUnarchive = "PATCH /channels/{channel.id}"
)

func TestPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		posted := s.post(t, chat.Place{Room: s.team}, card(func(en, _ string) string { return en }))
		m := s.message(t, s.ann, posted.Ref)
		if want := "https://discord.com/channels/" + s.guild + "/" + s.team + "/" + string(posted.Ref); posted.Link != want {
			t.Errorf("linked as %s, want %s", posted.Link, want)
		}
		if len(m.Labels) != 6 || !strings.Contains(m.Read, "Meter that does not communicate") || len(m.Effects) > 0 {
			t.Errorf("ann sees %+v", m)
		}
		s.clean(t)
	})
}

// A room may be given by its name, and is asked for once.
func TestPostByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		for _, name := range []string{"#team", "team", "#Team"} {
			s.post(t, chat.Place{Room: name}, titled("to "+name))
		}
		if n := len(s.Calls("GET /guilds/{guild.id}/channels")); n != 1 {
			t.Errorf("asked for the channels %d times", n)
		}
		s.AddChannel(discordfake.Channel{Name: "team"})
		_, err := s.platform(t).Post(t.Context(), chat.Place{Room: "#team"}, titled("to whom?"))
		failureOf(t, err, chat.Gone, codeMany)
	})
}

func TestDirectMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		posted := s.post(t, chat.Place{Person: s.ann}, titled("for ann"))
		if want := "https://discord.com/channels/@me/"; !strings.HasPrefix(posted.Link, want) {
			t.Errorf("linked as %s", posted.Link)
		}
		if slices.Contains(s.read(s.ben), "for ann") || !s.message(t, s.ann, posted.Ref).DM {
			t.Error("it is not private")
		}
		s.post(t, chat.Place{Person: s.ann}, titled("again"))
		if n := len(s.Calls("POST /users/@me/channels")); n != 1 {
			t.Errorf("the conversation was opened %d times", n)
		}
		closed := s.AddUser(discordfake.User{Name: "closed", ClosedDM: true})
		_, err := s.p.Post(t.Context(), chat.Place{Person: closed}, titled("for nobody"))
		failureOf(t, err, chat.Gone, "50007")
		long := chat.Message{Key: "long", Title: "long", Blocks: []chat.Block{chat.Paragraph(strings.Repeat("word ", 2_000))}}
		first := s.post(t, chat.Place{Person: s.ann}, long)
		all := s.Seen(s.ann)
		if last := all[len(all)-1]; !last.DM || last.ID == string(first.Ref) {
			t.Errorf("a long message goes on as %+v", last)
		}
	})
}

// A message in an announcement channel is published; it is out though that fails.
func TestAnnouncements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		posted := s.post(t, chat.Place{Room: s.news}, titled("published"))
		if !s.message(t, s.ann, posted.Ref).Crossposted {
			t.Error("it is not published")
		}
		s.Fail(routePublish, discordfake.Fault{RetryAfter: time.Hour})
		posted = s.post(t, chat.Place{Room: s.news}, titled("not published"))
		if s.message(t, s.ann, posted.Ref).Crossposted {
			t.Error("it is published")
		}
		s.post(t, chat.Place{Room: s.news, Thread: posted.Ref}, titled("a line"))
		if n := len(s.Calls(routePublish)); n != 2 {
			t.Errorf("published %d times", n)
		}
	})
}
