package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

const (
	// sendTries is how often a request is made whose outcome is unknown and that may
	// be repeated: the nonce makes one message of it, within "the past few minutes"
	// (https://docs.discord.com/developers/resources/message#create-message-jsonform-params),
	// and two requests take half of one.
	sendTries = 2
	// sendPause is how long it waits between. Ours.
	sendPause = 500 * time.Millisecond
	// saidFresh is how long it is remembered what was said, so that a message whose
	// later pieces failed goes on where it stopped, past the period of the nonce.
	saidFresh = time.Hour
)

// posted is a message that is out.
type posted struct {
	chat.Posted
	title string // of the message, for the thread that may be started from it
	mark  string
}

// Post says a message. What has no room in it goes on in its thread, in private
// below it. In a forum a message is a post; in an announcement channel it is
// published to those who follow the channel. What a thread does not take, because it
// is locked or not there any more, is said at the top of its room.
//
// A request whose outcome is unknown is repeated once, as its nonce allows; what is
// then still unknown is chat.Unknown, which may be said again at once with the same
// key, and so is a message of which only the beginning is out. It is chat.Temporary
// when its turn has not come: Error.After says how long that takes, no call waits
// more than a second for it.
func (p *Platform) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	pieces, err := p.pieces(m)
	if err != nil {
		return chat.Posted{}, err
	}
	s, err := p.spot(ctx, at)
	if err != nil {
		return chat.Posted{}, err
	}
	if p.saidAbove(s, m.Key) {
		m.Key = s.aboveKey(m.Key)
		return p.sayAll(ctx, s.top(), m, pieces)
	}
	out, err := p.sayAll(ctx, s, m, pieces)
	if isFailure(err, chat.Gone) && p.hasOpenTop(ctx, s) {
		p.log.Warn("discord: a thread takes no messages, so they are said at the top of its room", "channel", s.room.ID, "thread", s.thread, "error", err)
		m.Key = s.aboveKey(m.Key)
		return p.sayAll(ctx, s.top(), m, pieces)
	}
	return out, err
}

// sayAll says the pieces that are not out yet. Once the first is out, with its
// buttons, the message is said: where Discord refuses a later piece for ever, whoever
// has the first can answer it, so what is missing is logged and not taken for a
// failure.
func (p *Platform) sayAll(ctx context.Context, s spot, m chat.Message, pieces []piece) (chat.Posted, error) {
	p.recall(ctx, s, m, len(pieces))
	first, err := p.say(ctx, s, m, turn{0, len(pieces)}, pieces[0])
	if err != nil {
		return chat.Posted{}, err
	}
	for n, more := range pieces[1:] {
		_, err := p.say(ctx, s.below(first.Ref), m, turn{n + 1, len(pieces)}, more)
		switch {
		case err == nil:
		case isFailure(err, chat.Gone), isFailure(err, chat.TooLong):
			p.log.Error("discord: a message is said without its end, which Discord refuses", "channel", s.channel, "message", first.Ref,
				"said", n+1, "parts", len(pieces), "error", err)
			return first, nil
		default:
			return chat.Posted{}, halfSaid(err, n+1, len(pieces))
		}
	}
	return first, nil
}

// recall makes sure of a message that is remembered as out, whole: somebody may have
// deleted it. Where Discord does not tell, it is believed.
func (p *Platform) recall(ctx context.Context, s spot, m chat.Message, parts int) {
	out, known := p.said.get(where(mark(m.Key, 0), s), p.now())
	if !known || m.Key == "" {
		return
	}
	if parts > 1 {
		if _, whole := p.said.get(where(mark(m.Key, parts-1), s.below(out.Ref)), p.now()); !whole {
			return // it goes on in the thread of the first, which tells as well
		}
	}
	var there message
	err := p.rest.do(ctx, request{
		method: http.MethodGet, route: "/channels/{channel.id}/messages/{message.id}", ids: []string{s.of(out.Ref), string(out.Ref)}, into: &there,
	})
	if is(err, codeUnknownMessage) || is(err, codeUnknownChannel) && s.of(out.Ref) != s.channel {
		p.unsay(s, m.Key, out.Ref, parts)
	}
}

