package discordfake

import (
	"net/http"
	"slices"
)

func (s *Server) messageRoutes() map[string]func(*request) (any, *apiError) {
	return map[string]func(*request) (any, *apiError){
		"GET /channels/{channel.id}":                                  s.getChannel,
		"GET /channels/{channel.id}/messages":                         s.getMessages,
		"GET /channels/{channel.id}/messages/{message.id}":            s.getMessage,
		"POST /channels/{channel.id}/messages":                        s.postMessage,
		"PATCH /channels/{channel.id}/messages/{message.id}":          s.patchMessage,
		"DELETE /channels/{channel.id}/messages/{message.id}":         s.deleteMessage,
		"POST /channels/{channel.id}/messages/{message.id}/crosspost": s.crosspost,
		"POST /channels/{channel.id}/typing":                          s.typing,
		"POST /users/@me/channels":                                    s.openDirect,
	}
}

// channelOf is the channel of a call: it is there, and the app sees it.
func (s *Server) channelOf(r *request) (*channel, *apiError) {
	c := s.world.channels[r.of("channel.id")]
	switch {
	case c == nil || c.guild != nil && c.guild.members[appID] == nil:
		return nil, refuse(unknownChannel)
	case !s.world.sees(appID, c):
		return nil, refuse(missingAccess)
	}
	return c, nil
}

// speakable checks that the app may say something in a channel.
// https://docs.discord.com/developers/resources/message#create-message-limitations
func (s *Server) speakable(c *channel) *apiError {
	may := s.world.permissions(appID, c)
	switch {
	case c.kind == Forum:
		return refuse(forumMessage)
	case may&SendMessages == 0:
		return refuse(missingPermissions)
	case c.guild == nil && !s.reachable(c.person):
		return refuse(closedDM)
	case c.locked && may&ManageThreads == 0 && c.archived:
		return refuse(archivedThread)
	case c.locked && may&ManageThreads == 0:
		return refuse(lockedThread)
	}
	return nil
}

// reachable reports whether somebody takes direct messages from the app: they do
// not where they say so, nor where no server is shared.
func (s *Server) reachable(person string) bool {
	u := s.world.users[person]
	if u == nil || u.ClosedDM || u.Bot {
		return false
	}
	for _, g := range s.world.guilds {
		if g.members[person] != nil && g.members[appID] != nil {
			return true
		}
	}
	return false
}

func (s *Server) getChannel(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	return s.channelJSON(c), nil
}

// https://docs.discord.com/developers/resources/message#create-message
func (s *Server) postMessage(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	if e := s.speakable(c); e != nil {
		return nil, e
	}
	m, e := s.compose(c, r.body, settable, usualInMessages)
	if e != nil {
		return nil, e
	}
	may := s.world.permissions(appID, c)
	if len(m.embeds) > 0 && may&EmbedLinks == 0 {
		return nil, refuse(missingPermissions)
	}
	if m.answers != nil && may&ReadMessageHistory == 0 {
		return nil, refuse(noReplyWithoutAccess)
	}
	var enforced struct {
		Enforce bool `json:"enforce_nonce"`
	}
	if e := read(r.body, &enforced); e != nil {
		return nil, e
	}
	now := s.now()
	if enforced.Enforce {
		if said := s.world.once(m.nonce, now); said != nil {
			return s.messageJSON(said, false), nil
		}
		s.world.nonces = append(slices.DeleteFunc(s.world.nonces, func(n nonce) bool { return !now.Before(n.until) }),
			nonce{value: m.nonce, until: now.Add(nonceMemory), of: m})
	}
	return s.messageJSON(s.say(m), false), nil
}

// messageOf is the message of a call.
func (s *Server) messageOf(r *request) (*message, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	m := c.find(r.of("message.id"))
	if m == nil || m.only != "" {
		return nil, refuse(unknownMessage)
	}
	return m, nil
}

func (s *Server) getMessage(r *request) (any, *apiError) {
	m, e := s.messageOf(r)
	switch {
	case e != nil:
		return nil, e
	case s.world.permissions(appID, m.channel)&ReadMessageHistory == 0:
		return nil, refuse(missingAccess)
	case m.listed.After(s.now()):
		return nil, refuse(unknownMessage)
	}
	return s.messageJSON(m, hides(m, s.privileged)), nil
}

func (s *Server) patchMessage(r *request) (any, *apiError) {
	m, e := s.messageOf(r)
	if e != nil {
		return nil, e
	}
	switch c := m.channel; {
	case m.author != appID:
		return nil, refuse(notAuthor)
	case m.kind == typeThreadStarter:
		return nil, refuse(systemMessage)
	case c.archived:
		return nil, refuse(archivedThread)
	case c.locked && s.world.permissions(appID, c)&ManageThreads == 0:
		return nil, refuse(lockedThread)
	}
	if e := s.revise(m, r.body, usualInMessages); e != nil {
		return nil, e
	}
	return s.messageJSON(m, false), nil
}

func (s *Server) deleteMessage(r *request) (any, *apiError) {
	m, e := s.messageOf(r)
	if e != nil {
		return nil, e
	}
	if m.author != appID && s.world.permissions(appID, m.channel)&ManageMessages == 0 {
		if m.channel.guild == nil {
			return nil, refuse(notInDM)
		}
		return nil, refuse(missingPermissions)
	}
	s.remove(m)
	return done{}, nil
}

// https://docs.discord.com/developers/resources/message#crosspost-message
func (s *Server) crosspost(r *request) (any, *apiError) {
	m, e := s.messageOf(r)
	if e != nil {
		return nil, e
	}
	may := s.world.permissions(appID, m.channel)
	switch {
	case m.channel.kind != Announcement:
		return nil, refuse(wrongChannelType)
	case m.has(flagCrossposted):
		return nil, refuse(alreadyCrossposted)
	case may&SendMessages == 0 || m.author != appID && may&ManageMessages == 0:
		return nil, refuse(missingPermissions)
	}
	m.flags |= flagCrossposted
	s.dispatchMessage("MESSAGE_UPDATE", m)
	return s.messageJSON(m, false), nil
}

func (s *Server) typing(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e == nil {
		e = s.speakable(c)
	}
	return done{}, e
}

// https://docs.discord.com/developers/resources/user#create-dm
func (s *Server) openDirect(r *request) (any, *apiError) {
	var b struct {
		Recipient string `json:"recipient_id"`
	}
	if e := read(r.body, &b); e != nil {
		return nil, e
	}
	if !isSnowflake(b.Recipient) {
		f := form{}
		f.wrong("recipient_id", "NUMBER_TYPE_COERCE", "Value is not snowflake.")
		return nil, f.refusal()
	}
	u := s.world.person(b.Recipient)
	switch {
	case u == nil:
		return nil, &apiError{status: http.StatusBadRequest, code: invalidRecipients, message: refusals[invalidRecipients].message}
	case u.Bot:
		return nil, refuse(closedDM)
	}
	return s.channelJSON(s.world.direct(u.id, s.now())), nil
}
