package discord

import (
	"context"
	"net/http"

	"relance/adapters/chat"
)

// Edit replaces a message of the bot's. What has no room in it is left out, and a
// mark shows it: what was said below it stays.
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
		return goneError(codeMessage, "%q is no message", ref)
	}
	q := request{
		method: http.MethodPatch, route: "/channels/{channel.id}/messages/{message.id}",
		ids: []string{s.of(ref), string(ref)}, body: what.outgoing(mark(m.Key, 0)),
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
