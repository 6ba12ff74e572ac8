package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/redistest"
)

// outageCause breaks a server and returns what mends it.
type outageCause struct {
	want  string // in the log
	cause func(t *testing.T, c *goredis.Client) (mend func())
}

// TestOutage breaks Redis under a bot that runs: people are told that nothing was
// recorded, the log has one line when it begins and one when it is over, and then
// everything goes on by itself with nothing lost.
func TestOutage(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: half a minute of outages")
	}
	for name, tt := range map[string]outageCause{
		"its password is changed": {"it asks for a password", func(t *testing.T, c *goredis.Client) func() {
			set(t, c, "requirepass", "another")
			return func() { set(t, c, "requirepass", "") }
		}},
		"its memory is full": {"its memory is full", func(t *testing.T, c *goredis.Client) func() {
			set(t, c, "maxmemory", "1")
			return func() { set(t, c, "maxmemory", "0") }
		}},
		"it becomes a replica": {"it is a read-only replica now", func(t *testing.T, c *goredis.Client) func() {
			do(t, c, "replicaof", "127.0.0.1", "1")
			return func() { do(t, c, "replicaof", "no", "one") }
		}},
		"its disk is full": {"it cannot write to its disk", func(t *testing.T, c *goredis.Client) func() {
			gone := filepath.Join(t.TempDir(), "gone")
			if err := os.Mkdir(gone, 0o700); err != nil {
				t.Fatal(err)
			}
			set(t, c, "dir", gone)
			if err := os.Remove(gone); err != nil { // a snapshot cannot be written there
				t.Fatal(err)
			}
			set(t, c, "save", "3600 1")
			do(t, c, "bgsave")
			failed := time.After(time.Minute)
			for !strings.Contains(c.Info(t.Context(), "persistence").Val(), "rdb_last_bgsave_status:err") {
				select {
				case <-time.After(10 * time.Millisecond):
				case <-failed:
					t.Fatal("the snapshot does not fail")
				}
			}
			return func() { set(t, c, "save", "") }
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := redistest.Server(t, "--enable-protected-configs", "yes")
			path := withTrouble(t, "redis: {mode: url, url: '"+url+"', allow: [no_persistence]}\n")
			b := startBot(t, path)
			b.say(t, `/case open org=Desk consent=yes subject="A lamp" story="It is dark."`)
			b.out.await(t, "Delivered: the room desk")
			id := caseID.FindStringSubmatch(b.out.String())[1]

			breaker := redistest.Client(t, url)
			do(t, breaker, "ping") // it stays connected, whatever the password becomes
			mend := tt.cause(t, breaker)
			do(t, breaker, "client", "kill", "type", "normal", "skipme", "yes")
			b.say(t, "/case note A first note")
			b.out.await(t, "This was not recorded. Please try again in a moment.")
			b.log.await(t, "the store cannot be used")
			mend()
			b.log.await(t, "the store can be used again")
			b.say(t, "/case note A second note")
			b.out.await(t, "A second note")
			if code := b.stop(t); code != exitWell {
				t.Errorf("it ended with %d", code)
			}

			log := b.log.String()
			if !strings.Contains(log, tt.want) || strings.Count(log, "the store cannot be used") != 1 || strings.Count(log, "the store can be used again") != 1 {
				t.Errorf("%q, and one line at each end of the outage, are not in\n%s", tt.want, log)
			}
			shown, errOut, code := look(t, "--config", path, "show", id)
			if code != exitWell || strings.Contains(shown, "A first note") || strings.Count(shown, "A second note") != 1 {
				t.Errorf("%d\n%s%s", code, shown, errOut)
			}
			if verified, errOut, code := look(t, "--config", path, "verify"); code != exitWell {
				t.Errorf("%d\n%s%s", code, verified, errOut)
			}
		})
	}
}

// look runs a command beside a test that runs at the same time.
func look(t *testing.T, args ...string) (out, errOut string, code int) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), args, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

func set(t *testing.T, c *goredis.Client, key, value string) {
	t.Helper()
	if err := c.ConfigSet(t.Context(), key, value).Err(); err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, c *goredis.Client, words ...any) {
	t.Helper()
	if err := c.Do(t.Context(), words...).Err(); err != nil {
		t.Fatal(err)
	}
}

// running is a bot that runs in the test.
type running struct {
	keyboard *io.PipeWriter
	out, log safeBuffer
	cancel   context.CancelFunc
	ended    chan int
}

func startBot(t *testing.T, config string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in, keyboard := io.Pipe()
	b := &running{keyboard: keyboard, cancel: cancel, ended: make(chan int, 1)}
	go func() {
		code := run(ctx, []string{"--config", config}, in, &b.out, &b.log)
		_ = in.Close() // nobody waits for it to read
		b.ended <- code
	}()
	t.Cleanup(func() {
		b.stop(t)
		if t.Failed() {
			t.Log(b.log.String())
		}
	})
	return b
}

// say types a line.
func (b *running) say(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(b.keyboard, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

// stop ends the bot as a signal does; again it does nothing.
func (b *running) stop(t *testing.T) (code int) {
	t.Helper()
	b.cancel()
	_ = b.keyboard.Close()
	select {
	case code, open := <-b.ended:
		if open {
			close(b.ended)
		}
		return code
	case <-time.After(time.Minute):
		t.Fatal("the bot does not end")
		return -1
	}
}
