package discord

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"relance/adapters/chat"
)

const (
	// patience is how long a request waits for its turn in the call; for a longer
	// time it is refused, with the time. Ours.
	patience = time.Second
	// askPatience is how long a patient request waits. Ours.
	askPatience = time.Minute
	// bucketsKept is how many buckets there may be before those are dropped that are
	// full again. Ours.
	bucketsKept = 1_024
)

// limits keeps requests within Discord's rate limits, as its answers tell them
// (https://docs.discord.com/developers/topics/rate-limits).
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	hashes  map[string]string  // of a route, as X-RateLimit-Bucket had it
	buckets map[string]*bucket // by hash, or route while it is unknown, and major ID
	blocked time.Time          // nothing goes before: a global 429, or a token refused
	recent  []time.Time        // when the last requests went, for the global limit
	invalid invalid
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, hashes: map[string]string{}, buckets: map[string]*bucket{}}
}

// turn waits until a request may go. The function it returns must be called with
// the answer, or zeros when there is none; it returns how long to wait where the
// answer was a 429.
func (l *limits) turn(ctx context.Context, q request) (done func(status int, header http.Header, body []byte) time.Duration, err error) {
	until := l.now().Add(patience)
	if q.patient {
		until = l.now().Add(askPatience)
	}
	for {
		b, wait, changed := l.take(q)
		if wait == 0 {
			return func(status int, header http.Header, body []byte) time.Duration {
				return l.learn(q, b, status, header, body)
			}, nil
		}
		if l.now().Add(wait).After(until) || ends(ctx, wait) {
			return nil, &chat.Error{Failure: chat.Temporary, Code: codePaced, After: wait, Turn: true, Err: errPaced}
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-changed:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			return nil, &chat.Error{Failure: chat.Temporary, Code: codeEnded, Err: ctx.Err()}
		}
	}
}

// ends tells of a context that is over before the end of a wait.
func ends(ctx context.Context, wait time.Duration) bool {
	end, has := ctx.Deadline()
	return has && time.Until(end) < wait
}

// take takes a place for a request, or tells how long to wait, or until what.
func (l *limits) take(q request) (b *bucket, wait time.Duration, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if q.token {
		return nil, 0, nil
	}
	if wait := l.blocked.Sub(now); wait > 0 {
		return nil, wait, nil
	}
	if wait := l.invalid.wait(now); wait > 0 {
		return nil, wait, nil
	}
	b = l.bucket(q, now)
	if wait, changed := b.wait(now); wait > 0 {
		return nil, wait, changed
	}
	if wait := l.global(now); wait > 0 {
		return nil, wait, nil
	}
	l.recent = append(l.recent, now)
	b.left--
	b.flying = true
	return b, 0, nil
}

// global is how long to wait for the global limit. It forgets what is over.
func (l *limits) global(now time.Time) time.Duration {
	old := 0
	for old < len(l.recent) && now.Sub(l.recent[old]) >= globalWindow {
		old++
	}
	l.recent = append(l.recent[:0], l.recent[old:]...)
	if len(l.recent) < globalLimit {
		return 0
	}
	return l.recent[0].Add(globalWindow).Sub(now)
}

// learn takes over what an answer tells, and returns how long to wait after a 429.
func (l *limits) learn(q request, b *bucket, status int, header http.Header, body []byte) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	var limited rateLimited
	if status == http.StatusTooManyRequests {
		limited = readRateLimited(header, body)
	}
	if status == http.StatusUnauthorized && !q.token {
		l.blocked = now.Add(tokenTime) // a token that is refused is not tried over and over
	}
	if status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound ||
		status == http.StatusTooManyRequests && !limited.shared {
		l.invalid.count(now)
	}
	if limited.global {
		l.blocked = later(l.blocked, now.Add(limited.after))
	}
	if b == nil { // an interaction's
		return limited.after
	}
	b.flying = false
	close(b.changed)
	b.changed = make(chan struct{})
	if hash := header.Get("X-RateLimit-Bucket"); hash != "" {
		b = l.rename(q, b, hash)
	}
	left, err := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	after, e := strconv.ParseFloat(header.Get("X-RateLimit-Reset-After"), 64)
	switch {
	case limited.after > 0 && !limited.global:
		b.left, b.resets = 0, later(b.resets, now.Add(limited.after))
	case err == nil && e == nil:
		b.left, b.resets = left, now.Add(seconds(after))
	}
	return limited.after
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
