package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"relance/escalation"
)

var _ escalation.Deliverer = (*Bot)(nil)

// nothing is the outcome of a notice that leaves no fact behind.
var nothing = escalation.Outcome{}

// Deliver says what a notice asks for: it finds the place, the words of the
// reader's language, and lets the platform say them. It implements
// [escalation.Deliverer].
func (b *Bot) Deliver(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	if outward(c, n) {
		if err := b.lastCheck(ctx, c, at); err != nil {
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

// lastCheck comes just before something goes out: while everything is paused, or
// a person has to look at the case first, it waits.
func (b *Bot) lastCheck(ctx context.Context, c escalation.Case, at time.Time) error {
	if c.State == escalation.StateHeld && c.Hold.Reason == escalation.HoldQuarantined {
		return &escalation.RetryError{At: at.Add(pauseLook), Err: errQuarantined}
	}
	paused, err := b.Book.Get(ctx, shelfSwitches, keyPaused)
	switch {
	case err != nil:
		return fmt.Errorf("the pause switch: %w", err)
	case paused != nil:
		return &escalation.RetryError{At: at.Add(pauseLook), Err: errPaused}
	}
	return nil
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
