package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// Reservations at opening.
const (
	// sameCase is how long two acts that open the same case at the same moment
	// are kept apart: longer than an act can take. After that the first case is
	// found by searching, for as long as it runs.
	sameCase = 10 * time.Second
	quotaDay = 24 * time.Hour
)

// openingGuard are the places an opening has taken, to be given back when the
// case was not opened after all.
type openingGuard struct {
	bot   *Bot
	taken []escalation.Reservation
}

// failed gives the places back, unless nobody knows whether the case was opened.
func (g *openingGuard) failed(ctx context.Context, err error) {
	if escalation.CodeOf(err) == escalation.CodeNotConfirmed || errors.Is(err, escalation.ErrUnconfirmed) {
		return
	}
	ctx = context.WithoutCancel(ctx)
	for _, r := range g.taken {
		if err := g.bot.Book.Release(ctx, r); err != nil {
			// It gives itself back when its window is over.
			g.bot.Logger.Warn("a reservation was not given back", "op", r.Op, "error", err)
		}
	}
}

// take reserves a place.
func (g *openingGuard) take(ctx context.Context, r escalation.Reservation) (bool, error) {
	_, ok, err := g.bot.Book.Reserve(ctx, r)
	if ok && err == nil {
		g.taken = append(g.taken, r)
	}
	return ok, err
}

// guardOpening refuses a case that the person has running already, and one too
// many on a day. A redelivered act passes again: its places are its own.
func (t *turn) guardOpening(ctx context.Context, fact escalation.Opened) (*openingGuard, error) {
	guard := &openingGuard{bot: t.bot}
	err := t.reserveOpening(ctx, guard, fact)
	if err != nil {
		guard.failed(ctx, err)
		return nil, err
	}
	return guard, nil
}

func (t *turn) reserveOpening(ctx context.Context, guard *openingGuard, fact escalation.Opened) error {
	free, err := guard.take(ctx, escalation.Reservation{
		Key:    "dup/" + digest(t.by.ID, organisationKey(fact.Organisation), fold(fact.Subject)),
		Op:     t.op(),
		At:     t.at,
		Window: sameCase,
		Limit:  1,
	})
	if err != nil {
		return err
	}
	running, ours, err := t.sameRunning(ctx, fact)
	switch {
	case err != nil:
		return err
	case ours:
		return nil // recorded before: the domain says so again
	case running != "":
		return refuse(escalation.CodeDuplicateCase, "case", string(running))
	case !free: // the other act is not through yet
		return refuse(escalation.CodeNotRecorded)
	}
	if t.bot.Guards.CasesPerDay <= 0 {
		return nil
	}
	free, err = guard.take(ctx, escalation.Reservation{
		Key:    "quota/" + t.by.ID,
		Op:     t.op(),
		At:     t.at,
		Window: quotaDay,
		Limit:  t.bot.Guards.CasesPerDay,
	})
	if err == nil && !free {
		return refuse(escalation.CodeQuota, "limit", strconv.Itoa(t.bot.Guards.CasesPerDay))
	}
	return err
}

// digest stands for what people wrote in the key of a reservation: keys are no
// place for their words.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// sameRunning looks for a case of this person about the same subject at the same
// organisation that is not over; ours says that this very act has opened it.
func (t *turn) sameRunning(ctx context.Context, fact escalation.Opened) (id escalation.CaseID, ours bool, err error) {
	cases, err := t.bot.casesOf(ctx, t.by)
	if err != nil {
		return "", false, err
	}
	for _, c := range cases {
		if organisationKey(c.Organisation) != organisationKey(fact.Organisation) || fold(c.Subject) != fold(fact.Subject) {
			continue
		}
		_, prior, err := t.bot.Store.Load(ctx, c.ID, t.op())
		if err != nil {
			return "", false, err
		}
		if prior != nil {
			return c.ID, true, nil
		}
		if !c.State.Over() && id == "" {
			id = c.ID
		}
	}
	return id, false, nil
}

// organisationKey tells organisations apart, drafts by their name.
func organisationKey(o escalation.Organisation) string {
	if o.Key != "" {
		return o.Key
	}
	return "?" + fold(o.Name)
}
