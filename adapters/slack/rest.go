package slack

import (
	"sync"
	"time"
)

// rests are the times until which methods must not be called, as Slack said with
// Retry-After: for chat.postMessage in a channel, for others in the workspace
// (https://docs.slack.dev/apis/web-api/rate-limits).
type rests struct {
	mu       sync.Mutex
	until    map[resting]time.Time
	reminded map[resting]time.Time
}

// resting is a method, with what it rests for: a channel, or a code.
type resting struct {
	method method
	of     string
}

func restOf(m method, channel string) resting {
	if m != methodPost {
		channel = ""
	}
	return resting{m, channel}
}

// left is how long a method must not be called yet.
func (r *rests) left(m method, channel string, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return max(r.until[restOf(m, channel)].Sub(now), 0)
}

// begin keeps a method from being called until a time.
func (r *rests) begin(m method, channel string, until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = map[resting]time.Time{}
	}
	for k, t := range r.until {
		if t.Before(until.Add(-restForgotten)) {
			delete(r.until, k)
		}
	}
	if k := restOf(m, channel); until.After(r.until[k]) {
		r.until[k] = until
	}
}

// restForgotten is how long a rest is remembered beyond its end, at least.
const restForgotten = time.Hour

// remind tells whether it is time to say again that something has to be mended.
func (r *rests) remind(m method, code string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reminded == nil {
		r.reminded = map[resting]time.Time{}
	}
	k := resting{m, code}
	if last, is := r.reminded[k]; is && now.Sub(last) < mendTime {
		return false
	}
	r.reminded[k] = now
	return true
}
