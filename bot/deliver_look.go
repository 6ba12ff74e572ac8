package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// lookPatience is how long a look waits for a platform that names a time to ask
// again, before that is an impossible look.
const lookPatience = time.Hour

// look asks the platforms of the contacts who have a letter of the present round
// whether anything has come that the bot has not heard, and hands it over first.
// Only then the case may climb.
func (b *Bot) look(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	failed := ""
	for _, l := range c.Climb.Letters {
		if l.Round != c.Climb.Round || l.Delivered.IsZero() {
			continue
		}
		err := b.lookFor(ctx, c, l, at)
		impossible, is := errors.AsType[*chat.Error](err)
		switch {
		case is && impossible.Failure == chat.Temporary && impossible.After > 0 && at.Sub(n.NotBefore) < lookPatience:
			return nothing, b.retryAfter(err, at) // it only asks for a little time
		case is:
			failed = impossible.Code
			b.Logger.Warn("a look was impossible", "case", c.ID, "address", l.Address, "error", err)
		case err != nil:
			return nothing, err
		}
	}
	return escalation.Outcome{Fact: escalation.Looked{Notice: n.Key, Failed: failed}}, nil
}

// lookFor asks for what came after a letter: in its thread, and at the top of its
// room. The answer to a letter by hand is logged by a person.
func (b *Bot) lookFor(ctx context.Context, c escalation.Case, l escalation.Letter, at time.Time) error {
	p, room, ok, err := b.locateIn(ctx, c, l.Address)
	if err != nil {
		return asFailure(err)
	}
	if !ok {
		return nil
	}
	var places []chat.Place
	if l.Reminder == 0 { // once for each room: what came since includes what came after a reminder
		places = append(places, room)
	}
	ref, err := b.Book.Get(ctx, shelfLetters, l.Key)
	if err != nil {
		return fmt.Errorf("the thread of a letter: %w", err)
	}
	if ref != nil {
		room.Thread = chat.Ref(ref)
		places = append(places, room)
	}
	for _, place := range places {
		acts, err := p.Heard(ctx, place, l.Delivered)
		if err != nil {
			return asFailure(err)
		}
		for _, act := range acts {
			if isKept(c, act) {
				continue
			}
			if err := b.hear(ctx, p.Name(), c.ID, l.Address, act, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// isKept says that a message is among the replies of a case, with the words it has
// now: what was edited since is another reply. The operation ID of its act says the
// same, but is forgotten after some days; a rung can wait longer.
func isKept(c escalation.Case, act chat.Act) bool {
	said, ok := act.Deed.(chat.Said)
	return ok && slices.ContainsFunc(c.Replies, func(r escalation.Reply) bool {
		if r.Text != wordsOf(said) {
			return false
		}
		if said.Link != "" && r.Link != "" {
			return r.Link == said.Link
		}
		return r.At.Equal(act.At)
	})
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
	t := &turn{bot: b, platform: platform, act: act, at: at, say: b.speaker(act.By.Language), again: true}
	_, err := t.run(ctx)
	if _, undecided := errors.AsType[*undecidedError](err); undecided {
		t.c.ID, t.actor = id, escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
		text := wordsOf(said)
		_, err = t.commit(ctx, t.event(t.op(), escalation.Replied{
			From: address, Text: text, Link: said.Link, Proposed: propose(text), At: act.At,
		}))
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
