package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
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
	// strangersSure is how long a mark stays unknown before it is a stranger's: where
	// Redis has lost its data, or its last writes, replicas have put theirs back by then.
	strangersSure = 2 * time.Minute
	// strangersGone is how long a bot says nothing until it is taken to be gone.
	strangersGone = time.Hour
	// strangersAgain is how soon the team is told of the same again, by whichever
	// replica.
	strangersAgain = 24 * time.Hour
)

const (
	// shelfMarks has the marks by which the messages of this store's bots are known, with
	// the day on which each was last seen to be there.
	shelfMarks = "marks"
	// markLength is how many letters of five bits a mark has.
	markLength = 12
	// markLife is how long the mark of a bot that has ended is kept, from the beginning
	// of its last day. Ours.
	markLife = 7 * 24 * time.Hour
	// markTells is how long a message tells by its mark whose it is: while the mark of
	// whoever said it is certainly kept.
	markTells = markLife - 24*time.Hour
)

// strangers finds out whether a bot on another store uses the same token: its messages
// carry a mark that is not on the shelf of this one. Each bot draws a mark when it starts,
// so that also the bots on a store and on a copy of it are told apart. That is sure, where
// counting connections is not: a platform counts those that are long gone.
type strangers struct {
	book escalation.Book
	mark string // every message of this bot carries it
	now  func() time.Time
	log  *slog.Logger
	// tell tells the team on a platform where somebody was found, by a message with a
	// key: the other bot hears of it, and finds this one. Where it may have told them
	// already, by the same key, the error wraps escalation.ErrMaybeSaid.
	tell func(ctx context.Context, platform, key string) error

	since time.Time         // of the domain: what was said before does not count
	found map[string]bool   // platforms of which the log knows; watch's alone
	tells map[string]string // the operation that tells the team of a platform, until it has; watch's alone

	mu    sync.Mutex
	ours  map[string][]byte // what was seen on the shelf
	heard map[stranger]*sighting
}

// stranger is a mark that is not known, on a platform.
type stranger struct{ platform, mark string }

// sighting is when there was a message of one, in real time.
type sighting struct {
	first, last time.Time // that it came, or that somebody clicked on it
	said        time.Time // the newest
	sure        bool
}

// newStrangers draws a mark and puts it on the shelf, from which it removes those of
// bots that ended long ago.
func newStrangers(ctx context.Context, book escalation.Book, now func() time.Time, log *slog.Logger) (*strangers, error) {
	s := &strangers{
		book: book, now: now, log: log, since: now().Add(strangersFrom), mark: rand.Text()[:markLength],
		ours: map[string][]byte{}, heard: map[stranger]*sighting{}, found: map[string]bool{}, tells: map[string]string{},
	}
	all, err := s.seeShelf(ctx)
	for mark, day := range all {
		if err == nil && s.past(day) {
			err = book.Put(ctx, shelfMarks, mark, nil)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the marks of messages: %w", err)
	}
	return s, nil
}

// past says of the last day of a mark that it is not kept any more.
func (s *strangers) past(day []byte) bool {
	seen, err := time.Parse(time.DateOnly, string(day))
	return err != nil || s.now().Sub(seen) >= markLife
}

// seeShelf looks at the shelf, and keeps the mark of this bot on it. What was there is
// remembered though Redis may lose it.
func (s *strangers) seeShelf(ctx context.Context) (all map[string][]byte, err error) {
	if all, err = s.book.All(ctx, shelfMarks); err != nil {
		return nil, err
	}
	today := []byte(s.now().UTC().Format(time.DateOnly))
	if !bytes.Equal(all[s.mark], today) { // it is new, a day has passed, or Redis has lost it
		if err := s.book.Put(ctx, shelfMarks, s.mark, today); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.ours, func(_ string, day []byte) bool { return s.past(day) })
	maps.Copy(s.ours, all)
	return all, nil
}

// on is whom a platform tells of a message that carries another mark. It says whether
// that is another bot's for sure.
func (s *strangers) on(platform string) func(mark string, said time.Time) bool {
	return func(mark string, said time.Time) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		ago := s.now().Sub(said)
		if _, ours := s.ours[mark]; ours || said.Before(s.since) || ago >= markTells {
			return false
		}
		who, now := stranger{platform, mark}, time.Now()
		seen := s.heard[who]
		if seen == nil {
			seen = &sighting{first: now}
			s.heard[who] = seen
		}
		seen.last = now
		if at := now.Add(-ago); at.After(seen.said) {
			seen.said = at
		}
		return seen.sure
	}
}

// shared says of a platform whether a bot on another store uses the same token: has
// said something lately. On what one has left people may click for days.
func (s *strangers) shared(platform string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for who, seen := range s.heard {
		if who.platform == platform && seen.sure && time.Since(seen.said) < strangersGone {
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
// are not, and which nobody hears of any more.
func (s *strangers) look(ctx context.Context) error {
	if _, err := s.seeShelf(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for who, seen := range s.heard {
		_, ours := s.ours[who.mark]
		switch {
		case ours, now.Sub(seen.last) >= strangersGone:
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
		s.found[platform] = false
		delete(s.tells, platform)
		return
	case !shared:
		return
	case !s.found[platform]:
		s.log.Error("another bot, on another store, uses the same token: what people do reaches one or the other; give it an app and a token of its own, or stop it", "platform", platform)
		s.found[platform], s.tells[platform] = true, rand.Text()
	}
	if op, untold := s.tells[platform]; untold && s.sayOnce(ctx, platform, op) {
		delete(s.tells, platform)
	}
}

// sayOnce tells the team, unless another replica has. What fails is tried again, by the
// same operation: the team may have been told, or the place be taken, without an answer.
func (s *strangers) sayOnce(ctx context.Context, platform, op string) (told bool) {
	place := escalation.Reservation{Key: "stranger/" + platform, Op: op, At: s.now(), Window: strangersAgain, Limit: 1}
	_, first, err := s.book.Reserve(ctx, place)
	if err != nil || !first {
		return err == nil
	}
	ctx = context.WithoutCancel(ctx) // what was begun is finished
	err = s.tell(ctx, platform, place.Key+"/"+op)
	if err == nil {
		return true
	}
	s.log.Warn("the team is not told yet that the token is shared", "platform", platform, "error", err)
	if errors.Is(err, escalation.ErrMaybeSaid) {
		return false
	}
	if err := s.book.Release(ctx, place); err != nil {
		s.log.Warn("nobody else tells the team for a day", "error", err)
	}
	return false
}
