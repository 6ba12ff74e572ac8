package slackfake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The paths of the app's request addresses.
const (
	CommandsPath     = "/slack/commands"
	EventsPath       = "/slack/events"
	InteractionsPath = "/slack/interactivity"
)

// errNoRetry is an answer that forbids another attempt.
var errNoRetry = errors.New("no retry is wanted")

// Sign signs a request as Slack does at a time.
// https://docs.slack.dev/authentication/verifying-requests-from-slack/
func (s *Server) Sign(r *http.Request, body string, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.SigningSecret()))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// request delivers an envelope as a signed request and returns the answer's body.
func (s *Server) request(h http.Handler, e *envelope) ([]byte, error) {
	path, kind, body := InteractionsPath, "application/x-www-form-urlencoded", url.Values{"payload": {string(e.payload)}}.Encode()
	switch e.kind {
	case "events_api":
		path, kind, body = EventsPath, "application/json", string(e.payload)
	case "slash_commands":
		path, body = CommandsPath, e.form.Encode()
	}
	r := httptest.NewRequestWithContext(s.ctx, http.MethodPost, "https://app.example"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	if e.attempt > 0 {
		// https://docs.slack.dev/apis/events-api/#retries
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(e.attempt))
		r.Header.Set("X-Slack-Retry-Reason", "http_"+e.reason)
	}
	s.Sign(r, body, s.now().Add(e.late))
	return s.answered(h, r)
}

// answered waits for a handler, as long as Slack does.
func (s *Server) answered(h http.Handler, r *http.Request) ([]byte, error) {
	w := httptest.NewRecorder()
	done := make(chan struct{})
	s.work.Go(func() {
		defer close(done)
		h.ServeHTTP(w, r)
	})
	timer := time.NewTimer(acknowledged)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		return nil, errSilent
	case <-s.ctx.Done():
		return nil, errSilent
	}
	if w.Code < 200 || w.Code > 299 {
		if w.Header().Get("X-Slack-No-Retry") == "1" {
			return nil, errNoRetry
		}
		return nil, fmt.Errorf("http_error %d", w.Code)
	}
	return w.Body.Bytes(), nil
}

// Verify asks the handler for the challenge by which Slack knows that it speaks
// for the app. https://docs.slack.dev/reference/events/url_verification/
func (s *Server) Verify() error {
	const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
	s.mu.Lock()
	h := s.handler
	s.mu.Unlock()
	body, err := s.request(h, &envelope{kind: "events_api", payload: marshal(object{
		"token": "fake", "challenge": challenge, "type": "url_verification",
	})})
	if err == nil && !strings.Contains(string(body), challenge) {
		return errAnswer
	}
	return err
}
