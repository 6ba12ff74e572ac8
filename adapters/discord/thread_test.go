package discord

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

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
		failureOf(t, err, chat.Unknown, "")
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

// What a thread does not take is said at the top of its room, once, and found, edited
// and said again there.
func TestClosedThreads(t *testing.T) {
	for name, shut := range map[string]func(*stand, string){
		"locked":              func(s *stand, thread string) { s.Archive(thread, true) },
		"deleted":             func(s *stand, thread string) { s.DeleteChannel(thread) },
		"without its message": func(s *stand, thread string) { s.Wipe(s.team, thread); s.Archive(thread, true) },
		"forbidden": func(s *stand, _ string) {
			s.Fail(routePost, discordfake.Fault{Status: 403, Code: codeMissingAccess, Times: -1, When: func(c discordfake.Call) bool { return !strings.Contains(c.Path, s.team) }})
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStand(t, discordfake.Options{})
				began := s.now().Add(-time.Minute)
				root := s.post(t, chat.Place{Room: s.team}, titled("card"))
				thread := chat.Place{Room: s.team, Thread: root.Ref}
				s.post(t, thread, titled("a line"))
				shut(s, string(root.Ref))
				posted := s.post(t, thread, titled("a task"))
				if m := s.message(t, s.ann, posted.Ref); m.Channel != s.team || m.Thread != "" || m.Read != "a task" {
					t.Errorf("said as %+v", m)
				}
				if again := s.post(t, thread, titled("a task")); again != posted {
					t.Errorf("said again as %+v, not %+v", again, posted)
				}
				if found, said, err := s.platform(t).Find(t.Context(), thread, "a task", began); !said || err != nil || found != posted {
					t.Errorf("found %+v, %t, %v", found, said, err)
				}
				if err := s.p.Edit(t.Context(), thread, posted.Ref, titled("a task, done")); err != nil || s.message(t, s.ann, posted.Ref).Read != "a task, done" {
					t.Errorf("edited: %v", err)
				}
			})
		})
	}
}

// A private thread has fewer readers than its room: nothing of it is said there.
func TestPrivateThreadStaysPrivate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.p.rooms.put("123456789012345678", &discordgo.Channel{
			ID: "123456789012345678", ParentID: s.team, GuildID: s.guild, Type: discordgo.ChannelTypeGuildPrivateThread,
		}, s.now().Add(time.Hour))
		_, err := s.p.Post(t.Context(), chat.Place{Room: s.team, Thread: "123456789012345678"}, titled("between us"))
		failureOf(t, err, chat.Gone, "")
		if n := len(s.Seen(s.ben)); n > 0 {
			t.Errorf("ben sees %d messages", n)
		}
	})
}
