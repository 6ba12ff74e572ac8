package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// look asks the platforms of the contacts who have a letter of the present round
// whether anything has come that the bot has not heard, and hands it over first.
// Only then the case may climb.
func (b *Bot) look(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	failed := ""
	since := awaited(c)
	for _, address := range slices.Sorted(maps.Keys(since)) {
		p, place, ok := b.contactPlace(address)
		if !ok {
			continue // a letter by hand: a person logs the answer
		}
		acts, err := p.Heard(ctx, place, since[address])
		if err != nil {
			_, failed = failure(err)
			b.Logger.Warn("a look was impossible", "case", c.ID, "address", address, "error", err)
			continue
		}
		for _, act := range acts {
			if err := b.hear(ctx, p.Name(), c.ID, address, act, at); err != nil {
				return nothing, err
			}
		}
	}
	return escalation.Outcome{Fact: escalation.Looked{Notice: n.Key, Failed: failed}}, nil
}

// awaited are the addresses an answer may come from, with the time of the letter.
func awaited(c escalation.Case) map[string]time.Time {
	since := map[string]time.Time{}
	for _, l := range c.Climb.Letters {
		if l.Round == c.Climb.Round && l.Reminder == 0 && !l.Delivered.IsZero() {
			since[l.Address] = l.Delivered
		}
	}
	return since
}

// hear takes what was said in a contact's room as if it had just been said: with
// the operation ID of the act, so that what was heard before changes nothing. When
// nobody can tell which of several cases is meant it counts for the one that is
// about to climb: nothing climbs over what may be its answer.
func (b *Bot) hear(ctx context.Context, platform string, id escalation.CaseID, address string, act chat.Act, at time.Time) error {
	said, ok := act.Deed.(chat.Said)
	if !ok {
		return nil
	}
	t := &turn{bot: b, platform: platform, act: act, at: at, say: b.speaker(act.By.Language)}
	_, err := t.run(ctx)
	if _, undecided := errors.AsType[*undecidedError](err); undecided {
		t.c.ID, t.actor = id, escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
		_, err = t.commit(ctx, t.event(t.op(), escalation.Replied{From: address, Text: said.Text, Link: said.Link, Proposed: propose(said.Text)}))
	}
	switch escalation.CodeOf(err) {
	case escalation.CodeNotRecorded, escalation.CodeNotConfirmed:
		return fmt.Errorf("what was said in %s: %w", address, err)
	case "":
		return err
	}
	b.Logger.Warn("what was said is not taken", "case", id, "act", act.ID, "error", err)
	return nil
}
