package discordfake

import (
	"encoding/json"
	"time"
)

// Fault is what goes wrong with a call. One of Status, RetryAfter and Cut is set.
type Fault struct {
	Status     int           // answered with this status: 403, 502
	Code       int           // in the body, with Discord's words for it: 50013; 0: no JSON body
	RetryAfter time.Duration // answered with 429
	Global     bool          // of RetryAfter: the limit is the global one
	Cut        bool          // the connection ends without an answer

	// Accept: what was asked is done first.
	Accept bool
	// Times is how many calls fail; 0: one; negative: all.
	Times int
	// When chooses the calls; nil: every call.
	When func(Call) bool
}

// Call is a call of the app.
type Call struct {
	Route  string // as in Discord's documents: "POST /channels/{channel.id}/messages"
	Path   string // as it was called, without /api/v10 and the query
	Query  string
	Body   json.RawMessage
	At     time.Time
	Status int // of the answer; 0: cut
}
