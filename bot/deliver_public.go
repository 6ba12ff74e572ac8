package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// replacePost puts a message in the place of the post that is out. Doing it twice
// does no harm, so that an unknown outcome is tried again, a few times. Only where
// the platform says that the message is not there any more it is gone: a room that
// is archived, or an edit that is not allowed any more, leaves it standing.
func (b *Bot) replacePost(ctx context.Context, c escalation.Case, n escalation.Notice, m chat.Message, at time.Time) (escalation.Outcome, error) {
	s, ok := b.publicSpot(c)
	if !ok {
		return postFailed(n, "place_unknown", false), nil
	}
	err := s.platform.Edit(ctx, s.place, chat.Ref(c.Post.Out.Ref), m)
	if err == nil {
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: c.Post.Link}}, nil
	}
	switch kind, code := failure(err); {
	case kind == chat.Gone, kind == chat.Missing, kind == chat.TooLong:
		return postFailed(n, code, kind == chat.Missing), nil
	case kind == chat.Unknown && n.Doubts < postDoubts:
		return nothing, b.retryAfter(errors.Join(escalation.ErrMaybeSaid, err), at)
	case kind == chat.Unknown && n.Kind == escalation.NoticePost:
		return b.outUnknown(n), nil
	case kind == chat.Unknown:
		return postFailed(n, code, false), nil
	}
	return nothing, b.retryAfter(err, at)
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
// older one the text that stands is put again. Where nobody can tell, a person looks.
func (b *Bot) recall(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	recalled := c.Post.Recalled
	if c.Post.Out != nil {
		return b.putBack(ctx, c, n, at)
	}
	p, room, ok := b.publicPlace(c)
	if !ok {
		return recallUnknown(recalled.Notice), nil
	}
	s := spot{platform: p, place: room}
	posted, what, err := b.find(ctx, s, recalled.Notice, recalled.Since, at)
	if err != nil {
		return nothing, err
	}
	b.memory.done(recalled.Notice)
	switch what {
	case wasSaid:
		return b.isOut(s, n, recalled.Notice, posted), nil
	case wasNeverSaid:
		return recallOver(recalled.Notice, false), nil
	}
	return recallUnknown(recalled.Notice), nil
}

// putBack puts the text that stands where one that was taken back may be.
func (b *Bot) putBack(ctx context.Context, c escalation.Case, n escalation.Notice, at time.Time) (escalation.Outcome, error) {
	key, out := c.Post.Recalled.Notice, c.Post.Out
	if out.Withdrawn != nil { // the sentence takes the place of either
		return recallOver(key, false), nil
	}
	o, err := b.replacePost(ctx, c, n, view{}.post(escalation.Notice{Key: n.Key, Text: out.Text}), at)
	if err != nil {
		return nothing, err
	}
	failed, is := o.Fact.(escalation.DeliveryFailed)
	if is && !failed.Dead {
		b.Logger.Error("the text of a post may be one that was taken back", "case", c.ID, "code", failed.Why)
		return recallUnknown(key), nil
	}
	return recallOver(key, is), nil
}

// recallOver says that a text that was taken back is certainly not out; gone: nor is
// what stood there.
func recallOver(key string, gone bool) escalation.Outcome {
	return escalation.Outcome{Fact: escalation.DeliveryFailed{Notice: key, Kind: escalation.NoticeRecall, Why: "taken_back", Dead: gone}}
}

func recallUnknown(key string) escalation.Outcome {
	return escalation.Outcome{Fact: escalation.OutcomeUnknown{Notice: key, Kind: escalation.NoticeRecall}}
}

// publicSpot is where the public finds the post that is out.
func (b *Bot) publicSpot(c escalation.Case) (spot, bool) {
	name, room, _ := strings.Cut(c.Post.Out.Room, ":")
	p, ok := b.platforms[name]
	return spot{platform: p, place: chat.Place{Room: room}}, ok && room != ""
}
