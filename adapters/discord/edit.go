package discord

import (
	"context"
	"net/http"

	"relance/adapters/chat"
)

// Edit replaces a message of the bot's. What has no room in it is left out, and a
// mark shows it: what was said below it stays.
func (p *Platform) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	return missing(p.edit(ctx, at, ref, m))
}

func (p *Platform) edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	what, err := p.edited(m)
	if err != nil {
		return err
	}
	s, err := p.spot(ctx, at)
	if err != nil {
		return err
	}
	if !isID(string(ref)) {
		return goneError(codeMessage, "%q is no message", ref)
	}
	known, err := p.markIn(ctx, s.of(ref), ref, m.Key)
	if err != nil {
		return err
	}
	q := request{
		method: http.MethodPatch, route: "/channels/{channel.id}/messages/{message.id}",
		ids: []string{s.of(ref), string(ref)}, body: what.outgoing(known),
	}
	err = p.twice(ctx, true, q)
	if is(err, codeArchived) && p.unarchive(ctx, s.of(ref)) {
		err = p.twice(ctx, true, q)
	}
	if is(err, codeUnknownChannel) {
		p.forget(s)
	}
	return err
}

// markIn is the mark that an edited message has: that of its key or, without one,
// the one it was posted with, so that it is found as before.
func (p *Platform) markIn(ctx context.Context, channel string, ref chat.Ref, key string) (string, error) {
	if key != "" {
		return mark(key, 0), nil
	}
	if out, known := p.said.get(string(ref), p.now()); known {
		return out.mark, nil
	}
	var m message
	err := p.rest.do(ctx, request{
		method: http.MethodGet, route: "/channels/{channel.id}/messages/{message.id}", ids: []string{channel, string(ref)}, into: &m,
	})
	if is(err, codeMissingAccess) { // it may write and not read: then it finds nothing either
		return "", nil
	}
	return m.mark(), err
}
