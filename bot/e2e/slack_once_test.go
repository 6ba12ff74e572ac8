package e2e_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"

	"relance/adapters/redis/redistest"
	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/bot/story"
)

// How much the tests below do; docs/performance.md has figures of more.
var (
	loadWords = flag.Int("slack-words", 1_000, "how many words TestEveryDeliveryCountsOnce delivers")
	loadPairs = flag.Int("slack-pairs", 200, "how many pairs of clicks TestTwoClicksAreOneDecision makes")
)

// amount is how much a test does; with -short it is a fifth.
func amount(n int) int {
	if testing.Short() {
		n /= 5
	}
	return max(1, n)
}

// atOnce is how many people act at the same time: few enough that a slow machine
// answers each of them within Slack's three seconds.
const atOnce = 4

// newCalled sets a stage on which Slack calls the bot over HTTP.
func newCalled(t testing.TB, store string) (*workspace, *app.Stage) {
	t.Helper()
	st, err := story.Parse("many cases", []byte(loadStory))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t, st)
	w.http, w.blind = true, true
	stage, err := app.NewStage(t.Context(), app.StageOptions{
		Config: configOf(t, st), Story: st, Store: store, Scenery: w,
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
	w, stage := newCalled(t, "redis://"+miniredis.RunT(t).Addr())
	words := amount(*loadWords)
	cases := max(1, words/100)
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
	for n := range words {
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
			if said := word.FindString(line); said != "" {
				counted[said]++
			}
		}
	}
	for n := range words {
		if said := fmt.Sprintf("Word %d.", n); counted[said] != 1 {
			t.Errorf("%q counts %d times", said, counted[said])
		}
	}
	t.Logf("%d words in %d deliveries, %.0f deliveries a second", words, len(all), float64(len(all))/took.Seconds())
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
	store := "redis://" + miniredis.RunT(t).Addr()
	synctest.Test(t, func(t *testing.T) { twoClicks(t, store) }) // where a slow machine is no slow bot
}

func twoClicks(t *testing.T, store string) {
	w, stage := newCalled(t, store)
	members := make([]string, amount(*loadPairs))
	for i := range members {
		members[i] = w.fake.AddUser(slackfake.User{Name: fmt.Sprintf("member%d", i)})
	}
	side(len(members), func(i int) {
		if err := w.fake.Command(members[i], "", "/case", fmt.Sprintf(`open org=Desk subject="Lamp %d." story="It is dark." consent=yes`, i)); err != nil {
			t.Error(err)
		}
	})
	const label = "Withdraw my request"
	side(len(members), func(i int) {
		seen := w.fake.Seen(members[i])
		if len(seen) == 0 {
			t.Errorf("member %d was not answered in time", i)
			return
		}
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
	t.Logf("%d pairs of clicks", len(members))
	if err := stage.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// BenchmarkAnswerOnSlack is what a person waits for who opens a case, 50 of them a
// second, on a real Redis: from the command to its acknowledgement with the answer.
func BenchmarkAnswerOnSlack(b *testing.B) {
	const rate = 50
	w, stage := newCalled(b, redistest.Server(b))
	by := make([]string, b.N)
	for i := range by {
		by[i] = w.fake.AddUser(slackfake.User{Name: fmt.Sprintf("member%d", i)})
	}
	waits := make([]time.Duration, b.N)
	var all sync.WaitGroup
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	b.ResetTimer()
	for i := range b.N {
		<-tick.C
		all.Go(func() {
			begun := time.Now()
			if err := w.fake.Command(by[i], "", "/case", fmt.Sprintf(`open org=Desk subject="Lamp %d." story="It is dark." consent=yes`, i)); err != nil {
				b.Error(err)
			}
			waits[i] = time.Since(begun)
		})
	}
	all.Wait()
	slices.Sort(waits)
	for _, percent := range []int{50, 99} {
		b.ReportMetric(float64(waits[len(waits)*percent/100])/float64(time.Millisecond), fmt.Sprintf("p%d-ms", percent))
	}
	if err := stage.Close(b.Context()); err != nil {
		b.Error(err)
	}
}
