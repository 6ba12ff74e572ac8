package bot

import (
	"cmp"
	"context"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// publish says the approved text in public, once. Whether it is out may remain
// unknown: then a person looks, and it is never sent again blindly.
func (b *Bot) publish(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	failed := func(why string) (escalation.Outcome, error) {
		return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: why}}, nil
	}
	unknown := escalation.Outcome{Fact: escalation.OutcomeUnknown{Notice: n.Key}}
	if escalation.TextHash(n.Text) != n.Hash || n.Hash != c.Post.Hash {
		b.Logger.Error("the text of a post is not the approved one", "case", c.ID, "notice", n.Key)
		return failed("not_the_approved_text")
	}
	p, room, ok := b.publicPlace(c)
	if !ok {
		return failed("no_public_room")
	}
	if n.Doubts > 0 {
		return unknown, nil
	}
	posted, err := p.Post(ctx, room, view{}.post(n))
	if err == nil {
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: cmp.Or(posted.Link, string(posted.Ref))}}, nil
	}
	switch kind, code := failure(err); kind {
	case chat.Temporary:
		return nothing, retryAfter(err, at)
	case chat.Gone, chat.TooLong:
		return failed(code)
	}
	return unknown, nil
}
