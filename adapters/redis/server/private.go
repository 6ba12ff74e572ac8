//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	goredis "github.com/redis/go-redis/v9"
)

const privatePossible = true

// private is a Redis that belongs to a data folder. Two locks are held on the
// folder, both of the kind that ends with its holder, however that dies:
//
//   - bot.lock by the bot, so that a second bot on the folder is refused;
//   - server.lock by redis-server itself, which inherits the locked file. Who
//     gets it knows that no server writes to the folder any more; who does not
//     get it has one to adopt.
type private struct {
	files
	log    *slog.Logger
	bot    *os.File
	client *goredis.Client

	// down is what a person is told whose connection fails; empty while the first
	// server comes up, which says itself why it does not.
	down atomic.Value // string

	starting sync.Mutex    // held while a server is started, so that none is once closing
	closing  chan struct{} // closed when the server is to end
	watched  chan struct{} // closed when the watch has ended
}

func openPrivate(ctx context.Context, o Options) (*Server, error) {
	files, err := prepare(o.Folder)
	if err != nil {
		return nil, err
	}
	p := &private{files: files, log: o.Logger, closing: make(chan struct{}), watched: make(chan struct{})}
	if p.bot, err = lockFile(p.botLock(), false); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("redis: %w on the data folder %s: stop it, or give this one another folder", ErrOtherBot, o.Folder)
		}
		return nil, fmt.Errorf("redis: %w", err)
	}
	how, err := p.open(ctx)
	if err != nil {
		if p.client != nil {
			err = errors.Join(err, p.client.Close())
		}
		return nil, errors.Join(err, p.bot.Close())
	}
	p.down.Store(p.ended())
	go p.watch()
	return &Server{
		Client:      p.client,
		Description: "private Redis in " + p.dir + how,
		Warnings:    p.notes,
		close:       p.close,
	}, nil
}

// open starts a server, or adopts the one that is alive.
func (p *private) open(ctx context.Context) (how string, err error) {
	if err := roomIn(p.dir); err != nil {
		return "", fmt.Errorf("redis: data folder: %w", err)
	}
	if err := p.secret(); err != nil {
		return "", err
	}
	u := clientOptions()
	u.Addrs, u.Password, u.Dialer = []string{p.socket}, p.password, p.dial
	p.client = goredis.NewClient(u.Simple())
	lock, err := lockFile(p.serverLock(), false)
	switch {
	case err == nil:
		err = p.start(lock)
	case errors.Is(err, syscall.EWOULDBLOCK):
		how, err = ", adopted", nil
	}
	if err != nil {
		return "", fmt.Errorf("redis: %w", err)
	}
	if err := p.prove(ctx); err != nil {
		return "", fmt.Errorf("redis: the private server of %s does not come up (its log is %s): %w", p.dir, p.files.log(), err)
	}
	return how, nil
}

// start runs a server that holds lock. It is in its own process group, so that
// Ctrl-C reaches the bot first and the bot can end in peace.
func (p *private) start(lock *os.File) error {
	defer lock.Close()
	path, err := binary()
	if err != nil {
		return err
	}
	if err := os.Remove(p.socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := p.sweep(); err != nil {
		return err
	}
	if err := writeWhole(p.conf(), []byte(p.configuration())); err != nil {
		return err
	}
	log, err := os.OpenFile(p.files.log(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(path, p.conf())
	cmd.Stdout, cmd.Stderr = log, log
	cmd.ExtraFiles = []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // how it ended is in its log; the watch sees that it did
	return nil
}

// prove waits until a server answers that takes our password and writes to our
// folder.
func (p *private) prove(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute) // a large file takes time to load
	defer cancel()
	for {
		got, err := p.client.ConfigGet(ctx, "dir").Result()
		switch {
		case err == nil && got["dir"] != p.dir:
			return fmt.Errorf("the server at %s writes to %s: it is not ours", p.socket, got["dir"])
		case err == nil:
			return nil
		case goredis.HasErrorPrefix(err, "WRONGPASS"), goredis.HasErrorPrefix(err, "NOAUTH"),
			goredis.HasErrorPrefix(err, "ERR AUTH"):
			return fmt.Errorf("the server at %s does not take our password: it is not ours", p.socket)
		}
		if lock, free := lockFile(p.serverLock(), false); free == nil {
			lock.Close()
			return fmt.Errorf("it has ended: %w", err)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// close ends the server in peace: what it holds is on disk when it returns.
func (p *private) close(ctx context.Context) error {
	p.starting.Lock()
	close(p.closing)
	p.starting.Unlock()
	err := p.shutdown(ctx)
	if err == nil && p.short != "" {
		err = os.RemoveAll(p.short)
	}
	return errors.Join(err, p.client.Close(), p.bot.Close())
}

func (p *private) shutdown(ctx context.Context) error {
	for {
		err := p.client.Shutdown(ctx).Err()
		select {
		case <-p.watched:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("redis: the private server has not ended; the next start adopts it: %w", errors.Join(ctx.Err(), err))
		case <-time.After(50 * time.Millisecond): // it had not come up yet, or is still writing
		}
	}
}
