package discord

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
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
	pause(ctx, took)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.effects[a.ID]++
	return chat.Answer{}
}

// Each act is delivered one to five times, all shuffled, faster than it can be
// handled. What people say has its effect under one ID, however often it comes.
func TestDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const seed = 7
		random := rand.New(rand.NewPCG(seed, seed))
		l := &ledger{effects: map[string]int{}, took: func() time.Duration { return time.Duration(random.IntN(20)) * time.Millisecond }}
		p := solitary(t)
		p.rooms.put("4", &roomOfTeam, noon.Add(roomFresh))
		q := p.newQueue(t.Context(), l)
		q.start()
		var waiting []delivery
		want := map[string]bool{}
		for n := range *deliveries {
			id, d := someDelivery(n)
			want[id] = true
			for range 1 + random.IntN(5) {
				waiting = append(waiting, d)
			}
		}
		random.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
		for _, d := range waiting {
			d.at = p.now()
			q.offerWaiting(d)
		}
		q.finish()
		if len(l.effects) != *deliveries {
			t.Errorf("%d acts have %d effects", *deliveries, len(l.effects))
		}
		for id := range l.effects {
			if !want[id] {
				t.Fatalf("an act that nobody did: %s", id)
			}
		}
		t.Logf("%d acts, %d deliveries", *deliveries, len(waiting))
	})
}

// someDelivery is the n-th act.
func someDelivery(n int) (act string, d delivery) {
	id := fmt.Sprint(1_574_000_000_000_000_000 + n)
	if n%2 == 0 {
		return "m:4:" + id, delivery{event: messageEvent, own: "1", payload: fmt.Appendf(nil,
			`{"id":%q,"channel_id":"4","guild_id":"3","type":0,"content":"said %d","timestamp":"2026-03-24T12:00:00+00:00","author":{"id":"2","username":"ann"}}`, id, n)}
	}
	return "i:" + id, delivery{event: interactionEvent, payload: fmt.Appendf(nil,
		`{"id":%q,"application_id":"1","token":"t","type":2,"user":{"id":"2","username":"ann"},"channel":{"id":"4","type":0},"data":{"name":"case","type":1,"options":[{"name":"note","type":1,"options":[{"name":"text","type":3,"value":"note %d"}]}]}}`, id, n)}
}

// An interaction for which there is no room fails at once; what is written waits.
func TestFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &ledger{effects: map[string]int{}, took: func() time.Duration { return time.Second }}
		p := solitary(t)
		p.rooms.put("4", &roomOfTeam, noon.Add(roomFresh))
		q := p.newQueue(t.Context(), l)
		q.start()
		taken, n := 0, 0
		for ; n < 2*(workers+queueLimit); n++ {
			if _, d := someDelivery(2*n + 1); q.offer(d) {
				taken++
			}
			if n%workers == 0 {
				synctest.Wait() // the workers take what they can
			}
		}
		if taken != workers-readers+queueLimit {
			t.Errorf("%d interactions are taken", taken)
		}
		var d delivery
		for i := range readers + queueLimit {
			_, d = someDelivery(2 * i)
			q.offerWaiting(d)
			if i == readers {
				synctest.Wait()
			}
			taken++
		}
		began := time.Now()
		_, d = someDelivery(2 * n)
		q.offerWaiting(d)
		if waited := time.Since(began); waited == 0 || waited > 2*time.Second {
			t.Errorf("waited %s for room", waited)
		}
		q.finish()
		if len(l.effects) != taken+1 {
			t.Errorf("%d effects, want %d", len(l.effects), taken+1)
		}
		if q.offer(d) {
			t.Error("taken after the end")
		}
	})
}

// BenchmarkAcknowledgement measures what a person waits for until Discord has an
// answer to their command, at 50 commands a second, with a handler of 20 to 200 ms.
func BenchmarkAcknowledgement(b *testing.B) {
	const rate = 50
	random := rand.New(rand.NewPCG(1, 1))
	var mu sync.Mutex
	h := &handler{answer: func(ctx context.Context, _ chat.Act) chat.Answer {
		mu.Lock()
		took := time.Duration(20+random.IntN(181)) * time.Millisecond
		mu.Unlock()
		pause(ctx, took)
		return chat.Answer{Message: sentence("Noted.")}
	}}
	f := open(b, h, discordfake.Options{Privileged: discordfake.MessageContent}, nil)
	var waits []time.Duration
	var all sync.WaitGroup
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	b.ResetTimer()
	for n := range b.N {
		<-tick.C
		all.Go(func() {
			begun := time.Now()
			if err := f.Command(f.ann, f.team, "case note", map[string]string{"text": fmt.Sprint("note ", n)}); err != nil {
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

// roomOfTeam is where everything is said.
var roomOfTeam = discordgo.Channel{ID: "4", GuildID: "3", Type: discordgo.ChannelTypeGuildText}
