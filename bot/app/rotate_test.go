package app_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/witness"
)

// TestRotateTheKey puts a new key before the one of now, as docs/operate/rotation.md
// says: nothing is paused, no case is lost, what the old key sealed verifies, and the
// old key can be taken away as soon as everything is sealed with the new one.
func TestRotateTheKey(t *testing.T) {
	_, url := memory(t)
	data := t.TempDir()
	c := onRedis(t, url)
	live(t, c, data, opening)
	path := filepath.Join(data, "witness.key")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fresh := strings.Repeat("5a", 32)
	if err := os.WriteFile(path, []byte(fresh+"\n"+string(old)), 0o600); err != nil {
		t.Fatal(err)
	}
	if all := verify(t, c, data); len(all) != 1 || !all[0].OK() {
		t.Errorf("the old seal does not verify: %+v", all)
	}
	live(t, c, data, "/case list => The meter")
	if why := pause(t, url); why != "" {
		t.Errorf("paused by the rotation: %s", why)
	}
	// The witness file is sealed with the new key alone.
	key, err := hex.DecodeString(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := witness.Open(witness.Options{Path: filepath.Join(data, "witness"), Keys: witness.Keys{Key: key}}); err != nil {
		t.Errorf("the witness file needs the old key: %v", err)
	}
	// Of the case so does verify, until it changes.
	if err := os.WriteFile(path, []byte(fresh+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if all := verify(t, c, data); len(all) != 1 || all[0].Chain != "" || all[0].Witness == "" {
		t.Errorf("without the old key: %+v", all)
	}
	live(t, c, data, "/case list => The meter", `/case note "They called back." => Noted`)
	if all := verify(t, c, data); len(all) != 1 || !all[0].OK() {
		t.Errorf("changed under the new key: %+v", all)
	}
}
