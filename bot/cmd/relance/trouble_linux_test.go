package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"relance/adapters/redis/redistest"
)

// nobody is the user without rights, on Debian and most others.
const nobody = 65534

// TestTheDataFolderMayNotBeWritten: root may write everywhere, so it becomes nobody.
func TestTheDataFolderMayNotBeWritten(t *testing.T) {
	redistest.Binary(t)
	dir, err := os.MkdirTemp("", "ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	config := filepath.Join(dir, "relance.yaml")
	content, err := os.ReadFile(withTrouble(t, "data: "+filepath.Join(dir, "state")+"\nredis: {mode: private}\n"))
	if err == nil {
		err = os.WriteFile(config, content, 0o644) // nobody reads it
	}
	binary := filepath.Join(dir, "relance")
	if err == nil {
		err = copyProgram(binary)
	}
	if err == nil {
		err = os.Chmod(dir, 0o555)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), binary, "--config", config)
	cmd.Env = append(os.Environ(), asCommand+"=1", "RELANCE_CONFIG=")
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != exitMend || !strings.Contains(string(out), "give it to that user with chown") {
		t.Errorf("%v\n%s", err, out)
	}
}

// copyProgram puts the program where everybody can run it.
func copyProgram(to string) error {
	from, err := os.Executable()
	if err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// TestTheDiskIsFull fills the disk of the data folder before the start, and empties it.
func TestTheDiskIsFull(t *testing.T) {
	redistest.Binary(t)
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("left out: only root can make a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
	path := withTrouble(t, "data: "+filepath.Join(disk, "state")+"\nredis: {mode: private}\n")

	empty := fill(t, disk)
	if _, errOut, code := look(t, "--config", path); code != exitFailed || !strings.Contains(errOut, "there is no room left on the disk") {
		t.Errorf("%d\n%s", code, errOut)
	}
	empty()

	bot := startSession(t, path) // with room again
	bot.press("@ann /case list", "You have no case")
	bot.stop()
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
