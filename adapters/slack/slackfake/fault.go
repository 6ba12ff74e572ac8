package slackfake

import (
	"net/url"
	"time"
)

// Fault is what goes wrong with a call. Exactly one of Error, Status, RetryAfter
// and Cut is set.
type Fault struct {
	Error      string        // answered with 200, {"ok":false} and this code: "fatal_error"
	Status     int           // answered with this status and no JSON: 500, 503
	RetryAfter time.Duration // answered with 429; whole seconds, rounded up
	Cut        bool          // the connection ends without an answer

	// Accept: what was asked is done first.
	Accept bool
	// Times is how many calls fail; 0: one; negative: all.
	Times int
	// When chooses the calls by their arguments; nil: every call.
	When func(args url.Values) bool
}

type fault struct {
	Fault
	method string
	left   int
}

// Fail makes calls of a method go wrong; "" is every method. Faults of one method
// are used in the order they were given.
func (s *Server) Fail(method string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := f.Times
	if left == 0 {
		left = 1
	}
	s.faults = append(s.faults, &fault{Fault: f, method: method, left: left})
}

// Heal forgets every fault that has not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault takes the fault of a call, if there is one.
func (s *Server) fault(method string, args url.Values) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.left == 0 || f.method != "" && f.method != method || f.When != nil && !f.When(args) {
			continue
		}
		if f.left > 0 {
			f.left--
		}
		return f.Fault, true
	}
	return Fault{}, false
}
