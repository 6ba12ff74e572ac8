package redis

import (
	"testing"
	"time"

	"relance/escalation"
)

func TestHeadAnnouncedWhileLooking(t *testing.T) {
	now := time.UnixMilli(1000)
	at := func(ms int64) news {
		var n news
		n.put(0, kindDue, ms)
		return n
	}
	h := newHeads(2)
	h.own([]int{0}, now.Add(time.Hour))
	if got := h.begin(kindDue, 1000, 10); len(got) != 1 || got[0] != 0 {
		t.Fatalf("looks at %v, want the shard that is ours", got)
	}
	h.announce(at(5000)) // stored after the look has passed
	h.end(kindDue, 0, 9000, now)
	if next := h.next(kindDue, now); next.UnixMilli() != 5000 {
		t.Errorf("next is %v: a head announced while a look was under way is lost", next.UnixMilli())
	}
	if got := h.begin(kindDue, 4999, 10); len(got) != 0 {
		t.Errorf("looks at %v before its time", got)
	}
	h.begin(kindDue, 5000, 10)
	h.rung(0)
	h.end(kindDue, 0, nothing, now)
	if !h.unlooked() || !h.next(kindDue, now).Equal(now) {
		t.Error("a bell rung while a look was under way is lost")
	}
	h.begin(kindDue, 5000, 10)
	h.end(kindDue, 0, nothing, now)
	if next := h.next(kindDue, now); !next.IsZero() {
		t.Errorf("next of an empty shard is %v", next)
	}
	h.own(nil, now)
	h.own([]int{0}, now)
	if got := h.begin(kindDue, 0, 10); len(got) != 1 {
		t.Error("a shard that became ours is not looked at")
	}
}

func TestNews(t *testing.T) {
	now := time.UnixMilli(1000)
	var n news
	n.add(3, now, escalation.Change{Notices: []escalation.Notice{{NotBefore: now.Add(time.Second)}, {NotBefore: now.Add(-time.Second)}}})
	if n[3] != [kinds]int64{nothing, 1000} {
		t.Errorf("news of notices: %v", n)
	}
	n = nil
	n.add(3, now, escalation.Change{})
	if len(n) != 0 {
		t.Errorf("news of a change without timers or notices: %v", n)
	}
}
