package redis

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"

	"relance/escalation"
)

// kind is one of the two sets that are taken from by time.
type kind int

const (
	kindDue  kind = iota // cases with a timer
	kindSend             // notices
	kinds
)

// What a head is when it is no time.
const (
	lookNow = math.MinInt64 // not known: look at the shard
	nothing = math.MaxInt64 // the set is empty
)

// head is the earliest time in one set, as far as this replica knows: never
// later than the truth while the shard is ours, except for what another replica
// has put there without the bell having been heard yet.
type head struct {
	at      int64 // ms, or lookNow, or nothing
	looking bool
	heard   int64 // the earliest time announced while a look is under way
	looked  time.Time
}

func (h *head) announce(at int64) {
	h.at = min(h.at, at)
	if h.looking {
		h.heard = min(h.heard, at)
	}
}

// heads is what this replica knows of the shards.
type heads struct {
	mu     sync.Mutex
	ours   []bool
	until  time.Time // real time at which the leases of ours end
	shards [][kinds]head
}

func newHeads(shards int) heads {
	return heads{ours: make([]bool, shards), shards: make([][kinds]head, shards)}
}

// news is the earliest time that was put into each set of each shard.
type news map[int][kinds]int64

func (n *news) add(shard int, now time.Time, ch escalation.Change) {
	due := int64(nothing)
	if at, ok := ch.Case.NextDue(); ok {
		due = at.UnixMilli()
	}
	n.put(shard, kindDue, due)
	for _, notice := range ch.Notices {
		n.put(shard, kindSend, sendAt(now, notice).UnixMilli())
	}
}

func (n *news) put(shard int, k kind, at int64) {
	if at == nothing {
		return
	}
	if *n == nil {
		*n = news{}
	}
	earliest, ok := (*n)[shard]
	if !ok {
		earliest = [kinds]int64{nothing, nothing}
	}
	earliest[k] = min(earliest[k], at)
	(*n)[shard] = earliest
}

// foreign returns the shards with news that another replica may serve at the
// real time.
func (h *heads) foreign(n news, real time.Time) []int {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []int
	for shard := range n {
		if !h.ours[shard] || real.After(h.until) {
			out = append(out, shard)
		}
	}
	slices.Sort(out)
	return out
}

// announce takes the news of our shards in.
func (h *heads) announce(n news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for shard, earliest := range n {
		for k := range kinds {
			h.shards[shard][k].announce(earliest[k])
		}
	}
}

// doubt is for news whose round trip failed: the shards have to be looked at.
func (h *heads) doubt(n news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for shard := range n {
		for k := range kinds {
			h.shards[shard][k].announce(lookNow)
		}
	}
}

// rung says that another replica put something into a shard.
func (h *heads) rung(shard int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for k := range kinds {
		h.shards[shard][k].announce(lookNow)
	}
}

// own sets which shards are ours until when. A new one has to be looked at.
func (h *heads) own(mine []int, until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.until = until
	for shard := range h.ours {
		was := h.ours[shard]
		h.ours[shard] = slices.Contains(mine, shard)
		if h.ours[shard] && !was {
			for k := range kinds {
				h.shards[shard][k].announce(lookNow)
			}
		}
	}
}

// serves says that a shard is ours.
func (h *heads) serves(shard int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ours[shard]
}

// stale has the shards looked at again whose last look is longer ago than
// after: the net under a bell that was lost with the replica that rang it.
func (h *heads) stale(now time.Time, after time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for shard := range h.shards {
		for k := range kinds {
			if head := &h.shards[shard][k]; now.Sub(head.looked) > after {
				head.announce(lookNow)
			}
		}
	}
}

// unlooked says that a shard of ours has to be looked at.
func (h *heads) unlooked() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for shard, ours := range h.ours {
		for k := range kinds {
			if ours && h.shards[shard][k].at == lookNow {
				return true
			}
		}
	}
	return false
}

// begin returns the shards of ours that may have something at now, the earliest
// first, at most n. Each must be ended.
func (h *heads) begin(k kind, now int64, n int) []int {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []int
	for shard, ours := range h.ours {
		if ours && h.shards[shard][k].at <= now {
			out = append(out, shard)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Compare(h.shards[a][k].at, h.shards[b][k].at)
	})
	out = out[:min(n, len(out))]
	for _, shard := range out {
		h.shards[shard][k].looking = true
		h.shards[shard][k].heard = nothing
	}
	return out
}

// end takes in what a look found to be the earliest time, unless an earlier one
// was announced while it was under way.
func (h *heads) end(k kind, shard int, at int64, looked time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	head := &h.shards[shard][k]
	head.at = min(at, head.heard)
	head.looking = false
	head.looked = looked
}

// next is the earliest time among our shards; now where one was not looked at.
func (h *heads) next(k kind, now time.Time) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	earliest := int64(nothing)
	for shard, ours := range h.ours {
		if ours {
			earliest = min(earliest, h.shards[shard][k].at)
		}
	}
	switch earliest {
	case nothing:
		return time.Time{}
	case lookNow:
		return now
	}
	return time.UnixMilli(earliest).UTC()
}
