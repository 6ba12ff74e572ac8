package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// A case gets one card a room, and whichever of its notices comes first shows it:
// so it is not a notice's tries that tell whether a card may be up already, but a
// mark that is made before and taken back only when it was certainly not posted.

// cardPosts is how often a card is posted when nobody knows what came of it.
const cardPosts = 2

// beginCard marks that a card is about to be posted, and returns how many posts
// before may have succeeded.
func (b *Bot) beginCard(ctx context.Context, id escalation.CaseID, room string) (before int, err error) {
	mark, err := b.Book.Get(ctx, shelfSending, sendingKey(id, room))
	if err != nil {
		return 0, fmt.Errorf("the mark of a card: %w", err)
	}
	if before = len(mark); before >= cardPosts {
		return before, nil
	}
	if err := b.markCard(ctx, id, room, before+1); err != nil {
		return 0, fmt.Errorf("the mark of a card: %w", err)
	}
	return before, nil
}

// findCard asks the platform for a card that may have been posted. One that was
// certainly not loses its marks.
func (b *Bot) findCard(ctx context.Context, s spot, c escalation.Case, n escalation.Notice, key string, at time.Time) (chat.Ref, bool, error) {
	mark, err := b.Book.Get(ctx, shelfSending, sendingKey(c.ID, s.name()))
	if err != nil {
		return "", false, fmt.Errorf("the mark of a card: %w", err)
	}
	if len(mark) == 0 {
		return "", false, nil
	}
	since := c.Opened // whichever notice it was that came first
	if n.NotBefore.Before(since) {
		since = n.NotBefore
	}
	posted, what, err := b.find(ctx, s, key, since, at)
	switch {
	case err != nil:
		return "", false, err
	case what == wasNeverSaid:
		if err := b.markCard(ctx, c.ID, s.name(), 0); err != nil {
			return "", false, fmt.Errorf("the mark of a card: %w", err)
		}
	case what == wasSaid:
		b.memory.settle(key, s.name())
		return posted.Ref, true, nil
	}
	return "", false, nil
}

// awaitsCard says that the card of a case is still to come in a room of the team. A
// room does without where it was refused there, or posted and nobody knows what came
// of it; a case that cannot be read gets none.
func (b *Bot) awaitsCard(ctx context.Context, c escalation.Case) (bool, error) {
	if c.Version == 0 {
		return false, nil
	}
	for _, s := range b.teamRooms() {
		if _, up := b.cardRef(c, s); up || b.memory.isWithout(c.ID, s.name()) {
			continue
		}
		mark, err := b.Book.Get(ctx, shelfSending, sendingKey(c.ID, s.name()))
		if err != nil {
			return false, fmt.Errorf("the mark of a card: %w", err)
		}
		if len(mark) < cardPosts {
			return true, nil
		}
	}
	return false, nil
}

// markCard sets how many posts of a card may have succeeded.
func (b *Bot) markCard(ctx context.Context, id escalation.CaseID, room string, posts int) error {
	var mark []byte
	if posts > 0 {
		mark = []byte(strings.Repeat("x", posts))
	}
	return b.Book.Put(context.WithoutCancel(ctx), shelfSending, sendingKey(id, room), mark)
}

func sendingKey(id escalation.CaseID, room string) string { return string(id) + "/" + room }
