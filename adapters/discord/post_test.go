package discord

import (
	"fmt"
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

func TestThreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		root := s.post(t, chat.Place{Room: s.team}, titled("K7M-4QZ-X — Gazco"))
		thread := chat.Place{Room: s.team, Thread: root.Ref}
		for _, p := range []*Platform{s.p, s.p, s.platform(t)} { // the last one has to ask
			posted, err := p.Post(t.Context(), thread, chat.Message{Title: "a line"})
			if err != nil {
				t.Fatal(err)
			}
			m := s.message(t, s.ann, posted.Ref)
			if m.Thread != string(root.Ref) || m.Channel != s.team || m.ThreadName != "K7M-4QZ-X — Gazco" {
				t.Errorf("said in %+v", m)
			}
			if want := "https://discord.com/channels/" + s.guild + "/" + string(root.Ref) + "/" + string(posted.Ref); posted.Link != want {
				t.Errorf("linked as %s, want %s", posted.Link, want)
			}
			if err := p.Edit(t.Context(), thread, posted.Ref, chat.Message{Title: "a line, edited"}); err != nil {
				t.Error(err)
			}
		}
		if n := len(s.Calls(routeStart)); n != 1 {
			t.Errorf("the thread was started %d times", n)
		}
		// From what a person said.
		said, err := s.Say(s.ann, s.team, "Please see:\nmore")
		if err != nil {
			t.Fatal(err)
		}
		posted := s.post(t, chat.Place{Room: s.team, Thread: chat.Ref(said)}, titled("seen"))
		if m := s.message(t, s.ann, posted.Ref); m.ThreadName != "Please see:" {
			t.Errorf("the thread is called %q", m.ThreadName)
		}
		s.clean(t)
		_, err = s.p.Post(t.Context(), chat.Place{Room: s.team, Thread: "100"}, titled("to nothing"))
		failureOf(t, err, chat.Gone, "10008")
		_, err = s.p.Post(t.Context(), chat.Place{Room: s.team, Thread: "no such message"}, titled("to nothing"))
		failureOf(t, err, chat.Gone, codeMessage)
	})
}

// A message that is too long goes on in its thread, and is carried on where it
// stopped.
func TestReadOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		long := chat.Message{Key: "long", Title: "long", Blocks: []chat.Block{chat.Paragraph(strings.Repeat("word ", 2_000) + "end")}}
		s.Fail(routeStart, discordfake.Fault{RetryAfter: 20 * time.Second})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, long)
		failureOf(t, err, chat.Temporary, "")
		if n := len(s.Calls(routePost)); n != 1 {
			t.Fatalf("%d messages before the thread", n)
		}
		time.Sleep(21 * time.Second)
		root := s.post(t, chat.Place{Room: s.team}, long)
		top, below := 0, 0
		for _, m := range s.Seen(s.ann) {
			switch {
			case m.ID == string(root.Ref):
				top++
			case m.Thread == string(root.Ref) && m.By == s.Application():
				below++
			}
		}
		if all := s.read(s.ann); top != 1 || below < 2 || !strings.Contains(all[len(all)-1], "end") {
			t.Errorf("%d at the top, %d below", top, below)
		}
		if again := s.post(t, chat.Place{Room: s.team}, long); again != root {
			t.Errorf("said again as %+v, not %+v", again, root)
		}
		s.clean(t)
	})
}

