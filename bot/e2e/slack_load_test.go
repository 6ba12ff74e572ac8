package e2e_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/bot/story"
)

// loadCases is how many cases TestEveryMessageIsSentOnce opens. Each has four
// messages: 2,500 make 10,000, and take minutes.
var loadCases = flag.Int("slack-cases", 100, "how many cases TestEveryMessageIsSentOnce opens")

// loadStory is a workspace with one organisation, whose contact is a channel.
const loadStory = `Many cases
Team: noor, mia
Moderators: sam
-- story --
at 2026-03-02 10:00 UTC
@ann /case list
-- config --
version: 1
rooms: {console: {team: team, moderators: moderators, public: public}}
people: {zone: UTC}
guards: {cases_per_day: 0, letters_per_contact_per_week: 0}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 60 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`

// lamp finds the subject of a case.
var lamp = regexp.MustCompile(`Lamp \d+\.`)

// TestEveryMessageIsSentOnce has the whole bot speak while 30 of 100 messages are
// posted and then fail, 20 of 100 are refused as too many, and the history is up to
// five seconds late: none is lost, none is said twice, none comes before it may.
func TestEveryMessageIsSentOnce(t *testing.T) {
	store := "redis://" + miniredis.RunT(t).Addr()
	synctest.Test(t, func(t *testing.T) {
		st, err := story.Parse("many cases", []byte(loadStory))
		if err != nil {
			t.Fatal(err)
		}
		dice := rand.New(rand.NewPCG(3, 4))
		w := newWorkspaceWith(t, st, slackfake.Options{Lag: func() time.Duration { return time.Duration(dice.Int64N(int64(5 * time.Second))) }})
		w.blind = true
		stage, err := app.NewStage(t.Context(), app.StageOptions{Config: configOf(t, st), Story: st, Store: store, Scenery: w})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := stage.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		chance := func(percent int) func(url.Values) bool {
			return func(url.Values) bool { return dice.IntN(100) < percent }
		}
		for _, f := range []slackfake.Fault{
			{RetryAfter: 3 * time.Second, Times: -1, When: chance(20)},
			{Error: "fatal_error", Accept: true, Times: -1, When: chance(12)},
			{Status: 503, Accept: true, Times: -1, When: chance(14)},
			{Cut: true, Accept: true, Times: -1, When: chance(16)},
		} {
			w.fake.Fail("chat.postMessage", f)
		}
		cases := amount(*loadCases)
		for i := range cases {
			by := w.fake.AddUser(slackfake.User{Name: fmt.Sprintf("member%d", i)})
			if err := w.fake.Command(by, "", "/case", fmt.Sprintf(`open org=Desk subject="Lamp %d." story="It is dark." consent=yes`, i)); err != nil {
				t.Fatal(err)
			}
			if err := stage.Advance(t.Context(), stage.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if err := stage.Advance(t.Context(), stage.Now().Add(7*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		w.fake.Heal()

		markers, said, sent := map[string]int{}, map[string]int{}, 0
		for _, m := range w.fake.Seen(w.users["noor"]) {
			if m.By != w.fake.BotUser() || m.Metadata == nil {
				continue
			}
			sent++
			if marker := fmt.Sprint(m.Metadata.EventPayload); markers[marker] > 0 {
				t.Errorf("said twice: %s", m.Read)
			} else {
				markers[marker]++
			}
			if subject := lamp.FindString(m.Read); m.Thread == "" && subject != "" {
				said["#"+m.ChannelName+" "+subject]++
			}
		}
		for i := range cases {
			for _, room := range []string{"#team", "#desk"} {
				if where := fmt.Sprintf("%s Lamp %d.", room, i); said[where] != 1 {
					t.Errorf("%s is said %d times", where, said[where])
				}
			}
		}
		t.Logf("%d cases, %d messages, %d calls", cases, sent, len(w.fake.Calls("chat.postMessage")))
	})
}
