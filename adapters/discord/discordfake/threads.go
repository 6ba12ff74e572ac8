package discordfake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

func (s *Server) threadRoutes() map[string]func(*request) (any, *apiError) {
	return map[string]func(*request) (any, *apiError){
		"PATCH /channels/{channel.id}":                              s.patchThread,
		"POST /channels/{channel.id}/messages/{message.id}/threads": s.postThreadFrom,
		"POST /channels/{channel.id}/threads":                       s.postThread,
		"PUT /channels/{channel.id}/thread-members/@me":             s.joinThread,
		"PUT /channels/{channel.id}/thread-members/{user.id}":       s.addToThread,
		"DELETE /channels/{channel.id}/thread-members/@me":          s.leaveThread,
		"GET /channels/{channel.id}/thread-members/{user.id}":       s.getThreadMember,
		"GET /channels/{channel.id}/thread-members":                 s.getThreadMembers,
		"GET /channels/{channel.id}/threads/archived/public":        s.getArchived,
		"GET /guilds/{guild.id}/threads/active":                     s.getActive,
	}
}

// threadBody is what a thread is made of.
// https://docs.discord.com/developers/resources/channel#start-thread-from-message-json-params
type threadBody struct {
	Name    string          `json:"name"`
	After   *int            `json:"auto_archive_duration"`
	Kind    *Kind           `json:"type"`
	Message json.RawMessage `json:"message"` // in a forum
}

func readThread(body json.RawMessage) (threadBody, *apiError) {
	var b threadBody
	if e := read(body, &b); e != nil {
		return b, e
	}
	b.Name = strings.TrimSpace(b.Name)
	var f form
	f.length("name", b.Name, 1, maxThreadName)
	if b.After != nil && !slices.Contains([]int{60, 1440, 4320, 10080}, *b.After) {
		f.choice("auto_archive_duration", *b.After)
	}
	return b, f.refusal()
}

// open makes a thread.
func (s *Server) open(parent *channel, kind Kind, id, name, owner string) *channel {
	now := s.now()
	t := &channel{
		id: id, guild: parent.guild, parent: parent, kind: kind, name: name, owner: owner,
		members: map[string]time.Time{owner: now}, created: now, archivedAt: now,
	}
	s.world.channels[id] = t
	s.dispatch(intentGuilds, "THREAD_CREATE", t, func(Intent) any {
		return with(s.channelJSON(t), object{"newly_created": true})
	})
	return t
}

// threadFrom starts the thread of a message: the two have the same ID.
// https://docs.discord.com/developers/resources/channel#start-thread-from-message
func (s *Server) threadFrom(m *message, name, owner string) (*channel, *apiError) {
	c := m.channel
	switch {
	case c.kind != Text && c.kind != Announcement:
		return nil, refuse(wrongChannelType)
	case s.world.permissions(owner, c)&CreatePublicThreads == 0:
		return nil, refuse(missingPermissions)
	case m.kind == typeThreadStarter:
		return nil, refuse(systemMessage)
	case s.world.channels[m.id] != nil:
		return nil, refuse(threadExists)
	}
	kind := publicThread
	if c.kind == Announcement {
		kind = announcementThread
	}
	t := s.open(c, kind, m.id, name, owner)
	m.flags |= flagHasThread
	s.dispatchMessage("MESSAGE_UPDATE", m)
	// A thread begins with a message that only refers to the one it is about.
	// https://docs.discord.com/developers/topics/threads#new-message-types
	s.say(&message{channel: t, author: m.author, kind: typeThreadStarter})
	return t, nil
}

func (s *Server) postThreadFrom(r *request) (any, *apiError) {
	m, e := s.messageOf(r)
	if e != nil {
		return nil, e
	}
	b, e := readThread(r.body)
	if e != nil {
		return nil, e
	}
	t, e := s.threadFrom(m, b.Name, appID)
	if e != nil {
		return nil, e
	}
	return created{s.channelJSON(t)}, nil
}

// postThread starts a post in a forum, or a thread without a message.
// https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
func (s *Server) postThread(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	b, e := readThread(r.body)
	if e != nil {
		return nil, e
	}
	may := s.world.permissions(appID, c)
	if c.kind != Forum {
		return s.bareThread(c, b, may)
	}
	if may&SendMessages == 0 {
		return nil, refuse(missingPermissions)
	}
	if len(b.Message) == 0 {
		f := form{}
		f.required("message")
		return nil, f.refusal()
	}
	m, e := s.compose(c, b.Message, settable, usualInMessages)
	if e != nil {
		return nil, e
	}
	id := s.world.snowflake(s.now())
	t := s.open(c, publicThread, id, b.Name, appID)
	m.id, m.channel, m.nonce = id, t, ""
	s.say(m)
	return created{with(s.channelJSON(t), object{"message": s.messageJSON(m, false)})}, nil
}

// https://docs.discord.com/developers/resources/channel#start-thread-without-message
func (s *Server) bareThread(c *channel, b threadBody, may Permission) (any, *apiError) {
	kind, needs := privateThread, CreatePrivateThreads
	if b.Kind != nil && *b.Kind != privateThread {
		kind, needs = *b.Kind, CreatePublicThreads
	}
	switch {
	case c.kind != Text && (c.kind != Announcement || kind != announcementThread):
		return nil, refuse(wrongChannelType)
	case c.kind == Text && kind != publicThread && kind != privateThread:
		f := form{}
		f.choice("type", kind)
		return nil, f.refusal()
	case may&needs == 0:
		return nil, refuse(missingPermissions)
	}
	return created{s.channelJSON(s.open(c, kind, s.world.snowflake(s.now()), b.Name, appID))}, nil
}

// threadOf is the thread of a call.
func (s *Server) threadOf(r *request) (*channel, *apiError) {
	c, e := s.channelOf(r)
	if e == nil && !c.isThread() {
		e = refuse(wrongChannelType)
	}
	return c, e
}

// https://docs.discord.com/developers/topics/threads#editing--deleting-threads
func (s *Server) patchThread(r *request) (any, *apiError) {
	t, e := s.threadOf(r)
	if e != nil {
		return nil, e
	}
	var b struct {
		Name     *string `json:"name"`
		Archived *bool   `json:"archived"`
		Locked   *bool   `json:"locked"`
	}
	if e := read(r.body, &b); e != nil {
		return nil, e
	}
	moderator := s.world.permissions(appID, t)&ManageThreads != 0
	_, in := t.members[appID]
	opens := b.Archived != nil && !*b.Archived
	switch {
	case b.Locked != nil && !moderator,
		opens && (!in || t.locked) && !moderator,
		!opens && t.owner != appID && !moderator:
		return nil, refuse(missingPermissions)
	case t.archived && !opens:
		return nil, refuse(archivedThread)
	}
	if b.Name != nil {
		f := form{}
		f.length("name", *b.Name, 1, maxThreadName)
		if e := f.refusal(); e != nil {
			return nil, e
		}
		t.name = *b.Name
	}
	archived, locked := t.archived, t.locked
	if b.Archived != nil {
		archived = *b.Archived
	}
	if b.Locked != nil {
		locked = *b.Locked
	}
	s.changeThread(t, archived, locked)
	return s.channelJSON(t), nil
}