func TestForum(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		name := "K7M-4QZ-X — " + strings.Repeat("Gazco ", 40)
		root := s.post(t, chat.Place{Room: s.forum}, titled(name))
		m := s.message(t, s.ann, root.Ref)
		if m.Channel != s.forum || m.Thread != string(root.Ref) || !strings.HasPrefix(m.ThreadName, "K7M-4QZ-X — Gazco") || !strings.HasSuffix(m.ThreadName, "…") {
			t.Errorf("posted as %+v", m)
		}
		if err := s.p.Edit(t.Context(), chat.Place{Room: s.forum}, root.Ref, titled("edited")); err != nil {
			t.Error(err)
		}
		line := s.post(t, chat.Place{Room: s.forum, Thread: root.Ref}, titled("a line"))
		if m := s.message(t, s.ann, line.Ref); m.Thread != string(root.Ref) {
			t.Errorf("the line is in %+v", m)
		}
		s.clean(t)

		// It has no nonce: it is found by its mark.
		s.Fail(routeForum, discordfake.Fault{Status: 502, Accept: true})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.forum}, titled("maybe"))
		failureOf(t, err, chat.Unknown, "")
		if n := len(s.Calls(routeForum)); n != 2 {
			t.Errorf("posted %d times", n)
		}
		found, said, err := s.p.Find(t.Context(), chat.Place{Room: s.forum}, "maybe", s.now().Add(-time.Minute))
		if err != nil || !said || s.message(t, s.ann, found.Ref).ThreadName != "maybe" {
			t.Errorf("found %+v, %v, %v", found, said, err)
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

// What became of a message is found out by saying it again, with its nonce.
func TestOnce(t *testing.T) {
	for name, fault := range map[string]discordfake.Fault{
		"accepted, then failed": {Status: 502, Accept: true},
		"accepted, then cut":    {Cut: true, Accept: true},
		"failed":                {Status: 500},
		"cut":                   {Cut: true},
		"overloaded":            {Status: 503},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStand(t, discordfake.Options{})
				s.Fail(routePost, fault)
				posted := s.post(t, chat.Place{Room: s.team}, titled("once"))
				if n := len(s.Seen(s.ann)); n != 1 || s.message(t, s.ann, posted.Ref).Nonce == "" {
					t.Errorf("seen %d times", n)
				}
				fault.Times = sendTries
				s.Fail(routePost, fault)
				_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("maybe"))
				failureOf(t, err, chat.Unknown, "")
				_, said, err := s.p.Find(t.Context(), chat.Place{Room: s.team}, "maybe", s.now().Add(-time.Minute))
				if err != nil || said != fault.Accept {
					t.Errorf("found: %v, %v", said, err)
				}
				s.post(t, chat.Place{Room: s.team}, titled("maybe"))
				if n := len(s.Seen(s.ann)); n != 2 {
					t.Errorf("two messages are seen %d times", n)
				}
			})
		})
	}
}

// Without a key nothing is repeated.
func TestNoKeyNoRepetition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, chat.Message{Title: "once"})
		failureOf(t, err, chat.Unknown, "http_502")
		if n := len(s.Calls(routePost)); n != 1 {
			t.Errorf("sent %d times", n)
		}
	})
}

// What may have been said stays so, whatever the repetition is told.
func TestDoubtStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true})
		s.Fail(routePost, discordfake.Fault{RetryAfter: 30 * time.Second})
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team}, titled("maybe"))
		failureOf(t, err, chat.Unknown, codeLimited)
		if !strings.Contains(err.Error(), "502") {
			t.Errorf("%v does not say why", err)
		}
	})
}

func TestEdit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room := chat.Place{Room: s.team}
		posted := s.post(t, room, card(func(en, _ string) string { return en }))
		s.Fail(routeEdit, discordfake.Fault{Status: 502})
		if err := s.p.Edit(t.Context(), room, posted.Ref, titled("<@1> @everyone *edited*")); err != nil {
			t.Fatal(err)
		}
		if m := s.message(t, s.ann, posted.Ref); m.Read != "<@1> @everyone *edited*" || len(m.Effects) > 0 || len(m.Labels) > 0 {
			t.Errorf("ann sees %+v", m)
		}
		s.clean(t)
		said, err := s.Say(s.ann, s.team, "ann's own words")
		if err != nil {
			t.Fatal(err)
		}
		failureOf(t, s.p.Edit(t.Context(), room, chat.Ref(said), titled("lost")), chat.Gone, "50005")
		failureOf(t, s.p.Edit(t.Context(), room, "100", titled("lost")), chat.Gone, "10008")
		failureOf(t, s.p.Edit(t.Context(), room, "no such message", titled("lost")), chat.Gone, codeMessage)
	})
}

func TestArchivedThreads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		root := s.post(t, chat.Place{Room: s.team}, titled("root"))
		thread := chat.Place{Room: s.team, Thread: root.Ref}
		line := s.post(t, thread, titled("a line"))
		s.Archive(string(root.Ref), false)
		if err := s.p.Edit(t.Context(), thread, line.Ref, titled("edited")); err != nil {
			t.Errorf("in the archive: %v", err)
		}
		s.Archive(string(root.Ref), false)
		s.post(t, thread, titled("another line"))
		s.Archive(string(root.Ref), true)
		_, err := s.p.Post(t.Context(), thread, titled("too late"))
		failureOf(t, err, chat.Gone, "")
		failureOf(t, s.p.Edit(t.Context(), thread, line.Ref, titled("too late")), chat.Gone, "")
	})
}

