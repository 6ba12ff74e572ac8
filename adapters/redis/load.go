package redis

import (
	"context"
	"errors"
	"fmt"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// Load implements [escalation.Store]. The operation is asked for before the
// case: if it is committed in between, the commit finds it.
func (s *Store) Load(ctx context.Context, id escalation.CaseID, op string) (c escalation.Case, prior *escalation.Result, err error) {
	if err := s.ready(ctx); err != nil {
		return c, nil, err
	}
	shard := s.keys.shard(id)
	var first, stored *goredis.StringCmd
	err = s.read(ctx, func(p goredis.Pipeliner) {
		if op != "" {
			first = p.HGet(ctx, s.keys.ops(shard), operation(id, op))
		}
		stored = p.HGet(ctx, s.keys.state(shard), string(id))
	})
	if err != nil {
		return c, nil, err
	}
	if first != nil && first.Err() == nil {
		r, _, err := firstResult(first.Val())
		if err != nil {
			return c, nil, fmt.Errorf("%w: case %s: %w", escalation.ErrCorrupt, id, err)
		}
		prior = &r
	}
	switch err := stored.Err(); {
	case errors.Is(err, goredis.Nil):
		return c, prior, fmt.Errorf("%w: %s", escalation.ErrNotFound, id)
	case err != nil:
		return c, prior, notOurs(id, err)
	}
	c, err = s.codec.readCase(id, stored.Val())
	return c, prior, err
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
