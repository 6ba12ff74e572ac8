//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockFile opens and locks a file. The lock belongs to the open file: it ends
// when the last process that has it open ends, even by kill -9. Without wait
// the error is EWOULDBLOCK when somebody else has the lock.
func lockFile(path string, wait bool) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		err = syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock of %s: %w", path, err), file.Close())
	}
	return file, nil
}

// ownDir makes a folder in a place that others can write to, and refuses one
// that is somebody else's.
func ownDir(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("redis: %w", err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ok || int(owner.Uid) != os.Getuid() {
		return fmt.Errorf("redis: %s is not a folder of ours alone", path)
	}
	return nil
}
