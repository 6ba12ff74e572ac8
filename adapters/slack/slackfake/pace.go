package slackfake

import (
	"fmt"
	"time"
)

// tier is how many calls of a method Slack takes in a minute.
// https://docs.slack.dev/apis/web-api/rate-limits/
type tier int

const (
	tier2   tier = 20
	tier3   tier = 50
	tier4   tier = 100
	special tier = 300 // "hundreds": auth.test, chat.getPermalink
	posting tier = 60  // chat.postMessage: about one a second for each channel
)

// postingBurst is how many messages in a row one channel takes.
const postingBurst = 3

// pacer keeps a bucket for each method, or method and channel.
type pacer struct{ buckets map[string]*bucket }

type bucket struct {
	left float64
	at   time.Time
}

func newPacer() *pacer { return &pacer{buckets: map[string]*bucket{}} }

// take takes one call out of a bucket, or says how long until there is one.
func (p *pacer) take(key string, t tier, now time.Time) time.Duration {
	burst := float64(t)
	if t == posting {
		burst = postingBurst
	}
	b, ok := p.buckets[key]
	if !ok {
		b = &bucket{left: burst, at: now}
		p.buckets[key] = b
	}
	rate := float64(t) / time.Minute.Seconds()
	b.left = min(burst, b.left+now.Sub(b.at).Seconds()*rate)
	b.at = now
	if b.left >= 1 {
		b.left--
		return 0
	}
	return wholeSeconds(time.Duration((1 - b.left) / rate * float64(time.Second)))
}

// rateKey is what is limited: a method, for chat.postMessage in one channel.
func rateKey(q *request) string {
	if q.method == "chat.postMessage" {
		return q.method + " " + q.str("channel")
	}
	return q.method
}

// pace says how long a call must wait; zero: it may pass.
func (s *Server) pace(q *request) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := rateKey(q)
	if until, held := s.held[key]; held && q.now.Before(until) {
		s.early = append(s.early, fmt.Sprintf("%s: %s before its Retry-After", key, until.Sub(q.now)))
		return wholeSeconds(until.Sub(q.now))
	}
	delete(s.held, key)
	m, known := s.known[q.method]
	if s.pacer == nil || !known {
		return 0
	}
	after := s.pacer.take(key, m.tier, q.now)
	if after > 0 {
		s.held[key] = q.now.Add(after)
	}
	return after
}
