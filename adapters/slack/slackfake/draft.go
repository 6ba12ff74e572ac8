package slackfake

import (
	"net/http"
	"time"
)

type (
	message  struct{}
	view     struct{}
	trigger  struct{}
	hook     struct{}
	envelope struct{}
	socket   struct{}
	pacer    struct{}
)

func newPacer() *pacer { return &pacer{} }

func knownScopes() []string { return nil }

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
func (s *Server) serveHook(w http.ResponseWriter, r *http.Request)   { http.NotFound(w, r) }

// Disconnect sends every socket a disconnect frame: "warning", "refresh_requested"
// or "link_disabled"; those of the last two are closed after it.
func (s *Server) Disconnect(reason string) {}

// Cut ends every socket without a word.
func (s *Server) Cut() {}

// Redeliver delivers the last envelope once more, as Slack does when it got no
// acknowledgement.
func (s *Server) Redeliver() {}

// Envelope sends a raw frame to one socket.
func (s *Server) Envelope(raw string) {}

// Lose makes the next n events vanish: they are never delivered.
func (s *Server) Lose(n int) {}

// AwaitSocket waits until the app has a socket open, at most for a time.
func (s *Server) AwaitSocket(patience time.Duration) bool { return false }

// Archive archives a channel.
func (s *Server) Archive(channel string) {}

// DeleteChannel deletes a channel with all that is in it.
func (s *Server) DeleteChannel(channel string) {}

// Join brings somebody into a channel; the app's user too.
func (s *Server) Join(channel, user string) {}

// Leave takes somebody out of a channel; the app's user too.
func (s *Server) Leave(channel, user string) {}

// Deactivate deactivates somebody's account.
func (s *Server) Deactivate(user string) {}

// Revoke revokes the app's tokens: "token_revoked", or "account_inactive".
func (s *Server) Revoke(code string) {}
