package discord

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// texts are what was said in acts.
func texts(acts []chat.Act) []string {
	var all []string
	for _, a := range acts {
		all = append(all, a.Deed.(chat.Said).Text)
	}
	return all
}

func TestHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		say := func(by, channel, text string, files ...discordfake.File) string {
			t.Helper()
			id, err := s.Say(by, channel, text, files...)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		say(s.ann, s.team, "before")
		time.Sleep(time.Minute)
		since := s.now()
		root := say(s.ann, s.team, "hello @ben", discordfake.File{Name: "bill.pdf", Size: 12})
		s.post(t, chat.Place{Room: s.team}, titled("the bot's own"))
		s.post(t, chat.Place{Room: s.team, Thread: chat.Ref(root)}, titled("the bot's own"))
		say(s.ben, root, "in the thread")
		time.Sleep(time.Second)
		say(s.ben, s.team, "later")

		top, err := s.p.Heard(t.Context(), chat.Place{Room: "#team"}, since)
		if err != nil || !slices.Equal(texts(top), []string{"hello @ben", "later"}) {
			t.Fatalf("heard %q, %v", texts(top), err)
		}
		first := top[0]
		said := first.Deed.(chat.Said)
		if first.ID != "m:"+s.team+":"+root || first.By.Account != s.ann || first.By.Name != "Ann Example" || !first.At.Equal(since) ||
			first.Place != (chat.Place{Room: s.team}) || said.Ref != chat.Ref(root) || len(said.Files) != 1 || said.Files[0].Name != "bill.pdf" ||
			said.Link != "https://discord.com/channels/"+s.guild+"/"+s.team+"/"+root {
			t.Errorf("heard %+v", first)
		}
		thread := chat.Place{Room: s.team, Thread: chat.Ref(root)}
		if below, err := s.p.Heard(t.Context(), thread, since); err != nil || !slices.Equal(texts(below), []string{"in the thread"}) || below[0].Place != thread {
			t.Errorf("heard %+v, %v", below, err)
		}
		s.clean(t)
		none := chat.Place{Room: s.team, Thread: chat.Ref(top[1].Deed.(chat.Said).Ref)}
		if below, err := s.p.Heard(t.Context(), none, since); err != nil || len(below) > 0 {
			t.Errorf("in a thread that never began: %+v, %v", below, err)
		}
		_, err = s.p.Heard(t.Context(), chat.Place{Room: s.team, Thread: "100"}, since)
		failureOf(t, err, chat.Gone, "10008")
	})
}

func TestHeardMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		since := s.now()
		for range 2*pageLimit + 7 {
			if _, err := s.Say(s.ann, s.team, "again"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		all, err := s.p.Heard(t.Context(), chat.Place{Room: s.team}, since)
		if err != nil || len(all) != 2*pageLimit+7 {
			t.Fatalf("heard %d, %v", len(all), err)
		}
		if !slices.IsSortedFunc(all, func(a, b chat.Act) int { return a.At.Compare(b.At) }) {
			t.Error("not the oldest first")
		}
	})
}

// Without the privileged intent words are not silence.
func TestHeardWithoutContent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		s.p.options.MessageContent = false
		since := s.now()
		s.post(t, chat.Place{Room: s.team}, titled("the bot's own"))
		if all, err := s.p.Heard(t.Context(), chat.Place{Room: s.team}, since); err != nil || len(all) > 0 {
			t.Errorf("nobody spoke: %+v, %v", all, err)
		}
		if _, err := s.Say(s.ann, s.team, "words"); err != nil {
			t.Fatal(err)
		}
		_, err := s.p.Heard(t.Context(), chat.Place{Room: s.team}, since)
		failureOf(t, err, chat.Temporary, codeNoContent)
	})
}

func TestHeardInAForum(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Privileged: discordfake.MessageContent})
		since := s.now()
		s.post(t, chat.Place{Room: s.forum}, titled("the bot's own"))
		post, err := s.StartThread(s.ann, s.forum, "", "A question", "Who can help?")
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.p.Heard(t.Context(), chat.Place{Room: s.forum}, since)
		if err != nil || !slices.Equal(texts(all), []string{"Who can help?"}) || all[0].Deed.(chat.Said).Ref != chat.Ref(post) {
			t.Errorf("heard %+v, %v", all, err)
		}
	})
}

// Found is what the bot itself has said with that very key, in that very place.
func TestFind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{Lag: func() time.Duration { return 3 * time.Second }})
		since := s.now()
		root := s.post(t, chat.Place{Room: s.team}, titled("key"))
		thread := chat.Place{Room: s.team, Thread: root.Ref}
		places := []chat.Place{{Room: s.team}, thread, {Person: s.ann}}
		for _, at := range places[1:] {
			s.post(t, at, titled("other"))
		}
		found := func(at chat.Place, key string) bool {
			t.Helper()
			posted, said, err := s.platform(t).Find(t.Context(), at, key, since)
			if err != nil {
				t.Fatal(err)
			}
			if said && at.Thread == "" && key == "key" && posted != root {
				t.Errorf("found %+v, not %+v", posted, root)
			}
			return said
		}
		if found(places[0], "key") {
			t.Error("found before history has it")
		}
		time.Sleep(4 * time.Second)
		for i, at := range places {
			for _, key := range []string{"key", "other", "none"} {
				if want := i == 0 && key == "key" || i > 0 && key == "other"; found(at, key) != want {
					t.Errorf("%q in %+v: found is not %v", key, at, want)
				}
			}
		}
		if _, said, err := s.p.Find(t.Context(), places[0], "key", s.now()); err != nil || said {
			t.Errorf("found although it is older: %v", err)
		}
		s.clean(t)
	})
}
