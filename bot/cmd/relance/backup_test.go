//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"relance/adapters/redis/redistest"
)

// session is a bot with a keyboard.
type session struct {
	out   safeBuffer
	press func(line, until string)
	stop  func()
}

func startSession(t *testing.T, path string) *session {
	t.Helper()
	s := &session{}
	cmd := command(t, "--config", path)
	keyboard, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = &s.out, &s.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.press = func(line, until string) {
		t.Helper()
		if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
			t.Fatal(err)
		}
		s.out.await(t, until)
	}
	s.stop = func() {
		t.Helper()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, s.out.String())
		}
		_ = keyboard.Close()
	}
	return s
}

// TestBackupAndRestore does what docs/operate/keeping.md says: a backup beside a running
// bot, more work, and the older store put back. The bot then sends nothing and says so,
// verify names what differs, and a person lets it go on.
func TestBackupAndRestore(t *testing.T) {
	redistest.Binary(t)
	path, data := configuration(t, "private")
	backup := filepath.Join(t.TempDir(), "backup")
	data = filepath.Join(data, "state")
	bot := startSession(t, path)
	bot.press(`@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark."`, "Delivered: the room desk")
	if out, errOut, code := call(t, "", "--config", path, "backup", backup); code != exitWell {
		t.Fatalf("backup: %d\n%s%s", code, out, errOut)
	}
	keyed := filepath.Join(t.TempDir(), "keyed.yaml") // the same bot, but for where its key is
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(keyed, append(content, "\nwitness: {key_file: "+filepath.Join(data, "witness.key")+"}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	apart := filepath.Join(t.TempDir(), "apart")
	if out, errOut, code := call(t, "", "--config", keyed, "backup", apart); code != exitWell || !strings.Contains(out, "not the key of the witness") {
		t.Errorf("backup without the key: %d\n%s%s", code, out, errOut)
	}
	if _, err := os.Stat(filepath.Join(apart, "witness.key")); err == nil {
		t.Error("a key that is named elsewhere is in the backup")
	}
	bot.press(`@ann /case open org=Desk consent=yes subject="A chair" story="It has three legs."`, "A chair — case")
	bot.stop()

	// Nothing is written over a store that is there.
	if _, errOut, code := call(t, "", "--config", path, "restore", backup); code == exitWell || !strings.Contains(errOut, "move that folder away first") {
		t.Errorf("restored over a store: %d, %s", code, errOut)
	}
	if err := os.Rename(filepath.Join(data, "redis"), filepath.Join(data, "redis.lost")); err != nil {
		t.Fatal(err)
	}
	out, errOut, code := call(t, "", "--config", path, "restore", backup)
	if code != exitWell || strings.Count(out, "as it was: ") != 2 {
		t.Fatalf("restore: %d\n%s%s", code, out, errOut)
	}

	bot = startSession(t, path)
	bot.out.await(t, "nothing is sent until a person confirms")
	bot.out.await(t, "Nothing is sent:")
	bot.press("@ann /case list", "A lamp")
	out, _, code = call(t, "", "--config", path, "verify")
	if code != exitFound || !strings.Contains(out, "it is missing; the witness saw") || !strings.Contains(out, "nothing is sent: the store is not as its witness saw it") {
		t.Errorf("verify: %d\n%s", code, out)
	}
	out, _, _ = call(t, "", "--config", path, "verify", "--accept") // beside the bot
	if !strings.Contains(out, "accepted") {
		t.Errorf("verify --accept:\n%s", out)
	}
	bot.press(`@ann /case open org=Desk consent=yes subject="A table" story="It is too low."`, "A table")
	bot.stop()
	if said := strings.Count(bot.out.String(), "#desk >"); said > 1 || strings.Contains(bot.out.String(), "A lamp — case") {
		t.Errorf("the letter of before the backup was said again:\n%s", bot.out.String())
	}

	bot = startSession(t, path)
	bot.press("@ann /case list", "A table")
	bot.stop()
	if strings.Contains(bot.out.String(), "Nothing is sent") {
		t.Errorf("what was accepted is asked again:\n%s", bot.out.String())
	}
	if out, _, code := call(t, "", "--config", path, "verify"); code != exitWell {
		t.Errorf("verify at the end: %d\n%s", code, out)
	}

	// On another machine the backup brings the witness and its key along.
	other, _ := configuration(t, "private")
	if out, errOut, code := call(t, "", "--config", other, "restore", backup); code != exitWell || strings.Contains(out, "as it was") {
		t.Fatalf("restore elsewhere: %d\n%s%s", code, out, errOut)
	}
	if out, errOut, code := call(t, "", "--config", other, "verify"); code != exitWell || !strings.Contains(out, "consistent  matches") { // its seal, or the witness, which may be a second behind
		t.Errorf("verify elsewhere: %d\n%s%s", code, out, errOut)
	}
}
