package witness_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/witness"
	"relance/escalation"
)

func TestKeyIsDrawnOnceAndForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "key")
	keys, err := witness.ReadKeys(path)
	if err != nil || len(keys.Key) != 32 {
		t.Fatalf("%d bytes, %v", len(keys.Key), err)
	}
	again, err := witness.ReadKeys(path)
	if err != nil || !bytes.Equal(keys.Key, again.Key) {
		t.Errorf("the second time: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	other, err := witness.ReadKeys(filepath.Join(t.TempDir(), "key"))
	if err != nil || bytes.Equal(keys.Key, other.Key) {
		t.Errorf("two folders have one key: %v", err)
	}
	if err := os.WriteFile(path, []byte("no key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := witness.ReadKeys(path); err == nil || !strings.Contains(err.Error(), "holds no key") {
		t.Errorf("a damaged file: %v", err)
	}
}

// head is a head as the engine tells of it.
func head(key []byte, id escalation.CaseID, entries int) escalation.Witnessed {
	h := escalation.Witnessed{Case: id, Entries: entries, Head: escalation.Hash{byte(entries)}, At: time.Unix(1_772_000_000, 0)}
	h.Seal = escalation.Seal(key, id, entries, h.Head)
	return h
}

func open(t *testing.T, path string, key []byte) *witness.File {
	t.Helper()
	f, err := witness.Open(witness.Options{Path: path, Keys: witness.Keys{Key: key}})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(content)), "\n")[1:]
}

func TestHeadsAreGatheredForASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path, key := filepath.Join(t.TempDir(), "witness"), []byte("a key")
		f := open(t, path, key)
		for n := range 100 {
			f.Saw(head(key, "000-001-1", n+1))
			time.Sleep(time.Millisecond)
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("the file is written before the second is over")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got := lines(t, path); len(got) != 1 || !strings.HasPrefix(got[0], "000-001-1 100 ") {
			t.Errorf("after a second: %q", got)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestWhatIsNotWrittenIsPending: a file that cannot be written is told by how long a
// head has waited, until it is written.
func TestWhatIsNotWrittenIsPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder, key := filepath.Join(t.TempDir(), "folder"), []byte("a key")
		f := open(t, filepath.Join(folder, "witness"), key)
		pending := func(want time.Duration) {
			t.Helper()
			synctest.Wait()
			if got := f.Pending(); got != want {
				t.Errorf("pending for %s, want %s", got, want)
			}
		}
		pending(0)
		if err := os.WriteFile(folder, nil, 0o600); err != nil { // in the way of the folder
			t.Fatal(err)
		}
		f.Saw(head(key, "000-001-1", 1))
		time.Sleep(time.Minute)
		pending(time.Minute)
		f.Saw(head(key, "000-001-1", 2))
		time.Sleep(time.Minute)
		pending(2 * time.Minute)
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		f.Saw(head(key, "000-001-1", 3))
		time.Sleep(2 * time.Second)
		pending(0)
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestHeadsOutliveTheRun(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "witness"), []byte("a key")
	f := open(t, path, key)
	for n := range uint32(100) {
		if id, ok := escalation.NewCaseID(n * 7919); ok {
			f.Saw(head(key, id, 3), head(key, id, 2)) // told of in the other order
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	before := lines(t, path)
	if len(before) != witness.Shards {
		t.Fatalf("%d heads of 100 cases, want one for each of %d shards", len(before), witness.Shards)
	}
	again := open(t, path, key)
	again.Saw(head(key, "000-001-1", 9))
	if err := again.Flush(); err != nil {
		t.Fatal(err)
	}
	after := lines(t, path)
	changed := 0
	for i := range before {
		if !strings.Contains(before[i], " 3 ") {
			t.Errorf("an older head has replaced a newer one: %s", before[i])
		}
		if before[i] != after[i] {
			changed++
		}
	}
	if changed != 1 {
		t.Errorf("%d of %d heads changed with one commit", changed, len(before))
	}
	rest, err := filepath.Glob(path + "*")
	if err != nil || len(rest) != 1 {
		t.Errorf("left behind: %v, %v", rest, err)
	}
}

func TestWhatIsNoWitnessFileIsRefused(t *testing.T) {
	key := []byte("a key")
	h := head(key, "000-001-1", 3)
	good := fmt.Sprintf("relance witness 1\n%s %d %s %s %s\n", h.Case, h.Entries, h.Head, h.Seal, h.At.UTC().Format(time.RFC3339))
	tests := []struct{ name, content, want string }{
		{"as it is written", good, ""},
		{"empty", "", "the file is empty"},
		{"something else", "version: 1\n", "no witness file"},
		{"a line cut short", good[:len(good)-30], "line 2"},
		{"another number of entries", strings.Replace(good, " 3 ", " 2 ", 1), "not sealed with this key"},
		{"a bad case", strings.Replace(good, "000-001-1", "000-001-2", 1), "bad_id"},
	}
	for _, tt := range tests {
		path := filepath.Join(t.TempDir(), "witness")
		if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := witness.Open(witness.Options{Path: path, Keys: witness.Keys{Key: key}})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := witness.Open(witness.Options{Path: filepath.Join(t.TempDir(), "witness")}); err == nil {
		t.Error("a witness without a key")
	}
}
