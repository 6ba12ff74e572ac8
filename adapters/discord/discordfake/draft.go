package discordfake

import (
	"net/http"
	"time"
)

func (s *Server) routes() http.Handler { return http.NotFoundHandler() }

// AddUser adds somebody, a member of every server there is unless Outside, and
// returns the ID.
func (s *Server) AddUser(u User) string { return "" }

// AddGuild adds a server with the app in it and returns its ID.
func (s *Server) AddGuild(g Guild) string { return "" }

// AddRole adds a role and returns its ID.
func (s *Server) AddRole(r Role) string { return "" }

// AddChannel adds a channel and returns its ID.
func (s *Server) AddChannel(c Channel) string { return "" }

// Give gives a role to somebody.
func (s *Server) Give(role, user string) {}

// Take takes a role from somebody.
func (s *Server) Take(role, user string) {}

// DeleteRole deletes a role.
func (s *Server) DeleteRole(role string) {}

// DeleteChannel deletes a channel or thread with all that is in it.
func (s *Server) DeleteChannel(channel string) {}

// Overwrite replaces one overwrite of a channel.
func (s *Server) Overwrite(channel string, o Overwrite) {}

// Archive archives a thread; locked: only moderators can open it again.
func (s *Server) Archive(thread string, locked bool) {}

// Leave takes somebody out of a server; the app too.
func (s *Server) Leave(guild, user string) {}

// Revoke makes the token worthless: 401, and close code 4004.
func (s *Server) Revoke() {}

// Fail makes calls of a route go wrong, "POST /channels/{channel.id}/messages";
// "" is every route. Faults of one route are used in the order they were given.
func (s *Server) Fail(route string, f Fault) {}

// Heal forgets every fault that has not happened yet.
func (s *Server) Heal() {}

// CloseWith closes every gateway connection with a code.
func (s *Server) CloseWith(code int) {}

// NoHello makes the next n gateway connections stay silent.
func (s *Server) NoHello(n int) {}

// Reconnect asks every session to reconnect and resume (opcode 7).
func (s *Server) Reconnect() {}

// InvalidSession tells every session that it is invalid (opcode 9).
func (s *Server) InvalidSession(resumable bool) {}

// Zombie makes the gateway answer no heartbeat and deliver nothing, or stops that.
func (s *Server) Zombie(on bool) {}

// Cut ends every gateway connection without a word.
func (s *Server) Cut() {}

// Redeliver delivers the last event once more, under a new sequence number.
func (s *Server) Redeliver() {}

// Lose makes the next n events vanish: they are never delivered, nor replayed.
func (s *Server) Lose(n int) {}

// DelayClose makes the gateway answer a close frame that late.
func (s *Server) DelayClose(d time.Duration) {}

// AwaitSession waits until the app has a session that is ready, at most for a time.
func (s *Server) AwaitSession(patience time.Duration) bool { return false }

// Ping sends what Discord sends to a new interactions endpoint: a PING, and one
// with a wrong signature that must be refused.
func (s *Server) Ping() error { return errNotYet }

// Calls returns every call of a route, in order; "" is every route.
func (s *Server) Calls(route string) []Call { return nil }

// Commands returns the commands that are registered in a server, or, with guild
// empty, globally, by name.
func (s *Server) Commands(guild string) []string { return nil }

// Refusals returns what the app did wrong, each as "route: code: why". What may
// happen to an app that does everything right, a channel that is gone, is not
// there.
func (s *Server) Refusals() []string { return nil }

// Violations returns the calls that came before the time that a 429 had named, the
// gateway commands beyond the limit, and the identifies beyond theirs.
func (s *Server) Violations() []string { return nil }
