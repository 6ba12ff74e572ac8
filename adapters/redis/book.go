package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/escalation"
)

// forgotten is how many reserved keys that are all free again one reservation removes.
const forgotten = 4

// Get implements [escalation.Book].
func (s *Store) Get(ctx context.Context, shelf, key string) ([]byte, error) {
	var got *goredis.StringCmd
	err := s.read(ctx, func(p goredis.Pipeliner) { got = p.HGet(ctx, s.keys.shelf(shelf), key) })
	if err != nil {
		return nil, err
	}
	value, err := got.Bytes()
	if errors.Is(err, goredis.Nil) {
		return nil, nil
	}
	return value, wrapShelf(shelf, err)
}

// Put implements [escalation.Book].
func (s *Store) Put(ctx context.Context, shelf, key string, value []byte) error {
	var done *goredis.IntCmd
	err := s.write(ctx, func(p goredis.Pipeliner) {
		if value == nil {
			done = p.HDel(ctx, s.keys.shelf(shelf), key)
		} else {
			done = p.HSet(ctx, s.keys.shelf(shelf), key, value)
		}
	})
	if err != nil {
		return err
	}
	return wrapShelf(shelf, done.Err())
}

// All implements [escalation.Book].
func (s *Store) All(ctx context.Context, shelf string) (map[string][]byte, error) {
	var got *goredis.MapStringStringCmd
	err := s.read(ctx, func(p goredis.Pipeliner) { got = p.HGetAll(ctx, s.keys.shelf(shelf)) })
	if err == nil {
		err = wrapShelf(shelf, got.Err())
	}
	if err != nil {
		return nil, err
	}
	all := make(map[string][]byte, len(got.Val()))
	for key, value := range got.Val() {
		all[key] = []byte(value)
	}
	return all, nil
}

func wrapShelf(shelf string, err error) error {
	if err != nil {
		return fmt.Errorf("redis: shelf %s: %w", shelf, err)
	}
	return nil
}

// Reserve implements [escalation.Book].
func (s *Store) Reserve(ctx context.Context, r escalation.Reservation) (free time.Time, ok bool, err error) {
	replies, err := s.run(ctx, []call{{s.scripts.reserve,
		[]string{s.keys.places(r.Key), s.keys.placesAge()},
		[]any{r.Op, millis(r.At), r.Window.Milliseconds(), r.Limit, r.Key, forgotten}}}, nil)
	if err == nil {
		err = replies[0].err
	}
	if err != nil {
		return time.Time{}, false, fmt.Errorf("redis: reservation: %w", err)
	}
	taken, rest := split(replies[0].value)
	at, overdue := split(rest)
	s.forgetPlaces(ctx, r.At, overdue)
	if taken == "1" {
		return r.At, true, nil
	}
	if text, _ := at.(string); text != "" {
		ms, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return time.Time{}, false, fmt.Errorf("redis: reservation: %w", err)
		}
		free = time.UnixMilli(ms).UTC()
	}
	return free, false, nil
}

// Release implements [escalation.Book].
func (s *Store) Release(ctx context.Context, r escalation.Reservation) error {
	var done *goredis.IntCmd
	err := s.write(ctx, func(p goredis.Pipeliner) { done = p.ZRem(ctx, s.keys.places(r.Key), r.Op) })
	if err == nil {
		err = done.Err()
	}
	if err != nil {
		return fmt.Errorf("redis: release of a reservation: %w", err)
	}
	return nil
}

// forgetPlaces removes reserved keys whose places are all free again. It is
// housekeeping: what fails is named again by the next reservation.
func (s *Store) forgetPlaces(ctx context.Context, now time.Time, overdue []any) {
	var calls []call
	for _, v := range overdue {
		if key, ok := v.(string); ok {
			calls = append(calls, call{s.scripts.forget,
				[]string{s.keys.places(key), s.keys.placesAge()}, []any{key, millis(now)}})
		}
	}
	if len(calls) == 0 {
		return
	}
	if _, err := s.run(ctx, calls, nil); err != nil {
		s.log.Warn("old reservations are kept a little longer", "error", err)
	}
}
