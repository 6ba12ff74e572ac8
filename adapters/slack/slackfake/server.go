package slackfake

import (
	"context"
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
const memory = "slack.localhost"

// Options are what a Server is made of. The zero Options are fine.
type Options struct {
	// Now is the time of timestamps, expiries and rate limits; default [time.Now].
	Now func() time.Time
	// Lag is how long until a new message is in history and replies; nil: at once.
	Lag func() time.Duration
	// Limits enforces the rate limits of Slack's tiers.
	Limits bool
	// Scopes are granted to the bot's token; nil: all that the fake knows.
	Scopes []string
	// Listener is where other processes reach the fake; nil: only Dial does.
	Listener net.Listener
}

// Server is a workspace with one app installed in it. Its methods may be called
// from any goroutine.
type Server struct {
	now      func() time.Time
	lag      func() time.Duration
	scopes   []string
	ctx      context.Context // ends with the test
	host     string
	listener *chattest.Listener
	known    map[string]method // of the Web API, by name
	pacer    *pacer            // nil: no rate limits but those of faults

	work sync.WaitGroup // what runs by itself: deliveries, sockets

	mu        sync.Mutex
	workspace workspace
	faults    []*fault
	held      map[string]time.Time // until when a method must not be called, by rate key
	calls     []call
	refused   []string
	early     []string
	handler   http.Handler // deliveries go there; nil: over sockets
	sockets   []*socket
	came      chan struct{} // closed and made anew when a socket comes
	tickets   map[string]bool
	turn      int             // whose turn it is among the sockets
	tries     map[string]*try // by envelope_id
	acks      map[string]bool // by envelope_id
	closed    bool
	last      *envelope
	lose      int
	dead      string // why the tokens are refused; empty: they are good
	renewed   int    // how often the bot's token was
}

// New makes a workspace; it is closed by t.Cleanup.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		now: o.Now, lag: o.Lag, scopes: o.Scopes, ctx: ctx, host: memory, listener: chattest.Listen(memory), known: methods(),
		workspace: newWorkspace(), held: map[string]time.Time{}, tickets: map[string]bool{}, came: make(chan struct{}),
		tries: map[string]*try{}, acks: map[string]bool{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.scopes == nil {
		s.scopes = knownScopes()
	}
	if o.Limits {
		s.pacer = newPacer()
	}
	server := &http.Server{Handler: s.routes()}
	s.work.Go(func() { server.Serve(s.listener) })
	if o.Listener != nil {
		s.host = o.Listener.Addr().String()
		s.work.Go(func() { server.Serve(o.Listener) })
	}
	t.Cleanup(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		stop()
		server.Close()
		s.Cut()
		s.work.Wait()
	})
	return s
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("/link", s.serveSocket)
	mux.HandleFunc("/hook/{hook}", s.serveHook)
	return mux
}

// APIURL is the base address of the Web API, with its slash.
func (s *Server) APIURL() string { return "http://" + s.host + "/api/" }

// Dial opens a connection to the fake, whatever the address.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return s.listener.Dial(ctx)
}

// BotToken is the app's bot token, the newest.
func (s *Server) BotToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("xoxb-%d-fake", 1+s.renewed)
}

// AppToken is the app-level token, for Socket Mode.
func (s *Server) AppToken() string { return "xapp-1-fake" }

// SigningSecret signs deliveries over HTTP.
func (s *Server) SigningSecret() string { return "5ec4e7-fake" }

// BotUser is the ID of the app's user.
func (s *Server) BotUser() string { return botUser }

// DeliverTo sends what people do to a handler, as signed HTTP requests, instead of
// over sockets, to [CommandsPath], [EventsPath] and [InteractionsPath].
func (s *Server) DeliverTo(h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = h
}
