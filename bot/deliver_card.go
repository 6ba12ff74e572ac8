package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// showCard posts the live card where it is not up yet, and edits it where it is.
// A card that already shows a later version of the case is left alone.
func (b *Bot) showCard(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	trail, err := b.Store.Trail(ctx, c.ID)
	if err != nil {
		return nothing, fmt.Errorf("the trail for the card: %w", err)
	}
	last := newest(trail)
	var fresh []escalation.Card
	for _, s := range b.teamRooms() {
		card, err := b.showCardIn(ctx, s, c, n, last, at)
		if err != nil {
			return nothing, err
		}
		if card.Ref != "" {
			fresh = append(fresh, card)
		}
	}
	stale := b.refreshApprovals(ctx, c, trail, at)
	if stale != nil {
		if len(fresh) == 0 {
			return nothing, stale
		}
		b.Logger.Warn("what the moderators have before them is not up to date", "case", c.ID, "error", stale) // the card that is up must be known first
	}
	if c.State.Over() {
		if stale == nil {
			b.clearShelves(ctx, c)
		}
		b.memory.forgetCard(c.ID)
	}
	return b.cardsShown(ctx, c, n, fresh, at)
}

// newest is the last entry of a trail; the zero Entry where there is none.
func newest(trail []escalation.Entry) escalation.Entry {
	if len(trail) == 0 {
		return escalation.Entry{}
	}
	return trail[len(trail)-1]
}

// showCardIn returns the card when it was posted, or found and the case does not
// know it yet; the zero Card when one that was there is edited or left.
func (b *Bot) showCardIn(ctx context.Context, s spot, c escalation.Case, n escalation.Notice, last escalation.Entry, at time.Time) (escalation.Card, error) {
	none := escalation.Card{}
	if old, ok := b.memory.card(c.ID, s.name()); ok && old.version >= c.Version {
		return none, nil
	}
	v, err := b.view(ctx, c, s.speaker, at)
	if err != nil {
		return none, err
	}
	m := v.card(last)
	// Not the notice's own key: whichever notice shows the card first, it is the
	// same card.
	m.Key = string(c.ID) + "/card"
	ref, up := b.cardRef(c, s)
	if up {
		err := s.platform.Edit(ctx, s.place, ref, m)
		if err == nil {
			b.memory.setCard(c.ID, s.name(), shown{ref, c.Version})
			b.catchUp(ctx, s, c, n, at)
			return unrecorded(c, s, ref), nil
		}
		if kind, _ := failure(err); kind != chat.Missing && kind != chat.Gone {
			return none, b.retryAfter(err, at)
		}
		// Somebody has deleted it, or it cannot be changed any more: the room gets a new
		// one, under a key of its own, unless it is gone.
		m.Key += "/" + strings.TrimPrefix(n.Key, string(c.ID)+"/")
	}
	if ref, found, err := b.findCard(ctx, s, c, n, m.Key, at); err != nil {
		return none, err
	} else if found { // as it was then: what it says now comes next
		b.memory.setCard(c.ID, s.name(), shown{ref, 0})
		return b.showCardIn(ctx, s, c, n, last, at)
	}
	before, err := b.beginCard(ctx, c.ID, s.name())
	switch {
	case err != nil:
		return none, err
	case before >= cardPosts:
		b.Logger.Debug("a card was posted twice, and nobody knows what came of it: the room does without", "case", c.ID, "place", s.name())
		return none, nil
	case before > 0:
		m.Blocks = append([]chat.Block{v.says("repeat")}, m.Blocks...)
	}
	posted, err := s.platform.Post(ctx, s.place, m)
	if err != nil {
		kind, code := failure(err)
		if kind == chat.Unknown {
			return none, b.maybeSaid(s, m.Key, err, at)
		}
		if err := b.markCard(ctx, c.ID, s.name(), before); err != nil {
			return none, fmt.Errorf("the mark of a card: %w", err)
		}
		if kind == chat.Gone || kind == chat.TooLong {
			b.memory.setWithout(c.ID, s.name())
			b.Logger.Error("a card cannot be shown", "case", c.ID, "place", s.name(), "code", code, "error", err)
			return none, nil
		}
		return none, b.retryAfter(err, at)
	}
	b.memory.settle(m.Key, s.name())
	b.memory.setCard(c.ID, s.name(), shown{posted.Ref, c.Version})
	return escalation.Card{Room: s.name(), Ref: string(posted.Ref)}, nil
}

// catchUp edits a card once more where the case has gone on while it was edited: another
// process may have shown the later version before, and would not do so again. Whoever
// edits last looks last, so no card stays behind; until a look succeeds it is as old as
// it would be a moment before.
func (b *Bot) catchUp(ctx context.Context, s spot, c escalation.Case, n escalation.Notice, at time.Time) {
	later, _, err := b.Store.Load(ctx, c.ID, "")
	if err == nil && later.Version <= c.Version {
		return
	}
	var trail []escalation.Entry
	if err == nil {
		trail, err = b.Store.Trail(ctx, c.ID)
	}
	if err == nil {
		_, err = b.showCardIn(ctx, s, later, n, newest(trail), at)
	}
	if err != nil {
		b.Logger.Warn("a card may be older than its case until the next change", "case", c.ID, "place", s.name(), "error", err)
	}
}

// unrecorded is the card that is up, where the case does not know it yet.
func unrecorded(c escalation.Case, s spot, ref chat.Ref) escalation.Card {
	card := escalation.Card{Room: s.name(), Ref: string(ref)}
	if slices.Contains(c.Cards, card) {
		return escalation.Card{}
	}
	return card
}

// cardsShown records where cards went up. One is the outcome of the notice; those
// of further platforms are recorded beside it.
func (b *Bot) cardsShown(ctx context.Context, c escalation.Case, n escalation.Notice, fresh []escalation.Card, at time.Time) (escalation.Outcome, error) {
	if len(fresh) == 0 {
		return nothing, nil
	}
	for _, card := range fresh[1:] {
		event := escalation.Event{
			ID: "card:" + n.Key + ":" + card.Room, Case: c.ID, At: at,
			Actor: escalation.Actor{Role: escalation.ActorBot},
			Fact:  escalation.Delivered{Notice: n.Key, Kind: n.Kind, Card: &card},
		}
		if _, err := b.Recorder.Record(ctx, event); err != nil {
			return nothing, fmt.Errorf("where a card is: %w", err)
		}
	}
	return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Card: &fresh[0]}}, nil
}

// cardRef finds the card of a room: as it was just shown, or as the case has it.
func (b *Bot) cardRef(c escalation.Case, s spot) (chat.Ref, bool) {
	name := spot{platform: s.platform, place: chat.Place{Room: s.place.Room}}.name()
	if last, ok := b.memory.card(c.ID, name); ok {
		return last.ref, true
	}
	for _, card := range c.Cards {
		if card.Room == name {
			return chat.Ref(card.Ref), true
		}
	}
	return "", false
}
