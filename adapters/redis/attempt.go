package redis

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/trouble"
	"relance/escalation"
)

// attempts is how often a round trip is tried: every script and every plain
// command of this package is safe to run twice.
const attempts = 4

// attempt runs a round trip until it succeeds, cannot, or was tried often
// enough. The trip says of its failure whether a part of it may have been
// carried out; an error that wraps ErrUnconfirmed says so of all attempts.
func (s *Store) attempt(ctx context.Context, trip func() (sent bool, err error)) error {
	unsure := false
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return confirm(unsure, err)
		}
		sent, err := trip()
		if err == nil {
			return nil
		}
		unsure = unsure || sent
		if n == attempts || !s.exact || !worthRetrying(err) {
			return confirm(unsure, err)
		}
		wait := time.NewTimer(time.Duration(8<<(2*n)) * time.Millisecond) // 32, 128, 512 ms
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return confirm(unsure, ctx.Err())
		}
	}
}

func confirm(unsure bool, err error) error {
	if unsure {
		return fmt.Errorf("%w: %w", escalation.ErrUnconfirmed, trouble.Explain(err))
	}
	return fmt.Errorf("redis: %w", trouble.Explain(err))
}

// unsent says that a command with this error cannot have been carried out. A
// client that repeats commands by itself hides its earlier attempts behind the
// error of the last one, so of its errors only those say so that come before
// any attempt, and Redis's own refusals.
func (s *Store) unsent(err error) bool {
	if refused(err) || errors.Is(err, goredis.ErrClosed) {
		return true
	}
	if !s.exact {
		return false
	}
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" ||
		errors.Is(err, goredis.ErrPoolTimeout) || errors.Is(err, goredis.ErrPoolExhausted)
}

// refused says that Redis answered with an error: it does so before a script
// writes, because the scripts check every key first.
func refused(err error) bool {
	var answer goredis.Error
	return errors.As(err, &answer) && !errors.Is(err, goredis.Nil)
}

// locked says that Redis does not let the store in: no command of the round trip
// has an answer.
func locked(err error) bool {
	for _, mood := range []string{"NOAUTH", "WRONGPASS"} {
		if goredis.HasErrorPrefix(err, mood) {
			return true
		}
	}
	return false
}

// worthRetrying says that the next attempt may find another connection, or the
// server in another mood.
func worthRetrying(err error) bool {
	if refused(err) {
		for _, mood := range []string{"LOADING ", "READONLY ", "MASTERDOWN ", "CLUSTERDOWN ", "TRYAGAIN ", "UNBLOCKED "} {
			if goredis.HasErrorPrefix(err, mood) {
				return true
			}
		}
		return false
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, goredis.ErrClosed)
}
