package discordfake

import "slices"

// Give gives a role to somebody.
func (s *Server) Give(role, user string) { s.setRole(role, user, true) }

// Take takes a role from somebody.
func (s *Server) Take(role, user string) { s.setRole(role, user, false) }

func (s *Server) setRole(role, user string, has bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.world.guilds {
		m := g.members[user]
		if m == nil || g.roles[role] == nil {
			continue
		}
		if has {
			m.roles[role] = true
		} else {
			delete(m.roles, role)
		}
		intent := GuildMembers
		if user == appID {
			intent = 0 // https://docs.discord.com/developers/events/gateway#caveats
		}
		s.dispatch(intent, "GUILD_MEMBER_UPDATE", nil, func(Intent) any {
			return with(s.memberJSON(g, user), object{"guild_id": g.id})
		})
	}
}

// DeleteRole deletes a role.
func (s *Server) DeleteRole(role string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.world.guilds {
		if g.roles[role] == nil {
			continue
		}
		for _, m := range g.members {
			delete(m.roles, role)
		}
		delete(g.roles, role)
		s.dispatch(intentGuilds, "GUILD_ROLE_DELETE", nil, func(Intent) any {
			return object{"guild_id": g.id, "role_id": role}
		})
	}
}

// SetPermissions replaces the permissions of a role; that of the server's ID is
// @everyone. An empty role is the app's own, in every server.
func (s *Server) SetPermissions(role string, p Permission) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.world.guilds {
		r := g.roles[role]
		if role == "" {
			r = g.roles[g.botRole]
		}
		if r == nil {
			continue
		}
		r.permissions = p
		s.dispatch(intentGuilds, "GUILD_ROLE_UPDATE", nil, func(Intent) any {
			return object{"guild_id": g.id, "role": s.roleJSON(g, r)}
		})
	}
}

// DeleteChannel deletes a channel or thread with all that is in it.
func (s *Server) DeleteChannel(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channels[channel]
	if c == nil {
		s.t.Fatalf("discordfake: no channel %s", channel)
	}
	name := "CHANNEL_DELETE"
	if c.isThread() {
		name = "THREAD_DELETE"
	}
	s.dispatch(intentGuilds, name, c, func(Intent) any { return s.channelJSON(c) })
	for _, t := range s.world.threads(c) {
		delete(s.world.channels, t.id)
	}
	delete(s.world.channels, c.id)
}

// Overwrite replaces one overwrite of a channel.
func (s *Server) Overwrite(channel string, o Overwrite) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channels[channel]
	if c == nil || c.overwrites == nil {
		s.t.Fatalf("discordfake: no channel %s of a server", channel)
	}
	saw := s.world.sees(appID, c)
	c.overwrites[o.ID] = o
	sees := s.world.sees(appID, c)
	switch data := func(Intent) any { return s.channelJSON(c) }; {
	case saw && sees:
		s.dispatch(intentGuilds, "CHANNEL_UPDATE", nil, data)
	case saw:
		s.dispatch(intentGuilds, "CHANNEL_DELETE", nil, data)
	case sees:
		s.dispatch(intentGuilds, "CHANNEL_CREATE", nil, data)
	}
}

// Archive archives a thread; locked: only moderators can open it again.
func (s *Server) Archive(thread string, locked bool) { s.setThread(thread, true, locked) }

// Lock locks a thread that stays active.
func (s *Server) Lock(thread string) { s.setThread(thread, false, true) }

func (s *Server) setThread(thread string, archived, locked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channels[thread]
	if c == nil || !c.isThread() {
		s.t.Fatalf("discordfake: no thread %s", thread)
	}
	s.changeThread(c, archived, locked)
}

// changeThread archives or opens a thread.
func (s *Server) changeThread(c *channel, archived, locked bool) {
	if c.archived != archived {
		c.archivedAt = s.now()
	}
	c.archived, c.locked = archived, locked
	s.dispatch(intentGuilds, "THREAD_UPDATE", c, func(Intent) any { return s.channelJSON(c) })
}

// Leave takes somebody out of a server; the app too. guild may be empty: the first.
func (s *Server) Leave(guild, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.ofGuild(guild)
	if user != appID {
		delete(g.members, user)
		s.dispatch(GuildMembers, "GUILD_MEMBER_REMOVE", nil, func(Intent) any {
			return object{"guild_id": g.id, "user": s.userJSON(user)}
		})
		return
	}
	delete(g.members, appID)
	s.dispatch(intentGuilds, "GUILD_DELETE", nil, func(Intent) any { return object{"id": g.id} })
}

// Revoke makes the token worthless: 401, and close code 4004.
func (s *Server) Revoke() {
	s.mu.Lock()
	s.revoked = true
	s.mu.Unlock()
	s.CloseWith(4004)
}

// RenewToken resets the token: the one of before is refused with 401, and who is
// connected with it is closed with 4004.
func (s *Server) RenewToken() {
	s.mu.Lock()
	s.revoked = false
	s.renewed++
	s.mu.Unlock()
	s.CloseWith(4004)
}

// CloseDM makes somebody take no more direct messages from apps, or take them
// again.
func (s *Server) CloseDM(user string, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.world.users[user]; u != nil {
		u.ClosedDM = closed
	}
}

// Wipe makes a message vanish, as a moderator does.
func (s *Server) Wipe(channel, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.world.channels[channel]
	if c == nil || c.find(message) == nil {
		s.t.Fatalf("discordfake: no message %s in %s", message, channel)
	}
	s.remove(c.find(message))
}

// remove deletes a message.
func (s *Server) remove(m *message) {
	c := m.channel
	c.messages = slices.DeleteFunc(c.messages, func(other *message) bool { return other == m })
	if m.only == "" {
		s.dispatchMessage("MESSAGE_DELETE", m)
	}
}
