package discordfake

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// rate is how often a route may be called. Discord's own figures are in the answers'
// headers, never in its documents, and an app must read them there.
type rate struct {
	calls int
	in    time.Duration
}

// rates are those of routes that are not the usual ones.
var rates = map[string]rate{
	"POST /channels/{channel.id}/messages":                                    {5, 5 * time.Second},
	"PATCH /channels/{channel.id}/messages/{message.id}":                      {5, 5 * time.Second},
	"GET /channels/{channel.id}/messages":                                     {5, 5 * time.Second},
	"POST /channels/{channel.id}/messages/{message.id}/crosspost":             {10, time.Hour},
	"POST /channels/{channel.id}/messages/{message.id}/threads":               {50, 5 * time.Minute},
	"PUT /applications/{application.id}/guilds/{guild.id}/commands":           {5, 20 * time.Second},
	"POST /interactions/{interaction.id}/{interaction.token}/callback":        {0, 0},
	"PATCH /webhooks/{application.id}/{interaction.token}/messages/@original": {5, 5 * time.Second},
}

var usualRate = rate{10, 10 * time.Second}

// cloudflareBan is not a code of Discord's: the answer has no body that is.
const cloudflareBan = -1

// pacer counts calls. Its owner locks.
type pacer struct {
	on      bool
	buckets map[string]*bucket
	global  bucket
	invalid bucket
	held    map[string]hold // what a 429 forbids, by bucket
}

// hold is a time without calls, that a 429 has asked for.
type hold struct{ from, until time.Time }

// underway is how long after a 429 a call may arrive that had left before it.
const underway = 50 * time.Millisecond

type bucket struct {
	used  int
	until time.Time
}

func newPacer(on bool) pacer {
	return pacer{on: on, buckets: map[string]*bucket{}, held: map[string]hold{}}
}

// take uses a bucket, and returns what is left and when it is full again; false:
// it is empty.
func (b *bucket) take(r rate, now time.Time) (left int, ok bool) {
	if !now.Before(b.until) {
		b.used, b.until = 0, now.Add(r.in)
	}
	if b.used >= r.calls {
		return 0, false
	}
	b.used++
	return r.calls - b.used, true
}

// bucketID names the limit that a route has.
func bucketID(pattern string) string {
	h := fnv.New64a()
	h.Write([]byte(pattern))
	return strconv.FormatUint(h.Sum64(), 16)
}

// pace counts a call against its limits.
func (s *Server) pace(r *request, header http.Header) *apiError {
	now, key := s.now(), bucketID(r.route.pattern)+":"+r.major()
	for _, k := range []string{key, ""} {
		h := s.pacer.held[k]
		if !now.Before(h.until) || k == "" && isInteraction(r) {
			continue
		}
		if now.Sub(h.from) > underway {
			s.violation("%s: %v before a 429 allows it", r.route.pattern, h.until.Sub(now))
		}
		e := s.limited(header, h.until.Sub(now), k == "", key)
		s.pacer.held[k] = h
		return e
	}
	if !s.pacer.on {
		return nil
	}
	if !isInteraction(r) {
		if _, ok := s.pacer.global.take(rate{globalLimit, globalWindow}, now); !ok {
			return s.limited(header, s.pacer.global.until.Sub(now), true, "")
		}
	}
	limit, ok := rates[r.route.pattern]
	if !ok {
		limit = usualRate
	}
	if limit.calls == 0 {
		return nil
	}
	b := s.pacer.buckets[key]
	if b == nil {
		b = &bucket{}
		s.pacer.buckets[key] = b
	}
	left, ok := b.take(limit, now)
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit.calls))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	header.Set("X-RateLimit-Reset", seconds(time.Duration(b.until.UnixNano())))
	header.Set("X-RateLimit-Reset-After", seconds(b.until.Sub(now)))
	header.Set("X-RateLimit-Bucket", bucketID(r.route.pattern))
	if !ok {
		return s.limited(header, b.until.Sub(now), false, key)
	}
	return nil
}

// isInteraction reports whether a route is not bound to the global limit.
// https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
func isInteraction(r *request) bool { return r.of("interaction.token") != "" }

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// limited is a 429, which forbids further calls for a time; key: of which bucket.
// https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit
func (s *Server) limited(header http.Header, wait time.Duration, global bool, key string) *apiError {
	if global {
		key = ""
		header.Set("X-RateLimit-Global", "true")
		header.Set("X-RateLimit-Scope", "global")
	} else {
		header.Set("X-RateLimit-Scope", "user")
	}
	s.pacer.held[key] = hold{from: s.now(), until: s.now().Add(wait)}
	header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return &apiError{status: http.StatusTooManyRequests, code: 0, message: "You are being rate limited.", wait: wait, global: global}
}

// count counts what is invalid, for the ban that follows.
func (p *pacer) count(status int, header http.Header, now time.Time) {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		if header.Get("X-RateLimit-Scope") != "shared" {
			p.invalid.take(rate{invalidLimit, invalidWindow}, now)
		}
	}
}

// banned is what Cloudflare answers once there were too many invalid requests.
func (p *pacer) banned(now time.Time) *apiError {
	if p.invalid.used < invalidLimit || !now.Before(p.invalid.until) {
		return nil
	}
	return &apiError{status: http.StatusTooManyRequests, code: cloudflareBan, message: "error code: 1015", wrong: true}
}

// violation records a call that came too early.
func (s *Server) violation(format string, args ...any) {
	s.record.early = append(s.record.early, strings.TrimSpace(fmt.Sprintf(format, args...)))
}
