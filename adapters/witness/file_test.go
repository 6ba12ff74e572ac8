package witness

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/escalation"
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

// TestWhatFailedStillWaits: the end of the bot meets a write of the timer's, either of
// them first. While the file cannot be written each of them is told so, and the log does
// not say that it is over.
func TestWhatFailedStillWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "folder")
		var log strings.Builder
		f, err := Open(Options{Path: filepath.Join(folder, "witness"), Keys: Keys{Key: []byte("a key")}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder, nil, 0o600); err != nil { // in the way of the folder
			t.Fatal(err)
		}
		f.Saw(escalation.Witnessed{Case: "000-001-1", Entries: 1})
		f.write()
		if err := f.Close(); err == nil {
			t.Error("the end takes for written what the timer could not write")
		}
		f.write()
		if said := log.String(); strings.Count(said, "is not written") != 1 || strings.Contains(said, "is written again") {
			t.Errorf("the log says:\n%s", said)
		}
		if err := f.Close(); err == nil {
			t.Error("what could not be written is taken for written")
		}
	})
}
