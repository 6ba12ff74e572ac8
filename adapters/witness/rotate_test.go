package witness_test

import (
	"bytes"
	"context"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/witness"
	"relance/escalation"
)

func TestSeveralKeysInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	one, two := strings.Repeat("01", 32), strings.Repeat("02", 32)
	if err := os.WriteFile(path, []byte(two+"\n"+one+"\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := witness.ReadKeys(path)
	if err != nil || len(keys.Earlier) != 1 || !bytes.Equal(keys.Key, witness.ParseKey(two)) || !bytes.Equal(keys.Earlier[0], witness.ParseKey(one)) {
		t.Errorf("%+v, %v", keys, err)
	}
	if err := os.WriteFile(path, []byte(two+"\nhalf\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := witness.ReadKeys(path); err == nil || !strings.Contains(err.Error(), "a line that is none") {
		t.Errorf("a line that is no key: %v", err)
	}
	if got := witness.ParseKey("a sentence of one's own"); string(got) != "a sentence of one's own" {
		t.Errorf("a key in one's own words: %q", got)
	}
}

// empty is a store without cases: every head is a finding.
type empty struct{ escalation.Store }

func (empty) Trail(context.Context, escalation.CaseID) ([]escalation.Entry, error) {
	return nil, escalation.ErrNotFound
}

// TestAcceptBesideARunningBot: what a person has accepted stays accepted when the bot,
// which has the heads in its memory, writes the file again.
func TestAcceptBesideARunningBot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "witness")
	key := []byte("key")
	open := func() *witness.File { return open(t, path, key) }
	a, b := escalation.CaseID("000-001-1"), escalation.CaseID("")
	before := open()
	before.Saw(head(key, a, 3))
	for n := uint32(1); b == ""; n++ { // one whose head is not in the place of the other's
		if id, ok := escalation.NewCaseID(n * 7919); ok {
			h := fnv.New32a()
			_, _ = h.Write([]byte(id))
			other := fnv.New32a()
			_, _ = other.Write([]byte(a))
			if h.Sum32()%witness.Shards != other.Sum32()%witness.Shards {
				b = id
			}
		}
	}
	before.Saw(head(key, b, 3))
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(lines(t, path)); n != 2 {
		t.Fatalf("%d heads, want two", n)
	}
	bot := open()
	bot.Saw(head(key, b, 4)) // seen since: it stays
	if err := open().Accept(t.Context(), empty{}); err != nil {
		t.Fatal(err)
	}
	if err := bot.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := open().Check(t.Context(), empty{})
	if err != nil || len(found) != 1 || found[0].Case != b {
		t.Errorf("after the bot has written: %v, %v; want only what it saw since", found, err)
	}
}
