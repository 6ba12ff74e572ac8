package slack

import (
	"sync"
	"time"
)

// Bounds of what is remembered of turns. Beyond them turns are not kept, only told.
const (
	turnsLimit = 10_000      // messages of one channel that wait for their turn
	lanesLimit = 10_000      // channels
	turnKept   = time.Minute // how long after its turn a message can still come
)

// pacer gives each channel's messages their turns, in the order in which they
// came. A message is known by its key: when it comes back at its turn it goes, and
// also later, as soon as there is room; one that never comes back loses it. A pacer
// of no interval lets all go.
type pacer struct {
	every time.Duration

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the turns of one channel.
type lane struct {
	last  time.Time // when the last message went, or would have if its pieces kept the pace
	next  time.Time // the first turn that nobody has
	late  time.Time // the last turn of one that came late and found no room
	turns map[string]time.Time
	order []turn // about by time; may hold turns that were taken
}

type turn struct {
	key string
	at  time.Time
}

func newPacer(every time.Duration) *pacer {
	return &pacer{every: max(every, 0), lanes: map[string]*lane{}}
}

// take tells how long a message has to wait for its turn in a channel; zero: it
// goes now. A message of several pieces takes as many turns at once. Nothing goes
// before notBefore.
func (p *pacer) take(channel, key string, pieces int, now, notBefore time.Time) time.Duration {
	if p.every == 0 {
		return max(notBefore.Sub(now), 0)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lane(channel, now)
	l.expire(now.Add(-turnKept))
	room := l.last.Add(p.every)
	at, has := l.turns[key]
	switch {
	case has && at.After(now) && !at.Before(notBefore):
		return at.Sub(now)
	case has && !notBefore.After(now): // its turn has come, or is over
		at = now
		if tolerance := p.every / 10; room.Add(-tolerance).After(now) {
			at = latest(room, l.late.Add(p.every))
			l.late = at
		}
	default:
		at = latest(l.next, room, now, notBefore)
		if key != "" || at.Equal(now) {
			l.next = at.Add(time.Duration(pieces) * p.every)
		}
	}
	if at.Equal(now) {
		delete(l.turns, key)
		l.last = now.Add(time.Duration(pieces-1) * p.every)
		return 0
	}
	l.keep(key, at)
	return at.Sub(now)
}

// keep remembers a turn.
func (l *lane) keep(key string, at time.Time) {
	if _, has := l.turns[key]; key == "" || !has && len(l.turns) >= turnsLimit {
		return
	}
	l.turns[key] = at
	l.order = append(l.order, turn{key, at})
}

// lane is a channel's lane. Those where nobody waits are forgotten when there are
// many.
func (p *pacer) lane(channel string, now time.Time) *lane {
	if l := p.lanes[channel]; l != nil {
		return l
	}
	if len(p.lanes) >= lanesLimit {
		for name, l := range p.lanes {
			if l.next.Before(now) {
				delete(p.lanes, name)
			}
		}
	}
	l := &lane{turns: map[string]time.Time{}}
	p.lanes[channel] = l
	return l
}

// expire forgets turns before a time.
func (l *lane) expire(before time.Time) {
	n := 0
	for n < len(l.order) && l.order[n].at.Before(before) {
		if t := l.order[n]; l.turns[t.key].Equal(t.at) {
			delete(l.turns, t.key)
		}
		n++
	}
	l.order = l.order[n:]
}

// latest is the last of some times.
func latest(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}
