package main

import (
	"bytes"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// safeBuffer keeps what a process writes.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// await waits until a process has written the words.
func (s *safeBuffer) await(t *testing.T, words string) {
	t.Helper()
	s.awaitMatch(t, regexp.MustCompile(regexp.QuoteMeta(words)))
}

// awaitMatch waits until a process has written what matches, and returns the last of
// its groups.
func (s *safeBuffer) awaitMatch(t *testing.T, pattern *regexp.Regexp) string {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for {
		if groups := pattern.FindStringSubmatch(s.String()); groups != nil {
			return groups[len(groups)-1]
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("%q is not written:\n%s", pattern, s.String())
		}
	}
}
