//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"relance/adapters/redis/trouble"
)

// A server that ends is started again; one that ends again soon, as where its disk
// is full, after ever longer waits. All ours.
const (
	restartWait  = time.Second
	restartLimit = 30 * time.Second
	restartWell  = time.Minute // one that has run so long was well
)

// watch starts the server again when it ends without having been told to: it
// waits for the lock that the server holds. It says each end of a server once, not
// each try to start the next one, and goes on until one stays.
//
// A server ends by itself when it cannot write what it is about to acknowledge: with
// appendfsync always it may not go on.
// https://github.com/redis/redis/blob/7.0.15/src/aof.c (flushAppendOnlyFile)
func (p *private) watch() {
	defer close(p.watched)
	ran := true // there was a server to wait for
	for wait := restartWait; ; wait = min(2*wait, restartLimit) {
		begun := time.Now()
		lock, err := lockFile(p.serverLock(), true)
		if time.Since(begun) > restartWell {
			wait = restartWait
		}
		var closing bool
		if ran, closing = p.restart(lock, err, ran, wait); closing {
			return
		}
		again := time.NewTimer(wait)
		select {
		case <-again.C:
		case <-p.closing:
			again.Stop()
		}
	}
}

// restart starts a server that holds lock, unless the end has come, the lock could
// not be taken or the disk has no room. ran says whether there was one before it, whose
// end is news; wait is how long it is until the next try.
func (p *private) restart(lock *os.File, unlocked error, ran bool, wait time.Duration) (runs, closing bool) {
	p.starting.Lock()
	defer p.starting.Unlock()
	select {
	case <-p.closing:
		if lock != nil {
			_ = lock.Close() // nobody wants it any more
		}
		return false, true
	default:
	}
	err := unlocked
	if err == nil {
		err = p.startWithRoom(lock)
	}
	p.down.Store(p.ended())
	if noRoom(err) {
		p.down.Store(fmt.Sprintf("the bot's own Redis has ended, because there is no room left on the disk for %s: make room, and it is started again by itself", p.dir))
	}
	switch {
	case ran:
		about := []any{"log", p.files.log()}
		if err != nil {
			about = append(about, "error", err)
		}
		p.log.Error("the private Redis has ended: it is started again until it stays; look at the room on its disk and at its log", about...)
	case err != nil:
		p.log.Debug("the private Redis does not start", "wait", wait, "error", err)
	}
	return err == nil, false
}

// startWithRoom is start where there is room. Without it the new server would end
// with the first thing that it is to store.
func (p *private) startWithRoom(lock *os.File) error {
	if err := roomIn(p.dir); err != nil {
		return errors.Join(err, lock.Close())
	}
	return p.start(lock)
}

// noRoom says that a disk, or the user's share of it, is full.
func noRoom(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// ended is what a person is told while a server that was well is away.
func (p *private) ended() string {
	return "the bot's own Redis has ended and is started again by itself; why it has is in " + p.files.log()
}

// dial connects to the server. There is no address that a person could mend: what
// they are told is why it is away.
func (p *private) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if why, _ := p.down.Load().(string); err != nil && why != "" && ctx.Err() == nil {
		return nil, trouble.Pass(why, err)
	}
	return conn, err
}
