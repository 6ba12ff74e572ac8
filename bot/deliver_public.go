package bot

import (
	"context"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// replacePost puts a message in the place of the post that is out. Doing it twice
// does no harm, so that an unknown outcome is only tried again.
func (b *Bot) replacePost(ctx context.Context, c escalation.Case, n escalation.Notice, m chat.Message, at time.Time) (escalation.Outcome, error) {
	s, ok := b.publicSpot(c)
	if !ok {
		return postFailed(n, "place_unknown", false), nil
	}
	err := s.platform.Edit(ctx, s.place, chat.Ref(c.Post.Out.Ref), m)
	if err == nil {
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: c.Post.Link}}, nil
	}
	switch kind, code := failure(err); kind {
	case chat.Gone, chat.TooLong:
		return postFailed(n, code, kind == chat.Gone), nil
	}
	return nothing, retryAfter(err, at)
}

// takeDown puts the short sentence in the place of a withdrawn post, in the
// requester's language, in which the post was written.
func (b *Bot) takeDown(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	lang, err := b.languageOf(ctx, c.Requester)
	if err != nil {
		return nothing, err
	}
	v, err := b.view(ctx, c, b.speaker(lang), at)
	if err != nil {
		return nothing, err
	}
	return b.replacePost(ctx, c, n, v.takenDown(n), at)
}

// recall looks what became of a text that was taken back when it was on its way. A
// new post that has landed all the same is known from now on; in the place of an
// older one the text that stands is put again.
func (b *Bot) recall(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	if out := c.Post.Out; out != nil {
		if out.Withdrawn != nil { // the sentence that takes its place is on its way
			return nothing, nil
		}
		o, err := b.replacePost(ctx, c, n, view{}.post(escalation.Notice{Key: n.Key, Text: out.Text}), at)
		if failed, is := o.Fact.(escalation.DeliveryFailed); is {
			b.Logger.Error("the text of a post may be one that was taken back", "case", c.ID, "code", failed.Why)
		}
		return nothing, err
	}
	p, room, ok := b.publicPlace(c)
	if !ok {
		return nothing, nil
	}
	s := spot{platform: p, place: room}
	posted, what, err := b.find(ctx, s, c.Post.Recalled.Notice, n.NotBefore.Add(-findRecalled), at)
	if err != nil {
		return nothing, err
	}
	b.memory.done(c.Post.Recalled.Notice)
	if what != wasSaid {
		return nothing, nil
	}
	return b.isOut(s, n, c.Post.Recalled.Notice, posted), nil
}

// findRecalled is how long before it was taken back a post may have been said.
const findRecalled = 24 * time.Hour

// publicSpot is where the public finds the post that is out.
func (b *Bot) publicSpot(c escalation.Case) (spot, bool) {
	name, room, _ := strings.Cut(c.Post.Out.Room, ":")
	p, ok := b.platforms[name]
	return spot{platform: p, place: chat.Place{Room: room}}, ok && room != ""
}
