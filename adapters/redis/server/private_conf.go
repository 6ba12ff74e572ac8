//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// longestSocket is the longest path of a Unix socket that every system takes:
// 104 bytes with the closing zero on macOS and the BSDs, 108 on Linux.
const longestSocket = 103

// files are what a private server has in its folder.
type files struct {
	dir      string
	socket   string
	short    string // the folder of the socket, where that is not dir
	notes    []string
	password string
}

func (f files) botLock() string    { return filepath.Join(f.dir, "bot.lock") }
func (f files) serverLock() string { return filepath.Join(f.dir, "server.lock") }
func (f files) conf() string       { return filepath.Join(f.dir, "redis.conf") }
func (f files) log() string        { return filepath.Join(f.dir, "redis.log") }

// prepare makes the folder of a private server.
func prepare(folder string) (files, error) {
	if folder == "" {
		return files{}, errors.New("redis: a private server needs a data folder")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return files{}, fmt.Errorf("redis: %w", err)
	}
	f := files{dir: filepath.Join(folder, "redis")}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return f, fmt.Errorf("redis: data folder: %w", err)
	}
	// The server says its folder without links; ours has to read the same.
	if f.dir, err = filepath.EvalSymlinks(f.dir); err != nil {
		return f, fmt.Errorf("redis: data folder: %w", err)
	}
	f.socket = filepath.Join(f.dir, "redis.sock")
	if len(f.socket) > longestSocket {
		sum := sha256.Sum256([]byte(f.dir))
		short := filepath.Join(os.TempDir(), "relance-"+hex.EncodeToString(sum[:6]))
		if err := ownDir(short); err != nil {
			return f, err
		}
		f.short = short
		f.notes = append(f.notes, fmt.Sprintf("redis: the path %s is too long for a socket, so it is in %s", f.socket, short))
		f.socket = filepath.Join(short, "s")
		if len(f.socket) > longestSocket {
			return f, fmt.Errorf("redis: %s is too long for a socket, too: set TMPDIR to a shorter path", f.socket)
		}
	}
	return f, nil
}

// roomIn finds out whether a folder takes a file of some size: a server that finds
// out says so only in its log, which may be in the same folder.
func roomIn(dir string) error {
	const size = 64 << 10 // bytes; more than what a server writes at its start
	path := filepath.Join(dir, "room")
	err := writeWhole(path, make([]byte, size))
	for _, left := range []string{path, path + ".new"} {
		_ = os.Remove(left) // one of them is there, or nothing could be written at all
	}
	return err
}

// unfinished are the files that a server writes beside its data until they are whole.
// One that ends meanwhile leaves them, and no other takes them up.
// https://github.com/redis/redis/blob/7.0.15/src/aof.c (rewriteAppendOnlyFile),
// https://github.com/redis/redis/blob/7.0.15/src/rdb.c (rdbSave)
var unfinished = []string{"temp-*.aof", "temp-*.rdb"}

// sweep removes what servers of the folder have left unfinished, which can fill the
// disk. None may be running.
func (f files) sweep() error {
	for _, pattern := range unfinished {
		left, err := fs.Glob(os.DirFS(f.dir), pattern)
		if err != nil {
			return err
		}
		for _, name := range left {
			if err := os.Remove(filepath.Join(f.dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// secret reads the password of the folder's server, or draws it. Whoever knows
// it is the folder's owner, and a server that takes it is the folder's server.
func (f *files) secret() error {
	path := filepath.Join(f.dir, "secret")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		b = []byte(rand.Text() + rand.Text())
		err = writeWhole(path, b)
	}
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	f.password = strings.TrimSpace(string(b))
	if f.password == "" {
		return fmt.Errorf("redis: %s is empty: remove it when no server of this folder is running", path)
	}
	return nil
}

// writeWhole writes a file so that a crash leaves the old one or the new one.
func writeWhole(path string, b []byte) error {
	tmp := path + ".new"
	file, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// configuration is the text of redis.conf. It is a file and not arguments,
// which everybody on the machine could read.
func (f files) configuration() string {
	var b strings.Builder
	for _, line := range [][2]string{
		{"port", "0"},
		{"unixsocket", f.socket},
		{"unixsocketperm", "700"},
		{"dir", f.dir},
		{"appendonly", "yes"},
		{"appendfsync", "always"},
		{"aof-load-truncated", "yes"}, // half a command at the end was never acknowledged
		{"save", ""},
		{"maxmemory-policy", "noeviction"},
		{"daemonize", "no"},
		{"requirepass", f.password},
	} {
		fmt.Fprintf(&b, "%s %s\n", line[0], quote(line[1]))
	}
	return b.String()
}

// quote writes a value the way Redis reads its configuration.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
