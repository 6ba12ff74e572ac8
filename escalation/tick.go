package escalation

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The pause switch in the Book: any value pauses everything that goes out by
// itself, and says why.
const (
	ShelfSwitches = "switches"
	SwitchPaused  = "paused"
)

// pausedPoll is how long a paused engine waits before it looks at the switch again.
const pausedPoll = 15 * time.Second

// Tick does everything that is due at now: it fires cases and delivers notices
// until nothing is left, and returns when there will be more to do (zero:
// nothing is known to come). All the time that the domain sees enters here and
// through events.
//
// The context is asked before each batch; a batch that was begun is finished, so
// that stopping leaves no message behind of which nobody knows whether it was said.
func (e *Engine) Tick(ctx context.Context, now time.Time) (next time.Time, err error) {
	return e.work(ctx, func() time.Time { return now })
}

// work is Tick by a clock: what takes long to deliver is delivered when it is,
// not when the work began.
func (e *Engine) work(ctx context.Context, clock func() time.Time) (next time.Time, err error) {
	batch := context.WithoutCancel(ctx)
	for {
		if err := ctx.Err(); err != nil {
			return time.Time{}, err
		}
		paused, err := e.o.Book.Get(ctx, ShelfSwitches, SwitchPaused)
		if err != nil {
			return time.Time{}, err
		}
		if paused != nil {
			return clock().Add(pausedPoll), nil
		}
		fired, nextDue, err := e.fire(batch, clock())
		if err != nil {
			return time.Time{}, err
		}
		said, nextOut, err := e.deliver(batch, clock)
		if err != nil {
			return time.Time{}, err
		}
		if fired+said == 0 {
			return earliest(nextDue, nextOut), nil
		}
	}
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// fire decides for one batch of due cases and commits the decisions together.
func (e *Engine) fire(ctx context.Context, now time.Time) (n int, next time.Time, err error) {
	due, err := e.o.Store.Due(ctx, now, e.o.Hold, e.o.Batch)
	if err != nil {
		return 0, time.Time{}, err
	}
	for _, b := range due.Broken {
		e.quarantineBroken(ctx, b, now)
	}
	var changes []Change
	for _, c := range due.Cases {
		ev := Event{ID: timeOp(c), Case: c.ID, At: now, Actor: Actor{Role: ActorBot}, Fact: TimeCame{}}
		change, err := e.plan(ctx, c, ev, "")
		if err != nil {
			change, err = e.poisoned(ctx, c, ev, err)
		}
		if err != nil {
			return 0, time.Time{}, err
		}
		if change.Op != "" {
			changes = append(changes, change)
		}
	}
	if len(changes) > 0 {
		results, err := e.commit(ctx, now, changes...)
		if err != nil {
			return 0, time.Time{}, err
		}
		for i, r := range results {
			// A conflict means that somebody else changed the case meanwhile and
			// set its next date: nothing is lost.
			switch {
			case errors.Is(r.Err, ErrCorrupt):
				e.quarantineBroken(ctx, Broken{changes[i].Case.ID, r.Err}, now)
			case errors.Is(r.Err, ErrUpgrade):
				e.logUpgrade(changes[i].Case.ID, r.Err)
			}
		}
	}
	return len(due.Cases) + len(due.Broken), due.Next, nil
}

// StepOp begins the operation IDs of due steps.
const StepOp = "due/"

// timeOp is the operation ID of a case's due step: replicas that fire the same
// version do the same operation.
func timeOp(c Case) string { return StepOp + string(c.ID) + "/" + itoa(int(c.Version)) }

// poisoned quarantines a case whose decision failed, so that the others go on.
// An empty change means that there is nothing to commit.
func (e *Engine) poisoned(ctx context.Context, c Case, ev Event, cause error) (Change, error) {
	if CodeOf(cause) != "" { // a refusal: its due time was stale
		e.o.Logger.Warn("a due case had nothing to do", "case", c.ID, "code", CodeOf(cause))
		return Change{}, nil
	}
	if errors.Is(cause, ErrUpgrade) {
		e.logUpgrade(c.ID, cause)
		return Change{}, nil
	}
	if !spoilt(cause) {
		return Change{}, cause
	}
	return e.putAside(ctx, c, ev, cause.Error())
}

// putAside makes the change that quarantines a case. Where there is none, the store
// quarantines it.
func (e *Engine) putAside(ctx context.Context, c Case, ev Event, why string) (Change, error) {
	e.o.Logger.Error("case quarantined", "case", c.ID, "error", why)
	ev.Fact = Quarantined{Why: why}
	ev.Salt = e.random(32)
	rules, err := e.o.Rules.For(ctx, c)
	if err != nil && !errors.Is(err, ErrNoRules) {
		return Change{}, err
	}
	change, err := applySafely(rules, c, ev)
	if err != nil {
		return Change{}, e.o.Store.Quarantine(ctx, c.ID, why)
	}
	change.Case.Seal = e.seal(change.Case)
	return change, nil
}

// logUpgrade says that a case has to wait for the end of an upgrade; it comes back
// after its hold.
func (e *Engine) logUpgrade(id CaseID, err error) {
	e.o.Logger.Warn("a case waits until one version of the program alone is running", "case", id, "error", err)
}

// spoilt says that an error is one case's own trouble, not the store's.
func spoilt(err error) bool {
	return errors.Is(err, errPoisoned) || errors.Is(err, ErrNoRules) || errors.Is(err, ErrCorrupt)
}

// quarantineBroken takes an unreadable case out and says so. The announcement
// comes first: what nobody was told of comes back and is told again.
func (e *Engine) quarantineBroken(ctx context.Context, b Broken, now time.Time) {
	e.o.Logger.Error("case unreadable, quarantined", "case", b.ID, "error", b.Err)
	if err := e.quarantine(ctx, b.ID, b.Err.Error(), now); err != nil {
		e.o.Logger.Warn("not quarantined yet, trying again", "case", b.ID, "error", err)
	}
}

func (e *Engine) quarantine(ctx context.Context, id CaseID, why string, now time.Time) error {
	n := Notice{Key: noticeKey(id, 0), Case: id, Kind: NoticeBroken, To: ToTeam, NotBefore: now, Tries: 1}
	if _, err := e.o.Deliver.Deliver(ctx, Case{ID: id}, n, now); err != nil {
		return fmt.Errorf("announce the quarantine: %w", err)
	}
	return e.o.Store.Quarantine(ctx, id, why)
}

// SetAside takes a case off its ladder because what is stored of it is damaged, and
// tells the team. Where the case can still be written, the quarantine is in its
// trail, and a person who has looked can resume it; else the store keeps why.
func (e *Engine) SetAside(ctx context.Context, id CaseID, why string, now time.Time) error {
	c, _, err := e.o.Store.Load(ctx, id, "")
	switch {
	case errors.Is(err, ErrCorrupt), errors.Is(err, ErrNotFound), err == nil && c.State.Over():
		return e.quarantine(ctx, id, why, now)
	case err != nil:
		return err
	case c.State == StateHeld && c.Hold.Reason == HoldQuarantined:
		return nil
	}
	ev := Event{ID: "aside/" + timeOp(c), Case: id, At: now, Actor: Actor{Role: ActorBot}}
	change, err := e.putAside(ctx, c, ev, why)
	if err != nil || change.Op == "" {
		return err
	}
	results, err := e.commit(ctx, now, change)
	if err == nil {
		err = results[0].Err
	}
	if errors.Is(err, ErrCorrupt) {
		return e.quarantine(ctx, id, why, now)
	}
	if err == nil {
		e.ring()
	}
	return err
}

// MoveDates gives every running case of a calendar's organisations a
// CalendarChanged event. It is called once after the calendar has changed.
func (e *Engine) MoveDates(ctx context.Context, now time.Time, calendar, version string) (moved int, err error) {
	ids, err := e.o.Store.Find(ctx, Query{Term: TermState + TermRunning, Limit: 1 << 30})
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		c, _, err := e.o.Store.Load(ctx, id, "")
		if errors.Is(err, ErrCorrupt) || errors.Is(err, ErrNotFound) {
			continue // a broken case is found when it is due
		}
		if err != nil {
			return moved, err
		}
		if c.Organisation.Calendar != calendar {
			continue
		}
		_, err = e.Record(ctx, Event{ID: "calendar/" + version + "/" + string(id), Case: id, At: now,
			Actor: Actor{Role: ActorBot}, Fact: CalendarChanged{Version: version}})
		switch {
		case err == nil:
			moved++
		case CodeOf(err) == "" && !spoilt(err):
			return moved, err
		}
	}
	return moved, nil
}
