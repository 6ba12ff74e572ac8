package discord

import (
	"context"
	"time"

	"relance/adapters/chat"
)

// partsLimit is how many pieces a mark may speak of. Ours: 64 of them are more than
// a quarter of a million characters.
const partsLimit = 64

// Find looks in the history of a place for the message that was posted with a key.
// It is known by its mark, which only messages have in which something is to be
// read. A message of several pieces of which some are missing is not there: what is,
// is remembered, so that Post says the rest.
//
// A thread that took no messages has its own at the top of its room.
func (p *Platform) Find(ctx context.Context, at chat.Place, key string, since time.Time) (chat.Posted, bool, error) {
	s, err := p.spot(ctx, at)
	if err != nil {
		return chat.Posted{}, false, err
	}
	out, said, err := p.findAt(ctx, s, key, since)
	if said || s.thread == "" || s.room == nil || err != nil && !isFailure(err, chat.Gone) {
		return out, said, err
	}
	if above, said, e := p.findAt(ctx, s.top(), s.aboveKey(key), since); said || e != nil {
		return above, said, e
	}
	return out, said, err
}

// findAt looks in one channel, and in the thread of what it finds there.
func (p *Platform) findAt(ctx context.Context, s spot, key string, since time.Time) (chat.Posted, bool, error) {
	own, err := p.own(ctx)
	if err != nil {
		return chat.Posted{}, false, err
	}
	found := search{key: key, own: own, said: map[int]message{}}
	all, err := p.history(ctx, s, since)
	if err != nil {
		return chat.Posted{}, false, err
	}
	found.look(all)
	head, begun := found.said[0]
	if !begun {
		return chat.Posted{}, false, nil
	}
	ref := chat.Ref(head.ID)
	if below := s.below(ref); !found.whole() && below.channel != s.channel {
		more, err := p.history(ctx, below, since)
		if err != nil {
			return chat.Posted{}, false, err
		}
		found.look(more)
	}
	out := chat.Posted{Ref: ref, Link: link(s.guild(), s.of(ref), head.ID)}
	if !found.whole() {
		p.keepPieces(s, found, out)
		return chat.Posted{}, false, nil
	}
	if s.announces() && head.unpublished() {
		p.publish(ctx, s.channel, ref)
	}
	return out, true, nil
}

// keepPieces remembers the pieces of a message that are out.
func (p *Platform) keepPieces(s spot, found search, head chat.Posted) {
	until, below := p.now().Add(saidFresh), s.below(head.Ref)
	p.said.put(where(mark(found.key, 0), s), posted{Posted: head}, until)
	for n, m := range found.said {
		if n > 0 {
			out := chat.Posted{Ref: chat.Ref(m.ID), Link: link(s.guild(), below.channel, m.ID)}
			p.said.put(where(mark(found.key, n), below), posted{Posted: out}, until)
		}
	}
}

// search collects the pieces of one message.
type search struct {
	key   string
	own   string // the bot's user: anybody can copy a mark
	said  map[int]message
	parts int
}

// look takes note of the pieces among messages.
func (f *search) look(all []message) {
	for _, m := range all {
		if m.Author == nil || m.Author.ID != f.own {
			continue
		}
		if t, is := m.piece(f.key); is {
			if _, known := f.said[t.n]; !known {
				f.said[t.n] = m
			}
			if t.n == 0 {
				f.parts = t.of
			}
		}
	}
}

func (f *search) whole() bool { return f.parts > 0 && len(f.said) >= f.parts }
