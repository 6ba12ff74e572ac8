package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"relance/escalation"
)

// How a bot on another store is told from what is normal. All ours.
const (
	// strangersFrom is how long after the start a message must have been said to be
	// the work of somebody who is there now: the store may have been another one
	// until then, and Slack delivers again for minutes. It is no less than what the
	// clocks may differ by.
	strangersFrom = skewLimit
	// strangersEvery is how often it is looked who was heard.
	strangersEvery = time.Minute
	// strangersSure is how long a store stays unknown before it is another one:
	// replicas that start side by side, or on a Redis that lost its data, have said
	// by then which marks are theirs.
	strangersSure = 2 * time.Minute
	// strangersGone is how long nothing is heard of a bot until it is taken to be
	// gone.
	strangersGone = time.Hour
	// strangersAgain is how soon the team is told of the same again, by whichever
	// replica.
	strangersAgain = 24 * time.Hour
)

const (
	// shelfStores has the marks by which messages of this store are known: one, or
	// several where replicas began at the same moment.
	shelfStores = "stores"
	// storeMarkLength is how many letters of five bits a mark has.
	storeMarkLength = 12
)

// strangers finds out whether a bot on another store uses the same token: its messages
// carry the mark of a store that is not on the shelf of this one. That is sure, where
// counting connections is not: a platform counts those that are long gone.
type strangers struct {
	book escalation.Book
	mark string // of this store; every message carries it
	now  func() time.Time
	log  *slog.Logger
	// tell tells the team on a platform where somebody was found, by a message with a
	// key: the other bot hears of it, and finds this one.
	tell func(ctx context.Context, platform, key string) error

	mu    sync.Mutex
	since time.Time // of the domain: what was said before does not count
	ours  map[string]bool
	heard map[stranger]*sighting
	found map[string]bool // platforms of which the log knows
	told  map[string]bool // platforms of which the team knows
}

// stranger is a store that is not known, on a platform.
type stranger struct{ platform, store string }

// sighting is when messages of one came, in real time.
type sighting struct {
	first, last time.Time
	sure        bool
}

// newStrangers reads the mark of the store, or draws one.
func newStrangers(ctx context.Context, book escalation.Book, now func() time.Time, log *slog.Logger) (*strangers, error) {
	s := &strangers{
		book: book, now: now, log: log, since: now().Add(strangersFrom),
		ours: map[string]bool{}, heard: map[stranger]*sighting{}, found: map[string]bool{}, told: map[string]bool{},
	}
	known, err := book.All(ctx, shelfStores)
	if err != nil {
		return nil, fmt.Errorf("the mark of the store: %w", err)
	}
	if len(known) == 0 {
		s.mark = rand.Text()[:storeMarkLength]
		return s, s.keep(ctx)
	}
	s.mark = slices.Min(slices.Collect(maps.Keys(known)))
	return s, nil
}

// keep puts the mark on the shelf.
func (s *strangers) keep(ctx context.Context) error {
	if err := s.book.Put(ctx, shelfStores, s.mark, []byte(s.now().UTC().Format(time.RFC3339))); err != nil {
		return fmt.Errorf("the mark of the store: %w", err)
	}
	return nil
}

// on is whom a platform tells of a message that carries another mark. It says whether
// that is another bot's for sure.
func (s *strangers) on(platform string) func(store string, said time.Time) bool {
	return func(store string, said time.Time) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.ours[store] || said.Before(s.since) {
			return false
		}
		who, now := stranger{platform, store}, time.Now()
		seen := s.heard[who]
		if seen == nil {
			seen = &sighting{first: now}
			s.heard[who] = seen
		}
		seen.last = now
		return seen.sure
	}
}

// shared says of a platform whether a bot on another store uses the same token.
func (s *strangers) shared(platform string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for who, seen := range s.heard {
		if who.platform == platform && seen.sure {
			return true
		}
	}
	return false
}

// watch looks every minute until the context ends.
func (s *strangers) watch(ctx context.Context, platforms []string) error {
	again := time.NewTicker(strangersEvery)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
		if err := s.look(ctx); err != nil {
			continue // the engine says that Redis is out
		}
		for _, platform := range platforms {
			s.report(ctx, platform)
		}
	}
}

// look finds out which of those that were heard are of this store after all, which
// are not, and which are gone.
func (s *strangers) look(ctx context.Context) error {
	known, err := s.book.All(ctx, shelfStores)
	if err != nil {
		return err
	}
	if _, there := known[s.mark]; !there { // the Redis came back without its data
		if err := s.keep(ctx); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for who, seen := range s.heard {
		_, ours := known[who.store]
		switch {
		case ours:
			s.ours[who.store] = true
			delete(s.heard, who)
		case now.Sub(seen.last) >= strangersGone:
			delete(s.heard, who)
		case now.Sub(seen.first) >= strangersSure:
			seen.sure = true
		}
	}
	return nil
}

// report says what has changed on a platform: in the log, and once to the team.
func (s *strangers) report(ctx context.Context, platform string) {
	switch shared := s.shared(platform); {
	case !shared && s.found[platform]:
		s.log.Info("no bot on another store uses the same token any more", "platform", platform)
		s.found[platform], s.told[platform] = false, false
		return
	case !shared:
		return
	case !s.found[platform]:
		s.log.Error("another bot, on another store, uses the same token: what people do reaches one or the other; give it an app and a token of its own, or stop it", "platform", platform)
		s.found[platform] = true
	}
	if !s.told[platform] {
		s.told[platform] = s.sayOnce(ctx, platform)
	}
}

// sayOnce tells the team, unless another replica has. What fails is tried again.
func (s *strangers) sayOnce(ctx context.Context, platform string) (told bool) {
	place := escalation.Reservation{
		Key: "stranger/" + platform, Op: rand.Text(), At: s.now(), Window: strangersAgain, Limit: 1,
	}
	_, first, err := s.book.Reserve(ctx, place)
	if err != nil || !first {
		return err == nil
	}
	if err := s.tell(ctx, platform, place.Key+"/"+place.Op); err != nil {
		s.log.Warn("the team is not told yet that the token is shared", "platform", platform, "error", err)
		if err := s.book.Release(context.WithoutCancel(ctx), place); err != nil {
			s.log.Warn("nobody else tells the team for a day", "error", err)
		}
		return false
	}
	return true
}
