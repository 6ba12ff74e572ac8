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