// unsay forgets a message that is deleted.
func (p *Platform) unsay(s spot, key string, first chat.Ref, parts int) {
	p.said.drop(where(mark(key, 0), s))
	p.said.drop(string(first))
	for n := 1; n < parts; n++ {
		p.said.drop(where(mark(key, n), s.below(first)))
	}
}

// below is where a message goes on that is out.
func (s spot) below(ref chat.Ref) spot {
	switch {
	case s.room == nil:
		s.replies = string(ref)
	case s.thread == "":
		s.thread, s.channel = string(ref), string(ref)
	}
	return s
}

// turn is which of the pieces of a message one is, from 0, and how many there are.
type turn struct{ n, of int }

// where is what a piece is remembered by.
func where(mark string, s spot) string { return mark + "@" + s.channel }

// say says one piece of a message, unless it is out.
func (p *Platform) say(ctx context.Context, s spot, m chat.Message, t turn, what piece) (chat.Posted, error) {
	mark := mark(m.Key, t.n)
	if out, known := p.said.get(where(mark, s), p.now()); known && mark != "" {
		return out.Posted, nil
	}
	whole := marked(mark, t.of, p.options.Origin)
	o := what.outgoing(whole)
	var out chat.Posted
	var err error
	switch {
	case s.forum() && s.thread == "":
		out, err = p.startPost(ctx, s, m, o)
	case s.thread != "":
		out, err = p.sayInThread(ctx, s, o, mark)
	default:
		out, err = p.send(ctx, s, o, mark)
	}
	if err != nil {
		return chat.Posted{}, err
	}
	until := p.now().Add(saidFresh)
	if mark != "" {
		p.said.put(where(mark, s), posted{Posted: out}, until)
	}
	p.said.put(string(out.Ref), posted{out, m.Title, whole}, until)
	if s.announces() {
		p.publish(ctx, s.channel, out.Ref)
	}
	return out, nil
}

// send posts a message in a channel.
func (p *Platform) send(ctx context.Context, s spot, o outgoing, mark string) (chat.Posted, error) {
	o.Nonce = nonceOf(mark, s.channel)
	o.EnforceNonce = o.Nonce != ""
	if s.replies != "" {
		still := false // answers even if the message is gone
		o.Reference = &discordgo.MessageReference{MessageID: s.replies, FailIfNotExists: &still}
	}
	var m message
	err := p.twice(ctx, o.EnforceNonce, request{
		method: http.MethodPost, route: "/channels/{channel.id}/messages", ids: []string{s.channel}, body: o, into: &m,
	})
	if is(err, codeUnknownChannel) {
		p.forget(s)
	}
	if err != nil {
		return chat.Posted{}, err
	}
	return chat.Posted{Ref: chat.Ref(m.ID), Link: link(s.guild(), s.channel, m.ID)}, nil
}

// twice makes a request, and once more if its outcome is unknown and it may be
// repeated. Once it may have been carried out, no later refusal makes that certain
// again.
func (p *Platform) twice(ctx context.Context, may bool, q request) error {
	var doubt error
	for try := range sendTries {
		err := p.rest.do(ctx, q)
		switch {
		case err == nil:
			return nil
		case doubt != nil:
			e, _ := errors.AsType[*chat.Error](err)
			return &chat.Error{Failure: chat.Unknown, Code: e.Code, After: e.After, Err: errors.Join(doubt, err)}
		case !may || try == sendTries-1 || !isFailure(err, chat.Unknown):
			return err
		}
		doubt = err
		if !pause(ctx, sendPause) {
			return doubt
		}
	}
	return doubt
}

// pause waits, and tells whether it could.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// forget drops what was known of a place that is not there any more.
func (p *Platform) forget(s spot) {
	p.rooms.drop(s.channel)
	if s.room != nil {
		p.rooms.drop(s.room.ID)
	}
}
