package slackfake

import "time"

func (s *Server) disconnectFrame(reason string) []byte {
	return marshal(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": s.host}})
}

// Disconnect sends every socket a disconnect frame: "warning", "refresh_requested"
// or "link_disabled". After the last two the connections are closed.
func (s *Server) Disconnect(reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.push(s.disconnectFrame(reason))
		if reason != "warning" {
			k.push(nil)
		}
	}
	if reason != "warning" {
		s.sockets = nil
	}
}

// Cut ends every socket without a word.
func (s *Server) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.conn.Close()
	}
	s.sockets = nil
}

// Envelope sends a raw frame to one socket. Ask Acknowledged for what became of
// its envelope_id.
func (s *Server) Envelope(raw string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sockets) > 0 {
		s.turn++
		s.sockets[s.turn%len(s.sockets)].push([]byte(raw))
	}
}

// Acknowledged reports whether the app has acknowledged an envelope.
func (s *Server) Acknowledged(envelopeID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acks[envelopeID]
}

// AwaitSocket waits until the app has a socket open, for at most a time.
func (s *Server) AwaitSocket(patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		s.mu.Lock()
		open, came := len(s.sockets) > 0, s.came
		s.mu.Unlock()
		if open {
			return true
		}
		select {
		case <-came:
		case <-timer.C:
			return false
		case <-s.ctx.Done():
			return false
		}
	}
}
