package escalation

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Deliverer says what a notice asks for. The bot implements it: it finds the
// words, the place and the adapter. It must be safe for concurrent use when the
// engine has several workers.
type Deliverer interface {
	// Deliver carries out one notice; notices of one case come one at a time, in
	// order. The case is the newest. An error means that certainly nothing was
	// said, unless it wraps ErrMaybeSaid; either way it is tried again later (a
	// *RetryError says when). Notice.Doubts tells how many earlier tries may have
	// said it. The context ends after half a minute.
	Deliver(ctx context.Context, c Case, n Notice, at time.Time) (Outcome, error)
}

// Outcome is what came of a notice.
type Outcome struct {
	// Fact is recorded together with the end of the notice; nil: nothing to
	// record. For a letter, an info or a post it is Delivered, DeliveryFailed or
	// OutcomeUnknown, for a look Looked, for a composition Drafted, for a card
	// that is shown for the first time Delivered with its Card.
	Fact Fact
}

// ErrMaybeSaid says that nobody knows whether a notice was said.
var ErrMaybeSaid = errors.New("escalation: it may have been said")

// RetryError is an error that knows when to try again.
type RetryError struct {
	At  time.Time
	Err error
}

func (e *RetryError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *RetryError) Unwrap() error { return e.Err }

// Bounds of the wait before a failed delivery is tried again; it doubles with
// every failure.
const (
	firstRetry = 2 * time.Second
	lastRetry  = 15 * time.Minute
)

// deliverWithin is how long one notice may take: a wave waits for its slowest, and
// a platform that does not answer must not hold the cases of others for long. What
// was on its way then may have been said.
const deliverWithin = 30 * time.Second

// delivery is one notice with its case, and what came of it.
type delivery struct {
	c       Case
	n       Notice
	at      time.Time // when it was carried out
	stale   bool      // not wanted any more
	later   time.Time // not at this hour
	outcome Outcome
	err     error
}

// again is when to try once more after a failure.
func (d *delivery) again(now time.Time) Settled {
	doubts := d.n.Doubts
	if errors.Is(d.err, ErrMaybeSaid) {
		doubts++
	}
	var r *RetryError
	if errors.As(d.err, &r) && r.At.After(now) {
		return d.wait(r.At, doubts)
	}
	wait := firstRetry
	for i := 1; i < d.n.Tries && wait < lastRetry; i++ {
		wait *= 2
	}
	return Settled{Key: d.n.Key, Retry: now.Add(min(wait, lastRetry)), Tries: d.n.Tries, Doubts: doubts}
}

// wait puts a notice off until a time that is known. That is no failed try: whatever
// has waited its turn often is not put off for long by the first failure.
func (d *delivery) wait(until time.Time, doubts int) Settled {
	return Settled{Key: d.n.Key, Retry: until, Tries: max(1, d.n.Tries-1), Doubts: doubts}
}

// deliver takes one batch from the outbox. Notices of one case are carried out
// in order, each after the outcome of the one before is recorded; different
// cases side by side.
func (e *Engine) deliver(ctx context.Context, clock func() time.Time) (n int, next time.Time, err error) {
	now := clock()
	out, err := e.o.Store.Outbox(ctx, now, e.o.Hold, e.o.Batch)
	if err != nil {
		return 0, time.Time{}, err
	}
	for _, b := range out.Broken {
		e.quarantineBroken(ctx, b, now)
	}
	for queues := byCase(out); len(queues) > 0; {
		wave := make([]*delivery, len(queues))
		for i, q := range queues {
			wave[i] = q[0]
		}
		if err := e.carryOut(ctx, clock, wave); err != nil {
			return 0, time.Time{}, err
		}
		var rest [][]*delivery
		for i, q := range queues {
			if len(q) > 1 {
				q[1].c = wave[i].c
				rest = append(rest, q[1:])
			}
		}
		queues = rest
	}
	return len(out.Notices) + len(out.Broken), out.Next, nil
}

// byCase makes one queue a case, in the order of the outbox.
func byCase(out Outbox) [][]*delivery {
	place := map[CaseID]int{}
	var queues [][]*delivery
	for i, n := range out.Notices {
		d := &delivery{c: out.Cases[i], n: n}
		if p, ok := place[n.Case]; ok {
			queues[p] = append(queues[p], d)
			continue
		}
		place[n.Case] = len(queues)
		queues = append(queues, []*delivery{d})
	}
	return queues
}

// settleAfter bounds how long outcomes are gathered before they are recorded
// together: what is said and not recorded is in doubt after a crash.
const settleAfter = 20 * time.Millisecond

// carryOut says a wave, as many notices side by side as there are workers.
func (e *Engine) carryOut(ctx context.Context, clock func() time.Time, wave []*delivery) error {
	settled, began := 0, e.o.Now()
	for i := 0; i < len(wave); i += e.o.Workers {
		end := min(i+e.o.Workers, len(wave))
		var together sync.WaitGroup
		for _, d := range wave[i+1 : end] {
			together.Go(func() { e.carryOutOne(ctx, clock, d) })
		}
		e.carryOutOne(ctx, clock, wave[i])
		together.Wait()
		if end < len(wave) && e.o.Now().Sub(began) < settleAfter {
			continue
		}
		if err := e.settle(ctx, clock(), wave[settled:end]); err != nil {
			return err
		}
		settled, began = end, e.o.Now()
	}
	return nil
}

