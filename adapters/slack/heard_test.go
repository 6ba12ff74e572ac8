package slack

import (
	"fmt"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

func TestHeard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		say := func(by, thread, text string, files ...slackfake.File) string {
			t.Helper()
			time.Sleep(time.Second)
			ts, err := w.Say(by, w.team, thread, text, files...)
			if err != nil {
				t.Fatal(err)
			}
			return ts
		}
		begun := time.Now()
		first := say(w.ann, "", "a < b & @ben", slackfake.File{Name: "bill.pdf", Size: 42})
		w.post(t, chat.Place{Room: w.team}, chat.Message{Title: "the bot"})
		second := say(w.ben, "", "before")
		reply := say(w.ben, first, "in the thread")
		time.Sleep(time.Second)
		if err := w.Revise(w.ben, w.team, second, "after"); err != nil {
			t.Fatal(err)
		}
		w.Leave(w.team, w.ben)
		w.Join(w.team, w.ben) // the workspace's own notices are nobody's words

		acts, err := w.p.Heard(t.Context(), chat.Place{Room: w.team}, begun)
		if err != nil {
			t.Fatal(err)
		}
		if len(acts) != 3 {
			t.Fatalf("heard %+v", acts)
		}
		a := acts[0]
		said, _ := a.Deed.(chat.Said)
		if a.ID != "m:"+w.team+":"+first || !reflect.DeepEqual(a.By, chat.Person{Account: w.ann, Name: "ann", Language: "fr-FR"}) || a.Place != (chat.Place{Room: w.team}) ||
			!a.At.Equal(begun.Add(time.Second)) || said.Text != "a < b & @ben" || said.Ref != chat.Ref(first) || said.Link == "" || said.Edited ||
			len(said.Files) != 1 || said.Files[0].Name != "bill.pdf" || said.Files[0].Size != 42 {
			t.Errorf("heard %+v", a)
		}
		for i, edited := range []bool{false, true} {
			a := acts[1+i]
			said, _ := a.Deed.(chat.Said)
			if said.Text != "after" || said.Edited != edited || said.Ref != chat.Ref(second) || edited == (a.ID == "m:"+w.team+":"+second) {
				t.Errorf("heard %+v", a)
			}
		}
		acts, err = w.p.Heard(t.Context(), chat.Place{Room: w.team, Thread: chat.Ref(first)}, begun)
		if err != nil || len(acts) != 1 || acts[0].ID != "m:"+w.team+":"+reply || acts[0].Place.Thread != chat.Ref(first) {
			t.Errorf("heard in the thread %+v, %v", acts, err)
		}
		if acts, err := w.p.Heard(t.Context(), chat.Place{Room: w.team}, time.Now().Add(time.Second)); len(acts) > 0 || err != nil {
			t.Errorf("heard before it is said: %+v, %v", acts, err)
		}
	})
}

// All pages are read, the oldest comes first, and the very time counts.
func TestHeardPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorkplace(t, slackfake.Options{}, paceless)
		var want []string
		var since time.Time
		for i := range 2*historyPage + 50 {
			time.Sleep(time.Second)
			if i == 25 {
				since = time.Now()
			}
			if _, err := w.Say(w.ann, w.team, "", fmt.Sprint("words ", i)); err != nil {
				t.Fatal(err)
			}
			if i >= 25 {
				want = append(want, fmt.Sprint("words ", i))
			}
		}
		acts, err := w.p.Heard(t.Context(), chat.Place{Room: w.team}, since)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range acts {
			said, _ := a.Deed.(chat.Said)
			got = append(got, said.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("heard %d, want %d; %.3q", len(got), len(want), got)
		}
	})
}

// However many people spoke, and though Slack tells no name, what they said is heard
// soon, by their IDs; the names that are told are told to all of them.
func TestHeardWaitsForNamesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const people = 40
		var said strings.Builder
		for i := range people {
			fmt.Fprintf(&said, `,{"type":"message","user":"U%04d","ts":"1700000%03d.000100","text":"hello <@U9%03d>"}`, i, i, i)
		}
		silent := &wire{}
		silent.answer = func(conn net.Conn, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "auth.test"):
				respond(200, "", `{"ok":true,"user_id":"UBOT","team_id":"T1"}`)(conn, r)
			case strings.HasSuffix(r.URL.Path, "users.info"):
				time.Sleep(time.Minute)
			default:
				respond(200, "", `{"ok":true,"messages":[`+said.String()[1:]+`]}`)(conn, r)
			}
		}
		p := silent.platform(t)
		begun := time.Now()
		acts, err := p.Heard(t.Context(), chat.Place{Room: "C0001"}, time.Unix(1700000000, 0))
		if err != nil || len(acts) != people || acts[0].By.Name != "U0000" {
			t.Fatalf("heard %d, %v", len(acts), err)
		}
		if waited := time.Since(begun); waited > heardNames {
			t.Errorf("waited %s", waited)
		}
		time.Sleep(2 * time.Minute) // the questions end
	})
}
