//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/redis/redistest"
)

// What was lost of the witness is not said to match: without its file trails are
// compared with their seals alone, and with another key nothing is read at all.
func TestTheWitnessIsLost(t *testing.T) {
	redistest.Binary(t)
	path, data := configuration(t, "private")
	bot := startSession(t, path)
	bot.press(`@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark."`, "A lamp")
	bot.stop()
	file := filepath.Join(data, "state", "witness")
	seen, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	out, errOut, code := call(t, "", "--config", path, "verify")
	if code != exitWell || !strings.Contains(out, "consistent  matches its seal") || strings.Contains(out, "matches the witness") ||
		!strings.Contains(out, "the witness has seen none of them") {
		t.Errorf("verify without the file: %d\n%s%s", code, out, errOut)
	}
	if out, _, _ := call(t, "", "--config", path, "doctor"); !strings.Contains(out, "the witness has seen nothing") {
		t.Errorf("doctor without the file:\n%s", out)
	}

	if err := os.WriteFile(file, seen, 0o600); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		strings.Repeat("5e", 32): "put the key back that it was",
		"not a key":              "holds no key",
	} {
		if err := os.WriteFile(file+".key", []byte(key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"run", "verify", "doctor"} {
			if out, errOut, code := call(t, "", "--config", path, command); code != exitMend || !strings.Contains(errOut, want) {
				t.Errorf("%s with the key %q: %d\n%s%s", command, key, code, out, errOut)
			}
		}
	}
}
