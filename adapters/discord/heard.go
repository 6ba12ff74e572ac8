package discord

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"relance/adapters/chat"
)

// historyPages bounds how many pages of a channel's history are read in a call.
// Ours: 5,000 messages.
const historyPages = 50

var (
	errHistory     = errors.New("discord: more was said than is looked through")
	errNoContent   = errors.New("discord: somebody wrote, and the application may not read it")
	errManyMembers = errors.New("discord: the server has more members than are looked through")
)

// codeNoContent is the code of words that cannot be read without the privileged
// intent MESSAGE_CONTENT.
const codeNoContent = "no_message_content"

// Heard returns what people and other applications said, the oldest first. The top of
// a forum is its posts, as they begin. A place in private has one thread for each
// message that is answered there, and all of them at its top.
//
// Where somebody wrote what the bot may not read it is an error: not to see is not to
// have looked.
func (p *Platform) Heard(ctx context.Context, at chat.Place, since time.Time) ([]chat.Act, error) {
	s, err := p.spot(ctx, at)
	if err != nil {
		return nil, err
	}
	all, err := p.history(ctx, s, since)
	if err != nil {
		return nil, err
	}
	own, err := p.own(ctx)
	if err != nil {
		return nil, err
	}
	if s.room != nil {
		at.Room = s.room.ID
	}
	var acts []chat.Act
	for _, m := range all {
		if !m.fromSomebody(own) || s.replies != "" && m.Reference.Message != s.replies {
			continue
		}
		if m.Content == "" && len(m.Attachments) == 0 {
			if m.fromPerson() && s.room != nil && !p.options.MessageContent {
				return nil, &chat.Error{Failure: chat.Temporary, Code: codeNoContent, After: mendTime, Err: errNoContent}
			}
			continue
		}
		acts = append(acts, p.act(m, at, s.guild()))
	}
	return acts, nil
}

// history is what was said at a spot, the oldest first. A thread that was never
// started holds nothing.
func (p *Platform) history(ctx context.Context, s spot, since time.Time) ([]message, error) {
	if s.forum() && s.thread == "" {
		return p.forumHistory(ctx, s, since)
	}
	var all []message
	after := idBefore(since)
	for range historyPages {
		var page []message
		err := p.rest.ask(ctx, request{
			method: http.MethodGet, route: "/channels/{channel.id}/messages", ids: []string{s.channel},
			query: url.Values{"limit": {strconv.Itoa(pageLimit)}, "after": {after}}, into: &page,
		})
		if s.thread != "" && is(err, codeUnknownChannel) {
			_, err := p.root(ctx, s)
			return nil, err
		}
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if number(m.ID) > number(after) {
				after = m.ID
			}
		}
		all = append(all, page...)
		if len(all) == 0 && s.room != nil {
			return nil, p.readable(ctx, s)
		}
		if len(page) < pageLimit {
			return inOrder(all, since), nil
		}
	}
	return nil, &chat.Error{Failure: chat.Temporary, Code: codeHistory, After: mendTime, Err: errHistory}
}

// inOrder are messages that were not said before a time, the oldest first. Discord
// keeps milliseconds.
func inOrder(all []message, since time.Time) []message {
	since = since.Truncate(time.Millisecond)
	all = slices.DeleteFunc(all, func(m message) bool { return m.Said.Before(since) })
	slices.SortFunc(all, func(a, b message) int { return cmp.Compare(number(a.ID), number(b.ID)) })
	return all
}
