package discordfake

import (
	"encoding/json"
	"net/http"
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

type fault struct {
	Fault
	route string
	left  int
}

// Fail makes calls of a route go wrong, "POST /channels/{channel.id}/messages";
// "" is every route. Faults of one route are used in the order they were given.
func (s *Server) Fail(route string, f Fault) {
	s.known(route)
	s.mu.Lock()
	defer s.mu.Unlock()
	left := f.Times
	if left == 0 {
		left = 1
	}
	s.faults = append(s.faults, &fault{Fault: f, route: route, left: left})
}

// Heal forgets every fault that has not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault takes the fault of a call, if there is one.
func (s *Server) fault(c Call) (Fault, bool) {
	for _, f := range s.faults {
		if f.left == 0 || f.route != "" && f.route != c.Route || f.When != nil && !f.When(c) {
			continue
		}
		if f.left > 0 {
			f.left--
		}
		return f.Fault, true
	}
	return Fault{}, false
}

// fail is the answer that a fault gives.
func (s *Server) fail(r *request, f Fault, header http.Header) reply {
	out := reply{status: f.Status, header: header, cut: f.Cut}
	switch {
	case f.Cut:
		out.status = 0
	case f.RetryAfter > 0:
		pattern := ""
		if r.route != nil {
			pattern = bucketID(r.route.pattern) + ":" + r.major()
		}
		out.set(nil, s.limited(header, f.RetryAfter, f.Global, pattern))
	case f.Code != 0:
		e := &apiError{status: f.Status, code: f.Code, message: refusals[f.Code].message}
		out.body = raw(e.body())
	}
	return out
}
