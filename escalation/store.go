package escalation

import (
	"context"
	"errors"
	"time"
)

// Errors of a Store. Anything else it returns means: not written, try again,
// unless it wraps ErrUnconfirmed.
var (
	ErrNotFound    = errors.New("escalation: no such case")
	ErrConflict    = errors.New("escalation: the case has changed meanwhile")
	ErrExists      = errors.New("escalation: a case with this ID exists")
	ErrCorrupt     = errors.New("escalation: the stored value is not a case")
	ErrUnconfirmed = errors.New("escalation: the reply to the write was lost")
	// ErrUpgrade says that two versions of the program are on the store, and that this
	// has to wait until the newer one is alone: the value is of a newer program than
	// this one, or would be, while an older one is alive. Nothing is wrong with it.
	ErrUpgrade = errors.New("escalation: a newer version of the program is on the store")
)

// Change is what one event does, stored in one atomic step.
type Change struct {
	Op      string // the event's ID; a second commit of it changes nothing
	Case    Case   // the next case; the store must hold Case.Version-1
	Entries []Entry
	Notices []Notice
	Cancel  []string // keys of pending notices that must not be sent any more
	Done    string   // key of the notice whose outcome this change records
	Index   []string // search terms the case has gained, see Case.Terms
	Unindex []string // search terms it has lost
	Reason  Reason   // what was done, by name
}

// Reason names what a change did, for the answer to whoever caused it.
type Reason string

// Result is what a commit of one change came to.
type Result struct {
	Version  int64
	Reason   Reason
	Repeated bool  // the operation was committed before; nothing changed now
	Err      error // ErrConflict, ErrExists, ErrNotFound, ErrCorrupt or ErrUpgrade; nil when committed
}

// Store keeps cases, trails, due times and the outbox. Every implementation
// passes the suite in storetest. All times are arguments.
type Store interface {
	// Load returns the case. When op was committed on it before, prior is its
	// first result; the case is then no older than that, and otherwise shows
	// nothing of op. ErrNotFound, ErrCorrupt and ErrUpgrade are wrapped.
	Load(ctx context.Context, id CaseID, op string) (c Case, prior *Result, err error)

	// Commit stores each change whole or not at all, in order, independently of
	// the others; the results are in the order of the changes. The error is for
	// failures of the store itself: nothing is known to be written then
	// (ErrUnconfirmed: it may be).
	Commit(ctx context.Context, now time.Time, changes ...Change) ([]Result, error)

	// Trail returns all entries, the oldest first.
	Trail(ctx context.Context, id CaseID) ([]Entry, error)

	// Due takes up to limit cases that are due at now and not taken by anybody
	// else, for hold: a taken case comes back after hold unless it was committed.
	Due(ctx context.Context, now time.Time, hold time.Duration, limit int) (Due, error)

	// Outbox takes up to limit notices that may be sent at now, for hold.
	Outbox(ctx context.Context, now time.Time, hold time.Duration, limit int) (Outbox, error)

	// Begin is called just before a taken notice is said: from now on, until it is
	// settled, it counts among Notice.Doubts. It returns the newest case.
	// ErrNotFound: the notice was cancelled meanwhile.
	Begin(ctx context.Context, key string) (Case, error)

	// Settle ends the taking of notices: finished (zero Retry), or to be tried
	// again at Retry. A notice that is gone (cancelled) stays gone.
	Settle(ctx context.Context, now time.Time, settled ...Settled) error

	// Find returns the cases that have a term (see Case.Terms), newest change
	// not guaranteed first, at most limit.
	Find(ctx context.Context, q Query) ([]CaseID, error)

	// Quarantine takes a case whose stored value cannot be read out of the due
	// set and keeps why. The value itself is left as it is.
	Quarantine(ctx context.Context, id CaseID, why string) error
}

// Due is what Store.Due took.
type Due struct {
	Cases  []Case
	Broken []Broken  // due, but not readable
	Next   time.Time // the earliest due time among what was not taken and is ours; zero: none known
}

// Broken is a stored value that cannot be read.
type Broken struct {
	ID  CaseID
	Err error
}

// Outbox is what Store.Outbox took. Cases[i] is the case of Notices[i], read in
// the same step.
type Outbox struct {
	Notices []Notice
	Cases   []Case
	Broken  []Broken
	Next    time.Time
}

// Settled is the end of one notice's taking.
type Settled struct {
	Key   string
	Retry time.Time // zero: finished
	// Of one that is to be tried again: its tries so far, and how many of them,
	// this one included, may have said it. Zero tries leave both as they are.
	Tries, Doubts int
}

// Query asks for cases by term.
type Query struct {
	Term   string
	Prefix bool // every term that begins with Term
	Limit  int
}

// Book keeps what belongs to no single case, under shelves of small values:
// ladder snapshots, organisations added in chat, chosen languages, linked
// accounts, the pause switch; and the reservations behind quotas and caps.
type Book interface {
	// Get returns the value, nil when there is none.
	Get(ctx context.Context, shelf, key string) ([]byte, error)
	// Put sets the value; nil removes it.
	Put(ctx context.Context, shelf, key string, value []byte) error
	// All returns a whole shelf.
	All(ctx context.Context, shelf string) (map[string][]byte, error)
	// Reserve takes a place. It is idempotent by Op. When no place is free it
	// returns when the first one will be, and false.
	Reserve(ctx context.Context, r Reservation) (free time.Time, ok bool, err error)
	// Release gives a place back, when what it was for failed.
	Release(ctx context.Context, r Reservation) error
}

// Reservation is a place among Limit in any Window, under a key.
type Reservation struct {
	Key    string
	Op     string
	At     time.Time
	Window time.Duration
	Limit  int
}

// Waker is a Store that can say cheaply whether there may be earlier work than
// it said last, put there by another process. Changed returns at once.
type Waker interface {
	Changed(ctx context.Context) (bool, error)
}
