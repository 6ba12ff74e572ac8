package escalation

import (
	"cmp"
	"context"
	"crypto/hmac"
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// EngineOptions are what an Engine needs. Store, Book, Rules and Deliver are required.
type EngineOptions struct {
	Store   Store
	Book    Book
	Rules   *Rulebook
	Deliver Deliverer
	Witness Witness // nil: heads are not witnessed
	Key     []byte  // secret that seals the heads; not kept in the store
	// EarlierKeys sealed before Key did. An opening that was recorded then and is
	// repeated now is found by them.
	EarlierKeys [][]byte
	Rand        io.Reader // default crypto/rand
	Logger      *slog.Logger

	Batch    int              // cases and notices taken at once; default 64
	Workers  int              // notices delivered side by side; default 1
	Hold     time.Duration    // how long what was taken is ours; default 1 minute
	Coalesce time.Duration    // how long Run gathers work before a tick; default 10 ms
	Poll     time.Duration    // how often Run asks for work that another process added; default 1 s
	Now      func() time.Time // for Run only; default time.Now
}

// Engine turns events into stored changes, fires what is due and hands notices
// to the Deliverer. It is safe for concurrent use, also by several processes on
// one store.
type Engine struct {
	o    EngineOptions
	wake chan struct{}
}

// NewEngine returns an engine; nothing happens by itself until Run or Tick.
func NewEngine(o EngineOptions) *Engine {
	if o.Rand == nil {
		o.Rand = crand.Reader
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Batch = cmp.Or(o.Batch, 64)
	o.Workers = cmp.Or(o.Workers, 1)
	o.Hold = cmp.Or(o.Hold, time.Minute)
	o.Coalesce = cmp.Or(o.Coalesce, 10*time.Millisecond)
	o.Poll = cmp.Or(o.Poll, time.Second)
	return &Engine{o: o, wake: make(chan struct{}, 1)}
}

// Witness notes heads of trails outside the store, so that a store which was
// rewritten or is older than its witness can be told.
type Witness interface {
	Saw(heads ...Witnessed)
}

// Witnessed is the head of a trail after a commit.
type Witnessed struct {
	Case    CaseID
	Entries int
	Head    Hash
	Seal    string
	At      time.Time
}

// Receipt is what Record returns: the case as it is now, and what was done.
type Receipt struct {
	Case     Case
	Reason   Reason
	Repeated bool // heard before: nothing changed now
}

// recordTries bounds how often Record decides again when others change the case
// at the same time.
const recordTries = 20

// Record decides what an event does and stores it. It returns after the commit:
// what it acknowledges is durable. A refusal is an *Error; any other error means
// that nothing is known to be recorded, and wraps ErrUnconfirmed when it may be.
func (e *Engine) Record(ctx context.Context, ev Event) (Receipt, error) {
	receipt, err := e.record(ctx, ev, "")
	if err == nil {
		e.ring()
	}
	return receipt, err
}

func (e *Engine) record(ctx context.Context, ev Event, done string) (Receipt, error) {
	if ev.ID == "" {
		ev.ID = "op/" + hex.EncodeToString(e.random(16))
	}
	_, opening := ev.Fact.(Opened)
	if opening {
		receipt, done, err := e.openedBefore(ctx, ev.ID)
		if err != nil || done {
			return receipt, err
		}
	}
	for try := range recordTries {
		if opening {
			ev.Case = drawID(e.o.Key, ev.ID, try)
		}
		c, prior, err := e.o.Store.Load(ctx, ev.Case, ev.ID)
		switch {
		case prior != nil:
			return Receipt{Case: c, Reason: prior.Reason, Repeated: true}, nil
		case errors.Is(err, ErrNotFound):
			if !opening {
				return Receipt{}, refuse(CodeNoCase, "case", string(ev.Case))
			}
			c = Case{}
		case err != nil:
			return Receipt{}, fmt.Errorf("read case %s: %w", ev.Case, err)
		case opening: // another case has this ID by chance: draw again
			continue
		}
		change, err := e.plan(ctx, c, ev, done)
		if err != nil {
			return Receipt{Case: c}, err
		}
		results, err := e.commit(ctx, ev.At, change)
		if err != nil {
			return Receipt{Case: c}, fmt.Errorf("record on case %s: %w", ev.Case, err)
		}
		switch r := results[0]; {
		case r.Err == nil && r.Repeated:
			c, _, err := e.o.Store.Load(ctx, ev.Case, "")
			return Receipt{Case: c, Reason: r.Reason, Repeated: true}, err
		case r.Err == nil:
			return Receipt{Case: change.Case, Reason: change.Reason}, nil
		case errors.Is(r.Err, ErrConflict), errors.Is(r.Err, ErrExists):
		default:
			return Receipt{Case: c}, fmt.Errorf("record on case %s: %w", ev.Case, r.Err)
		}
	}
	return Receipt{}, fmt.Errorf("record on case %s: %w", ev.Case, ErrConflict)
}

// openedBefore finds the case that an operation has opened under an earlier key.
func (e *Engine) openedBefore(ctx context.Context, op string) (r Receipt, done bool, err error) {
	for _, key := range e.o.EarlierKeys {
		c, prior, err := e.o.Store.Load(ctx, drawID(key, op, 0), op)
		switch {
		case prior != nil:
			return Receipt{Case: c, Reason: prior.Reason, Repeated: true}, true, nil
		case err != nil && !errors.Is(err, ErrNotFound):
			return Receipt{}, false, fmt.Errorf("read the case of operation %s: %w", op, err)
		}
	}
	return Receipt{}, false, nil
}

// plan draws what the event carries and applies it.
func (e *Engine) plan(ctx context.Context, c Case, ev Event, done string) (Change, error) {
	rules, err := e.o.Rules.For(ctx, ruled(c, ev))
	_, tick := ev.Fact.(TimeCame)
	if tick && errors.Is(err, ErrNoRules) && c.State == StateHeld && c.Hold.Reason == HoldQuarantined {
		err = nil // what still runs in a quarantine needs no ladder
	}
	if err != nil {
		return Change{}, err
	}
	if ev.Salt == nil {
		ev.Salt = e.random(32)
	}
	change, err := applySafely(rules, c, ev)
	if err != nil {
		return Change{}, err
	}
	change.Done = done
	change.Case.Seal = e.seal(change.Case)
	return change, nil
}

// ruled is the case as far as the Rulebook looks at it: an event that names
// organisation and ladder is decided by those.
func ruled(c Case, ev Event) Case {
	switch f := ev.Fact.(type) {
	case Opened:
		c.Organisation, c.LadderHash = f.Organisation, f.Ladder
	case OrganisationAdded:
		c.Organisation = f.Organisation
		c.LadderHash = cmp.Or(f.Ladder, c.LadderHash)
	}
	return c
}

// errPoisoned is a decision that panicked: a defect of the program that must not
// stop the other cases.
var errPoisoned = errors.New("the decision failed")

func applySafely(r Rules, c Case, ev Event) (change Change, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errPoisoned, p)
		}
	}()
	return r.Apply(c, ev)
}

