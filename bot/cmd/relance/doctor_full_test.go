package main

import (
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
	if code != exitFound || !strings.Contains(out, "! store         its memory is full") || strings.Contains(out, "sound") || !strings.Contains(out, "No damage in the cases") {
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
