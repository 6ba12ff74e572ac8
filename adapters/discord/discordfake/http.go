package discordfake

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// InteractionsPath is where interactions are sent over HTTP.
const InteractionsPath = "/discord/interactions"

// delivery is an interaction that was sent over HTTP.
type delivery struct {
	request *http.Request
	body    []byte
}

// Sign signs a request as Discord does: over the time stamp and the body.
// https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func (s *Server) Sign(r *http.Request, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(s.private, append([]byte(stamp), body...))))
}

// signed makes the request that Discord sends.
func (s *Server) signed(body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, InteractionsPath, bytes.NewReader(body)).WithContext(s.ctx)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	s.Sign(r, body, s.now())
	return r
}

// post sends an interaction over HTTP and takes the answer. 202 says that the
// answer comes to the callback endpoint.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback
func (s *Server) post(to http.Handler, in *interaction, payload []byte) {
	w, r := httptest.NewRecorder(), s.signed(payload)
	to.ServeHTTP(w, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = &delivery{request: r, body: payload}
	if w.Code == http.StatusAccepted && w.Body.Len() == 0 {
		return
	}
	const where = "POST " + InteractionsPath
	if kind, _, _ := mime.ParseMediaType(w.Header().Get("Content-Type")); w.Code != http.StatusOK || kind != "application/json" {
		s.wrong(where, &apiError{message: fmt.Sprintf("answered %d %s", w.Code, kind)})
		return
	}
	if e := s.respond(in, json.RawMessage(w.Body.Bytes())); e != nil {
		s.wrong(where, e)
	}
}

// Ping sends what Discord sends to a new interactions endpoint: a PING, and one
// with a wrong signature that must be refused.
func (s *Server) Ping() error {
	s.mu.Lock()
	to := s.handler
	s.mu.Unlock()
	if to == nil {
		return errors.New("no interactions endpoint")
	}
	body := raw(object{"id": "1", "application_id": appID, "type": askPing, "token": "ping", "version": 1})
	w := httptest.NewRecorder()
	to.ServeHTTP(w, s.signed(body))
	var answer struct {
		Type int `json:"type"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK || answer.Type != answerPong {
		return fmt.Errorf("a PING was answered %d %s", w.Code, w.Body)
	}
	forged := s.signed(body)
	forged.Header.Set("X-Signature-Ed25519", hex.EncodeToString(make([]byte, ed25519.SignatureSize)))
	w = httptest.NewRecorder()
	to.ServeHTTP(w, forged)
	if w.Code != http.StatusUnauthorized {
		return fmt.Errorf("a wrong signature was answered %d", w.Code)
	}
	return nil
}

// Replay sends the last interaction over HTTP once more, exactly as it was sent, and
// returns the status of the answer.
func (s *Server) Replay() (status int, err error) {
	s.mu.Lock()
	to, last := s.handler, s.sent
	s.mu.Unlock()
	if to == nil || last == nil {
		return 0, errors.New("nothing was sent over HTTP")
	}
	again := last.request.Clone(s.ctx)
	again.Body = io.NopCloser(bytes.NewReader(last.body))
	w := httptest.NewRecorder()
	to.ServeHTTP(w, again)
	return w.Code, nil
}
