// Package redistest starts throwaway Redis servers for tests: a real one on a
// Unix socket, a real Cluster on the loopback interface, and miniredis.
package redistest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
)

// Require is the environment variable that turns a missing redis-server from a
// skipped test into a failed one, when it is "required".
const Require = "RELANCE_TEST_REDIS"

// patience is how long a server may take to start.
const patience = time.Minute

// Binary returns the path of redis-server or valkey-server. Without one the
// test is skipped, or fails when [Require] says so.
func Binary(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv(Require) == "required" {
		t.Fatalf("neither redis-server nor valkey-server is on the PATH, and %s=required", Require)
	}
	t.Skip("left out: everything that needs a real Redis; neither redis-server nor valkey-server is on the PATH")
	return ""
}

// Server starts a real server on a Unix socket and returns its URL. It ends
// with the test and leaves nothing behind. More lines of configuration can be given.
func Server(t testing.TB, config ...string) (url string) {
	t.Helper()
	dir := shortDir(t)
	socket := filepath.Join(dir, "s")
	args := append([]string{
		"--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--appendonly", "no", "--loglevel", "warning",
	}, config...)
	start(t, args)
	client := goredis.NewClient(&goredis.Options{Network: "unix", Addr: socket, MaxRetries: -1})
	defer client.Close()
	await(t, client)
	return "unix://" + socket
}

// Client returns a client of the kind the Store is made for, closed with the test.
func Client(t testing.TB, url string) *goredis.Client {
	t.Helper()
	o, err := goredis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	o.MaxRetries, o.DialerRetries = -1, 1
	o.ContextTimeoutEnabled = true
	client := goredis.NewClient(o)
	t.Cleanup(func() { client.Close() })
	return client
}

// Store returns a Store on a new real server.
func Store(t testing.TB) *redis.Store {
	t.Helper()
	return New(t, redis.Options{Client: Client(t, Server(t))})
}

// Memory returns a Store on a new miniredis, and the miniredis.
func Memory(t testing.TB) (*redis.Store, *miniredis.Miniredis) {
	t.Helper()
	m := miniredis.RunT(t)
	return New(t, redis.Options{Client: Client(t, "redis://"+m.Addr())}), m
}

// New is redis.New for a test.
func New(t testing.TB, o redis.Options) *redis.Store {
	t.Helper()
	s, err := redis.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shortDir is a temporary directory whose path leaves room for a socket's name:
// the path of a Unix socket has at most 108 bytes, and a test's name can be long.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "rl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// start runs a server until the test ends.
func start(t testing.TB, args []string) {
	t.Helper()
	var output bytes.Buffer
	cmd := exec.Command(Binary(t), args...)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Logf("the throwaway server had ended before: %v\n%s", err, output.String())
		}
		_ = cmd.Wait() // it was killed: its exit status says nothing
	})
}

// await waits until a server answers.
func await(t testing.TB, client goredis.UniversalClient) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := client.Ping(ctx).Err()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the throwaway server does not answer: %v", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
