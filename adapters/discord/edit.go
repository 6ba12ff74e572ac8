package discord

import (
	"context"
	"net/http"
	"strings"

	"relance/adapters/chat"
)

// Edit replaces a message of the bot's. What has no room in it is left out, and a
// mark shows it: what was said below it stays.
//
// chat.Missing is what Discord says of a message that is deleted, itself or with its
// thread. An edit that is refused is chat.Gone: the message stands as it was.
func (p *Platform) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	what, err := p.edited(m)
	if err != nil {
		return err
	}
	s, err := p.spot(ctx, at)
	if err != nil {
		return err
	}
	if !isID(string(ref)) {
		return missing(goneError(codeMessage, "%q is no message", ref))
	}
	err = p.edit(ctx, s, ref, what, m.Key)
	if s.thread != "" && s.room != nil && deleted(err) {
		key := s.aboveKey(m.Key)
		s = s.top() // where it is if its thread did not take it
		err = p.edit(ctx, s, ref, what, key)
	}
	if is(err, codeUnknownChannel) && s.of(ref) != s.channel { // the post of a forum: is the forum there?
		if _, e := p.room(ctx, s.channel); e != nil {
			return e
		}
		return &chat.Error{Failure: chat.Missing, Code: codeOf(err), Err: err}
	}
	if is(err, codeUnknownMessage) {
		p.said.drop(string(ref))
	}
	return missing(err)
}

// edit replaces a message at a spot.
func (p *Platform) edit(ctx context.Context, s spot, ref chat.Ref, what piece, key string) error {
	known, err := p.markIn(ctx, s.of(ref), ref, key)
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
	if out, known := p.said.get(string(ref), p.now()); known && (key == "" || strings.HasPrefix(out.mark, mark(key, 0))) {
		return out.mark, nil
	}
	if key != "" {
		return marked(mark(key, 0), 1, p.options.Origin), nil
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
