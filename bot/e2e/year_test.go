package e2e

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// How much TestYear lives through; docs/performance.md has the figures of a year.
var (
	yearDays  = flag.Int("days", 60, "how many days pass in TestYear")
	yearCases = flag.Int("cases-a-day", 3, "how many cases are opened on each of them")
)

// TestYear lets time pass through Tick: every day cases are opened, climb, are
// answered, withdrawn and closed. What is to be forgotten is forgotten: what the
// process and the store hold stays the same but for the cases that have ended and
// their trails and index, which are kept on purpose.
func TestYear(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: sixty days of cases")
	}
	y := newYear(t)
	var quarters []yearSample
	for day := range *yearDays {
		y.live(t, dawn.AddDate(0, 0, day), day)
		if (day+1)%max(*yearDays/4, 1) == 0 {
			quarters = append(quarters, y.sample(t, day+1))
		}
	}
	for _, q := range quarters {
		t.Log(q)
	}
	first, last := quarters[0], quarters[len(quarters)-1]
	if last.goroutines > first.goroutines+5 {
		t.Errorf("%d goroutines at first, %d at last", first.goroutines, last.goroutines)
	}
	if last.heap > first.heap+4<<20 {
		t.Errorf("%d bytes of heap at first, %d at last", first.heap, last.heap)
	}
	for _, part := range slices.Sorted(maps.Keys(last.bytes)) {
		if kept := part == "state" || part == "trail" || part == "terms"; !kept && last.bytes[part] > 1.3*first.bytes[part]+4096 {
			t.Errorf("%s holds %.0f bytes at first and %.0f at last", part, first.bytes[part], last.bytes[part])
		}
	}
	if last.waiting > 0 {
		t.Errorf("at last %d messages still wait", last.waiting)
	}
	if opened := last.day * *yearCases; last.cases != opened {
		t.Errorf("%d cases are kept of %d", last.cases, opened)
	}
}

// year is a bot that lives in simulated time.
type year struct {
	*bench
	ids []escalation.CaseID // of all cases, in the order of their opening
}

// acknowledging says nothing and acknowledges everything; a look finds no answer.
type acknowledging struct{ mute }

func (a acknowledging) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	if n.Kind == escalation.NoticeLook {
		return escalation.Outcome{Fact: escalation.Looked{Notice: n.Key}}, nil
	}
	return a.mute.Deliver(ctx, c, n, at)
}

func newYear(t *testing.T) *year {
	t.Helper()
	url := redistest.Server(t)
	client := redistest.Client(t, url)
	store := redistest.New(t, redis.Options{Client: client})
	rules := &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	ladder := escalation.Ladder{Name: "year", Look: escalation.Look{Retry: escalation.Wait{Time: time.Hour}, Limit: 3}}
	for _, role := range []escalation.Role{"service", "press", "director"} {
		ladder.Rungs = append(ladder.Rungs, escalation.Rung{Name: string(role), Kind: escalation.RungLetter, Role: role,
			Wait: escalation.Wait{Days: 5}, Reminders: 1, Every: escalation.Wait{Days: 2}})
	}
	hash, err := rules.Keep(t.Context(), ladder)
	if err != nil {
		t.Fatal(err)
	}
	engine := escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: rules, Deliver: acknowledging{}})
	return &year{bench: &bench{url, client, store, engine, hash}}
}

// The days after its opening on which something becomes of a case.
const (
	answeredOn  = 3
	withdrawnOn = 8
	closedOn    = 25
)

// live lives a day: cases are opened, some of the earlier ones end, and everything
// that falls due is done when it does.
func (y *year) live(t *testing.T, now time.Time, day int) {
	t.Helper()
	for i := range *yearCases {
		ev := y.opened(len(y.ids))
		ev.At = now
		opened := ev.Fact.(escalation.Opened)
		opened.Contacts = []escalation.Contact{{Address: "room:service", Role: "service"}, {Address: "room:press", Role: "press"}, {Address: "room:director", Role: "director"}}
		ev.Fact = opened
		receipt, err := y.engine.Record(t.Context(), ev)
		if err != nil {
			t.Fatal(err)
		}
		y.ids = append(y.ids, receipt.Case.ID)
		y.then(t, now, day-answeredOn, i, 0, escalation.ActorTeam, escalation.Replied{From: "GazCo", Text: "It works again.", Class: escalation.ClassAnswer})
		y.then(t, now, day-answeredOn-1, i, 0, escalation.ActorRequester, escalation.Verdict{Solved: true})
		y.then(t, now, day-withdrawnOn, i, 1, escalation.ActorRequester, escalation.Withdrawn{Reason: "It has come."})
		y.then(t, now, day-closedOn, i, 2, escalation.ActorTeam, escalation.ClosedByTeam{Reason: "Nobody answers."})
	}
	for end := now.AddDate(0, 0, 1); ; {
		next, err := y.engine.Tick(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		if next.IsZero() || !next.Before(end) {
			return
		}
		now = next
	}
}

// then records what becomes of the i-th case of an earlier day, if that is its fate:
// there are three.
func (y *year) then(t *testing.T, now time.Time, day, i, fate int, who escalation.ActorRole, fact escalation.Fact) {
	t.Helper()
	n := day**yearCases + i
	if day < 0 || n%3 != fate {
		return
	}
	_, err := y.engine.Record(t.Context(), escalation.Event{Case: y.ids[n], At: now,
		Actor: escalation.Actor{ID: fmt.Sprint("console:p", n), Role: who}, Fact: fact})
	if err != nil {
		t.Fatalf("%T on case %d of day %d: %v", fact, i, day, err)
	}
}

// yearSample is what is held at the end of a day.
type yearSample struct {
	day        int
	goroutines int
	heap       uint64 // bytes, after a collection
	redis      float64
	keys       int
	cases      int
	waiting    int64              // messages
	bytes      map[string]float64 // of the store's keys, by part
}

func (y *year) sample(t *testing.T, day int) yearSample {
	t.Helper()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s := yearSample{day: day, goroutines: runtime.NumGoroutine(), heap: m.HeapAlloc, bytes: map[string]float64{},
		redis: field(y.client.Info(t.Context(), "memory").Val(), "used_memory")}
	keys, err := y.client.Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	s.keys = len(keys)
	for _, k := range keys {
		s.bytes[part(k)] += float64(y.client.MemoryUsage(t.Context(), k, 0).Val())
		switch part(k) {
		case "state":
			s.cases += int(y.client.HLen(t.Context(), k).Val())
		case "send":
			s.waiting += y.client.ZCount(t.Context(), k, "-inf", "+inf").Val()
		}
	}
	return s
}

func (s yearSample) String() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s.bytes)) {
		parts = append(parts, fmt.Sprintf("%s %.0f", name, s.bytes[name]/1000))
	}
	return fmt.Sprintf("day %3d: %d goroutines, heap %.1f MB, Redis %.1f MB in %d keys, %d cases, %d messages wait; kB: %s",
		s.day, s.goroutines, float64(s.heap)/1e6, s.redis/1e6, s.keys, s.cases, s.waiting, strings.Join(parts, ", "))
}
