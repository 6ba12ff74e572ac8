package witness

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"relance/escalation"
)

// Verified is what came of looking at one case. The two questions are answered
// apart: a trail may be consistent in itself and still not be the one that was
// sealed.
type Verified struct {
	Case    escalation.CaseID
	Entries int
	Head    escalation.Hash
	Chain   string // why the trail is not consistent in itself; empty: it is
	Witness string // why it does not match the witness; empty: it does
}

// OK says that nothing was found.
func (v Verified) OK() bool { return v.Chain == "" && v.Witness == "" }

// Verify looks at every case of the store, in the order of their IDs, and at
// those the file has seen and the store has not.
func (f *File) Verify(ctx context.Context, store escalation.Store, each func(Verified) error) error {
	ids, err := everyCase(ctx, store)
	if err != nil {
		return err
	}
	findings, err := f.Check(ctx, store)
	if err != nil {
		return err
	}
	found := map[escalation.CaseID]string{}
	for _, finding := range findings {
		found[finding.Case] = finding.Why
		ids = append(ids, finding.Case)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		v, err := f.verify(ctx, store, id)
		if err != nil {
			return err
		}
		if why := found[id]; why != "" {
			v.Witness = why
		}
		if err := each(v); err != nil {
			return err
		}
	}
	return nil
}

// looks bounds how often a case is read again that a running bot changes meanwhile.
const looks = 5

func (f *File) verify(ctx context.Context, store escalation.Store, id escalation.CaseID) (Verified, error) {
	var v Verified
	for range looks {
		c, trail, err := read(ctx, store, id)
		switch {
		case errors.Is(err, escalation.ErrNotFound), errors.Is(err, escalation.ErrCorrupt), errors.Is(err, escalation.ErrUpgrade):
			return Verified{Case: id, Chain: err.Error()}, nil
		case err != nil:
			return Verified{}, fmt.Errorf("witness: case %s: %w", id, err)
		}
		v = f.look(c, trail)
		if now, _, err := store.Load(ctx, id, ""); err != nil || now.Version == c.Version {
			break
		}
	}
	return v, nil
}

func read(ctx context.Context, store escalation.Store, id escalation.CaseID) (escalation.Case, []escalation.Entry, error) {
	c, _, err := store.Load(ctx, id, "")
	if err != nil {
		return c, nil, err
	}
	trail, err := store.Trail(ctx, id)
	return c, trail, err
}

// look compares a trail with itself, with its case, and with the case's seal.
func (f *File) look(c escalation.Case, trail []escalation.Entry) Verified {
	head, err := escalation.VerifyTrail(c.ID, trail)
	v := Verified{Case: c.ID, Entries: len(trail), Head: head}
	switch {
	case err != nil:
		v.Chain = err.Error()
	case len(trail) != c.Entries:
		v.Chain = fmt.Sprintf("the trail has %d entries, the case knows of %d", len(trail), c.Entries)
	case head != c.Head:
		v.Chain = fmt.Sprintf("the trail ends in %s, the case knows %s", head.Short(), c.Head.Short())
	}
	switch {
	case c.Seal == "":
		v.Witness = "its head is not sealed"
	case !f.keys.sealed(escalation.Witnessed{Case: c.ID, Entries: len(trail), Head: head, Seal: c.Seal}):
		v.Witness = "its head is not the one that was sealed with this key"
	}
	return v
}

// everyCase asks for the cases of every state.
func everyCase(ctx context.Context, store escalation.Store) ([]escalation.CaseID, error) {
	var all []escalation.CaseID
	for _, state := range []escalation.State{
		escalation.StateDraft, escalation.StateOpen, escalation.StateHeld, escalation.StateAwaitingApproval,
		escalation.StateAnswered, escalation.StatePublished, escalation.StateClosed,
	} {
		ids, err := store.Find(ctx, escalation.Query{Term: escalation.TermState + string(state)})
		if err != nil {
			return nil, fmt.Errorf("witness: cases: %w", err)
		}
		all = append(all, ids...)
	}
	return all, nil
}
