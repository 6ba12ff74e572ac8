package slackfake

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
