package discord

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// rateLimited is what a 429 says.
type rateLimited struct {
	after  time.Duration
	global bool
	shared bool // the limit of the resource: it does not count as an invalid request
}

// readRateLimited reads a 429. One without Discord's words comes from Cloudflare,
// and is for the whole address.
func readRateLimited(header http.Header, body []byte) rateLimited {
	var said struct {
		After  float64 `json:"retry_after"`
		Global bool    `json:"global"`
	}
	err := json.Unmarshal(body, &said)
	after, _ := strconv.ParseFloat(header.Get("Retry-After"), 64)
	r := rateLimited{
		after:  max(seconds(said.After), seconds(after)),
		global: err != nil || said.Global || header.Get("X-RateLimit-Global") == "true" || header.Get("X-RateLimit-Scope") == "global",
		shared: header.Get("X-RateLimit-Scope") == "shared",
	}
	if r.after <= 0 {
		r.after = limitedTime
	}
	return r
}

// seconds is a time that Discord gives in seconds. It is rounded up: a millisecond
// too early is too early.
func seconds(s float64) time.Duration {
	if s <= 0 {
		return 0
	}
	return time.Duration(s*float64(time.Second)).Truncate(time.Millisecond) + time.Millisecond
}
