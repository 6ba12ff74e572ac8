package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/config"
)

// watched is the whole bot on Slack, with its Redis, read by Prometheus once a minute.
// It plays in a bubble, where an hour takes a second; the Redis is outside of it.
type watched struct {
	*timeline
	t     *testing.T
	redis *miniredis.Miniredis
	skew  atomic.Int64 // nanoseconds that Redis' clock is ahead
	// restart starts Redis again, outside of the bubble, whose clock a server stops.
	restart func()
	slack   *slackfake.Server
	slow    atomic.Int64 // nanoseconds that Slack takes over the answer to a request
	users   []string     // the first is an administrator

	options app.Options
	log     strings.Builder
	bots    []*living
	over    chan struct{}
}

// living is a bot that was started.
type living struct {
	*app.App
	instance string
	started  time.Time
	stop     context.CancelFunc
	ended    chan error
}

// people is how many there are in a scene.
const people = 12

// watch plays a scene with one bot that has been running for some minutes, and ends it.
func watch(t *testing.T, perform func(s *watched)) {
	t.Helper()
	promtool(t)
	redis := miniredis.RunT(t)
	data := t.TempDir()
	ask, done := make(chan bool), make(chan error)
	defer close(ask)
	go func() {
		for range ask {
			done <- redis.Restart()
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		s := newWatched(t, redis, data)
		s.restart = func() {
			ask <- true
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		s.start("a:9464")
		s.pass(5)
		s.fire(t)
		perform(s)
		if redis.Server() == nil {
			s.restart()
		}
		s.slow.Store(0)
		time.Sleep(time.Minute) // what was begun goes on for a while
		s.close()
		time.Sleep(time.Minute)
	})
}

// close ends the bots, with a Redis that works.
func (s *watched) close() {
	s.t.Helper()
	s.redis.Server().SetPreHook(nil)
	for _, b := range s.bots {
		s.end(b)
	}
	close(s.over)
}

// newWatched sets the scene in a bubble; nothing runs yet.
func newWatched(t *testing.T, redis *miniredis.Miniredis, data string) *watched {
	t.Helper()
	s := &watched{timeline: newTimeline(t, time.Now()), t: t, redis: redis, slack: slackfake.New(t, slackfake.Options{Scopes: slack.Scopes()})}
	s.over = make(chan struct{})
	go s.tell()
	for i := range people {
		s.users = append(s.users, s.slack.AddUser(slackfake.User{Name: fmt.Sprint("person", i)}))
	}
	for _, room := range []string{"team", "desk"} {
		s.slack.AddChannel(slackfake.Channel{Name: room, Members: s.users})
	}
	secrets := map[string]string{"BOT": s.slack.BotToken(), "APP": s.slack.AppToken()}
	c, err := config.Parse("relance.yaml", fmt.Appendf(nil, watchedConfig, redis.Addr(), s.slack.APIURL(), s.users[0], s.users[0]),
		config.Options{LookupEnv: func(name string) (string, bool) { v, ok := secrets[name]; return v, ok }})
	if err != nil {
		t.Fatal(err)
	}
	s.options = app.Options{Config: c, Data: data, In: strings.NewReader(""), Out: io.Discard, Dial: s.dial,
		Logger: slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("the bot says\n", s.log.String())
		}
	})
	return s
}

const watchedConfig = `version: 1
redis: {mode: url, url: "redis://%s", allow: [no_persistence]}
slack: {bot_token_env: BOT, app_token_env: APP, api_url: "%s"}
rooms: {slack: {team: "#team"}}
roles: {team: ["slack:%s"], admins: ["slack:%s"]}
guards: {cases_per_day: 0, letters_per_contact_per_week: 0}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days, reminders: 100, every: 30m}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "slack:#desk", role: service, source: a sign}]}}
`

// tell moves the clock of Redis, which no bubble moves.
func (s *watched) tell() {
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	for {
		s.redis.SetTime(time.Now().Add(time.Duration(s.skew.Load())))
		select {
		case <-clock.C:
		case <-s.over:
			return
		}
	}
}

// dial reaches Slack over a line that is as slow as the scene has it.
func (s *watched) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := s.slack.Dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &slowLine{Conn: conn, delay: &s.slow}, nil
}

// slowLine is a line over which answers come late; a socket that is open is as fast
// as ever.
type slowLine struct {
	net.Conn
	delay  *atomic.Int64
	socket atomic.Bool
}

func (l *slowLine) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("Upgrade: websocket")) {
		l.socket.Store(true)
	}
	return l.Conn.Write(p)
}

func (l *slowLine) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if !l.socket.Load() {
		time.Sleep(time.Duration(l.delay.Load()))
	}
	return n, err
}

// start starts a bot.
func (s *watched) start(instance string) *living {
	s.t.Helper()
	a, err := app.New(s.t.Context(), s.options)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	b := &living{App: a, instance: instance, started: time.Now(), stop: stop, ended: make(chan error, 1)}
	go func() { b.ended <- a.Run(ctx) }()
	for i, old := range s.bots {
		if old.instance == instance { // it takes the place of one that has ended
			s.bots[i] = b
			return b
		}
	}
	s.bots = append(s.bots, b)
	return b
}

// startElsewhere starts a bot with the same token on another store, for which nobody
// asks, and returns what ends it.
func (s *watched) startElsewhere() (end func()) {
	s.t.Helper()
	o, c := s.options, *s.options.Config
	c.Redis.Prefix = "elsewhere:"
	o.Config, o.Data = &c, s.t.TempDir()
	a, err := app.New(s.t.Context(), o)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return func() {
		stop()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
		if err := a.Close(s.t.Context()); err != nil {
			s.t.Error(err)
		}
	}
}

// end ends a bot; its place stays, and does not answer.
func (s *watched) end(b *living) {
	s.t.Helper()
	if b.App == nil {
		return
	}
	b.stop()
	if err := <-b.ended; err != nil {
		s.t.Error(err)
	}
	_ = b.Close(s.t.Context()) // in some scenes there is nowhere to write to any more
	b.App = nil
}

// read asks a bot for its metrics as /metrics gives them.
func (b *living) read() (string, bool) {
	if b.App == nil {
		return "", false
	}
	r := httptest.NewRecorder()
	promhttp.HandlerFor(b.Metrics(), promhttp.HandlerOpts{}).ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	return r.Body.String(), r.Code == 200
}

// pass lets minutes pass.
func (s *watched) pass(minutes int) {
	for range minutes {
		time.Sleep(time.Minute)
		synctest.Wait()
		s.look()
	}
}

// look has Prometheus read all bots.
func (s *watched) look() {
	var all []target
	for _, b := range s.bots {
		all = append(all, target{b.instance, b.started, b.read})
	}
	s.scrape(all...)
}

// open has several people open a case each.
func (s *watched) open(n int) {
	s.t.Helper()
	for i := range n {
		s.command(i, fmt.Sprintf(`open org=Desk subject="The lamp %d" story="It is dark." consent=yes`, s.read))
	}
}

// command has somebody type a command.
func (s *watched) command(by int, text string) {
	s.t.Helper()
	if err := s.slack.Command(s.users[by%people], "", "/case", text); err != nil {
		s.t.Fatal(err)
	}
}