// carryOutOne looks once more before it speaks, since a batch takes time to
// deliver: whether it may go at this hour, whether everything was paused, and
// whether the newest case still wants it. What is about to be said is marked, so
// that after a crash it is known that it may have been.
func (e *Engine) carryOutOne(ctx context.Context, clock func() time.Time, d *delivery) {
	now := clock()
	if d.n.To == ToContact || d.n.To == ToRequester {
		rules, err := e.o.Rules.For(ctx, d.c)
		if err != nil {
			d.err = err
			return
		}
		if d.later = rules.MayGo(d.n, now); d.later.After(now) {
			return
		}
		d.later = time.Time{}
	}
	if at, waits := d.c.Waits(d.n, now); waits {
		d.later = at
		return
	}
	if d.n.outward() {
		paused, err := e.o.Book.Get(ctx, ShelfSwitches, SwitchPaused)
		if err != nil {
			d.err = err
			return
		}
		if paused != nil {
			d.later = now.Add(pausedPoll)
			return
		}
	}
	if d.n.speaks() {
		fresh, err := e.o.Store.Begin(ctx, d.n.Key)
		if errors.Is(err, ErrNotFound) {
			d.stale = true
			return
		}
		if err != nil {
			d.err = err
			return
		}
		d.c = fresh
		if at, waits := d.c.Waits(d.n, now); waits {
			d.later = at
			return
		}
	}
	if d.stale = !d.c.Wants(d.n); !d.stale {
		ctx, cancel := context.WithTimeout(ctx, deliverWithin)
		defer cancel()
		d.outcome, d.err = e.o.Deliver.Deliver(ctx, d.c, d.n, now)
		d.at = clock()
	}
}

// settle records the outcomes of a wave: those with a fact as changes that end
// the notice in the same step, the others by the outbox alone.
func (e *Engine) settle(ctx context.Context, now time.Time, wave []*delivery) error {
	var settled []Settled
	var changes []Change
	var from []*delivery
	for _, d := range wave {
		switch {
		case d.err != nil:
			e.o.Logger.Warn("not delivered, trying again", "case", d.n.Case, "notice", d.n.Key, "kind", d.n.Kind, "tries", d.n.Tries, "error", d.err)
			settled = append(settled, d.again(now))
		case !d.later.IsZero():
			settled = append(settled, d.wait(d.later, d.n.Doubts))
		case d.stale, d.outcome.Fact == nil:
			settled = append(settled, Settled{Key: d.n.Key})
		default:
			change, err := e.plan(ctx, d.c, d.event(), d.n.Key)
			if err != nil { // the case has moved on: decide on the newest
				changes, from = append(changes, Change{}), append(from, d)
				continue
			}
			changes, from = append(changes, change), append(from, d)
		}
	}
	if len(settled) > 0 {
		if err := e.o.Store.Settle(ctx, now, settled...); err != nil {
			return err
		}
	}
	return e.commitOutcomes(ctx, now, changes, from)
}

// event is what came of a notice. It happened when the platform had it.
func (d *delivery) event() Event {
	fact := d.outcome.Fact
	switch f := fact.(type) {
	case Delivered:
		f.Address = d.n.Address
		fact = f
	case DeliveryFailed:
		f.Address, f.Reply = d.n.Address, d.n.Reply
		fact = f
	case OutcomeUnknown:
		f.Kind, f.Address, f.Reply = d.n.Kind, d.n.Address, d.n.Reply
		fact = f
	}
	return Event{ID: "out/" + d.n.Key, Case: d.n.Case, At: d.at, Actor: Actor{Role: ActorBot}, Fact: fact}
}

// commitOutcomes commits the planned outcomes together; one that met a change by
// somebody else is decided again on the newest case.
func (e *Engine) commitOutcomes(ctx context.Context, now time.Time, changes []Change, from []*delivery) error {
	var planned []Change
	var again []*delivery
	var owners []*delivery
	for i, c := range changes {
		if c.Op == "" {
			again = append(again, from[i])
			continue
		}
		planned, owners = append(planned, c), append(owners, from[i])
	}
	if len(planned) > 0 {
		results, err := e.commit(ctx, now, planned...)
		if err != nil {
			return err
		}
		for i, r := range results {
			if r.Err != nil || r.Repeated {
				again = append(again, owners[i])
				continue
			}
			owners[i].c = planned[i].Case
		}
	}
	for _, d := range again {
		receipt, err := e.record(ctx, d.event(), d.n.Key)
		switch {
		case err == nil:
			d.c = receipt.Case
			if receipt.Repeated {
				err = e.o.Store.Settle(ctx, now, Settled{Key: d.n.Key})
			}
		case CodeOf(err) != "": // the case refuses it: nothing waits for it any more
			err = e.o.Store.Settle(ctx, now, Settled{Key: d.n.Key})
		case errors.Is(err, ErrUpgrade): // the newer program finds out what came of it
			e.logUpgrade(d.n.Case, err)
			err = nil
		}
		if spoilt(err) {
			if err = e.setAside(ctx, d, now, err); err == nil {
				err = e.o.Store.Settle(ctx, now, Settled{Key: d.n.Key})
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// setAside quarantines a case whose outcome cannot be decided or stored, so that
// the others go on.
func (e *Engine) setAside(ctx context.Context, d *delivery, now time.Time, cause error) error {
	if errors.Is(cause, ErrCorrupt) {
		e.quarantineBroken(ctx, Broken{d.n.Case, cause}, now)
		return nil
	}
	ev := Event{ID: "aside/" + d.n.Key, Case: d.n.Case, At: now, Actor: Actor{Role: ActorBot}}
	change, err := e.poisoned(ctx, d.c, ev, cause)
	if err != nil || change.Op == "" {
		return err
	}
	_, err = e.commit(ctx, now, change)
	return err
}
