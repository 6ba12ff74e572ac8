package slack

import (
	"context"
	"fmt"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// codeEmpty is the code of a message that shows nothing. It is Slack's own.
const codeEmpty = "no_text"

// Post says a message. What is too long for one goes on in its thread; if that
// fails half-way, the outcome is unknown, and the next Post with the same key says
// what [Platform.Find] has not found.
func (p *Platform) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	channel, err := p.locate(ctx, at)
	if err != nil {
		return chat.Posted{}, err
	}
	pieces, err := p.pieces(m)
	if err != nil {
		return chat.Posted{}, err
	}
	if len(pieces[0].blocks) == 0 {
		return chat.Posted{}, tooLong(codeEmpty, "the message shows nothing")
	}
	s := saying{channel: channel, thread: string(at.Thread), pieces: pieces}
	if m.Key != "" {
		me, err := p.identify(ctx)
		if err != nil {
			return chat.Posted{}, err
		}
		s.mark = markOf(me.team, m.Key)
		s.said = p.begun.take(s.mark)
	}
	now := p.now()
	if wait := p.pace.take(channel, m.Key, max(len(pieces)-len(s.said), 1), now, now.Add(p.rests.left(methodPost, channel, now))); wait > 0 {
		p.begun.keep(s.mark, s.said)
		return chat.Posted{}, &chat.Error{Failure: chat.Temporary, Code: codePaced, After: wait, Turn: true}
	}
	ts, err := p.say(ctx, s)
	if err != nil {
		if failureOf(err) == chat.Unknown {
			p.doubts.begin(s.mark, now)
		}
		return chat.Posted{}, err
	}
	p.doubts.settle(s.mark)
	return chat.Posted{Ref: chat.Ref(ts), Link: p.permalink(ctx, channel, ts, s.thread)}, nil
}

// saying is a message on its way.
type saying struct {
	channel, thread string
	pieces          []piece
	mark            mark
	said            map[int]string // the parts that are there already: their ts by number, from 1
}

// say posts the pieces that are not there yet and returns the ts of the first. Once
// that is there, with its buttons, the message is said: where Slack refuses a later
// piece for ever, in a thread that was locked or deleted meanwhile, whoever has the
// first can answer it, so what is missing is logged and not taken for a failure.
func (p *Platform) say(ctx context.Context, s saying) (string, error) {
	first := s.said[1]
	for i, piece := range s.pieces {
		if s.said[i+1] != "" {
			continue
		}
		thread := s.thread
		if i > 0 && thread == "" {
			thread = first
		}
		ts, err := p.sayPiece(ctx, s, piece, i+1, thread)
		switch {
		case err == nil && i == 0:
			first = ts
		case err == nil:
		case i == 0:
			return "", err
		case never(err):
			p.log.Error("slack: a message is said without its end, which Slack refuses", "channel", s.channel, "message", first,
				"said", i, "parts", len(s.pieces), "error", err)
			return first, nil
		default:
			return "", halfSaid(err, i, len(s.pieces))
		}
	}
	return first, nil
}

// sayPiece posts one piece.
func (p *Platform) sayPiece(ctx context.Context, s saying, piece piece, part int, thread string) (string, error) {
	options := content(piece)
	if s.mark != "" {
		options = append(options, slackgo.MsgOptionMetadata(s.mark.metadata(part, len(s.pieces), p.options.Origin)))
	}
	if thread != "" {
		options = append(options, slackgo.MsgOptionTS(thread))
	}
	var ts string
	var said slackgo.Message
	err := p.inside(ctx, methodPost, s.channel, func(ctx context.Context) (err error) {
		_, ts, said, err = p.api.PostMessageWithResponseContext(ctx, s.channel, options...)
		if err == nil && ts == "" {
			err = errNoAnswer
		}
		return err
	})
	if err != nil {
		return "", err
	}
	if thread != "" && said.Timestamp != "" && said.ThreadTimestamp == "" {
		return "", p.takeBack(ctx, s.channel, ts, thread)
	}
	return ts, nil
}

// takeBack deletes what Slack has said at the top of a channel because the first
// message of the thread is deleted, and says that the thread is gone.
func (p *Platform) takeBack(ctx context.Context, channel, ts, thread string) error {
	err := p.call(ctx, methodDelete, "", func(ctx context.Context) error {
		_, _, err := p.api.DeleteMessageContext(ctx, channel, ts)
		return err
	})
	if err != nil {
		p.log.Warn("slack: a reply to a deleted message stands at the top of its channel and cannot be deleted", "channel", channel, "message", ts, "error", err)
	}
	return &chat.Error{Failure: chat.Gone, Code: codeThread, Err: fmt.Errorf("the message %s that a thread began with is deleted", thread)}
}

// never tells of what will never be said.
func never(err error) bool {
	kind := failureOf(err)
	return kind == chat.Gone || kind == chat.TooLong
}

// halfSaid is the failure of a message of which the first parts are there: before
// the rest can be said they must be looked for, though it is certain that it was
// not said.
func halfSaid(err error, said, parts int) error {
	e := errorOf(err)
	return &chat.Error{Failure: chat.Unknown, Code: e.Code, After: max(e.After, settleTime),
		Err: fmt.Errorf("%d of %d parts are said: %w", said, parts, err)}
}
