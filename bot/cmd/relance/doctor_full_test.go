package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relance/adapters/redis/redistest"
)

// TestDoctorOfAFullRedis: a Redis without room answers whoever asks, and stores
// nothing. The doctor does not call that sound.
func TestDoctorOfAFullRedis(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	path, _ := configuration(t, `url, url: "`+url+`"`)
	oneCase(t, path)
	client := redistest.Client(t, url)
	if err := client.ConfigSet(t.Context(), "maxmemory", "1mb").Err(); err != nil {
		t.Fatal(err)
	}
	out, errOut, code := call(t, "", "--config", path, "doctor")
	if code != exitFound || !strings.Contains(out, "! store         its memory is full") || strings.Contains(out, "sound") || !strings.Contains(out, "The cases that are there have no damage.") {
		t.Errorf("of a Redis whose memory is full: %d\n%s%s", code, out, errOut)
	}
	if err := client.ConfigSet(t.Context(), "maxmemory", "1gb").Err(); err != nil {
		t.Fatal(err)
	}
	out, errOut, code = call(t, "", "--config", path, "doctor")
	if code != exitWell || strings.Contains(out, "full") || !strings.Contains(out, "The store is sound.") {
		t.Errorf("of a Redis with room again: %d\n%s%s", code, out, errOut)
	}
}

// TestDoctorOfAnEmptiedRedis: where no case is left, none has damage, and nothing is
// sound.
func TestDoctorOfAnEmptiedRedis(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	path, data := configuration(t, `url, url: "`+url+`"`)
	oneCase(t, path)
	if err := redistest.Client(t, url).FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	out, errOut, code := call(t, "", "--config", path, "doctor")
	if code != exitFound || !strings.Contains(out, "! witness ") || !strings.Contains(out, "\nThere is no case in this store: nothing could be looked at.") {
		t.Errorf("of a Redis that was emptied: %d\n%s%s", code, out, errOut)
	}
	if err := os.Remove(filepath.Join(data, "state", "witness")); err != nil {
		t.Fatal(err)
	}
	out, errOut, code = call(t, "", "--config", path, "doctor")
	if code != exitWell || strings.Contains(out, "sound") || !strings.Contains(out, "\nThere is no case in this store. If there should be") {
		t.Errorf("of an empty Redis that nobody has witnessed: %d\n%s%s", code, out, errOut)
	}
}
