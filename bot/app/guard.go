package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"

	"relance/adapters/witness"
	"relance/escalation"
)

// doubt is what a pause begins with that is not a person's: the value of the switch
// tells which it is.
const doubt = "the store is not as its witness saw it"

// doubted says whether the pause switch stands as [distrust] has set it.
func doubted(paused []byte) bool { return bytes.HasPrefix(paused, []byte(doubt)) }

// distrust pauses everything that goes out when the store is older than its
// witness, or another one: what was sent since would be sent again. A person
// lifts the pause who knows what happened to it. It returns how many cases differ.
func distrust(ctx context.Context, w *witness.File, store escalation.Store, book escalation.Book, log *slog.Logger) (int, error) {
	findings, err := w.Check(ctx, store)
	if err != nil || len(findings) == 0 {
		return 0, err
	}
	for _, f := range findings {
		log.Error("the store is not as its witness saw it", "case", f.Case, "why", f.Why)
	}
	why := fmt.Sprintf(doubt+" (cases: %d, the first: %s)", len(findings), findings[0])
	if err := book.Put(ctx, escalation.ShelfSwitches, escalation.SwitchPaused, []byte(why)); err != nil {
		return 0, fmt.Errorf("pause: %w", err)
	}
	log.Error("nothing is sent until a person confirms that this is the right store: relance verify, then relance verify --accept, or /case pause-all off")
	return len(findings), nil
}

// Where the Book keeps by what the key can be known again.
const (
	shelfWitness = "witness"
	keyOfKey     = "key"
)

// sameKey warns when the heads in the store were sealed with another key: the
// file is lost, or two bots share the store and each has drawn its own. Their
// trails would not verify.
func sameKey(ctx context.Context, book escalation.Book, keys witness.Keys, log *slog.Logger) (same bool, err error) {
	prints := keys.Prints()
	before, err := book.Get(ctx, shelfWitness, keyOfKey)
	switch {
	case err != nil:
		return false, fmt.Errorf("the key of the witness: %w", err)
	case string(before) == prints[0]:
	case before == nil, slices.Contains(prints, string(before)): // new, or rotated
		return true, book.Put(ctx, shelfWitness, keyOfKey, []byte(prints[0]))
	default:
		log.Error("the trails in this store were sealed with another key, and relance verify will say so: " +
			"put its file back, or give every bot that shares the store the same one (witness.key_file)")
		return false, nil
	}
	return true, nil
}

// confirming is a Book through which lifting a doubt also accepts the store as it is:
// the next start does not ask again. Who lifts a pause of their own accepts nothing, and
// who pauses over a doubt leaves it standing.
type confirming struct {
	escalation.Book
	witness *witness.File
	store   escalation.Store
}

// Put implements [escalation.Book].
func (c confirming) Put(ctx context.Context, shelf, key string, value []byte) error {
	if shelf != escalation.ShelfSwitches || key != escalation.SwitchPaused {
		return c.Book.Put(ctx, shelf, key, value)
	}
	paused, err := c.Get(ctx, shelf, key)
	switch {
	case err != nil:
		return err
	case !doubted(paused):
		return c.Book.Put(ctx, shelf, key, value)
	case value != nil:
		return nil
	}
	return c.accept(ctx)
}

// accept takes the store as it is, and lifts whatever pause there is.
func (c confirming) accept(ctx context.Context) error {
	if err := c.witness.Accept(ctx, c.store); err != nil {
		return err
	}
	return c.Book.Put(ctx, escalation.ShelfSwitches, escalation.SwitchPaused, nil)
}
