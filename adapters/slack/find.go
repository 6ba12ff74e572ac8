package slack

import (
	"context"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// clockSkew is how much earlier than asked is looked: this machine's clock may be
// ahead of Slack's, which gives the timestamps. Ours.
const clockSkew = 5 * time.Minute

// Find looks for a message by the mark of its key. A message of several parts of
// which some are missing is not there: what is, is remembered, so that Post says
// the rest.
func (p *Platform) Find(ctx context.Context, at chat.Place, key string, since time.Time) (chat.Posted, bool, error) {
	channel, err := p.locate(ctx, at)
	if err != nil {
		return chat.Posted{}, false, err
	}
	me, err := p.identify(ctx)
	if err != nil {
		return chat.Posted{}, false, err
	}
	look := search{mark: markOf(me.team, key), me: me, said: map[int]string{}}
	since = latest(since, p.doubts.since(look.mark)).Add(-clockSkew)
	if err := p.history(ctx, channel, string(at.Thread), since, look.see); err != nil {
		return chat.Posted{}, false, err
	}
	if first := look.said[1]; first != "" && !look.whole() && at.Thread == "" {
		if err := p.history(ctx, channel, first, since, look.see); err != nil {
			return chat.Posted{}, false, err
		}
	}
	if !look.whole() {
		p.begun.keep(look.mark, look.said)
		return chat.Posted{}, false, nil
	}
	p.begun.take(look.mark)
	p.doubts.settle(look.mark)
	first := look.said[1]
	return chat.Posted{Ref: chat.Ref(first), Link: p.permalink(ctx, channel, first, string(at.Thread))}, true, nil
}

// search collects the parts of one message.
type search struct {
	mark  mark
	me    identity
	said  map[int]string // ts by number, from 1
	parts int            // 0: nothing was found yet
}

// see takes note of a message and tells whether all parts are found.
func (s *search) see(m slackgo.Message) bool {
	if !s.me.wrote(m.User, m.BotID) {
		return false // anybody can copy a mark
	}
	if part, parts, is := s.mark.marked(m.Metadata); is {
		s.said[part], s.parts = m.Timestamp, parts
	}
	return s.whole()
}

func (s *search) whole() bool { return s.parts > 0 && len(s.said) == s.parts }
