package discordfake

import (
	"encoding/json"
	"strings"
)

// identify begins a session.
// https://docs.discord.com/developers/events/gateway-events#identify
func (s *Server) identify(k *socket, data json.RawMessage) {
	var b struct {
		Token      string            `json:"token"`
		Intents    *Intent           `json:"intents"`
		Compress   bool              `json:"compress"`
		Shard      *[2]int           `json:"shard"`
		Properties map[string]string `json:"properties"`
	}
	now := s.now()
	shard := [2]int{0, 1}
	switch err := json.Unmarshal(data, &b); {
	case err != nil || b.Intents == nil || b.Properties == nil:
		s.shut(k, closeDecode, "identify: "+string(data))
		return
	case k.session != nil:
		s.shut(k, closeAuthenticated, "identified twice")
		return
	case s.revoked || strings.TrimPrefix(b.Token, "Bot ") != s.token():
		s.shut(k, closeAuthFailed, "wrong token")
		return
	case *b.Intents&^everyIntent != 0:
		s.shut(k, closeInvalidIntents, "intents that there are not")
		return
	case *b.Intents&(GuildMembers|GuildPresences|MessageContent)&^s.privileged != 0:
		s.shut(k, closeDisallowedIntents, "privileged intents that were not granted")
		return
	case b.Shard != nil && (b.Shard[1] < 1 || b.Shard[0] < 0 || b.Shard[0] >= b.Shard[1]):
		s.shut(k, closeInvalidShard, "invalid shard")
		return
	}
	if b.Shard != nil {
		shard = *b.Shard
	}
	recent := s.recentIdentifies(now)
	if len(recent) >= identifyLimit {
		// The token is reset, and the owner gets a mail.
		s.violation("gateway: more than %d identifies in %v", identifyLimit, identifyWindow)
		s.revoked = true
		s.shut(k, closeAuthFailed, "too many identifies")
		return
	}
	if s.pacer.on && len(recent) > 0 && now.Sub(recent[len(recent)-1]) < identifyEach {
		s.violation("gateway: two identifies in %v", identifyEach)
		k.send(object{"op": opInvalidSession, "d": false})
		return
	}
	s.gateway.identifies = append(recent, now)
	k.compress.Store(b.Compress)
	if s.muted() {
		return
	}
	k.session = s.start(k, *b.Intents, shard)
}

// resume goes on with a session: everything that was missed, then RESUMED.
// https://docs.discord.com/developers/events/gateway#resuming
func (s *Server) resume(k *socket, data json.RawMessage) {
	var b struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	if err := json.Unmarshal(data, &b); err != nil {
		s.shut(k, closeDecode, "resume: "+string(data))
		return
	}
	ses := s.living(b.Session)
	switch {
	case k.session != nil:
		s.shut(k, closeAuthenticated, "resumed twice")
	case s.revoked || strings.TrimPrefix(b.Token, "Bot ") != s.token():
		s.shut(k, closeAuthFailed, "wrong token")
	case ses == nil:
		k.send(object{"op": opInvalidSession, "d": false})
	case b.Seq < 0 || b.Seq > len(ses.events):
		s.shut(k, closeInvalidSeq, "a sequence number that never was")
	case s.muted():
	default:
		if ses.socket != nil {
			ses.socket.session = nil
			ses.socket.send(closing(closeUnknown))
		}
		ses.socket, k.session = k, ses
		for _, e := range ses.events[b.Seq:] {
			k.send(e)
		}
		ses.push("RESUMED", object{})
		s.ready()
	}
}

// muted takes one of the sessions that are never told that they go.
func (s *Server) muted() bool {
	if s.gateway.mute == 0 {
		return false
	}
	s.gateway.mute--
	return true
}
