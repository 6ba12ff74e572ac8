package discord

import (
	"context"
	"net/http"
	"strings"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// archiveAfter is how long a thread without a word stays in the list of channels, in
// minutes: a week, the longest there is
// (https://docs.discord.com/developers/resources/channel#start-thread-from-message-json-params).
const archiveAfter = 10_080

// noName is the name of a thread, which must have one, where nothing can be read in
// the message it starts from.
const noName = "…"

// startPost says a message as a post of a forum. Discord takes no nonce for it: an
// unknown outcome is left to the caller, who can look for it.
func (p *Platform) startPost(ctx context.Context, s spot, m chat.Message, o outgoing) (chat.Posted, error) {
	var r discordgo.Channel
	err := p.rest.do(ctx, request{
		method: http.MethodPost, route: "/channels/{channel.id}/threads", ids: []string{s.channel},
		body: map[string]any{"name": threadName(titleOf(m)), "auto_archive_duration": archiveAfter, "message": o}, into: &r,
	})
	if e, failed := err.(*chat.Error); failed && e.Failure == chat.Unknown {
		e.After = max(e.After, findTime)
	}
	if is(err, codeUnknownChannel) {
		p.forget(s)
	}
	if err != nil {
		return chat.Posted{}, err
	}
	p.rooms.put(r.ID, &r, p.now().Add(roomFresh))
	return chat.Posted{Ref: chat.Ref(r.ID), Link: link(s.guild(), r.ID, r.ID)}, nil
}

// sayInThread posts a message in the thread of another, which it starts if there is
// none, and takes out of the archive if it can.
func (p *Platform) sayInThread(ctx context.Context, s spot, o outgoing, mark string) (chat.Posted, error) {
	if err := p.start(ctx, s); err != nil {
		return chat.Posted{}, err
	}
	out, err := p.send(ctx, s, o, mark)
	if is(err, codeArchived) && p.unarchive(ctx, s.thread) {
		out, err = p.send(ctx, s, o, mark)
	}
	return out, err
}

// start starts the thread of a message, if it has none. A post of a forum is one.
func (p *Platform) start(ctx context.Context, s spot) error {
	if _, known := p.rooms.get(s.thread, p.now()); known || s.forum() {
		return nil
	}
	name := ""
	if root, known := p.said.get(s.thread, p.now()); known {
		name = root.title
	} else {
		root, err := p.root(ctx, s)
		if err != nil {
			return err
		}
		if root.Flags&int(discordgo.MessageFlagsHasThread) != 0 {
			p.rooms.put(s.thread, threadOf(s), p.now().Add(roomFresh))
			return nil
		}
		name = nameOf(root)
	}
	err := p.rest.do(ctx, request{
		method: http.MethodPost, route: "/channels/{channel.id}/messages/{message.id}/threads",
		ids:  []string{s.room.ID, s.thread},
		body: map[string]any{"name": threadName(name), "auto_archive_duration": archiveAfter},
	})
	switch {
	case isFailure(err, chat.Unknown): // whatever came of it, nothing was said yet
		return &chat.Error{Failure: chat.Temporary, Code: codeLost, After: sendPause, Err: err}
	case err != nil && !is(err, codeThreadExists):
		return err
	}
	p.rooms.put(s.thread, threadOf(s), p.now().Add(roomFresh))
	return nil
}

// threadOf is what is known of a thread without asking.
func threadOf(s spot) room {
	return &discordgo.Channel{ID: s.thread, GuildID: s.guild(), ParentID: s.room.ID, Type: discordgo.ChannelTypeGuildPublicThread}
}

// hasOpenTop tells of a thread that everybody sees who sees its room: what it does
// not take may be said at the top. A private thread has fewer readers, and begins from
// no message. What is not there any more may have been one.
func (p *Platform) hasOpenTop(ctx context.Context, s spot) bool {
	if s.thread == "" || s.room == nil {
		return false
	}
	if s.forum() {
		return true
	}
	if r, err := p.room(ctx, s.thread); err == nil {
		return r.Type != discordgo.ChannelTypeGuildPrivateThread
	}
	_, err := p.root(ctx, s)
	return err == nil
}

// top is the top of a thread's room.
func (s spot) top() spot {
	s.channel, s.thread = s.room.ID, ""
	return s
}

// aboveKey is the key of a message that is said at the top instead of in the thread:
// with its own one another may be there.
func (s spot) aboveKey(key string) string {
	if key == "" {
		return ""
	}
	return key + "\x00" + s.thread
}

// saidAbove tells of a message that is remembered as said at the top instead.
func (p *Platform) saidAbove(s spot, key string) bool {
	if s.thread == "" || s.room == nil || key == "" {
		return false
	}
	_, known := p.said.get(where(mark(s.aboveKey(key), 0), s.top()), p.now())
	return known
}

// root asks for the message that a thread starts from.
func (p *Platform) root(ctx context.Context, s spot) (message, error) {
	var m message
	err := p.rest.do(ctx, request{
		method: http.MethodGet, route: "/channels/{channel.id}/messages/{message.id}", ids: []string{s.room.ID, s.thread}, into: &m,
	})
	return m, err
}

// nameOf is what a thread is called after the message it starts from.
func nameOf(root message) string {
	if len(root.Embeds) > 0 && root.Embeds[0].Author.Name != "" {
		return root.Embeds[0].Author.Name
	}
	return root.text()
}

// titleOf is what a message is called: its title, else its first words.
func titleOf(m chat.Message) string {
	if !blank(m.Title) {
		return m.Title
	}
	for _, p := range parts(m) {
		return p.text
	}
	return ""
}

// threadName is a name that Discord takes. It is not parsed.
func threadName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), "\n")
	if blank(first) {
		return noName
	}
	return shortened(chat.VisibleLine(first), threadNameLimit)
}

// unarchive takes a thread out of the archive. A locked one stays there.
func (p *Platform) unarchive(ctx context.Context, thread string) bool {
	err := p.rest.do(ctx, request{
		method: http.MethodPatch, route: "/channels/{channel.id}", ids: []string{thread}, body: map[string]bool{"archived": false},
	})
	if err != nil {
		p.log.Debug("discord: a thread stays archived", "thread", thread, "error", err)
	}
	return err == nil
}
