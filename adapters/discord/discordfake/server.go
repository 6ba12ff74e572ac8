package discordfake

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"relance/adapters/chat/chattest"
)

// memory is where the fake says that it is without Options.Listener. Nothing listens
// there: see Dial.
const memory = "discord.localhost"

// Options are what a Server is made of. The zero Options are fine.
type Options struct {
	// Now is the time of IDs, timestamps, expiries and rate limits; default
	// [time.Now].
	Now func() time.Time
	// Lag is how long until a new message is in a channel's history; nil: at once.
	Lag func() time.Duration
	// Limits enforces rate limits: buckets by route, 50 requests a second, one
	// identify in five seconds.
	Limits bool
	// Permissions are those of the app's role; 0: BotPermissions.
	Permissions Permission
	// Privileged are the privileged intents that the app was granted; 0: none.
	Privileged Intent
	// Listener is where other processes reach the fake; nil: only Dial does.
	Listener net.Listener
}

// Intent is a set of groups of gateway events.
// https://docs.discord.com/developers/events/gateway#list-of-intents
type Intent int

// The privileged intents.
const (
	GuildMembers   Intent = 1 << 1
	GuildPresences Intent = 1 << 8
	MessageContent Intent = 1 << 15
)

// Server is Discord with one app. Its methods may be called from any goroutine.
type Server struct {
	t           testing.TB
	now         func() time.Time
	lag         func() time.Duration
	permissions Permission
	privileged  Intent
	ctx         context.Context // ends with the test
	host        string
	resumeHost  string // where sessions are resumed
	listener    *chattest.Listener
	private     ed25519.PrivateKey
	routes      []route

	work sync.WaitGroup // what runs by itself: deliveries, connections

	mu      sync.Mutex
	world   world
	pacer   pacer
	record  record
	faults  []*fault
	gateway gateway
	revoked bool
	renewed int          // how often the token was
	handler http.Handler // interactions go there; nil: over the gateway
	sent    *delivery    // the last one there
}

// New makes a Discord without servers; it is closed by t.Cleanup.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		t: t, now: o.Now, lag: o.Lag, permissions: o.Permissions, privileged: o.Privileged, ctx: ctx,
		host: memory, resumeHost: "resume." + memory, listener: chattest.Listen(memory),
		private: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
		world:   newWorld(), pacer: newPacer(o.Limits), gateway: newGateway(),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.permissions == 0 {
		s.permissions = BotPermissions
	}
	s.routes = s.table()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveREST)
	mux.HandleFunc("/gateway", s.serveGateway)
	server := &http.Server{Handler: mux}
	s.work.Go(func() { server.Serve(s.listener) })
	if o.Listener != nil {
		s.host = o.Listener.Addr().String()
		s.resumeHost = s.host
		s.work.Go(func() { server.Serve(o.Listener) })
	}
	t.Cleanup(func() {
		stop()
		server.Close()
		s.Cut()
		s.work.Wait()
	})
	return s
}

// APIURL is the base address of the REST API, with its slash.
func (s *Server) APIURL() string { return "http://" + s.host + apiPath + "/" }

// Dial opens a connection to the fake, whatever the address.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return s.listener.Dial(ctx)
}

// Token is the app's bot token, without "Bot ", the newest.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token()
}

func (s *Server) token() string { return fmt.Sprintf("MTAx.fake%d.token", s.renewed) }

// PublicKey is the key that interactions over HTTP are signed with, in hexadecimal.
func (s *Server) PublicKey() string {
	return hex.EncodeToString(s.private.Public().(ed25519.PublicKey))
}

// Application is the ID of the app and of its user.
func (s *Server) Application() string { return appID }

// DeliverTo sends interactions to a handler, as signed HTTP requests to
// [InteractionsPath], instead of over the gateway.
func (s *Server) DeliverTo(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = h
}
