package bot

import (
	"context"
	"fmt"
	"strings"

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

// markCard sets how many posts of a card may have succeeded.
func (b *Bot) markCard(ctx context.Context, id escalation.CaseID, room string, posts int) error {
	var mark []byte
	if posts > 0 {
		mark = []byte(strings.Repeat("x", posts))
	}
	return b.Book.Put(context.WithoutCancel(ctx), shelfSending, sendingKey(id, room), mark)
}

func sendingKey(id escalation.CaseID, room string) string { return string(id) + "/" + room }
