package witness

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"relance/escalation"
)

// Shards is how many heads a file holds: as many as the store has shards. It
// need not be the same number; more heads would only see more.
const Shards = 16

// every is how long heads are gathered before the file is written.
const every = time.Second

// Options are what a File is made of. Path and Keys.Key are needed.
type Options struct {
	Path   string
	Keys   Keys // Key is what the engine seals heads with
	Logger *slog.Logger
}

// File is a file of the latest heads. It is safe for concurrent use.
type File struct {
	path string
	keys Keys
	log  *slog.Logger

	// waits is since when a head waits that is not in the file; nil: none does. It is
	// read without mu, which is held while the file is written.
	waits atomic.Pointer[time.Time]

	mu      sync.Mutex
	heads   [Shards]escalation.Witnessed
	pending *time.Timer // writes what is not in the file yet; nil: no write is on its way
	closed  bool
	failing bool // the log has been told

	onDisk   [Shards]escalation.Witnessed // as the file was read or written last
	resealed bool                         // lines of the file are still sealed with an earlier key
}

var _ escalation.Witness = (*File)(nil)

// Open reads the heads of an earlier run. A file that does not exist yet has
// seen nothing; one whose lines are not sealed with one of the keys is refused, because
// somebody else wrote it or the key is another one.
func Open(o Options) (*File, error) {
	if len(o.Keys.Key) == 0 {
		return nil, errors.New("witness: no key")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	f := &File{path: o.Path, keys: o.Keys, log: o.Logger}
	content, err := os.ReadFile(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("witness: %w", err)
	}
	heads, err := decode(content)
	if err != nil {
		return nil, fmt.Errorf("witness: %s: %w", o.Path, err)
	}
	for _, h := range heads {
		if !o.Keys.sealed(h) {
			return nil, fmt.Errorf("witness: %s: the line of case %s %w", o.Path, h.Case, ErrOtherKey)
		}
		seal := escalation.Seal(o.Keys.Key, h.Case, h.Entries, h.Head)
		f.resealed = f.resealed || seal != h.Seal
		h.Seal = seal
		f.heads[shard(h.Case)] = h
	}
	f.onDisk = f.heads
	return f, nil
}

// ErrOtherKey says that somebody else wrote a witness file, or that the key is not the
// one it was.
var ErrOtherKey = errors.New("is not sealed with this key: put the key back that it was, " +
	"in a rotation as a further line of its file, or, if the witness was altered, its backup")

// Blank says that nothing was seen yet, or that what was seen is lost: there is
// nothing to compare a store with but the seals in it.
func (f *File) Blank() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, h := range f.heads {
		if h.Case != "" {
			return false
		}
	}
	return true
}

// Saw implements [escalation.Witness]. The file is written within a second.
func (f *File) Saw(heads ...escalation.Witnessed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, h := range heads {
		last := &f.heads[shard(h.Case)]
		if last.Case == h.Case && last.Entries >= h.Entries {
			continue // two commits were told of in the other order
		}
		*last = h
		if f.waits.Load() == nil {
			now := time.Now()
			f.waits.Store(&now)
		}
		if f.pending == nil && !f.closed {
			f.pending = time.AfterFunc(every, f.write)
		}
	}
}

// retryAfter is how long a file rests that could not be written: its disk may be full.
const retryAfter = 10 * time.Second

// write is what the timer does. A failure is tried again, and said once for all the
// times in a row.
func (f *File) write() {
	err := f.Flush()
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err != nil:
		if !f.failing {
			f.log.Error("the witness file is not written: look at its folder and at the room on its disk; it is tried again by itself", "error", err)
		}
		if f.pending == nil && !f.closed {
			f.pending = time.AfterFunc(retryAfter, f.write)
		}
	case f.failing:
		f.log.Info("the witness file is written again")
	}
	f.failing = err != nil
}

// Flush writes what the file does not hold yet.
func (f *File) Flush() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waits.Load() == nil && !f.resealed { // what failed still waits, also when no timer does
		return nil
	}
	if f.pending != nil {
		f.pending.Stop()
		f.pending = nil
	}
	err := f.save()
	if err == nil {
		f.waits.Store(nil)
	}
	return err
}

// Pending is how long a head has waited to be written; 0: none waits. More than a
// second or two tells of a file that cannot be written.
func (f *File) Pending() time.Duration {
	since := f.waits.Load()
	if since == nil {
		return 0
	}
	return time.Since(*since)
}

// Close flushes; what is seen after it is not written.
func (f *File) Close() error {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	return f.Flush()
}

// heed takes in that somebody accepted the store meanwhile, beside a bot that is
// running: the heads that are gone from the file are forgotten here too, but for those
// that were seen since.
func (f *File) heed() {
	content, err := os.ReadFile(f.path)
	if err != nil {
		return // it is about to be written anew
	}
	lines, err := decode(content)
	if err != nil {
		return
	}
	var there [Shards]bool
	for _, h := range lines {
		there[shard(h.Case)] = true
	}
	for i := range f.heads {
		if !there[i] && f.heads[i] == f.onDisk[i] {
			f.heads[i] = escalation.Witnessed{}
		}
	}
}

// save replaces the file by a new one, so that a crash leaves one of the two whole.
func (f *File) save() error {
	f.heed()
	folder := filepath.Dir(f.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("witness: %w", err)
	}
	temp, err := os.CreateTemp(folder, filepath.Base(f.path)+".new-*")
	if err != nil {
		return fmt.Errorf("witness: %w", err)
	}
	_, err = temp.Write(encode(f.heads[:]))
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), f.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("witness: %w", err), os.Remove(temp.Name()))
	}
	f.onDisk, f.resealed = f.heads, false
	return nil
}

// shard spreads cases over the heads, by FNV-1a of their ID.
func shard(id escalation.CaseID) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails
	return int(h.Sum32() % Shards)
}
