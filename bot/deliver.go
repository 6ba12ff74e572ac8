package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relance/escalation"
)

// nothing is the outcome of a notice that leaves no fact behind.
var nothing = escalation.Outcome{}

// Deliver says what a notice asks for: it finds the place, the words of the
// reader's language, and lets the platform say them. It implements
// [escalation.Deliverer].
func (b *Bot) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	if outward(c, n) {
		var wanted bool
		var err error
		if c, wanted, err = b.lastCheck(ctx, c, n, at); err != nil || !wanted {
			return nothing, err
		}
	}
	switch n.Kind {
	case escalation.NoticeLetter, escalation.NoticeInfo:
		return b.write(ctx, c, n, at)
	case escalation.NoticePost:
		return b.publish(ctx, c, n, at)
	case escalation.NoticeCard:
		return b.showCard(ctx, c, n, at)
	case escalation.NoticeLook:
		return b.look(ctx, c, n, at)
	case escalation.NoticeCompose:
		return b.draft(ctx, c, at)
	}
	return b.tell(ctx, c, n, at)
}

// outward says that a notice leaves the house, or makes a person write or phone
// to somebody outside.
func outward(c escalation.Case, n escalation.Notice) bool {
	switch n.To {
	case escalation.ToContact, escalation.ToPublic:
		return true
	}
	t, ok := view{c: c}.task(n.Task)
	return ok && t.Kind == escalation.TaskReach
}

// pauseLook is how soon a held notice is tried again.
const pauseLook = time.Minute

var (
	errPaused      = errors.New("bot: everything is paused")
	errQuarantined = errors.New("bot: the case is quarantined")
)

// lastCheck reads the case again just before something goes out: between the
// outbox and this moment it may have been withdrawn. It returns the case as it is
// now, and whether the notice is still wanted.
func (b *Bot) lastCheck(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Case, bool, error) {
	paused, err := b.Book.Get(ctx, shelfSwitches, keyPaused)
	if err != nil {
		return c, false, fmt.Errorf("the pause switch: %w", err)
	}
	if paused != nil {
		return c, false, &escalation.RetryError{At: at.Add(pauseLook), Err: errPaused}
	}
	c, _, err = b.Store.Load(ctx, c.ID, "")
	if err != nil {
		return c, false, fmt.Errorf("the case before it is spoken of: %w", err)
	}
	if c.State == escalation.StateHeld && c.Hold.Reason == escalation.HoldQuarantined {
		return c, false, &escalation.RetryError{At: at.Add(pauseLook), Err: errQuarantined}
	}
	return c, stillWanted(c, n), nil
}

// stillWanted says that the case still asks for what the notice says.
func stillWanted(c escalation.Case, n escalation.Notice) bool {
	switch {
	case c.State.Over():
		return false
	case n.Kind == escalation.NoticeLetter:
		for _, l := range c.Climb.Letters {
			if l.Key == n.Key {
				return l.Failed == "" && l.Delivered.IsZero()
			}
		}
		return false
	case n.Kind == escalation.NoticePost:
		return c.Post.Notice == n.Key && c.Post.Link == ""
	}
	return true
}

// draft composes the public post in the requester's language: they consent to it
// first.
func (b *Bot) draft(ctx context.Context, c escalation.Case, at time.Time) (escalation.Outcome, error) {
	lang, err := b.languageOf(ctx, c.Requester)
	if err != nil {
		return nothing, err
	}
	v, err := b.view(ctx, c, b.speaker(lang), at)
	if err != nil {
		return nothing, err
	}
	return escalation.Outcome{Fact: escalation.Drafted{Text: v.compose()}}, nil
}
