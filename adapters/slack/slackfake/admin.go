package slackfake

import "slices"

// Archive archives a channel.
func (s *Server) Archive(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.workspace.channels[channel]; c != nil && !c.Archived {
		c.Archived = true
		s.ended(c, "archive")
	}
}

// DeleteChannel deletes a channel with all that is in it.
func (s *Server) DeleteChannel(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.workspace.channels[channel]; c != nil && !c.deleted {
		c.deleted, c.messages = true, nil
		s.ended(c, "deleted")
	}
}

// Join brings somebody into a channel; the app's user too.
func (s *Server) Join(channel, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.workspace.channels[channel]; c != nil && !c.members[user] {
		c.members[user] = true
		s.joined(c, user)
	}
}

// Leave takes somebody out of a channel; the app's user too.
func (s *Server) Leave(channel, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.workspace.channels[channel]; c != nil && c.members[user] {
		delete(c.members, user)
		s.left(c, user)
	}
}

// Deactivate deactivates somebody's account.
func (s *Server) Deactivate(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.workspace.users[user]; u != nil {
		u.Deleted = true
	}
}

// Revoke makes both tokens good for nothing, with Slack's word for why:
// "token_revoked", "account_inactive"; empty: they are good again.
func (s *Server) Revoke(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dead = code
}

// RenewBotToken gives the app another bot token, as an installation after a
// revocation does: the one of before is refused with "invalid_auth". The app's token
// and the sockets stay.
func (s *Server) RenewBotToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.renewed++
}

// AddUser adds somebody and returns the ID.
func (s *Server) AddUser(u User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &s.workspace
	if u.RealName == "" {
		u.RealName = u.Name
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	id := w.id("U")
	w.users[id] = &user{User: u, id: id}
	return id
}

// AddChannel adds a channel and returns its ID. The app is in it unless NoBot.
func (s *Server) AddChannel(c Channel) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := &s.workspace
	id := w.id("C")
	made := &channel{Channel: c, id: id, members: map[string]bool{}, created: s.now()}
	for _, m := range c.Members {
		made.members[m] = true
	}
	if !c.NoBot {
		made.members[botUser] = true
	}
	w.channels[id] = made
	return id
}

// AddGroup adds a user group and returns its ID.
func (s *Server) AddGroup(handle string, users ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.workspace.id("S")
	s.workspace.groups[id] = &group{id: id, handle: handle, users: slices.Clone(users)}
	return id
}
