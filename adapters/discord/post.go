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
// published to those who follow the channel.
//
// A request whose outcome is unknown is repeated once, as its nonce allows; what is
// then still unknown is chat.Unknown, which may be said again at once with the same
// key. It is chat.Temporary when its turn has not come: Error.After says how long
// that takes, no call waits more than a second for it.
func (p *Platform) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	pieces, err := p.pieces(m)
	if err != nil {
		return chat.Posted{}, err
	}
	s, err := p.spot(ctx, at)
	if err != nil {
		return chat.Posted{}, err
	}
	first, err := p.say(ctx, s, m, 0, pieces[0])
	if err != nil {
		return chat.Posted{}, err
	}
	for n, more := range pieces[1:] {
		if _, err := p.say(ctx, s.below(first.Ref), m, n+1, more); err != nil {
			return chat.Posted{}, err
		}
	}
	return first, nil
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

// say says one piece of a message, unless it is out.
func (p *Platform) say(ctx context.Context, s spot, m chat.Message, n int, what piece) (chat.Posted, error) {
	mark := mark(m.Key, n)
	where := mark + "@" + s.channel
	if out, known := p.said.get(where, p.now()); known && mark != "" {
		return out.Posted, nil
	}
	var out chat.Posted
	var err error
	switch {
	case s.forum() && s.thread == "":
		out, err = p.startPost(ctx, s, m, what.outgoing(mark))
	case s.thread != "":
		out, err = p.sayInThread(ctx, s, what.outgoing(mark), mark)
	default:
		out, err = p.send(ctx, s, what.outgoing(mark), mark)
	}
	if err != nil {
		return chat.Posted{}, err
	}
	until := p.now().Add(saidFresh)
	if mark != "" {
		p.said.put(where, posted{Posted: out}, until)
	}
	p.said.put(string(out.Ref), posted{out, m.Title, mark}, until)
	if s.room != nil && s.room.Type == discordgo.ChannelTypeGuildNews && s.thread == "" {
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

// publish hands a message of an announcement channel on to those who follow it. The
// message is out whatever comes of it: Discord grants ten an hour.
func (p *Platform) publish(ctx context.Context, channel string, ref chat.Ref) {
	err := p.rest.do(ctx, request{
		method: http.MethodPost, route: "/channels/{channel.id}/messages/{message.id}/crosspost",
		ids: []string{channel, string(ref)},
	})
	if err != nil && !is(err, codeCrossposted) {
		p.log.Warn("discord: a message of an announcement channel is not published to those who follow it", "channel", channel, "message", ref, "error", err)
	}
}
