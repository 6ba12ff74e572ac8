package witness

import (
	"context"
	"errors"
	"fmt"

	"relance/escalation"
)

// Finding is one case that is not as the witness saw it.
type Finding struct {
	Case escalation.CaseID
	Why  string // a sentence without its full stop
}

func (f Finding) String() string { return fmt.Sprintf("case %s: %s", f.Case, f.Why) }

// Check compares the store with what was seen. No finding means that the store
// is not older than the file, nor another one.
func (f *File) Check(ctx context.Context, store escalation.Store) ([]Finding, error) {
	f.mu.Lock()
	heads := f.heads
	f.mu.Unlock()
	var findings []Finding
	for _, seen := range heads {
		if seen.Case == "" {
			continue
		}
		why, err := compare(ctx, store, seen)
		if err != nil {
			return nil, err
		}
		if why != "" {
			findings = append(findings, Finding{seen.Case, why})
		}
	}
	return findings, nil
}

// compare says what is wrong with a case, nothing where it is as it was seen.
func compare(ctx context.Context, store escalation.Store, seen escalation.Witnessed) (why string, err error) {
	trail, err := store.Trail(ctx, seen.Case)
	switch {
	case errors.Is(err, escalation.ErrNotFound):
		return fmt.Sprintf("it is missing; the witness saw %d entries", seen.Entries), nil
	case errors.Is(err, escalation.ErrUpgrade):
		return "", nil // a newer program wrote it: the store is not older than the file
	case errors.Is(err, escalation.ErrCorrupt):
		return "its trail cannot be read", nil
	case err != nil:
		return "", fmt.Errorf("witness: trail of case %s: %w", seen.Case, err)
	case len(trail) < seen.Entries:
		return fmt.Sprintf("it has %d entries; the witness saw %d", len(trail), seen.Entries), nil
	}
	head, err := escalation.VerifyTrail(seen.Case, trail[:seen.Entries])
	if err != nil {
		return err.Error(), nil
	}
	if head != seen.Head {
		return fmt.Sprintf("its head at entry %d is %s; the witness saw %s", seen.Entries, head.Short(), seen.Head.Short()), nil
	}
	return "", nil
}

// Accept takes the store as it is: what is not as it was seen is forgotten. A
// person has decided that.
func (f *File) Accept(ctx context.Context, store escalation.Store) error {
	findings, err := f.Check(ctx, store)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, finding := range findings {
		if last := &f.heads[shard(finding.Case)]; last.Case == finding.Case {
			*last = escalation.Witnessed{}
		}
	}
	return f.save()
}