func (e *Engine) commit(ctx context.Context, now time.Time, changes ...Change) ([]Result, error) {
	results, err := e.o.Store.Commit(ctx, now, changes...)
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		if r.Err == nil && !r.Repeated {
			tell(e.o.Logger, changes[i])
		}
	}
	if e.o.Witness != nil {
		var heads []Witnessed
		for i, r := range results {
			if c := changes[i].Case; r.Err == nil && !r.Repeated && len(changes[i].Entries) > 0 {
				heads = append(heads, Witnessed{c.ID, c.Entries, c.Head, c.Seal, now})
			}
		}
		e.o.Witness.Saw(heads...)
	}
	return results, nil
}

// Seal is the MAC of a trail's head with a key that the store does not know.
func Seal(key []byte, id CaseID, entries int, head Hash) string {
	if len(key) == 0 {
		return ""
	}
	m := hmac.New(sha256.New, key)
	fmt.Fprintf(m, "relance seal 1\x00%s\x00%d\x00", id, entries)
	m.Write(head[:])
	return hex.EncodeToString(m.Sum(nil)[:12])
}

func (e *Engine) seal(c Case) string { return Seal(e.o.Key, c.ID, c.Entries, c.Head) }

// drawID derives the ID of a new case from the operation that opens it, so that
// a repeated opening finds its own case.
func drawID(key []byte, op string, try int) CaseID {
	m := hmac.New(sha256.New, append([]byte("relance id 1"), key...))
	for salt := 0; ; salt++ {
		m.Reset()
		fmt.Fprintf(m, "%s\x00%d\x00%d", op, try, salt)
		if id, ok := NewCaseID(binary.BigEndian.Uint32(m.Sum(nil))); ok {
			return id
		}
	}
}

func (e *Engine) random(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(e.o.Rand, b); err != nil {
		panic(fmt.Sprintf("no randomness: %v", err)) // crypto/rand never fails; a test's reader must not either
	}
	return b
}

// Wake has Run look again now: its clock was set.
func (e *Engine) Wake() { e.ring() }

// ring tells Run that there may be something to do.
func (e *Engine) ring() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}
