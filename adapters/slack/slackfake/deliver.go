package slackfake

import (
	"encoding/json"
	"errors"
	"net/url"
	"time"
)

// What a person is told when the app did not do its part.
var (
	errNobody = errors.New("dispatch_failed")   // no socket is open
	errSilent = errors.New("operation_timeout") // no acknowledgement in time
	errAnswer = errors.New("invalid_response")  // the acknowledgement is wrong
)

// envelope is one delivery to the app.
type envelope struct {
	kind    string     // of the socket's frame: "events_api", "slash_commands", "interactive"
	payload []byte     // JSON
	form    url.Values // of a slash command over HTTP
	answers bool       // accepts_response_payload
	attempt int
	reason  string        // of the attempt, after the first
	late    time.Duration // how much later than now it is signed
}

// try is one attempt at delivering an envelope.
type try struct {
	id    string
	acked chan []byte // the answer's payload
}

// deliver hands an envelope to the app and returns its answer.
func (s *Server) deliver(e *envelope) ([]byte, error) {
	s.mu.Lock()
	s.last = e
	if h := s.handler; h != nil {
		s.mu.Unlock()
		return s.request(h, e)
	}
	t := s.push(e)
	s.mu.Unlock()
	return s.await(t)
}

// send delivers an event in its own time, again and again until it is
// acknowledged. The server is locked.
func (s *Server) send(e *envelope) {
	s.last = e
	if s.closed {
		return
	}
	h := s.handler
	var first *try
	if h == nil {
		first = s.push(e) // here, so that events arrive in their order
	}
	s.work.Go(func() {
		var err error
		if h == nil {
			_, err = s.await(first)
		} else {
			_, err = s.request(h, e)
		}
		for _, after := range retryAfter() {
			if err == nil || errors.Is(err, errNoRetry) || !s.sleep(after) {
				return
			}
			again := *e
			again.attempt, again.reason = e.attempt+1, "timeout"
			e = &again
			_, err = s.deliver(e)
		}
	})
}

// sleep waits, and reports whether the server is still there.
func (s *Server) sleep(d time.Duration) bool {
	if d <= 0 {
		return s.ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}

// push writes an envelope to a socket, the next in turn; nil: none is open. The
// server is locked.
func (s *Server) push(e *envelope) *try {
	if len(s.sockets) == 0 {
		return nil
	}
	t := &try{id: s.workspace.id("env-"), acked: make(chan []byte, 1)}
	frame := object{
		"envelope_id": t.id, "type": e.kind, "payload": json.RawMessage(e.payload), "accepts_response_payload": e.answers,
	}
	if e.kind == "events_api" || e.attempt > 0 {
		frame["retry_attempt"], frame["retry_reason"] = e.attempt, e.reason
	}
	raw, err := json.Marshal(frame)
	if err != nil {
		panic(err) // of the fake's own making
	}
	s.turn++
	s.tries[t.id] = t
	s.sockets[s.turn%len(s.sockets)].push(raw)
	return t
}

// await waits for the acknowledgement of a try.
func (s *Server) await(t *try) ([]byte, error) {
	if t == nil {
		return nil, errNobody
	}
	timer := time.NewTimer(acknowledged)
	defer timer.Stop()
	select {
	case payload := <-t.acked:
		return payload, nil
	case <-timer.C:
	case <-s.ctx.Done():
	}
	s.mu.Lock()
	delete(s.tries, t.id)
	s.mu.Unlock()
	return nil, errSilent
}

// Redeliver delivers the last envelope once more, as Slack does when it got no
// acknowledgement; it does not wait for one. Over HTTP it is signed as if that
// time had passed: the same signature twice is a replay.
func (s *Server) Redeliver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || s.closed {
		return
	}
	e := *s.last
	e.attempt, e.reason, e.late = e.attempt+1, "timeout", acknowledged
	h := s.handler
	var t *try
	if h == nil {
		t = s.push(&e)
	}
	s.work.Go(func() {
		if h != nil {
			s.request(h, &e)
			return
		}
		s.await(t)
	})
}

// Lose makes the next n events vanish: they are never delivered.
func (s *Server) Lose(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lose += n
}
