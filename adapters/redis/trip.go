package redis

import (
	"context"
	"errors"
	"slices"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/trouble"
)

// reply is what one script answered: a value, or an error of Redis's own.
type reply struct {
	value any
	err   error
}

// run carries out all calls in one round trip, each answered apart; after is
// carried out behind them. An error means that at least one call has no answer.
func (s *Store) run(ctx context.Context, calls []call, after func(goredis.Pipeliner)) ([]reply, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	var replies []reply
	err := s.attempt(ctx, func() (sent bool, err error) {
		replies, sent, err = s.runOnce(ctx, calls, after)
		return sent, err
	})
	return replies, err
}

func (s *Store) runOnce(ctx context.Context, calls []call, after func(goredis.Pipeliner)) (replies []reply, sent bool, err error) {
	behind := after
	if s.cluster {
		behind = nil // another node might carry it out before the calls
	}
	replies = make([]reply, len(calls))
	todo := make([]int, len(calls))
	for i := range todo {
		todo[i] = i
	}
	todo, sent, err = s.trip(ctx, calls, todo, replies, false, behind)
	if err == nil && len(todo) > 0 { // a server that does not have the script yet
		var more bool
		_, more, err = s.trip(ctx, calls, todo, replies, true, behind)
		sent = sent || more
	}
	if err == nil && s.cluster && after != nil {
		_, _, err = s.trip(ctx, nil, nil, nil, false, after)
	}
	return replies, sent, err
}

// trip is one round trip with the calls in todo. It returns those whose script
// the server does not know, and whether anything may have been carried out.
func (s *Store) trip(ctx context.Context, calls []call, todo []int, replies []reply, source bool, after func(goredis.Pipeliner)) (unknown []int, sent bool, err error) {
	p := s.client.Pipeline()
	cmds := make([]*goredis.Cmd, len(todo))
	for n, i := range todo {
		c := calls[i]
		if source {
			cmds[n] = p.Eval(ctx, c.script.source, c.keys, c.args...)
		} else {
			cmds[n] = p.EvalSha(ctx, c.script.hash, c.keys, c.args...)
		}
	}
	if after != nil {
		after(p)
	}
	if p.Len() == 0 {
		return nil, false, nil
	}
	all, whole := p.Exec(ctx)
	if whole != nil && !slices.ContainsFunc(all, func(cmd goredis.Cmder) bool { return cmd.Err() != nil }) {
		// There was no connection to carry them out on: no command knows of it.
		return nil, !s.unsent(whole), whole
	}
	for _, cmd := range all { // each has its own error
		failed := cmd.Err()
		if errors.Is(failed, goredis.Nil) {
			failed = nil
		}
		sent = sent || failed == nil || !s.unsent(failed)
		if failed != nil && (!refused(failed) || worthRetrying(failed) || locked(failed)) && err == nil {
			err = failed
		}
	}
	if err != nil {
		return nil, sent, err
	}
	for n, i := range todo {
		value, failed := cmds[n].Result()
		if goredis.HasErrorPrefix(failed, "NOSCRIPT") {
			unknown = append(unknown, i)
			continue
		}
		replies[i] = reply{value, trouble.Explain(failed)}
	}
	return unknown, sent, nil
}

// read carries out plain commands that change nothing, in one round trip.
// Errors of Redis's own stay with their commands.
func (s *Store) read(ctx context.Context, fill func(goredis.Pipeliner)) error {
	return s.attempt(ctx, func() (bool, error) {
		_, _, err := s.trip(ctx, nil, nil, nil, false, fill)
		return false, err
	})
}

// write is read for commands that change something.
func (s *Store) write(ctx context.Context, fill func(goredis.Pipeliner)) error {
	return s.attempt(ctx, func() (bool, error) {
		_, sent, err := s.trip(ctx, nil, nil, nil, false, fill)
		return sent, err
	})
}
