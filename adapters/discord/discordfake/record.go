package discordfake

import (
	"fmt"
	"slices"
)

// record is what tests read afterwards.
type record struct {
	calls   []Call
	refused []string
	early   []string
}

// Calls returns every call of a route, in order; "" is every route.
func (s *Server) Calls(route string) []Call {
	s.known(route)
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Call
	for _, c := range s.record.calls {
		if route == "" || c.Route == route {
			all = append(all, c)
		}
	}
	return all
}

// known stops a test that names a route which there is not.
func (s *Server) known(pattern string) {
	if pattern != "" && !slices.ContainsFunc(s.routes, func(r route) bool { return r.pattern == pattern }) {
		s.t.Fatalf("discordfake: no route %q", pattern)
	}
}

// Refusals returns what the app did wrong, each as "route: code: why". What may
// happen to an app that does everything right, a channel that is gone, is not
// there.
func (s *Server) Refusals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.refused)
}

// Violations returns the calls that came before the time that a 429 had named, the
// gateway commands beyond the limit, and the identifies beyond theirs.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.record.early)
}

// wrong records what the app did wrong.
func (s *Server) wrong(where string, e *apiError) {
	s.record.refused = append(s.record.refused, fmt.Sprintf("%s: %d: %s", where, e.code, e.why()))
}
