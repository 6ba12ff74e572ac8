package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// capWindow is the time that Guards.LettersPerWeek counts in.
const capWindow = 7 * 24 * time.Hour

var errCapped = errors.New("bot: this contact has had its letters for this week")

// write sends a letter, or an answer that was asked for, to a contact.
func (b *Bot) write(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	to, why, err := b.destination(ctx, c, n.Address)
	switch {
	case err != nil:
		return b.waits(ctx, n, err, at)
	case why != "":
		return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: why, Dead: why != whyNoAdapter}}, nil
	}
	v, err := b.view(ctx, c, b.speaker(""), at)
	if err != nil {
		return nothing, err
	}
	v = v.forOrganisation(b)
	m := v.letter(n)
	if n.Kind == escalation.NoticeInfo {
		m = v.info(n, n.Text)
	}
	if err := b.reserve(ctx, n, at); err != nil {
		return nothing, err
	}
	repeated := n.Doubts > 0
	if repeated {
		posted, what, err := b.find(ctx, to, n.Key, n.NotBefore, at)
		switch {
		case err != nil:
			return nothing, err
		case what == wasSaid:
			return b.written(ctx, n, posted, false), nil
		case what == wasNeverSaid && n.Doubts < doubtsMost:
			repeated = false
		case n.Doubts > 1: // it was said once or twice, or never gets through: a person finds out
			b.memory.done(n.Key)
			return escalation.Outcome{Fact: escalation.OutcomeUnknown{Notice: n.Key}}, nil
		}
	}
	if repeated {
		m.Blocks = append([]chat.Block{v.says("repeat")}, m.Blocks...)
	}
	posted, err := to.platform.Post(ctx, to.place, m)
	if err == nil {
		return b.written(ctx, n, posted, repeated), nil
	}
	switch kind, code := failure(err); kind {
	case chat.Temporary:
		return b.waits(ctx, n, err, at)
	case chat.Gone, chat.TooLong:
		b.memory.done(n.Key)
		b.release(ctx, n, at)
		return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: code, Dead: kind == chat.Gone}}, nil
	}
	return nothing, b.maybeSaid(to, n.Key, err, at)
}

// Why a letter goes nowhere, beside a platform's own code.
const (
	whyNoAdapter = "no_adapter"
	whyOwnRoom   = "own_room"
)

// destination is where a letter to an address goes, or why it certainly goes
// nowhere. While the platform cannot tell which place a name means, nothing is
// said: a room may have become the bot's own after it became a contact's.
func (b *Bot) destination(ctx context.Context, c escalation.Case, address string) (to spot, why string, err error) {
	p, place, ok, err := b.locateIn(ctx, c, address)
	own := b.ownRoom(address)
	if ok && err == nil && !own {
		own, err = b.isOwn(ctx, p, place)
	}
	kind, code := failure(err)
	switch {
	case own:
		return spot{}, whyOwnRoom, nil
	case !ok:
		return spot{}, whyNoAdapter, nil
	case err != nil && kind == chat.Gone:
		return spot{}, code, nil
	case err != nil:
		return spot{}, "", fmt.Errorf("the place of %s: %w", address, err)
	}
	return spot{platform: p, place: place}, "", nil
}

// What a platform does not take until an administrator has done something.
const (
	// mendWait is the shortest wait that a platform asks for then; what passes by
	// itself, such as a limit of its rate, takes less.
	mendWait = 10 * time.Minute
	// mendPatience is how long a letter waits for it before the team is asked to see
	// to it. It goes by itself as soon as it can, unless somebody was faster.
	mendPatience = 4 * time.Hour
)

// waits is what comes of a letter that its platform does not take now. One that
// waits for an administrator says so in the trail, once, and later asks the team;
// an answer that was asked for is given to the team in its stead.
func (b *Bot) waits(ctx context.Context, n escalation.Notice, err error, at time.Time) (escalation.Outcome, error) {
	failed := asFailure(err)
	if failed.Failure != chat.Temporary || failed.After < mendWait {
		return nothing, b.retryAfter(err, at)
	}
	late := at.Sub(n.NotBefore) >= mendPatience
	if n.Kind == escalation.NoticeInfo {
		if late {
			b.memory.done(n.Key)
			return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: failed.Code}}, nil
		}
		return nothing, b.retryAfter(err, at)
	}
	fact := escalation.Postponed{Notice: n.Key, Until: at.Add(failed.After), Why: failed.Code}
	b.sayPostponed(ctx, "mend:", fact, n.Case, at)
	if late {
		fact.ByHand = true
		b.sayPostponed(ctx, "byhand:", fact, n.Case, at)
	}
	return nothing, b.retryAfter(err, at)
}

// written is the receipt of a letter.
func (b *Bot) written(ctx context.Context, n escalation.Notice, posted chat.Posted, repeated bool) escalation.Outcome {
	b.memory.done(n.Key)
	b.keepThread(ctx, n, posted)
	return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind,
		Proof: cmp.Or(posted.Link, string(posted.Ref)), Twice: repeated}}
}

// keepThread remembers the message that a letter became, for the look into its
// thread. Without it only the top of the room is looked at.
func (b *Bot) keepThread(ctx context.Context, n escalation.Notice, posted chat.Posted) {
	if err := b.Book.Put(context.WithoutCancel(ctx), shelfLetters, n.Key, []byte(posted.Ref)); err != nil {
		b.Logger.Warn("the thread of a letter will not be looked at", "notice", n.Key, "error", err)
	}
}

// reserve takes a place among the letters of a week to one contact, all cases
// together. An answer that the contact asked for needs none.
func (b *Bot) reserve(ctx context.Context, n escalation.Notice, at time.Time) error {
	if b.Guards.LettersPerWeek <= 0 || n.Kind != escalation.NoticeLetter {
		return nil
	}
	free, ok, err := b.Book.Reserve(ctx, b.capOf(n, at))
	switch {
	case err != nil:
		return fmt.Errorf("the contact's letters of this week: %w", err)
	case !ok:
		b.sayPostponed(ctx, "capped:", escalation.Postponed{Notice: n.Key, Until: free}, n.Case, at)
		return &escalation.RetryError{At: free, Err: errCapped}
	}
	return nil
}

// sayPostponed puts into the trail that a letter waits, once for each why. Without the line it
// waits all the same.
func (b *Bot) sayPostponed(ctx context.Context, why string, fact escalation.Postponed, id escalation.CaseID, at time.Time) {
	_, err := b.Recorder.Record(ctx, escalation.Event{
		ID: why + fact.Notice, Case: id, At: at, Actor: escalation.Actor{Role: escalation.ActorBot}, Fact: fact,
	})
	if err != nil {
		b.Logger.Warn("the trail does not say that a letter waits", "notice", fact.Notice, "error", err)
	}
}

func (b *Bot) release(ctx context.Context, n escalation.Notice, at time.Time) {
	if b.Guards.LettersPerWeek <= 0 || n.Kind != escalation.NoticeLetter {
		return
	}
	if err := b.Book.Release(ctx, b.capOf(n, at)); err != nil {
		b.Logger.Warn("a letter that was not sent still counts for its contact", "notice", n.Key, "error", err)
	}
}

func (b *Bot) capOf(n escalation.Notice, at time.Time) escalation.Reservation {
	return escalation.Reservation{Key: "cap/" + n.Address, Op: n.Key, At: at, Window: capWindow, Limit: b.Guards.LettersPerWeek}
}
