package slack

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// deliveries is how many acts are delivered one to five times; 100,000 take some
// minutes.
var deliveries = flag.Int("deliveries", 5_000, "how many acts TestDeliveries delivers")

// ledger is a handler that counts what it is handed, and takes a while.
type ledger struct {
	mu      sync.Mutex
	effects map[string]int
	took    func() time.Duration
}

func (l *ledger) Handle(ctx context.Context, a chat.Act) chat.Answer {
	l.mu.Lock()
	took := l.took()
	l.mu.Unlock()
	select {
	case <-time.After(took):
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.effects[a.ID]++
	return chat.Answer{Message: &chat.Message{Title: "Noted " + a.ID}}
}

// Each act is delivered one to five times, all shuffled, more at a time than can be
// handled; Slack delivers what is not acknowledged until it is. Every act has its
// effect under one ID, and its answer is shown once.
func TestDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const seed = 7
		random := rand.New(rand.NewPCG(seed, seed))
		l := &ledger{effects: map[string]int{}, took: func() time.Duration { return time.Duration(random.IntN(20)) * time.Millisecond }}
		w := open(t, l, false)
		var waiting []string // payloads with their kind, not acknowledged yet
		want := map[string]bool{}
		for n := range *deliveries {
			id, raw := someDelivery(n, w.ann, w.room)
			want[id] = true
			for range 1 + random.IntN(5) {
				waiting = append(waiting, raw)
			}
		}
		delivered, refused := 0, 0
		for len(waiting) > 0 {
			random.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
			batch := waiting[:min(len(waiting), 2*(queueLimit+workers))]
			waiting = waiting[len(batch):]
			ids := make([]string, len(batch))
			for i, raw := range batch {
				ids[i] = fmt.Sprintf("env-%d-%d", delivered, i)
				w.Envelope(strings.Replace(raw, "{", `{"envelope_id":"`+ids[i]+`",`, 1))
			}
			delivered += len(batch)
			settle()
			for i, id := range ids {
				if !w.Acknowledged(id) {
					waiting = append(waiting, batch[i])
					refused++
				}
			}
		}
		if refused == 0 {
			t.Error("nothing was too much: the queue never was full")
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(l.effects) != *deliveries {
			t.Errorf("%d acts have %d effects", *deliveries, len(l.effects))
		}
		for id := range l.effects {
			if !want[id] {
				t.Fatalf("an act that nobody did: %s", id)
			}
		}
		if *deliveries <= chat.MemoryLimit { // beyond that an answer may be shown again
			shownOnce(t, w, want)
		}
		t.Logf("%d acts, %d deliveries, %d of them refused at first", *deliveries, delivered, refused)
	})
}

// shownOnce checks that the answer to each act was shown once. Those to commands went
// into acknowledgements.
func shownOnce(t *testing.T, w *workspace, acts map[string]bool) {
	t.Helper()
	shown := map[string]int{}
	for _, m := range w.Seen(w.ann) {
		if id, is := strings.CutPrefix(strings.TrimSpace(m.Read), "Noted "); is {
			shown[id]++
		}
	}
	for id := range acts {
		if !strings.HasPrefix(id, "c:") && shown[id] != 1 {
			t.Fatalf("the answer to %s was shown %d times", id, shown[id])
		}
	}
}

// someDelivery is the n-th act, and its envelope without an ID.
func someDelivery(n int, user, room string) (act, envelope string) {
	switch n % 3 {
	case 0:
		ts := fmt.Sprintf("17%08d.%06d", n, n)
		return "m:" + room + ":" + ts, fmt.Sprintf(`{"type":"events_api","payload":{"type":"event_callback","event_id":"Ev%d","event":{"type":"message","user":%q,"bot_id":"","text":"said %d","ts":%q,"channel":%q,"channel_type":"channel"}}}`, n, user, n, ts, room)
	case 1:
		return fmt.Sprintf("c:t%d", n), fmt.Sprintf(`{"type":"slash_commands","payload":{"command":"/case","text":"note %d","user_id":%q,"channel_id":%q,"trigger_id":"t%d"}}`, n, user, room, n)
	}
	return fmt.Sprintf("a:t%d:go#0", n), fmt.Sprintf(`{"type":"interactive","payload":{"type":"block_actions","trigger_id":"t%d","user":{"id":%q},"channel":{"id":%q},"container":{"message_ts":"1.000001"},"actions":[{"action_id":"go#0","block_id":"b","value":"%d"}]}}`, n, user, room, n)
}

// BenchmarkAcknowledgement measures what a person waits for until Slack hears of
// their command, at 50 commands a second, with a handler of 20 to 200 ms.
func BenchmarkAcknowledgement(b *testing.B) {
	const rate = 50
	random := rand.New(rand.NewPCG(1, 1))
	l := &ledger{effects: map[string]int{}, took: func() time.Duration {
		return time.Duration(20+random.IntN(181)) * time.Millisecond
	}}
	w := open(b, l, false)
	var mu sync.Mutex
	var waits []time.Duration
	var all sync.WaitGroup
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	b.ResetTimer()
	for n := range b.N {
		<-tick.C
		all.Go(func() {
			begun := time.Now()
			if err := w.Command(w.ann, w.room, "/case", fmt.Sprintf("note %d", n)); err != nil {
				b.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, time.Since(begun))
		})
	}
	all.Wait()
	slices.Sort(waits)
	for _, percent := range []int{50, 99} {
		b.ReportMetric(float64(waits[len(waits)*percent/100])/float64(time.Millisecond), fmt.Sprintf("p%d-ms", percent))
	}
}
