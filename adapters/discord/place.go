package discord

import (
	"context"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// How long what Discord said of a channel is believed. Ours. What changes meanwhile
// shows in an answer, which makes the bot forget.
const (
	roomFresh = 10 * time.Minute
	selfFresh = 24 * time.Hour
)

// room is a channel of a server, a thread, or a private conversation.
type room = *discordgo.Channel

// room asks what a channel is.
func (p *Platform) room(ctx context.Context, id string) (room, error) {
	if r, known := p.rooms.get(id, p.now()); known {
		return r, nil
	}
	var r discordgo.Channel
	if err := p.rest.do(ctx, request{method: http.MethodGet, route: "/channels/{channel.id}", ids: []string{id}, into: &r}); err != nil {
		return nil, err
	}
	p.rooms.put(id, &r, p.now().Add(roomFresh))
	return &r, nil
}

// placeOf is the place of something in a channel: of a private conversation it is
// the person, of a thread the channel it belongs to, with the message it began from.
// message is what was said or clicked, or empty: the first of a forum's post is at
// the top of the forum.
func (p *Platform) placeOf(ctx context.Context, channel, user, message string) (chat.Place, error) {
	r, err := p.room(ctx, channel)
	if err != nil {
		return chat.Place{}, err
	}
	return placeIn(r, user, message), nil
}

// placeIn is placeOf where the channel is known.
func placeIn(r room, user, message string) chat.Place {
	switch {
	case r.Type == discordgo.ChannelTypeDM:
		return chat.Place{Person: user}
	case r.IsThread() && message == r.ID:
		return chat.Place{Room: r.ParentID}
	case r.IsThread():
		return chat.Place{Room: r.ParentID, Thread: chat.Ref(r.ID)}
	}
	return chat.Place{Room: r.ID}
}

// spot is where in Discord something is said.
type spot struct {
	channel string // where it is posted; of a thread the thread
	room    room   // the channel, or the parent of the thread; nil in private
	thread  string // the root of the thread, which is its ID
	replies string // in private: the message that is answered
}

func (s spot) forum() bool { return s.room != nil && s.room.Type == discordgo.ChannelTypeGuildForum }

func (s spot) guild() string {
	if s.room == nil {
		return ""
	}
	return s.room.GuildID
}

// spot finds a place. It does not start a thread.
func (p *Platform) spot(ctx context.Context, at chat.Place) (spot, error) {
	if (at.Room == "") == (at.Person == "") {
		return spot{}, goneError(codeNowhere, "a place is a room or a person")
	}
	if at.Thread != "" && !isID(string(at.Thread)) {
		return spot{}, goneError(codeMessage, "%q is no message", at.Thread)
	}
	if at.Person != "" {
		channel, err := p.direct(ctx, at.Person)
		return spot{channel: channel, replies: string(at.Thread)}, err
	}
	id := at.Room
	if !isID(id) {
		place, err := p.Resolve(ctx, id)
		if err != nil {
			return spot{}, err
		}
		if place.Room == "" {
			return spot{}, goneError(codeNowhere, "%q is no room", at.Room)
		}
		id = place.Room
	}
	r, err := p.room(ctx, id)
	if err != nil {
		return spot{}, err
	}
	s := spot{channel: id, room: r, thread: string(at.Thread)}
	if s.thread != "" {
		s.channel = s.thread
	}
	return s, nil
}

// of is the channel that a message at a spot is in: a post of a forum is the first
// message of its own thread.
func (s spot) of(ref chat.Ref) string {
	if s.forum() && s.thread == "" {
		return string(ref)
	}
	return s.channel
}

// direct is the channel of the private conversation with a person.
func (p *Platform) direct(ctx context.Context, person string) (string, error) {
	if channel, known := p.dms.get(person, p.now()); known {
		return channel, nil
	}
	if !isID(person) {
		return "", goneError(codeNowhere, "%q is no person", person)
	}
	var r discordgo.Channel
	err := p.rest.do(ctx, request{
		method: http.MethodPost, route: "/users/@me/channels",
		body: map[string]string{"recipient_id": person}, into: &r,
	})
	if isFailure(err, chat.Unknown) { // to open it again is to open it once
		err = &chat.Error{Failure: chat.Temporary, Code: codeLost, After: busyTime, Err: err}
	}
	if err != nil {
		return "", err
	}
	p.dms.put(person, r.ID, p.now().Add(selfFresh))
	return r.ID, nil
}

// servers are the IDs of those that the bot works in.
func (p *Platform) servers(ctx context.Context) ([]string, error) {
	if p.options.Guild != "" {
		return []string{p.options.Guild}, nil
	}
	return p.guilds.get(ctx, p.now(), roomFresh, func(ctx context.Context) ([]string, error) {
		all, err := p.memberships(ctx)
		var ids []string
		for _, m := range all {
			ids = append(ids, m.ID)
		}
		return ids, err
	})
}

// own is the ID of the bot's user.
func (p *Platform) own(ctx context.Context) (string, error) {
	return p.self.get(ctx, p.now(), selfFresh, func(ctx context.Context) (string, error) {
		var u discordgo.User
		err := p.rest.do(ctx, request{method: http.MethodGet, route: "/users/@me", into: &u})
		return u.ID, err
	})
}
