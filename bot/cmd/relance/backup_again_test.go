//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"relance/adapters/redis/redistest"
)

// TestTwoBackupsAtOnce: the second is told to wait and leaves nothing behind, so that
// the same command does it later. Each that is written is whole.
func TestTwoBackupsAtOnce(t *testing.T) {
	redistest.Binary(t)
	path, data := configuration(t, "private")
	bot := startSession(t, path)
	defer bot.stop()
	bot.press(`@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark."`, "Delivered: the room desk")
	lock, err := os.OpenFile(filepath.Join(data, "state", "redis", "backup.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(t.TempDir(), "first")
	if out, errOut, code := look(t, "--config", path, "backup", first); code != exitFailed || out != "" || !strings.Contains(errOut, "another backup of this store is being written: try again") {
		t.Errorf("beside another: %d\n%s%s", code, out, errOut)
	}
	if _, err := os.Stat(first); err == nil {
		t.Error("the folder of a backup that was not written is there")
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}

	second := filepath.Join(t.TempDir(), "second")
	var both sync.WaitGroup
	written := make([]bool, 2)
	for i, folder := range []string{first, second} {
		both.Go(func() {
			_, errOut, code := look(t, "--config", path, "backup", folder)
			written[i] = code == exitWell
			if code != exitWell && !strings.Contains(errOut, "another backup") {
				t.Errorf("at once: %d, %s", code, errOut)
			}
		})
	}
	both.Wait()
	if !written[0] && !written[1] {
		t.Error("none of two was written")
	}
	for i, folder := range []string{first, second} {
		if !written[i] {
			continue
		}
		other, _ := configuration(t, "private")
		if out, errOut, code := look(t, "--config", other, "restore", folder); code != exitWell {
			t.Fatalf("restore: %d\n%s%s", code, out, errOut)
		}
		if out, errOut, code := look(t, "--config", other, "verify"); code != exitWell || !strings.Contains(out, "cases: 1, with a finding: 0") {
			t.Errorf("what was written: %d\n%s%s", code, out, errOut)
		}
	}
}

// TestARestoreIsTriedAgain: one that fails on its way puts no store there, and the same
// command does it when what was wrong is mended.
func TestARestoreIsTriedAgain(t *testing.T) {
	redistest.Binary(t)
	path, _ := configuration(t, "private")
	bot := startSession(t, path)
	bot.press(`@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark."`, "Delivered: the room desk")
	bot.stop() // the witness has seen everything
	backup := filepath.Join(t.TempDir(), "backup")
	if _, errOut, code := look(t, "--config", path, "backup", backup); code != exitWell {
		t.Fatal(code, errOut)
	}

	other, data := configuration(t, "private")
	text, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(data, "elsewhere")
	write(t, inTheWay, "a file, and no folder")
	write(t, other, string(text)+"\nwitness: {file: "+filepath.Join(inTheWay, "witness")+"}\n")
	if _, errOut, code := look(t, "--config", other, "restore", filepath.Join(data, "nothing")); code != exitMend || !strings.Contains(errOut, "there is no backup in ") {
		t.Errorf("of no backup: %d, %s", code, errOut)
	}
	if _, errOut, code := look(t, "--config", other, "restore", backup); code != exitMend || !strings.Contains(errOut, "is no folder") {
		t.Errorf("where the witness cannot be put: %d, %s", code, errOut)
	}
	if left, err := filepath.Glob(filepath.Join(data, "state", "redis", "appendonlydir")); err != nil || left != nil {
		t.Errorf("a restore that failed has left a store: %v, %v", left, err)
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	if out, errOut, code := look(t, "--config", other, "restore", backup); code != exitWell {
		t.Fatalf("again: %d\n%s%s", code, out, errOut)
	}
	if out, errOut, code := look(t, "--config", other, "verify"); code != exitWell || !strings.Contains(out, "cases: 1, with a finding: 0") {
		t.Errorf("what was restored: %d\n%s%s", code, out, errOut)
	}
	if _, errOut, code := look(t, "--config", other, "restore", backup); code != exitMend || !strings.Contains(errOut, "move that folder away first") {
		t.Errorf("over a store: %d, %s", code, errOut)
	}
}
