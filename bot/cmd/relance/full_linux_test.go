package main

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
	"relance/bot/e2e/loopback"
)

// smallDisk is a folder on a disk of its own that is soon full.
func smallDisk(t *testing.T) (folder string) {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("left out: only root can make a small disk: %v", err)
	}
	t.Cleanup(func() {
		// A Redis that has let go of its lock may still be about to leave its folder.
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk
}

// fill leaves no room on a disk until empty is called.
func fill(t *testing.T, disk string) (empty func()) {
	t.Helper()
	file, err := os.Create(filepath.Join(disk, "filling"))
	if err != nil {
		t.Fatal(err)
	}
	for size := 64 << 10; size > 0; {
		if _, err := file.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(file.Name()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheDiskIsFull fills the disk of the data folder before the start, and empties it.
func TestTheDiskIsFull(t *testing.T) {
	redistest.Binary(t)
	disk := smallDisk(t)
	path := withTrouble(t, "data: "+filepath.Join(disk, "state")+"\nredis: {mode: private}\n")

	empty := fill(t, disk)
	startsNot(t, path)
	empty()

	bot := startSession(t, path) // with room again
	bot.press("@ann /case list", "You have no case")
	bot.stop()
}

// startsNot says that there is no room to start.
func startsNot(t *testing.T, config string) {
	t.Helper()
	if _, errOut, code := look(t, "--config", config); code != exitFailed || !strings.Contains(errOut, "there is no room left on the disk") {
		t.Errorf("%d\n%s", code, errOut)
	}
}

// TestTheDiskFillsUp under a private Redis, which then ends: it may not go on
// with what it cannot keep. Whoever is not told that it was recorded is told that it
// was not; with room again the bot goes on by itself with everything that it has
// acknowledged. Then the disk fills up once more, and the bot is stopped meanwhile.
func TestTheDiskFillsUp(t *testing.T) {
	t.Parallel()
	redistest.Binary(t)
	disk := smallDisk(t)
	path := withTrouble(t, "data: "+filepath.Join(disk, "state")+"\nredis: {mode: private}\nmonitor: {listen: '"+closedPort(t)+"'}\n")
	b := startBot(t, path)
	if told := b.open(t, "ann"); !strings.Contains(told, "is open") {
		t.Fatal(told)
	}
	b.out.await(t, "Delivered: the room desk")

	empty := fill(t, disk)
	b.openUntilRefused(t, "bob")
	b.log.awaitMatch(t, regexp.MustCompile(`the private Redis has ended.* error=".*no space left on device"`))
	b.log.await(t, "the store cannot be used")
	b.log.await(t, "the witness file is not written")
	b.ask(t, "/readyz", http.StatusServiceUnavailable, "there is no room left on the disk for "+disk)
	b.ask(t, "/healthz", http.StatusOK, `"ok":true`)
	b.ask(t, "/metrics", http.StatusOK, "\nrelance_redis_up 0\n")
	b.ask(t, "/metrics", http.StatusOK, `relance_acts_total{deed="command",platform="console",result="unrecorded"} 1`)

	empty()
	b.ask(t, "/readyz", http.StatusOK, `"ok":true`)
	if told := b.open(t, "cid"); !strings.Contains(told, "is open") {
		t.Fatal(told)
	}

	empty = fill(t, disk)
	b.openUntilRefused(t, "dan")
	b.log.awaitMatch(t, regexp.MustCompile(`(?s)the private Redis has ended.*the private Redis has ended`))
	code := b.stop(t)
	lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	if last := lines[len(lines)-1]; code != exitFailed || !strings.HasPrefix(last, "relance: there is no room left on the disk") {
		t.Errorf("stopped without room, it ends with %d, %q", code, last)
	}
	startsNot(t, path)
	empty()

	if n := strings.Count(b.log.String(), "the private Redis has ended"); n != 2 {
		t.Errorf("the disk was full twice, and the end of the private Redis is said %d times:\n%s", n, b.log.String())
	}
	b.saidOnce(t, "the store cannot be used", "the store can be used again")
	b.saidOnce(t, "the witness file is not written", "the witness file is written again")
	verified, errOut, code := look(t, "--config", path, "verify")
	if code != exitWell || !strings.Contains(verified, "with a finding: 0") {
		t.Errorf("%d\n%s%s", code, verified, errOut)
	}
	for _, told := range caseID.FindAllStringSubmatch(b.out.String(), -1) {
		if !strings.Contains(verified, told[1]) {
			t.Errorf("case %s was acknowledged, and is lost:\n%s", told[1], verified)
		}
		if n := strings.Count(b.out.String(), "— case "+told[1]); n > 1 {
			t.Errorf("the letter of case %s was sent %d times", told[1], n)
		}
	}
}

// saidOnce holds a log to one line for a trouble that is not over.
func (b *running) saidOnce(t *testing.T, trouble, over string) {
	t.Helper()
	if n := strings.Count(b.log.String(), trouble) - strings.Count(b.log.String(), over); n != 1 {
		t.Errorf("%q is in the log %d times more often than it was over", trouble, n)
	}
}

// open has somebody open a case, and returns the first line of what they are told.
func (b *running) open(t *testing.T, who string) (told string) {
	t.Helper()
	b.say(t, "@"+who+` /case open org=Desk consent=yes subject="A lamp" story="It is dark."`)
	return b.out.awaitMatch(t, regexp.MustCompile(`\(only @`+who+`\) >\d+\n\| (.*)\n`))
}

// mostOpened is how many cases a full disk may still take: what its last page has left.
const mostOpened = 10

// openUntilRefused has people open cases until one of them is told that it was not
// recorded.
func (b *running) openUntilRefused(t *testing.T, who string) {
	t.Helper()
	for n := range mostOpened {
		if told := b.open(t, who+itoa(n)); strings.Contains(told, "This was not recorded.") {
			return
		}
	}
	t.Fatalf("%d cases were taken without room", mostOpened)
}

var monitoredAt = regexp.MustCompile(`msg=monitoring address=(\S+)`)

// ask waits until an address of the monitor answers as it should.
func (b *running) ask(t *testing.T, path string, code int, words string) {
	t.Helper()
	url := "http://" + b.log.awaitMatch(t, monitoredAt) + path
	late := time.After(time.Minute)
	for {
		answer, err := loopback.Client().Get(url)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(answer.Body)
		if err = errors.Join(err, answer.Body.Close()); err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode == code && strings.Contains(string(said), words) {
			return
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-late:
			t.Fatalf("%s answers %d, not %d with %q:\n%s", path, answer.StatusCode, code, words, said)
		}
	}
}
