package discord

import (
	"context"
	"time"

	"relance/adapters/chat"
)

// Find looks in the history of a place for the message that was posted with a key.
// It is known by its mark, which only messages have in which something is to be
// read.
func (p *Platform) Find(ctx context.Context, at chat.Place, key string, since time.Time) (chat.Posted, bool, error) {
	s, err := p.spot(ctx, at)
	if err != nil {
		return chat.Posted{}, false, err
	}
	own, err := p.own(ctx)
	if err != nil {
		return chat.Posted{}, false, err
	}
	all, err := p.history(ctx, s, since)
	if err != nil {
		return chat.Posted{}, false, err
	}
	for _, m := range all {
		if m.Author != nil && m.Author.ID == own && m.has(mark(key, 0)) {
			ref := chat.Ref(m.ID)
			return chat.Posted{Ref: ref, Link: link(s.guild(), s.of(ref), m.ID)}, true, nil
		}
	}
	return chat.Posted{}, false, nil
}
