package main

import (
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/redistest"
)

// TestDoctorNamesTheCase that is set aside, and what to do about it, when it sets it
// aside and whenever it is asked again; it lets it go on when it is whole.
func TestDoctorNamesTheCase(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	path, _ := configuration(t, `url, url: "`+url+`"`)
	id := oneCase(t, path)
	client := redistest.Client(t, url)
	states, err := client.Keys(t.Context(), "*}:state").Result()
	if err != nil || len(states) != 1 {
		t.Fatal(states, err)
	}
	whole := client.HGet(t.Context(), states[0], id).Val()
	client.HSet(t.Context(), states[0], id, "hello")

	says := id + " is set aside: it does not climb\n  why: the stored value is not a case\n  next: put back what is missing from a backup; once it is whole, the bot or relance doctor --fix lets it go on\n"
	for _, args := range [][]string{{"--fix"}, {}, {"--fix"}} {
		out, errOut, code := call(t, "", append([]string{"--config", path, "doctor"}, args...)...)
		if code != exitFound || !strings.Contains(out, says) || !strings.Contains(out, "1 looked at, 1 set aside until a person has looked") {
			t.Errorf("%v: %d\n%s%s", args, code, out, errOut)
		}
	}
	if out, _, _ := call(t, "", "--config", path, "doctor", "--format", "json"); !strings.Contains(out, `"set_aside":[{"case":"`+id+`","why":"the stored value is not a case","next":"put back`) {
		t.Errorf("as JSON: %s", out)
	}
	client.HSet(t.Context(), states[0], id, whole)
	if out, _, code := call(t, "", "--config", path, "doctor", "--fix"); code != exitWell || !strings.Contains(out, id+": healed") || strings.Contains(out, "is set aside") {
		t.Errorf("when it is whole again: %d\n%s", code, out)
	}
}

// TestDoctorLooksTwice where something has been due for long: beside a bot that runs
// that is damage if it is not taken; without one it only waits.
func TestDoctorLooksTwice(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	path, _ := configuration(t, `url, url: "`+url+`"`)
	id := oneCase(t, path)
	client := redistest.Client(t, url)
	due, err := client.Keys(t.Context(), "*}:due").Result()
	if err != nil || len(due) != 1 {
		t.Fatal(due, err)
	}
	client.ZAdd(t.Context(), due[0], goredis.Z{Member: id, Score: float64(time.Now().Add(-time.Hour).UnixMilli())})
	const finding, hint, waits = ": overdue\n", "? overdue       something has been due for minutes", "looking again in "
	for _, tt := range []struct {
		bot, again string
		found      bool
	}{
		{"? bot           none is running on this store", "10m", false}, // it does not wait: the test would end
		{"  bot           1 running on this store", "0s", false},
		{"  bot           1 running on this store", "20ms", true},
	} {
		if strings.Contains(tt.bot, "1 running") {
			client.HSet(t.Context(), "relance:{fleet}:lease", "r:deaf", time.Now().Add(time.Minute).UnixMilli())
		}
		out, errOut, code := call(t, "", "--config", path, "doctor", "--again", tt.again)
		if code != exitFound || !strings.Contains(out, tt.bot) ||
			strings.Contains(out, id+finding) != tt.found || strings.Contains(out, hint) == tt.found || strings.Contains(errOut, waits+tt.again) != tt.found {
			t.Errorf("%+v: %d\n%s%s", tt, code, out, errOut)
		}
	}
}
