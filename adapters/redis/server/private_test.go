//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
	"relance/adapters/redis/server"
)

// helper is the environment variable that turns the test binary into a bot that
// is going to be killed: it opens the folder, writes, and waits.
const helper = "RELANCE_TEST_PRIVATE_FOLDER"

func TestMain(m *testing.M) {
	if folder := os.Getenv(helper); folder != "" {
		os.Exit(actAsBot(folder))
	}
	os.Exit(m.Run())
}

func actAsBot(folder string) int {
	ctx := context.Background()
	s, err := server.Open(ctx, server.Options{Mode: server.Private, Folder: folder})
	if err == nil {
		err = s.Client.Incr(ctx, "starts").Err()
	}
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	fmt.Println("ready")
	select {} // until it is killed
}

func startBot(t *testing.T, folder string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helper+"="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		_ = cmd.Process.Kill()
		t.Fatalf("the bot says %q, %v", line, err)
	}
	return cmd
}

func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
}

// pid is the process of the server behind s.
func pid(t *testing.T, s *server.Server) int {
	t.Helper()
	info, err := s.Client.Info(t.Context(), "server").Result()
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(info, "process_id:")
	n, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAdoptedAfterKill(t *testing.T) {
	redistest.Binary(t)
	folder := t.TempDir()
	bot := startBot(t, folder)

	// A second bot on the folder is refused while the first is alive.
	_, err := server.Open(t.Context(), server.Options{Mode: server.Private, Folder: folder})
	if err == nil || !strings.Contains(err.Error(), "another bot is running on the data folder") {
		t.Errorf("a second bot on the folder: %v", err)
	}

	kill(t, bot)
	s := open(t, server.Options{Mode: server.Private, Folder: folder})
	if !strings.Contains(s.Description, "adopted") {
		t.Errorf("not adopted: %s", s.Description)
	}
	if n, err := s.Client.Get(t.Context(), "starts").Int(); n != 1 {
		t.Errorf("the data after kill -9: %d, %v", n, err)
	}
	server := pid(t, s)
	if group, err := syscall.Getpgid(server); err != nil || group != server {
		t.Errorf("the server %d is in process group %d, %v: Ctrl-C would reach it", server, group, err)
	}
	if !s.Alone {
		t.Error("somebody else could use the private server")
	}
	if len(s.Warnings) != 0 {
		t.Errorf("warnings about our own server: %q", s.Warnings)
	}

	// Closed in peace, the server has ended, and the data are on disk.
	closeServer(t, s)
	if err := syscall.Kill(server, 0); err == nil {
		waitGone(t, server)
	}
	bot = startBot(t, folder)
	kill(t, bot)
	s = open(t, onFolder(folder))
	if n, err := s.Client.Get(t.Context(), "starts").Int(); n != 2 {
		t.Errorf("the data after a restart: %d, %v", n, err)
	}
}

// waitGone waits until a process is gone: whoever inherits it has to reap it.
func waitGone(t *testing.T, pid int) {
	t.Helper()
	poll(t, fmt.Sprintf("process %d is still there", pid), func(context.Context) bool {
		return syscall.Kill(pid, 0) != nil || zombie(pid)
	})
}

// poll waits for another process to have done something.
func poll(t *testing.T, complaint string, done func(context.Context) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !done(ctx) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal(complaint)
		}
	}
}

func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}

func onFolder(folder string) server.Options {
	return server.Options{Mode: server.Private, Folder: folder}
}

func TestStartedAgain(t *testing.T) {
	redistest.Binary(t)
	s := open(t, server.Options{Mode: server.Private, Folder: t.TempDir()})
	if err := s.Client.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	first := pid(t, s)
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	poll(t, "the server was not started again", func(ctx context.Context) bool {
		return s.Client.Get(ctx, "k").Val() == "v"
	})
	if pid(t, s) == first {
		t.Error("the same process answers")
	}
}

func TestLongPath(t *testing.T) {
	redistest.Binary(t)
	folder := filepath.Join(t.TempDir(), strings.Repeat("very long name \"quoted\" ", 5))
	s := open(t, server.Options{Mode: server.Private, Folder: folder})
	if len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "too long for a socket") {
		t.Errorf("notes: %q", s.Warnings)
	}
	if err := s.Client.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Error(err)
	}
	_, short, _ := strings.Cut(s.Warnings[0], " so it is in ")
	if _, err := os.Stat(short); err != nil {
		t.Error(err)
	}
	closeServer(t, s)
	if _, err := os.Stat(short); !os.IsNotExist(err) {
		t.Errorf("the short folder is left behind: %v", err)
	}
}

func TestForeignServer(t *testing.T) {
	redistest.Binary(t)
	folder := t.TempDir()
	bot := startBot(t, folder)
	kill(t, bot)
	// The server that is alive has another password than the folder.
	secret := filepath.Join(folder, "redis", "secret")
	ours, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secret, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Open(t.Context(), onFolder(folder)); err == nil || !strings.Contains(err.Error(), "it is not ours") {
		t.Errorf("a server with another password: %v", err)
	}
	if err := os.WriteFile(secret, ours, 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, onFolder(folder)) // adopted, and ended with the test
}
