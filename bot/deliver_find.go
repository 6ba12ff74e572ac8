package bot

import (
	"context"
	"errors"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// How a platform is asked whether it has said a message whose outcome is unknown.
const (
	// findAfter is how long to wait before the first look where the time of the
	// attempt is not known, because the program has died since.
	findAfter = 30 * time.Second
	// findWait is how long to wait after a look that was impossible; it doubles.
	findWait = time.Minute
	// findTries is how many looks may be impossible before the bot does without.
	findTries = 5
	// doubtsMost is how often something is said whose outcome stays unknown, though
	// the platform tells each time that it was not: then a person finds out.
	doubtsMost = 5
	// doubtLast is how long at most to wait between two of these.
	doubtLast = time.Hour
	// findSlack is how far the clock of a platform may be behind.
	findSlack = 2 * time.Minute
)

var errLook = errors.New("bot: whether it was said is not known yet")

// verdict is what a platform says about a message that may have been said.
type verdict int

const (
	cannotTell   verdict = iota // it cannot be asked, or not any more
	wasSaid                     //
	wasNeverSaid                // certainly not
)

// find asks the platform for the message with a key, said at since or later. It
// does not ask sooner after the attempt than the platform wants. An error is no
// verdict: it knows when to ask again.
func (b *Bot) find(ctx context.Context, s spot, key string, since, at time.Time) (chat.Posted, verdict, error) {
	finder, can := chat.As[chat.Finder](s.platform)
	if !can {
		return chat.Posted{}, cannotTell, nil
	}
	d, known := b.memory.doubt(key, s.name())
	if !known {
		d.look = at.Add(findAfter)
		d.places = []chat.Place{s.place}
		if s.place.Thread != "" { // it may have been said before the thread was there
			d.places = append(d.places, chat.Place{Room: s.place.Room, Person: s.place.Person})
		}
		b.memory.setDoubt(key, s.name(), d)
	}
	if at.Before(d.look) {
		return chat.Posted{}, cannotTell, &escalation.RetryError{At: d.look, Err: errLook}
	}
	posted, said, err := findIn(ctx, finder, d.places, key, since.Add(-findSlack))
	switch {
	case err == nil && said:
		return posted, wasSaid, nil
	case err == nil:
		return chat.Posted{}, wasNeverSaid, nil
	}
	failed := asFailure(err)
	wait := max(failed.After, findWait<<d.failed)
	d.failed++
	d.look = at.Add(wait)
	b.memory.setDoubt(key, s.name(), d)
	if failed.Failure == chat.Gone || d.failed >= findTries {
		b.Logger.Warn("the platform does not tell whether it has said a message", "place", s.name(), "code", failed.Code, "error", err)
		return chat.Posted{}, cannotTell, nil
	}
	return chat.Posted{}, cannotTell, &escalation.RetryError{At: d.look, Err: err}
}

func findIn(ctx context.Context, f chat.Finder, places []chat.Place, key string, since time.Time) (posted chat.Posted, said bool, err error) {
	for _, place := range places {
		if posted, said, err = f.Find(ctx, place, key, since); said || err != nil {
			return posted, said, err
		}
	}
	return chat.Posted{}, false, nil
}

// maybeSaid is the error of a platform that did not tell whether it said
// something. It is not asked, or told again, before the platform wants it, and
// each time it happens twice as long.
func (b *Bot) maybeSaid(s spot, key string, err error, at time.Time) error {
	d, _ := b.memory.doubt(key, s.name())
	after := asFailure(err).After
	if after > 0 {
		after = max(after, min(after<<min(d.unsure, doubtsMost), doubtLast))
	}
	look := b.when(at, after)
	b.memory.setDoubt(key, s.name(), doubt{look: look, places: []chat.Place{s.place}, unsure: d.unsure + 1})
	err = errors.Join(escalation.ErrMaybeSaid, err)
	if after > 0 {
		return &escalation.RetryError{At: look, Err: err}
	}
	return err
}
