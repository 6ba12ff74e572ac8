package escalation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrNoRules says that a case cannot be decided: the ladder's snapshot it started
// with is lost or damaged, or its calendar is gone.
var ErrNoRules = errors.New("escalation: the rules of the case are missing")

const shelfLadders = "ladders"

// Rulebook finds the rules of a case: its ladder's snapshot in the Book, its
// calendar by name. It is safe for concurrent use.
type Rulebook struct {
	Book   Book
	People Calendar        // see Rules.People; once it is in use, SetHours replaces it
	Served map[string]bool // see Rules.Served

	mu        sync.RWMutex
	calendars map[string]Calendar
	ladders   map[string]Ladder // by hash; snapshots never change
}

// SetCalendars replaces the calendars that cases are counted in. Running cases
// move when they get a CalendarChanged event.
func (b *Rulebook) SetCalendars(calendars map[string]Calendar) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calendars = calendars
}

// SetHours replaces People and the calendars together: no decision is made by one
// of before and one of after.
func (b *Rulebook) SetHours(people Calendar, calendars map[string]Calendar) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.People, b.calendars = people, calendars
}

// Keep stores a snapshot of the ladder and returns its hash.
func (b *Rulebook) Keep(ctx context.Context, l Ladder) (string, error) {
	hash := l.Hash()
	if _, err := b.ladder(ctx, hash); err == nil {
		return hash, nil
	}
	value, err := json.Marshal(l)
	if err != nil {
		return "", err
	}
	if err := b.Book.Put(ctx, shelfLadders, hash, value); err != nil {
		return "", fmt.Errorf("keep the ladder's snapshot: %w", err)
	}
	return hash, nil
}

// For returns the rules of a case; beside ErrNoRules what is known of them. A
// draft whose calendar is not known yet is counted in the zero Calendar.
func (b *Rulebook) For(ctx context.Context, c Case) (Rules, error) {
	l, err := b.ladder(ctx, c.LadderHash)
	b.mu.RLock()
	defer b.mu.RUnlock()
	calendar, known := b.calendars[c.Organisation.Calendar]
	if err == nil && !known && c.Organisation.Calendar != "" {
		err = fmt.Errorf("%w: the calendar %q is not in the configuration any more", ErrNoRules, c.Organisation.Calendar)
	}
	return Rules{Ladder: l, Calendar: calendar, People: b.People, Served: b.Served}, err
}

func (b *Rulebook) ladder(ctx context.Context, hash string) (Ladder, error) {
	b.mu.RLock()
	l, ok := b.ladders[hash]
	b.mu.RUnlock()
	if ok {
		return l, nil
	}
	value, err := b.Book.Get(ctx, shelfLadders, hash)
	if err != nil {
		return Ladder{}, fmt.Errorf("read the ladder's snapshot: %w", err)
	}
	if value == nil {
		return Ladder{}, fmt.Errorf("%w: the ladder's snapshot %s", ErrNoRules, hash)
	}
	if err := json.Unmarshal(value, &l); err != nil {
		return Ladder{}, fmt.Errorf("%w: the ladder's snapshot %s: %v", ErrNoRules, hash, err)
	}
	if !l.known(value) {
		return Ladder{}, fmt.Errorf("%w: the ladder's snapshot %s has what this program does not know", ErrUpgrade, hash)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ladders == nil {
		b.ladders = map[string]Ladder{}
	}
	b.ladders[hash] = l
	return l, nil
}

// known says that a snapshot, which reads as the ladder, has no field and no word that
// came with a newer program.
func (l Ladder) known(snapshot []byte) bool {
	strict := json.NewDecoder(bytes.NewReader(snapshot))
	strict.DisallowUnknownFields()
	if strict.Decode(&Ladder{}) != nil {
		return false
	}
	if !slices.Contains([]TurnThen{"", TurnClimb, TurnClose, TurnDrop}, l.Turn.Then) {
		return false
	}
	return !slices.ContainsFunc(l.Rungs, func(r Rung) bool {
		return !slices.Contains([]RungKind{"", RungLetter, RungPost}, r.Kind) ||
			!slices.Contains([]Order{"", Together, OneByOne}, r.Order)
	})
}
