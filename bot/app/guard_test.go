package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/redis/redistest"
	"relance/adapters/witness"
	"relance/bot/app/watch"
	"relance/escalation"
)

// TestOnlyADoubtIsConfirmed: whoever pauses for a reason of their own and goes on has
// said nothing about a store that became another one meanwhile; it is doubted all the
// same, and stays so when somebody pauses it once more, until they let it go.
func TestOnlyADoubtIsConfirmed(t *testing.T) {
	store, _ := redistest.Memory(t)
	keys := witness.Keys{Key: []byte("key")}
	w, err := witness.Open(witness.Options{Path: filepath.Join(t.TempDir(), "witness"), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	w.Saw(escalation.Witnessed{Case: "K7M-4QZ-X", Entries: 3}) // of the store of before
	reconnects := &watch.Reconnects{}
	book := &trusting{Book: confirming{store, w, store}, reconnects: reconnects, looking: make(chan struct{}, 1), look: func(ctx context.Context) error {
		_, err := distrust(ctx, w, store, store, slog.New(slog.DiscardHandler))
		return err
	}}
	set := func(value string) {
		t.Helper()
		var by []byte
		if value != "" {
			by = []byte(value)
		}
		if err := book.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, by); err != nil {
			t.Fatal(err)
		}
	}
	reads := func(want string) {
		t.Helper()
		got, err := book.Get(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused)
		if err != nil || !strings.HasPrefix(string(got), want) || want == "" && got != nil {
			t.Errorf("paused: %q, %v; want %q", got, err, want)
		}
	}
	set("Mia")
	reads("Mia")
	reconnects.Again()
	set("") // before anybody has looked
	reads(doubt)
	if findings, err := w.Check(t.Context(), store); err != nil || len(findings) != 1 {
		t.Errorf("the witness was told that the store is the right one: %v, %v", findings, err)
	}
	set("Mia")
	reads(doubt)
	set("")
	reads("")
	reconnects.Again()
	reads("") // for it was confirmed
	w.Saw(escalation.Witnessed{Case: "K7M-4QZ-X", Entries: 3})
	set("Mia")
	reconnects.Again()
	reads(doubt) // also during a pause of Mia's
}
