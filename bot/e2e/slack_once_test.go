package e2e_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/bot/story"
)

// How much the tests below do. The figures of docs/performance.md are those of
// 100,000 words and 10,000 pairs.
var (
	loadWords = flag.Int("slack-words", 1_000, "how many words TestEveryDeliveryCountsOnce delivers")
	loadPairs = flag.Int("slack-pairs", 200, "how many pairs of clicks TestTwoClicksAreOneDecision makes")
)

// atOnce is how many people act at the same time.
const atOnce = 16

// newCalled sets a stage on which Slack calls the bot over HTTP.
func newCalled(t *testing.T) (*workspace, *app.Stage) {
	st, err := story.Parse("many cases", []byte(loadStory))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t, st)
	w.http, w.blind = true, true
	stage, err := app.NewStage(t.Context(), app.StageOptions{
		Config: configOf(t, st), Story: st, Store: "redis://" + miniredis.RunT(t).Addr(), Scenery: w,
	})
	if err != nil {
		t.Fatal(err)
	}
	return w, stage
}

// side has n things done, several at a time.
func side(n int, do func(i int)) {
	var all sync.WaitGroup
	next := make(chan int)
	for range atOnce {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// TestEveryDeliveryCountsOnce says many things in the threads of cases, each
// delivered one to five times and all shuffled: each is in a trail, once.
func TestEveryDeliveryCountsOnce(t *testing.T) {
	w, stage := newCalled(t)
	cases := max(1, *loadWords/100)
	for i := range cases {
		by := w.fake.AddUser(slackfake.User{Name: fmt.Sprintf("member%d", i)})
		if err := w.fake.Command(by, "", "/case", fmt.Sprintf(`open org=Desk subject="Lamp %d." story="It is dark." consent=yes`, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := stage.Advance(t.Context(), stage.Now()); err != nil {
		t.Fatal(err)
	}
	var threads []string
	for _, m := range w.fake.Seen(w.users["noor"]) {
		if m.ChannelName == "team" && m.Thread == "" {
			threads = append(threads, m.TS)
		}
	}
	if len(threads) != cases {
		t.Fatalf("%d cards of %d cases", len(threads), cases)
	}
	dice := rand.New(rand.NewPCG(5, 6))
	type delivery struct{ n, attempt int }
	var all []delivery
	for n := range *loadWords {
		for attempt := range 1 + dice.IntN(5) {
			all = append(all, delivery{n, attempt})
		}
	}
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	begun := time.Now()
	side(len(all), func(i int) {
		d := all[i]
		w.deliver(t, w.said(d.n, threads[d.n%len(threads)]), stage.Now().Add(-time.Duration(d.attempt)*time.Second))
	})
	took := time.Since(begun)
	counted := map[string]int{}
	scene, err := stage.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range scene.Cases {
		for _, line := range c.Trail {
			if words := word.FindString(line); words != "" {
				counted[words]++
			}
		}
	}
	for n := range *loadWords {
		if words := fmt.Sprintf("Word %d.", n); counted[words] != 1 {
			t.Errorf("%q counts %d times", words, counted[words])
		}
	}
	t.Logf("%d words in %d deliveries, %.0f deliveries a second", *loadWords, len(all), float64(len(all))/took.Seconds())
	if err := stage.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

var word = regexp.MustCompile(`Word \d+\.`)

// said is the event of a message in a thread.
// https://docs.slack.dev/reference/events/message
func (w *workspace) said(n int, thread string) string {
	seconds, _, _ := strings.Cut(thread, ".")
	body, err := json.Marshal(map[string]any{
		"type": "event_callback", "event_id": fmt.Sprintf("Ev%d", n), "event": map[string]any{
			"type": "message", "channel": w.channels["team"], "channel_type": "channel", "user": w.users["noor"],
			"text": fmt.Sprintf("Word %d.", n), "ts": fmt.Sprintf("%s.%07d", seconds, n), "thread_ts": thread,
		},
	})
	if err != nil {
		panic(err) // it is made of texts
	}
	return string(body)
}

// deliver sends an event to the bot, signed at a time.
func (w *workspace) deliver(t *testing.T, body string, at time.Time) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://app.example/slack/events", strings.NewReader(body))
	w.fake.Sign(r, body, at)
	answer := httptest.NewRecorder()
	w.platform.HTTP().ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		t.Errorf("%s is answered with %d", body, answer.Code)
	}
}

// TestTwoClicksAreOneDecision has requesters withdraw on two
// devices in the same moment: each time it is one decision.
func TestTwoClicksAreOneDecision(t *testing.T) {
	w, stage := newCalled(t)
	members := make([]string, *loadPairs)
	for i := range members {
		members[i] = w.fake.AddUser(slackfake.User{Name: fmt.Sprintf("member%d", i)})
	}
	side(len(members), func(i int) {
		if err := w.fake.Command(members[i], "", "/case", fmt.Sprintf(`open org=Desk subject="Lamp %d." story="It is dark." consent=yes`, i)); err != nil {
			t.Error(err)
		}
	})
	const label = "Withdraw my request"
	begun := time.Now()
	side(len(members), func(i int) {
		seen := w.fake.Seen(members[i])
		opened := seen[len(seen)-1]
		var pair sync.WaitGroup
		for range 2 {
			pair.Go(func() {
				if err := w.fake.Click(members[i], opened, label); err != nil {
					t.Error(err)
				}
			})
		}
		pair.Wait()
	})
	took := time.Since(begun)
	scene, err := stage.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(scene.Cases) != len(members) {
		t.Errorf("%d cases of %d", len(scene.Cases), len(members))
	}
	for _, c := range scene.Cases {
		n := strings.Count(strings.Join(c.Trail, "\n"), "Withdrawn")
		if n != 1 || c.State.State != "closed" {
			t.Fatalf("case %s is %s, and withdrawn %d times:\n%s", c.ID, c.State, n, strings.Join(c.Trail, "\n"))
		}
	}
	t.Logf("%d pairs of clicks, %.0f pairs a second", len(members), float64(len(members))/took.Seconds())
	if err := stage.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
