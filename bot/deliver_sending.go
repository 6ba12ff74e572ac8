package bot

import (
	"context"
	"fmt"

	"relance/escalation"
)

// A notice that goes outward is marked before it is sent, and the mark is taken
// back only when it was certainly not said. Whoever finds the mark of the same
// notice, after a crash or a lost reply, knows that it may be out already. There
// is one mark for each case and address: it is written over, never collected.

// begin marks a notice and says whether it was marked before.
func (b *Bot) begin(ctx context.Context, n escalation.Notice) (before bool, err error) {
	mark, err := b.Book.Get(ctx, shelfSending, sendingKey(n))
	if err != nil {
		return false, fmt.Errorf("the mark of what is being sent: %w", err)
	}
	if string(mark) == n.Key {
		return true, nil
	}
	if err := b.Book.Put(ctx, shelfSending, sendingKey(n), []byte(n.Key)); err != nil {
		return false, fmt.Errorf("the mark of what is being sent: %w", err)
	}
	return false, nil
}

// unsaid takes the mark back. Where that fails the notice counts as possibly
// said, which is the safe side.
func (b *Bot) unsaid(ctx context.Context, n escalation.Notice) {
	if err := b.Book.Put(context.WithoutCancel(ctx), shelfSending, sendingKey(n), nil); err != nil {
		b.Logger.Warn("a notice that was not said counts as possibly said", "notice", n.Key, "error", err)
	}
}

func sendingKey(n escalation.Notice) string {
	if n.To == escalation.ToPublic {
		return string(n.Case) + "/" + string(escalation.ToPublic)
	}
	return string(n.Case) + "/" + n.Address
}
