package discord

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// shelf remembers what Discord said, for a while. The zero shelf is empty.
type shelf[K comparable, V any] struct {
	mu   sync.Mutex
	kept map[K]keepsake[V]
}

type keepsake[V any] struct {
	value V
	until time.Time
}

// shelfLimit is how many things a shelf holds. Ours: a full one drops the half that
// ends soonest, which is what has ended already, and only costs questions.
const shelfLimit = 20_000

func (s *shelf[K, V]) get(key K, now time.Time) (V, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, kept := s.kept[key]
	if !kept || !now.Before(k.until) {
		var none V
		return none, false
	}
	return k.value, true
}

func (s *shelf[K, V]) put(key K, value V, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[K]keepsake[V]{}
	}
	if _, again := s.kept[key]; !again && len(s.kept) >= shelfLimit {
		s.halve()
	}
	s.kept[key] = keepsake[V]{value, until}
}

// halve drops the half that ends soonest.
func (s *shelf[K, V]) halve() {
	keys := slices.SortedFunc(maps.Keys(s.kept), func(a, b K) int { return s.kept[a].until.Compare(s.kept[b].until) })
	for _, key := range keys[:len(keys)/2] {
		delete(s.kept, key)
	}
}

// all returns what is kept under the keys that match.
func (s *shelf[K, V]) all(now time.Time, matches func(K) bool) []V {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []V
	for key, k := range s.kept {
		if matches(key) && now.Before(k.until) {
			all = append(all, k.value)
		}
	}
	return all
}

func (s *shelf[K, V]) drop(key K) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, key)
}

// once asks for something until it has an answer, which it keeps for a while. The
// zero once has none.
type once[V any] struct {
	mu    sync.Mutex
	value V
	until time.Time
}

func (o *once[V]) get(ctx context.Context, now time.Time, keep time.Duration, ask func(context.Context) (V, error)) (V, error) {
	o.mu.Lock()
	value, fresh := o.value, now.Before(o.until)
	o.mu.Unlock()
	if fresh {
		return value, nil
	}
	value, err := ask(ctx)
	if err != nil {
		return value, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.value, o.until = value, now.Add(keep)
	return value, nil
}
