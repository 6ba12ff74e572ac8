package bot

import (
	"context"
	"sync"
	"time"
)

// flightLimit is how long a platform may take to answer a question of the bot's own.
const flightLimit = 30 * time.Second

// flights are questions under way: who asks the same waits for the same answer,
// and the answer comes though nobody waits any more. The zero value is ready.
type flights[T any] struct {
	mu    sync.Mutex
	under map[string]*flight[T]
}

type flight[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// do asks, or waits for the answer to who has asked before, until the context ends.
func (s *flights[T]) do(ctx context.Context, work *sync.WaitGroup, key string, ask func(context.Context) (T, error)) (T, error) {
	f := s.start(ctx, work, key, ask)
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// start asks without waiting.
func (s *flights[T]) start(ctx context.Context, work *sync.WaitGroup, key string, ask func(context.Context) (T, error)) *flight[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.under[key]; f != nil {
		return f
	}
	f := &flight[T]{done: make(chan struct{})}
	if s.under == nil {
		s.under = map[string]*flight[T]{}
	}
	s.under[key] = f
	ctx = context.WithoutCancel(ctx)
	work.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, flightLimit)
		defer cancel()
		f.value, f.err = ask(ctx)
		s.mu.Lock()
		delete(s.under, key)
		s.mu.Unlock()
		close(f.done)
	})
	return f
}
