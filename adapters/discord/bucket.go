package discord

import (
	"strings"
	"time"
)

// bucket is how many requests may go. One goes at a time: what its answer tells holds
// for the next, and messages stay in their order.
type bucket struct {
	left    int
	resets  time.Time
	flying  bool          // a request has no answer yet
	changed chan struct{} // closed, and made anew, when its answer comes
}

// bucket is that of a request.
func (l *limits) bucket(q request, now time.Time) *bucket {
	key := l.key(q)
	b := l.buckets[key]
	if b == nil {
		if len(l.buckets) >= bucketsKept {
			l.sweep(now)
		}
		b = &bucket{left: 1, changed: make(chan struct{})}
		l.buckets[key] = b
	}
	return b
}

func (l *limits) key(q request) string {
	route := q.String()
	if hash, known := l.hashes[route]; known {
		route = hash
	}
	return route + " " + q.major()
}

// sweep drops the buckets that say nothing any more.
func (l *limits) sweep(now time.Time) {
	for key, b := range l.buckets {
		if !b.flying && !now.Before(b.resets) {
			delete(l.buckets, key)
		}
	}
}

// wait is how long until a request may go, and what may end the wait before.
func (b *bucket) wait(now time.Time) (time.Duration, <-chan struct{}) {
	switch full := !now.Before(b.resets); {
	case b.flying:
		return patience / 2, b.changed
	case b.left == 0 && !full:
		return b.resets.Sub(now), b.changed
	case b.left == 0:
		b.left = 1 // its answer tells how many more
	}
	return 0, nil
}

// rename files the buckets of a route under the name that Discord has for it, which
// other routes may share, and returns that of a request.
func (l *limits) rename(q request, b *bucket, hash string) *bucket {
	route := q.String()
	old, known := l.hashes[route]
	if !known {
		old = route
	}
	l.hashes[route] = hash
	if old != hash {
		l.move(old, hash)
	}
	if shared := l.buckets[l.key(q)]; shared != nil {
		return shared
	}
	l.buckets[l.key(q)] = b
	return b
}

// move files all buckets of a name under another.
func (l *limits) move(from, to string) {
	for key, b := range l.buckets {
		end := strings.LastIndex(key, " ")
		if key[:end] != from {
			continue
		}
		delete(l.buckets, key)
		if l.buckets[to+key[end:]] == nil {
			l.buckets[to+key[end:]] = b
		}
	}
}
