package discordfake

import "time"

// everySocket returns the connections that there are.
func (s *Server) everySocket() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	var open []*socket
	for _, k := range s.gateway.sockets {
		select {
		case <-k.gone:
		default:
			open = append(open, k)
		}
	}
	s.gateway.sockets = open
	return append([]*socket{}, open...)
}

// CloseWith closes every gateway connection with a code.
func (s *Server) CloseWith(code int) {
	for _, k := range s.everySocket() {
		k.send(closing(code))
	}
}

// NoHello makes the next n gateway connections stay silent.
func (s *Server) NoHello(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.silent = n
}

// NoReady makes the next n sessions that are begun or resumed stay silent: heartbeats
// are answered, and neither READY nor RESUMED ever comes.
func (s *Server) NoReady(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.mute = n
}

// Reconnect asks every session to reconnect and resume (opcode 7).
func (s *Server) Reconnect() {
	for _, k := range s.everySocket() {
		k.send(object{"op": opReconnect, "d": nil})
	}
}

// InvalidSession tells every session that it is invalid (opcode 9). One that is not
// resumable is forgotten.
func (s *Server) InvalidSession(resumable bool) {
	sockets := s.everySocket()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range sockets {
		if ses := k.session; ses != nil && !resumable {
			s.end(ses)
			k.session = nil
		}
		k.send(object{"op": opInvalidSession, "d": resumable})
	}
}

// Raw sends a frame as it is over every gateway connection: what no document knows,
// or what is not even JSON.
func (s *Server) Raw(text string) {
	for _, k := range s.everySocket() {
		k.send(frame(text))
	}
}

// ForgetSessions makes every session impossible to resume once its connection is
// gone: what was missed meanwhile is lost.
func (s *Server) ForgetSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ses := range s.gateway.sessions {
		if ses.socket != nil {
			ses.socket.session = nil
		}
	}
	s.gateway.sessions = nil
}

// Zombie makes the gateway answer no heartbeat and deliver nothing, or stops that.
// What is not delivered is there for a resume.
func (s *Server) Zombie(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.zombie = on
	if !on {
		return
	}
	for _, ses := range s.gateway.sessions {
		if ses.socket != nil {
			ses.socket, ses.lost = nil, s.now()
		}
	}
}

// Cut ends every gateway connection without a word.
func (s *Server) Cut() {
	for _, k := range s.everySocket() {
		s.lost(k, nil)
	}
}

// Redeliver delivers the last event once more, under a new sequence number.
func (s *Server) Redeliver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gateway.last == nil {
		return
	}
	for _, ses := range s.gateway.sessions {
		s.gateway.last(ses)
	}
}

// Lose makes the next n events vanish: they are never delivered, nor replayed.
func (s *Server) Lose(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.lose = n
}

// DelayClose makes the gateway answer a close frame that late, on connections made
// from now on.
func (s *Server) DelayClose(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.delayClose = d
}
