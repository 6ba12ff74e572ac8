package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// asked is a message that has put a text before the moderators of a room.
type asked struct {
	Ref      chat.Ref `json:"ref"`
	Hash     string   `json:"hash"` // of the text
	Key      string   `json:"key"`  // of the notice
	Reminder int      `json:"reminder,omitempty"`
}

func approvalsKey(id escalation.CaseID, s spot) string { return string(id) + "/" + s.name() }

// askedIn are the messages of a room that are still to be kept up to date: the last
// one, and those before it that do not point on yet.
func (b *Bot) askedIn(ctx context.Context, id escalation.CaseID, s spot) ([]asked, error) {
	value, err := b.Book.Get(ctx, shelfApprovals, approvalsKey(id, s))
	if err != nil || value == nil {
		return nil, err
	}
	var all []asked
	if err := json.Unmarshal(value, &all); err != nil {
		return nil, fmt.Errorf("where case %s is before the moderators: %w", id, err)
	}
	return all, nil
}

func (b *Bot) keepAsked(ctx context.Context, id escalation.CaseID, s spot, all []asked) error {
	var value []byte
	if len(all) > 0 {
		var err error
		if value, err = json.Marshal(all); err != nil {
			return err
		}
	}
	return b.Book.Put(context.WithoutCancel(ctx), shelfApprovals, approvalsKey(id, s), value)
}

// nowAsked remembers a message that puts a text before the moderators, and lets
// the one before it point on. What fails here does no harm to what was said: the
// next change of the case tries again, or a message stays as it was.
func (b *Bot) nowAsked(ctx context.Context, s spot, v view, n escalation.Notice, posted chat.Posted, at time.Time) {
	all, err := b.askedIn(ctx, v.c.ID, s)
	if err == nil {
		err = b.keepAsked(ctx, v.c.ID, s, append(all, asked{posted.Ref, n.Hash, n.Key, n.Reminder}))
	}
	if err == nil && len(all) > 0 {
		err = b.refreshAsked(ctx, s, v, nil, at)
	}
	if err != nil {
		b.Logger.Warn("a message to the moderators may not be kept up to date", "case", v.c.ID, "notice", n.Key, "error", err)
	}
}

// refreshApprovals brings what moderators have before them up to date with the
// case: every change of it comes by here with its card.
func (b *Bot) refreshApprovals(ctx context.Context, c escalation.Case, trail []escalation.Entry, at time.Time) error {
	for _, s := range b.moderatorRooms() {
		v, err := b.view(ctx, c, s.speaker, at)
		if err != nil {
			return err
		}
		if v.rung(c.Climb.Rung).Kind != escalation.RungPost {
			return nil
		}
		if err := b.refreshAsked(ctx, s, v, trail, at); err != nil {
			return err
		}
	}
	return nil
}

// refreshAsked edits the messages of one room. Without a trail only those that
// have to point on.
func (b *Bot) refreshAsked(ctx context.Context, s spot, v view, trail []escalation.Entry, at time.Time) error {
	all, err := b.askedIn(ctx, v.c.ID, s)
	if err != nil || len(all) == 0 {
		return err
	}
	var left []asked
	for i, a := range all {
		last := i == len(all)-1
		if last && trail == nil {
			left = append(left, a)
			continue
		}
		m := v.movedOn(a.Key)
		if last {
			m = v.moderation(escalation.Notice{Key: a.Key, Hash: a.Hash, Reminder: a.Reminder}, trail)
		}
		gone, failed := b.editAsked(ctx, s, v.c.ID, a, m)
		if failed != nil {
			err = b.retryAfter(failed, at)
		}
		if failed != nil || last && !gone {
			left = append(left, a)
		}
	}
	if len(left) != len(all) {
		if err := b.keepAsked(ctx, v.c.ID, s, left); err != nil {
			return err
		}
	}
	return err
}

// editAsked replaces a message, unless it says so already. gone: it is not there
// any more, or cannot be changed; an error is tried again.
func (b *Bot) editAsked(ctx context.Context, s spot, id escalation.CaseID, a asked, m chat.Message) (gone bool, err error) {
	says := escalation.TextHash(fmt.Sprint(m))
	spoken := s.name() + "/" + string(a.Ref)
	if b.memory.says(id, spoken) == says {
		return false, nil
	}
	err = s.platform.Edit(ctx, s.place, a.Ref, m)
	switch kind, code := failure(err); {
	case err == nil:
		b.memory.setSays(id, spoken, says)
		return false, nil
	case kind == chat.Gone, kind == chat.Missing, kind == chat.TooLong:
		b.Logger.Warn("a message to the moderators stays as it was", "case", id, "place", s.name(), "code", code, "error", err)
		return true, nil
	}
	return false, err
}
