package app

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// timeline writes the time into a conversation whenever the clock was set, so
// that a reader knows when what follows was said.
type timeline struct {
	out   io.Writer
	clock *clock
	zone  *time.Location

	mu   sync.Mutex
	told time.Duration // how far ahead the clock was when the time was told last
}

// tell writes the time if it is another one than the reader was told.
func (t *timeline) tell() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ahead := t.clock.moved(); ahead != t.told {
		t.told = ahead
		t.write()
	}
}

// write writes the time. What cannot be written is the console's to report: it
// writes to the same place.
func (t *timeline) write() {
	_, _ = fmt.Fprintf(t.out, "\n--- %s ---\n", t.clock.Now().In(t.zone).Format("Monday 2 January 2006, 15:04 MST"))
}
