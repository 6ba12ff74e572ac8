//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"relance/adapters/redis/trouble"
)

// How a server keeps what it has, as it is configured without these names.
// https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
const (
	dumpFile    = "dump.rdb"
	appendDir   = "appendonlydir"
	baseFile    = "appendonly.aof.1.base.rdb"
	manifest    = "appendonly.aof.manifest"
	manifestHas = "file " + baseFile + " seq 1 type b\n"
)

// saved is how often a server is asked whether it has written its dump.
const saved = 20 * time.Millisecond

// Save writes everything that a private server holds at one moment to a file. The
// server goes on meanwhile.
func (s *Server) Save(ctx context.Context, path string) error {
	if s.Mode != Private {
		return ErrNotOurs
	}
	dir, err := s.Client.ConfigGet(ctx, "dir").Result()
	if err != nil {
		return fmt.Errorf("redis: where the private server writes: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir["dir"], "backup.lock"), false)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return fmt.Errorf("redis: another backup of this store is being written: try again when it has ended (%w)", err)
	}
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	defer lock.Close()
	dump := filepath.Join(dir["dir"], dumpFile)
	if err := os.Remove(dump); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("redis: the dump of before: %w", err)
	}
	if err := s.Client.Do(ctx, "BGSAVE", "SCHEDULE").Err(); err != nil {
		return fmt.Errorf("redis: a dump of the private server: %w", err)
	}
	for {
		info, err := s.Client.Info(ctx, "persistence").Result()
		if err != nil {
			return fmt.Errorf("redis: a dump of the private server: %w", err)
		}
		_, missing := os.Stat(dump)
		switch {
		case !strings.Contains(info, "rdb_bgsave_in_progress:0"):
		case strings.Contains(info, "rdb_last_bgsave_status:err"):
			return fmt.Errorf("redis: the private server could not write its dump to %s: is the disk full?", dir["dir"])
		case missing == nil:
			return errors.Join(copyWhole(dump, path), os.Remove(dump))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(saved):
		}
	}
}

// Missing says that a data folder holds no store of a private server: none was started
// there, or what it kept was taken away.
func Missing(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "redis", appendDir))
	return errors.Is(err, fs.ErrNotExist)
}

// Restore puts what [Server.Save] wrote in the place of a private server's data, where
// there is none: the next start finds it. What belongs beside it is put there by before,
// which is called last: after an error there is no store, and the same can be tried again.
func Restore(folder, path string, before func() error) error {
	f, err := prepare(folder)
	if err != nil {
		return err
	}
	bot, err := lockFile(f.botLock(), false)
	if err != nil {
		return fmt.Errorf("redis: %w on the data folder %s: stop it first", ErrOtherBot, folder)
	}
	defer bot.Close()
	server, err := lockFile(f.serverLock(), false)
	if err != nil {
		return trouble.Mend(fmt.Errorf("redis: the private server of %s is still running: start the bot and stop it with Ctrl-C or SIGTERM, which ends the server too", folder))
	}
	defer server.Close()
	target := filepath.Join(f.dir, appendDir)
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		return trouble.Mend(fmt.Errorf("redis: there is a store in %s already, and nothing is written over it: move that folder away first", f.dir))
	}
	fresh := target + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	if err := copyWhole(path, filepath.Join(fresh, baseFile)); err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(fresh, manifest), []byte(manifestHas)); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	if err := before(); err != nil {
		return err
	}
	if err := os.Rename(fresh, target); err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	return nil
}

// copyWhole copies a file; what is at to afterwards is all of it, on the disk.
func copyWhole(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(fmt.Errorf("redis: %w", err), os.Remove(to))
	}
	return nil
}