// Two thousand messages, three in ten of them accepted and then failed, one in five
// refused for a time: none is lost, none comes twice, none too early.
func TestRoughSea(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rooms, senders, each = 20, 2, 50
		s := newStand(t, discordfake.Options{Limits: true, Lag: func() time.Duration { return 2 * time.Second }})
		n := 0
		s.Fail(routePost, discordfake.Fault{Status: 502, Accept: true, Times: -1, When: func(discordfake.Call) bool { n++; return n%10 < 3 }})
		s.Fail(routePost, discordfake.Fault{RetryAfter: 1500 * time.Millisecond, Times: -1, When: func(discordfake.Call) bool { return n%10 > 7 }})
		said := make(chan string)
		for r := range rooms {
			room := s.AddChannel(discordfake.Channel{Name: fmt.Sprintf("room-%d", r)})
			for k := range senders {
				go func() {
					for i := range each {
						said <- s.insist(t, chat.Place{Room: room}, fmt.Sprintf("message %d.%d.%d.", r, k, i))
					}
				}()
			}
		}
		refs := map[string]bool{}
		for range rooms * senders * each {
			refs[<-said] = true
		}
		times := map[string]int{}
		for _, m := range s.Seen(s.ann) {
			times[m.Read]++
			if !refs[m.ID] {
				t.Errorf("%s is out, and its caller was told of another", m.Read)
			}
		}
		if len(times) != rooms*senders*each {
			t.Errorf("%d messages are seen, of %d", len(times), rooms*senders*each)
		}
		for text, n := range times {
			if n != 1 {
				t.Errorf("%s is seen %d times", text, n)
			}
		}
		s.clean(t)
	})
}

// insist says a message as the bot does: not before its time, and what may have been
// said is looked for first.
func (s *stand) insist(t *testing.T, at chat.Place, title string) string {
	began := s.now()
	for {
		posted, err := s.p.Post(t.Context(), at, titled(title))
		if err == nil {
			return string(posted.Ref)
		}
		failed, is := err.(*chat.Error)
		if !is || failed.Failure != chat.Temporary && failed.Failure != chat.Unknown {
			t.Errorf("%s: %v", title, err)
			return ""
		}
		time.Sleep(max(failed.After, aMoment))
		for failed.Failure == chat.Unknown {
			time.Sleep(5 * time.Second) // longer than history lags
			found, said, err := s.p.Find(t.Context(), at, title, began.Add(-time.Minute))
			if err == nil && said {
				return string(found.Ref)
			}
			if err == nil {
				break
			}
		}
	}
}

// Five hundred texts that would do something, in every part of a message.
func TestHostileTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		room := chat.Place{Room: s.team}
		texts := hostile(500)
		for i, text := range texts {
			for part, m := range map[string]chat.Message{
				"title":     {Title: text},
				"paragraph": {Blocks: []chat.Block{chat.Paragraph(text)}},
				"quotation": {Blocks: []chat.Block{chat.Quote{Text: text}}},
				"speaker":   {Blocks: []chat.Block{chat.Quote{Text: "q", By: text}}},
				"field":     {Blocks: []chat.Block{chat.Fields{{Label: text, Value: text}}}},
				"items":     {Blocks: []chat.Block{chat.Items{text}}},
				"button":    {Title: "t", Actions: []chat.Action{{ID: "a", Label: text}}},
				"select":    {Title: "t", Actions: []chat.Action{{ID: "a", Label: text, Options: []chat.Option{{Value: "o", Label: text}}}}},
			} {
				if i%8 != len(part)%8 && i >= len(texts)/10 { // each in one part, the first in all of them
					continue
				}
				m.Blocks = append(m.Blocks, chat.Paragraph("end"))
				if _, err := s.p.Post(t.Context(), room, m); err != nil {
					t.Fatalf("as a %s, %.60q: %v", part, text, err)
				}
			}
		}
		for _, m := range s.Seen(s.ann) {
			if len(m.Effects) > 0 {
				t.Errorf("%.80q has effects %q", m.Read, m.Effects)
			}
		}
		s.clean(t)
	})
}
