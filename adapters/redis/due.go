package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relance/escalation"
)

// Due implements [escalation.Store].
func (s *Store) Due(ctx context.Context, now time.Time, hold time.Duration, limit int) (escalation.Due, error) {
	var due escalation.Due
	var left leftAlone
	err := s.take(ctx, now, hold, limit, taking{
		kind:   kindDue,
		script: s.scripts.due,
		keys:   func(shard int) []string { return []string{s.keys.state(shard), s.keys.due(shard)} },
		got: func(value any) (int, any) {
			next, pairs := split(value)
			for i := 0; i+1 < len(pairs); i += 2 {
				id, _ := pairs[i].(string)
				c, err := s.caseOf(escalation.CaseID(id), pairs[i+1])
				switch {
				case errors.Is(err, escalation.ErrUpgrade):
					left.add(id)
				case err != nil:
					due.Broken = append(due.Broken, escalation.Broken{ID: escalation.CaseID(id), Err: err})
				default:
					due.Cases = append(due.Cases, c)
				}
			}
			return len(pairs) / 2, next
		},
	})
	if err != nil {
		return escalation.Due{}, err
	}
	left.log(s.log)
	due.Next = s.heads.next(kindDue, now)
	return due, nil
}

// Quarantine implements [escalation.Store].
func (s *Store) Quarantine(ctx context.Context, id escalation.CaseID, why string) error {
	shard := s.keys.shard(id)
	replies, err := s.run(ctx, []call{{s.scripts.quarantine,
		[]string{s.keys.due(shard), s.keys.quarantined(shard)}, []any{string(id), why}}}, nil)
	if err == nil {
		err = replies[0].err
	}
	if err != nil {
		return fmt.Errorf("redis: quarantine of case %s: %w", id, err)
	}
	return nil
}

// caseOf reads a case as a script returns it, nil where there is none.
func (s *Store) caseOf(id escalation.CaseID, value any) (escalation.Case, error) {
	stored, ok := value.(string)
	if !ok {
		return escalation.Case{}, fmt.Errorf("%w: %s", escalation.ErrNotFound, id)
	}
	return s.codec.readCase(id, stored)
}

// split takes the first element off a script's answer.
func split(value any) (first any, rest []any) {
	list, _ := value.([]any)
	if len(list) == 0 {
		return nil, nil
	}
	return list[0], list[1:]
}
