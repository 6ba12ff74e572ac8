package redis

import (
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// Load implements [escalation.Store]. The operation is asked for after the case,
// so that a case is never taken for one that the operation has not made yet. Where
// it was committed, the case is read once more: it may be older than the answer.
func (s *Store) Load(ctx context.Context, id escalation.CaseID, op string) (c escalation.Case, prior *escalation.Result, err error) {
	if err := s.ready(ctx); err != nil {
		return c, nil, err
	}
	shard := s.keys.shard(id)
	var first, stored *goredis.StringCmd
	err = s.read(ctx, func(p goredis.Pipeliner) {
		stored = p.HGet(ctx, s.keys.state(shard), string(id))
		if op != "" {
			first = p.HGet(ctx, s.keys.ops(shard), operation(id, op))
		}
	})
	if err != nil {
		return c, nil, err
	}
	if first != nil && first.Err() == nil {
		r, _, err := firstResult(first.Val())
		if err != nil {
			return c, nil, fmt.Errorf("%w: case %s: %w", escalation.ErrCorrupt, id, err)
		}
		c, _, err = s.Load(ctx, id, "")
		return c, &r, err
	}
	switch err := stored.Err(); {
	case errors.Is(err, goredis.Nil):
		return c, nil, fmt.Errorf("%w: %s", escalation.ErrNotFound, id)
	case err != nil:
		return c, nil, notOurs(id, err)
	}
	c, err = s.codec.readCase(id, stored.Val())
	return c, nil, err
}

// Trail implements [escalation.Store].
func (s *Store) Trail(ctx context.Context, id escalation.CaseID) ([]escalation.Entry, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	var list *goredis.StringSliceCmd
	var exists *goredis.BoolCmd
	err := s.read(ctx, func(p goredis.Pipeliner) {
		list = p.LRange(ctx, s.keys.trail(id), 0, -1)
		exists = p.HExists(ctx, s.keys.state(s.keys.shard(id)), string(id))
	})
	if err != nil {
		return nil, err
	}
	if err := list.Err(); err != nil {
		return nil, notOurs(id, err)
	}
	if len(list.Val()) == 0 && exists.Err() == nil && !exists.Val() {
		return nil, fmt.Errorf("%w: %s", escalation.ErrNotFound, id)
	}
	entries := make([]escalation.Entry, len(list.Val()))
	for i, stored := range list.Val() {
		if entries[i], err = s.codec.readEntry(stored); err != nil {
			return nil, unreadable(fmt.Sprintf("case %s: entry %d", id, i+1), err)
		}
	}
	return entries, nil
}

// notOurs turns the answer that a key has another type into ErrCorrupt.
func notOurs(id escalation.CaseID, err error) error {
	if goredis.HasErrorPrefix(err, "WRONGTYPE") {
		return fmt.Errorf("%w: case %s: %w", escalation.ErrCorrupt, id, err)
	}
	return fmt.Errorf("redis: case %s: %w", id, err)
}
