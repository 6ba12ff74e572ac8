package slack

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

func TestFind(t *testing.T) {
	w := newWorkplace(t, slackfake.Options{}, paceless)
	begun := time.Now()
	root := w.post(t, chat.Place{Room: w.team}, say("root", "the root"))
	thread := chat.Place{Room: w.team, Thread: root.Ref}
	posted := map[chat.Place]chat.Posted{
		{Room: w.team}:  w.post(t, chat.Place{Room: w.team}, say("k", "in the room")),
		{Room: w.board}: w.post(t, chat.Place{Room: w.board}, say("k", "in private")),
		{Person: w.ann}: w.post(t, chat.Place{Person: w.ann}, say("k", "to ann")),
		thread:          w.post(t, thread, say("k", "in the thread")),
	}
	for at, want := range posted {
		got, there, err := w.p.Find(t.Context(), at, "k", begun)
		if err != nil || !there || got != want {
			t.Errorf("in %+v found %+v, %t, %v; want %+v", at, got, there, err, want)
		}
		if _, there, err := w.p.Find(t.Context(), at, "other", begun); there || err != nil {
			t.Errorf("in %+v another key is found: %t, %v", at, there, err)
		}
		if _, there, err := w.p.Find(t.Context(), at, "k", begun.Add(time.Hour)); there || err != nil {
			t.Errorf("in %+v it is found an hour later: %t, %v", at, there, err)
		}
	}
	_, _, err := w.p.Find(t.Context(), chat.Place{Room: w.vault}, "k", begun)
	failed(t, "where the bot cannot look", err, chat.Gone, "channel_not_found")
}

// It is found behind many pages; and whoever says the same is somebody else.
func TestFindAmongMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		at := chat.Place{Room: w.team}
		begun := time.Now()
		want := w.post(t, at, say("k", "the first"))
		for i := range 3 * historyPage {
			if _, err := w.Say(w.ann, w.team, "", fmt.Sprint("chatter ", i)); err != nil {
				t.Fatal(err)
			}
		}
		if got, there, err := w.p.Find(t.Context(), at, "k", begun); err != nil || !there || got != want {
			t.Errorf("found %+v, %t, %v", got, there, err)
		}
		for i := range historyPages * historyPage {
			if _, err := w.Say(w.ann, w.team, "", fmt.Sprint("more chatter ", i)); err != nil {
				t.Fatal(err)
			}
		}
		// Not found where not everything was looked at is no answer.
		_, there, err := w.p.Find(t.Context(), at, "k", begun)
		failed(t, "too far back", err, chat.Temporary, codeHistory)
		if there {
			t.Error("found all the same")
		}
	})
}

// Who knows when it was tried does not read the history of a day for it, though
// it was due then; and every try in doubt counts.
func TestFindLooksFromTheFirstTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		at := chat.Place{Room: w.team}
		due := time.Now()
		time.Sleep(24 * time.Hour)
		tried := time.Now()
		w.Fail("chat.postMessage", slackfake.Fault{Cut: true, Accept: true})
		w.Fail("chat.postMessage", slackfake.Fault{Error: "internal_error"})
		for range 2 {
			_, err := w.p.Post(t.Context(), at, say("k", "once"))
			if failureOf(err) != chat.Unknown {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
		}
		if _, there, err := w.p.Find(t.Context(), at, "k", due); err != nil || !there {
			t.Errorf("found %t, %v", there, err)
		}
		if oldest, want := w.Calls("conversations.history")[0].Get("oldest"), timestamp(tried.Add(-clockSkew)); oldest != want {
			t.Errorf("looked since %s, want %s", oldest, want)
		}
		// Said is said: another process's time counts again.
		if _, _, err := w.p.Find(t.Context(), at, "k", due); err != nil {
			t.Error(err)
		}
		if oldest, want := w.Calls("conversations.history")[1].Get("oldest"), timestamp(due.Add(-clockSkew)); oldest != want {
			t.Errorf("looked since %s, want %s", oldest, want)
		}
	})
}
