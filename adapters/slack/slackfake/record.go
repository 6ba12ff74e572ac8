package slackfake

import (
	"net/url"
	"slices"
	"strings"
)

type call struct {
	method string
	args   url.Values
}

// Calls returns the arguments of every call of a method, in order and without the
// token; those of a JSON body are there as the JSON of each. Posts to a
// response_url are calls of "response_url".
func (s *Server) Calls(method string) []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	var args []url.Values
	for _, c := range s.calls {
		if c.method == method {
			args = append(args, c.args)
		}
	}
	return args
}

// Refusals returns what the app did wrong, each as "method: code: why". What may
// happen to an app that does everything right, a channel that is gone, is not
// there.
func (s *Server) Refusals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.refused)
}

// Violations returns the calls that came before a Retry-After had passed.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.early)
}

// wrong records what the app did wrong.
func (s *Server) wrong(method, code string, why ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = append(s.refused, strings.Join(append([]string{method, code}, why...), ": "))
}
