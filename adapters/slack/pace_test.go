package slack

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// start is when tests begin.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestPaceInOrder(t *testing.T) {
	p := newPacer(time.Second)
	const ms = time.Millisecond
	for i, tt := range []struct {
		key         string
		after, want time.Duration
	}{
		{"a", 0, 0},
		{"b", 0, 1000 * ms},
		{"c", 0, 2000 * ms},
		{"b", 0, 1000 * ms},         // the same turn
		{"d", 500 * ms, 2500 * ms},  // behind c
		{"b", 1000 * ms, 0},         // its turn
		{"e", 1000 * ms, 3000 * ms}, // nobody overtakes
		{"c", 2600 * ms, 0},         // late, and there is room
		{"d", 3000 * ms, 600 * ms},  // in time, but c has only just gone
		{"e", 4000 * ms, 0},         // d has not come
		{"d", 4050 * ms, 950 * ms},
		{"f", 4050 * ms, 950 * ms}, // the first turn that nobody has in the lane
		{"d", 5000 * ms, 0},
		{"f", 5000 * ms, 1000 * ms},
		{"g", 60_000 * ms, 0}, // everybody is gone
	} {
		now := start.Add(tt.after)
		if got := p.take("C1", tt.key, 1, now, now); got != tt.want { // as Post asks, where nothing rests
			t.Errorf("%d: %s after %s waits %s, want %s", i, tt.key, tt.after, got, tt.want)
		}
	}
	if got := p.take("C2", "a", 1, start.Add(time.Minute), start); got != 0 {
		t.Errorf("another channel waits %s", got)
	}
}

func TestPaceOfPieces(t *testing.T) {
	p := newPacer(time.Second)
	p.take("C1", "a", 3, start, start)
	if got := p.take("C1", "b", 1, start, start); got != 3*time.Second {
		t.Errorf("behind three pieces: %s", got)
	}
}

// While a channel rests, turns are given out for after.
func TestPaceAfterRest(t *testing.T) {
	p := newPacer(time.Second)
	p.take("C1", "a", 1, start, start)
	p.take("C1", "b", 1, start, start)
	rested := start.Add(10 * time.Second)
	var waits []time.Duration
	for _, key := range []string{"c", "b", "d", "b"} {
		waits = append(waits, p.take("C1", key, 1, start, rested))
	}
	want := []time.Duration{10 * time.Second, 11 * time.Second, 12 * time.Second, 11 * time.Second}
	if !slices.Equal(waits, want) {
		t.Errorf("waits %s, want %s", waits, want)
	}
}

func TestNoPace(t *testing.T) {
	p := newPacer(-1)
	for range 3 {
		if got := p.take("C1", "a", 1, start, start); got != 0 {
			t.Errorf("waits %s", got)
		}
	}
	if got := p.take("C1", "a", 1, start, start.Add(time.Second)); got != time.Second {
		t.Errorf("a rest is not kept: %s", got)
	}
}

// Messages that come back at their turns go one a second in the order in which
// they came first. Those that always come back late, however late, all go too, and
// at the same pace.
func TestPaceIsFair(t *testing.T) {
	const messages = 500
	for _, late := range []time.Duration{0, 2500 * time.Millisecond, 40 * time.Second} {
		p := newPacer(time.Second)
		due := map[string]time.Duration{}
		for i := range messages {
			due[fmt.Sprint(i)] = time.Duration(i) * time.Microsecond
		}
		var went []string
		var last time.Duration
		tries := 0
		for len(due) > 0 {
			key, at := "", time.Duration(-1)
			for k, d := range due {
				if at < 0 || d < at {
					key, at = k, d
				}
			}
			tries++
			if wait := p.take("C1", key, 1, start.Add(at), start); wait > 0 {
				due[key] = at + wait + late
				continue
			}
			if len(went) > 0 && at-last < 900*time.Millisecond {
				t.Errorf("%s late: %s goes %s after the one before", late, key, at-last)
			}
			last = at
			went = append(went, key)
			delete(due, key)
		}
		for i, key := range went {
			if late == 0 && key != fmt.Sprint(i) {
				t.Fatalf("%s goes as number %d", key, i)
			}
		}
		if last > 2*messages*time.Second+2*late || tries > 4*messages {
			t.Errorf("%s late: all took %s and %d tries", late, last, tries)
		}
	}
}

// What never comes back is forgotten.
func TestPaceForgets(t *testing.T) {
	p := newPacer(time.Second)
	for i := range turnsLimit + 100 {
		p.take("C1", fmt.Sprint(i), 1, start, start)
	}
	if n := len(p.lanes["C1"].turns); n > turnsLimit {
		t.Errorf("%d turns are kept", n)
	}
	p.take("C1", "late", 1, start.Add(24*time.Hour), start)
	if l := p.lanes["C1"]; len(l.turns) > 0 || len(l.order) > 0 {
		t.Errorf("a day later %d turns are kept, %d in order", len(l.turns), len(l.order))
	}
	for i := range lanesLimit + 100 {
		p.take(fmt.Sprint("C", i), "a", 1, start.Add(48*time.Hour+time.Duration(i)*time.Second), start)
	}
	if n := len(p.lanes); n > lanesLimit+1 {
		t.Errorf("%d channels are kept", n)
	}
}

func TestRests(t *testing.T) {
	var r rests
	r.begin(methodPost, "C1", start.Add(10*time.Second))
	r.begin(methodPost, "C1", start.Add(5*time.Second)) // the longer one holds
	r.begin(methodUpdate, "C1", start.Add(3*time.Second))
	for _, tt := range []struct {
		m       method
		channel string
		want    time.Duration
	}{
		{methodPost, "C1", 10 * time.Second},
		{methodPost, "C2", 0},
		{methodUpdate, "C1", 3 * time.Second},
		{methodUpdate, "C2", 3 * time.Second},
		{methodHistory, "C1", 0},
	} {
		if got := r.left(tt.m, tt.channel, start); got != tt.want {
			t.Errorf("%s in %s rests %s, want %s", tt.m, tt.channel, got, tt.want)
		}
	}
	if got := r.left(methodPost, "C1", start.Add(10*time.Second)); got != 0 {
		t.Errorf("after its rest: %s", got)
	}
	r.begin(methodHistory, "", start.Add(3*time.Hour))
	if len(r.until) != 1 {
		t.Errorf("old rests are kept: %v", r.until)
	}
	if !r.remind(methodPost, "token_revoked", start) || r.remind(methodPost, "token_revoked", start.Add(time.Minute)) || !r.remind(methodPost, "token_revoked", start.Add(mendTime)) {
		t.Error("a reminder comes once in a while, not never or always")
	}
}
