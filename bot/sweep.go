package bot

import (
	"context"

	"relance/escalation"
)

// sweep removes from a shelf what has had its time. It is called once a day, or when something is
// put there, so that a shelf of passing things stays small by itself; what cannot
// be removed now is removed the next time.
func (b *Bot) sweep(ctx context.Context, shelf string, over func(value []byte) bool) {
	all, err := b.Book.All(ctx, shelf)
	if err != nil {
		b.Logger.Warn("a shelf was not swept", "shelf", shelf, "error", err)
		return
	}
	for key, value := range all {
		if !over(value) {
			continue
		}
		if err := b.Book.Put(ctx, shelf, key, nil); err != nil {
			b.Logger.Warn("a shelf was not swept", "shelf", shelf, "error", err)
			return
		}
	}
}

// clearShelves removes what only a running case needs: the threads its letters are
// looked at in, the marks of cards that are up, and, unless a post is out that can
// still be corrected or taken down, its messages to the moderators. Who reopens it
// begins a new round, with letters of its own.
func (b *Bot) clearShelves(ctx context.Context, c escalation.Case) {
	clear := func(shelf, key string) {
		if err := b.Book.Put(ctx, shelf, key, nil); err != nil {
			b.Logger.Warn("what an ended case leaves on a shelf stays there", "case", c.ID, "shelf", shelf, "error", err)
		}
	}
	for _, l := range c.Climb.Letters {
		clear(shelfLetters, l.Key)
	}
	for _, s := range b.teamRooms() {
		if _, up := b.cardRef(c, s); up {
			clear(shelfSending, sendingKey(c.ID, s.name()))
		}
	}
	if c.State == escalation.StatePublished {
		return
	}
	for _, s := range b.moderatorRooms() {
		clear(shelfApprovals, approvalsKey(c.ID, s))
	}
}
