//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server_test

import (
	"os"
	"path/filepath"
	"testing"

	"relance/adapters/redis/redistest"
)

// TestWhatAnEndedServerLeaves: half a command at the end of its file, as when the
// disk was full, and what it was writing beside it. Neither keeps the next one from
// starting, and only what was acknowledged is there.
func TestWhatAnEndedServerLeaves(t *testing.T) {
	redistest.Binary(t)
	folder := t.TempDir()
	s := open(t, onFolder(folder))
	if err := s.Client.Set(t.Context(), "kept", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	closeServer(t, s)

	for name, half := range map[string]string{
		"half a command":     "*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$1",
		"half a transaction": "*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$1\r\nv\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			leave(t, filepath.Join(folder, "redis", "appendonlydir", "appendonly.aof.1.incr.aof"), half)
			var left []string
			for _, name := range []string{"temp-rewriteaof-12.aof", "temp-rewriteaof-bg-12.aof", "temp-13.rdb"} {
				left = append(left, filepath.Join(folder, "redis", name))
				leave(t, left[len(left)-1], "REDIS0010")
			}
			s := open(t, onFolder(folder))
			defer closeServer(t, s)
			if n, err := s.Client.Exists(t.Context(), "kept").Result(); n != 1 || err != nil {
				t.Errorf("what was acknowledged is lost: %d, %v", n, err)
			}
			if n, err := s.Client.Exists(t.Context(), "half").Result(); n != 0 || err != nil {
				t.Errorf("what was not acknowledged is there: %d, %v", n, err)
			}
			for _, path := range left {
				if _, err := os.Stat(path); !os.IsNotExist(err) {
					t.Errorf("%s takes room for nothing: %v", path, err)
				}
			}
		})
	}
}

// leave writes to the end of a file.
func leave(t *testing.T, path, content string) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(content); err != nil {
		t.Error(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
