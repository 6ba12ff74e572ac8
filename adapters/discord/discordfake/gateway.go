package discordfake

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Intents that are not privileged.
// https://docs.discord.com/developers/events/gateway#list-of-intents
const (
	intentGuilds   Intent = 1 << 0
	intentMessages Intent = 1 << 9
	intentDirect   Intent = 1 << 12
)

// everyIntent is every bit that has a meaning.
const everyIntent Intent = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25

// gateway is the state of the gateway. Its owner locks.
type gateway struct {
	sessions   []*session
	sockets    []*socket
	identifies []time.Time
	came       chan struct{} // closed and made anew when a session is ready

	silent     int // connections that get no HELLO
	mute       int // sessions that are begun or resumed, and never told so
	zombie     bool
	lose       int
	delayClose time.Duration
	last       func(*session) // delivers the last event again
}

func newGateway() gateway { return gateway{came: make(chan struct{})} }

// session is a session of the app: it outlives its connection for a while.
type session struct {
	id      string
	intents Intent
	shard   [2]int
	events  []event
	socket  *socket   // nil: the connection is lost
	lost    time.Time // since when
}

// event is a dispatch that a session got.
type event struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int             `json:"s"`
	Name string          `json:"t"`
}

// dispatch sends an event to every session that has the intent and, where there is
// one, whose app sees the channel. intent 0 is every session.
func (s *Server) dispatch(intent Intent, name string, c *channel, data func(Intent) any) {
	if c != nil && !s.world.sees(appID, c) {
		return
	}
	if s.gateway.lose > 0 && len(s.gateway.sessions) > 0 {
		s.gateway.lose--
		return
	}
	send := func(ses *session) {
		if intent == 0 || ses.intents&intent != 0 {
			ses.push(name, data(ses.intents))
		}
	}
	s.gateway.last = send
	for _, ses := range s.gateway.sessions {
		send(ses)
	}
}

// dispatchMessage sends an event about a message.
func (s *Server) dispatchMessage(name string, m *message) {
	c, intent := m.channel, intentMessages
	if c.guild == nil {
		intent = intentDirect
	}
	s.dispatch(intent, name, c, func(has Intent) any {
		if name == "MESSAGE_DELETE" {
			return guilded(c, object{"id": m.id, "channel_id": c.id})
		}
		o := guilded(c, s.messageJSON(m, hides(m, has)))
		if c.guild != nil && c.guild.members[m.author] != nil {
			partial := s.memberJSON(c.guild, m.author)
			delete(partial, "user")
			o["member"] = partial
		}
		return o
	})
}

// guilded adds the server of a channel, where there is one.
func guilded(c *channel, o object) object {
	if c.guild != nil {
		o["guild_id"] = c.guild.id
	}
	return o
}

// push numbers an event and sends it, or keeps it for a resume.
func (ses *session) push(name string, data any) {
	e := event{Data: raw(data), Seq: len(ses.events) + 1, Name: name}
	ses.events = append(ses.events, e)
	if ses.socket != nil {
		ses.socket.send(e)
	}
}

func (s *Server) gatewayRoutes() map[string]func(*request) (any, *apiError) {
	return map[string]func(*request) (any, *apiError){
		"GET /gateway":     func(*request) (any, *apiError) { return object{"url": gatewayURL(s.host)}, nil },
		"GET /gateway/bot": s.getGatewayBot,
	}
}

func gatewayURL(host string) string { return "ws://" + host + "/gateway" }

// https://docs.discord.com/developers/events/gateway#get-gateway-bot
func (s *Server) getGatewayBot(*request) (any, *apiError) {
	now := s.now()
	recent := s.recentIdentifies(now)
	reset := time.Duration(0)
	if len(recent) > 0 {
		reset = recent[0].Add(identifyWindow).Sub(now)
	}
	return object{"url": gatewayURL(s.host), "shards": 1, "session_start_limit": object{
		"total": identifyLimit, "remaining": max(0, identifyLimit-len(recent)), "reset_after": reset.Milliseconds(), "max_concurrency": 1,
	}}, nil
}

// recentIdentifies are those that count.
func (s *Server) recentIdentifies(now time.Time) []time.Time {
	s.gateway.identifies = slices.DeleteFunc(s.gateway.identifies, func(t time.Time) bool { return now.Sub(t) >= identifyWindow })
	return s.gateway.identifies
}

// start makes a session and tells it what it must know.
// https://docs.discord.com/developers/events/gateway-events#ready
func (s *Server) start(k *socket, intents Intent, shard [2]int) *session {
	ses := &session{id: "session" + strconv.Itoa(len(s.gateway.identifies)), intents: intents, shard: shard, socket: k}
	s.gateway.sessions = append(s.gateway.sessions, ses)
	guilds := []object{}
	for _, g := range sorted(s.world.guilds) {
		if g.members[appID] != nil {
			guilds = append(guilds, object{"id": g.id, "unavailable": true})
		}
	}
	ses.push("READY", object{
		"v": json.Number(k.version), "user": s.userJSON(appID), "guilds": guilds, "session_id": ses.id, "resume_gateway_url": gatewayURL(s.resumeHost),
		"shard": shard, "application": object{"id": appID, "flags": 0}, "private_channels": []object{},
	})
	for _, g := range sorted(s.world.guilds) {
		if intents&intentGuilds != 0 && g.members[appID] != nil {
			ses.push("GUILD_CREATE", s.guildCreate(g))
		}
	}
	s.ready()
	return ses
}

// ready wakes those who wait for a session.
func (s *Server) ready() {
	close(s.gateway.came)
	s.gateway.came = make(chan struct{})
}

// living returns a session that can be resumed, or that has a connection.
func (s *Server) living(id string) *session {
	for _, ses := range s.gateway.sessions {
		if ses.id == id && (ses.socket != nil || s.now().Sub(ses.lost) < sessionLife) {
			return ses
		}
	}
	return nil
}

// end forgets a session.
func (s *Server) end(ses *session) {
	s.gateway.sessions = slices.DeleteFunc(s.gateway.sessions, func(other *session) bool { return other == ses })
}

// connected reports whether a session has a connection.
func (s *Server) connected() bool {
	return slices.ContainsFunc(s.gateway.sessions, func(ses *session) bool { return ses.socket != nil })
}

// AwaitSession waits until the app has a session that is ready, at most for a time.
func (s *Server) AwaitSession(patience time.Duration) bool {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		s.mu.Lock()
		there, came := s.connected(), s.gateway.came
		s.mu.Unlock()
		if there {
			return true
		}
		select {
		case <-came:
		case <-late.C:
			return false
		}
	}
}
