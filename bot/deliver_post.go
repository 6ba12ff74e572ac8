package bot

import (
	"cmp"
	"context"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// publish says the approved text in public, once, or puts it in the place of what
// is out. Where nobody knows whether it was said, the platform is asked; where that
// is impossible a person looks, and it is never sent again blindly.
func (b *Bot) publish(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	if escalation.TextHash(n.Text) != n.Hash || n.Hash != c.Post.Hash {
		b.Logger.Error("the text of a post is not the approved one", "case", c.ID, "notice", n.Key)
		return postFailed(n, "not_the_approved_text", false), nil
	}
	if c.Post.Out != nil {
		return b.replacePost(ctx, c, n, view{}.post(n), at)
	}
	p, room, ok := b.publicPlace(c)
	if !ok {
		return postFailed(n, "no_public_room", false), nil
	}
	s := spot{platform: p, place: room}
	if n.Doubts > 0 {
		posted, what, err := b.find(ctx, s, n.Key, n.NotBefore, at)
		switch {
		case err != nil:
			return nothing, err
		case what == wasSaid:
			return b.isOut(s, n, n.Key, posted), nil
		case what == cannotTell, n.Doubts >= postDoubts:
			return b.outUnknown(n), nil
		}
	}
	posted, err := p.Post(ctx, room, view{}.post(n))
	if err == nil {
		return b.isOut(s, n, n.Key, posted), nil
	}
	switch kind, code := failure(err); kind {
	case chat.Temporary:
		return nothing, b.retryAfter(err, at)
	case chat.Gone, chat.TooLong:
		b.memory.done(n.Key)
		return postFailed(n, code, false), nil
	}
	if _, can := chat.As[chat.Finder](p); can {
		return nothing, b.maybeSaid(s, n.Key, err, at)
	}
	return b.outUnknown(n), nil
}

// postDoubts is how many tries to say something in public may end in doubt before a
// person looks, though the platform says each time that it is not there.
const postDoubts = 4

// isOut is the receipt of the post with a key, and where the public finds it.
func (b *Bot) isOut(s spot, n escalation.Notice, key string, posted chat.Posted) escalation.Outcome {
	b.memory.done(n.Key)
	return escalation.Outcome{Fact: escalation.Delivered{Notice: key, Kind: escalation.NoticePost,
		Proof: cmp.Or(posted.Link, string(posted.Ref)), Where: escalation.Card{Room: s.name(), Ref: string(posted.Ref)}}}
}

func (b *Bot) outUnknown(n escalation.Notice) escalation.Outcome {
	b.memory.done(n.Key)
	return escalation.Outcome{Fact: escalation.OutcomeUnknown{Notice: n.Key}}
}

func postFailed(n escalation.Notice, why string, dead bool) escalation.Outcome {
	return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: why, Dead: dead}}
}
