package witness

import (
	"testing"
	"time"
)

// TestWhoeverLooksDoesNotWaitForTheDisk: how long a head has waited is told while the
// file is being written, which may take as long as its disk does.
func TestWhoeverLooksDoesNotWaitForTheDisk(t *testing.T) {
	var f File
	since := time.Now().Add(-time.Minute)
	f.waits.Store(&since)
	f.mu.Lock() // as while it is written
	defer f.mu.Unlock()
	told := make(chan time.Duration, 1)
	go func() { told <- f.Pending() }()
	select {
	case waited := <-told:
		if waited < time.Minute {
			t.Errorf("it has waited for %s, not for a minute", waited)
		}
	case <-time.After(time.Minute):
		t.Error("nobody is told before the file is written")
	}
}
