package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/slack"
	"relance/adapters/slack/slackfake"
	"relance/bot/app"
	"relance/bot/e2e/loopback"
	"relance/config"
)

// workspace is a workspace with the bot's rooms and one person.
type workspace struct {
	*slackfake.Server
	ann, team, desk string
}

// newWorkspace makes one. Without scopes the app has those that it asks for.
func newWorkspace(t *testing.T, scopes ...string) workspace {
	if scopes == nil {
		scopes = slack.Scopes()
	}
	w := workspace{Server: slackfake.New(t, slackfake.Options{Scopes: scopes})}
	w.ann = w.AddUser(slackfake.User{Name: "ann"})
	w.team = w.AddChannel(slackfake.Channel{Name: "team", Members: []string{w.ann}})
	w.desk = w.AddChannel(slackfake.Channel{Name: "desk", Members: []string{w.ann}})
	return w
}

// options are those of a bot in the workspace, on a Redis; changes come last in
// the section slack.
func (w workspace) options(t *testing.T, redis, team, changes string) app.Options {
	t.Helper()
	c, err := config.Parse("relance.yaml", fmt.Appendf(nil, `version: 1
redis: {mode: url, url: "%s", allow: [no_persistence, clock]}
slack: {bot_token_env: BOT, app_token_env: APP, signing_secret_env: SECRET, api_url: "%s"%s}
rooms: {slack: {team: "%s"}}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "slack:%s", role: service, source: a sign}]}}
`, redis, w.APIURL(), changes, team, w.desk), config.Options{LookupEnv: func(name string) (string, bool) {
		value, ok := map[string]string{"BOT": w.BotToken(), "APP": w.AppToken(), "SECRET": w.SigningSecret()}[name]
		return value, ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	return app.Options{Config: c, Data: t.TempDir(), In: strings.NewReader(""), Out: io.Discard, Dial: w.Dial}
}

// read is everything that somebody reads in the workspace.
func (w workspace) read(by string) string {
	var all []string
	for _, m := range w.Seen(by) {
		all = append(all, fmt.Sprintf("#%s: %s", m.ChannelName, m.Read))
	}
	return strings.Join(all, "\n")
}

const openDesk = `open org=Desk subject="The lamp" story="It is dark." consent=yes`

// TestRunsOnSlack opens a case over the socket, in a bubble; the Redis is outside.
func TestRunsOnSlack(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		a, err := app.New(t.Context(), w.options(t, redis, "#team", ""))
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx) }()
		synctest.Wait()
		if err := w.Command(w.ann, "", "/case", openDesk); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Minute)
		for _, want := range []string{"is open, and the first step is under way", "#team: ", "#desk: ", "Delivered"} {
			if read := w.read(w.ann); !strings.Contains(read, want) {
				t.Errorf("nobody reads %q in:\n%s", want, read)
			}
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if refused := w.Refusals(); len(refused) > 0 {
			t.Errorf("Slack refuses %q", refused)
		}
	})
}

// TestSlackCallsTheBot opens a case over HTTP, at a port of this machine.
func TestSlackCallsTheBot(t *testing.T) {
	_, redis := memory(t)
	w := newWorkspace(t)
	o := w.options(t, redis, "team", ", mode: http, listen: '127.0.0.1:0'")
	log := &screen{}
	o.Logger = slog.New(slog.NewTextHandler(log, nil))
	a, err := app.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	log.await(t, "listening")
	log.await(t, "\n")
	address := regexp.MustCompile(`msg=listening address=(\S+)`).FindStringSubmatch(log.String())
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address[1]})
	proxy.Transport = loopback.Client().Transport
	w.DeliverTo(proxy)
	until(t, "the bot hears Slack", func() bool { return w.Command(w.ann, "", "/case", openDesk) == nil })
	if read := w.read(w.ann); !strings.Contains(read, "is open, and the first step is under way") {
		t.Errorf("ann reads:\n%s", read)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := w.Command(w.ann, "", "/case", "help"); err == nil {
		t.Error("the bot answers after its end")
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSlackIsOutAtTheStart: an outage that passes only delays the start, one that
// does not pass ends it, and nobody has to wait for either.
func TestSlackIsOutAtTheStart(t *testing.T) {
	_, redis := memory(t)
	start := func(t *testing.T, method string, times int, patience time.Duration) (log string, took time.Duration, err error) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorkspace(t)
			w.Fail(method, slackfake.Fault{Error: "request_timeout", Times: times})
			o, lines := w.options(t, redis, "team", ""), &screen{}
			o.Logger = slog.New(slog.NewTextHandler(lines, nil))
			ctx, stop := context.WithTimeout(t.Context(), patience)
			defer stop()
			begun := time.Now()
			var a *app.App
			a, err = app.New(ctx, o)
			took, log = time.Since(begun), lines.String()
			if err == nil {
				err = a.Close(t.Context())
			}
		})
		return log, took, err
	}
	for _, method := range []string{"auth.test", "conversations.list"} {
		log, took, err := start(t, method, 3, time.Hour)
		if err != nil || took < 3*time.Second || strings.Count(log, "it is tried again") != 3 {
			t.Errorf("%s: %v after %s, %s", method, err, took, log)
		}
	}
	if _, took, err := start(t, "auth.test", 1000, time.Hour); err == nil || took > 11*time.Minute || took < time.Minute {
		t.Errorf("it does not pass: %v after %s", err, took)
	}
	if _, took, err := start(t, "auth.test", 1000, 5*time.Second); err == nil || took > 6*time.Second {
		t.Errorf("left: %v after %s", err, took)
	}
}

// TestNobodyIsThere: a Slack that cannot be reached is not taken for a bad token.
func TestNobodyIsThere(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		o := w.options(t, redis, w.team, "")
		o.Dial = func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "slack.localhost", IsNotFound: true}
		}
		_, err := app.New(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "slack cannot be reached") || strings.Contains(err.Error(), "token") {
			t.Errorf("%v", err)
		}
	})
}

// TestAnotherListensThere: the end says what to do.
func TestAnotherListensThere(t *testing.T) {
	_, redis := memory(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	w := newWorkspace(t)
	a, err := app.New(t.Context(), w.options(t, redis, w.team, fmt.Sprintf(", mode: http, listen: '%s'", taken.Addr())))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "another program listens there already") {
		t.Errorf("%v", err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSlackIsAskedBeforeAnythingStarts: what Slack refuses is told in a sentence
// that says what to do.
func TestSlackIsAskedBeforeAnythingStarts(t *testing.T) {
	_, redis := memory(t)
	for name, tt := range map[string]struct {
		prepare func(w workspace)
		scopes  []string
		team    func(w workspace) string
		want    []string
	}{
		"a revoked token":  {prepare: func(w workspace) { w.Revoke("token_revoked") }, want: []string{"the bot token cannot be used", "token_revoked"}},
		"a missing scope":  {scopes: []string{"commands", "chat:write"}, want: []string{"channels:history", "reinstall the app"}},
		"an archived room": {prepare: func(w workspace) { w.Archive(w.team) }, want: []string{"rooms.slack.team: there is no room C", "is_archived"}},
		"an archived room by name": {
			prepare: func(w workspace) { w.Archive(w.team) }, team: func(workspace) string { return "#team" },
			want: []string{"rooms.slack.team: there is no room #team"},
		},
		"no such room": {team: func(workspace) string { return "#tema" }, want: []string{"rooms.slack.team: there is no room #tema"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t, tt.scopes...)
			if tt.prepare != nil {
				tt.prepare(w)
			}
			team := w.team
			if tt.team != nil {
				team = tt.team(w)
			}
			o, log := w.options(t, redis, team, ""), &screen{}
			o.Logger = slog.New(slog.NewTextHandler(log, nil))
			_, err := app.New(t.Context(), o)
			if said := log.String(); strings.Contains(said, "again") {
				t.Errorf("the log promises what does not happen: %s", said)
			}
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %q", err, want)
				}
			}
		})
	}
}

// TestARevokedTokenEndsTheBot: it does not go on in silence.
func TestARevokedTokenEndsTheBot(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		a, err := app.New(t.Context(), w.options(t, redis, w.team, ""))
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- a.Run(t.Context()) }()
		synctest.Wait()
		w.Revoke("account_inactive")
		w.Disconnect("warning")
		if err := <-done; err == nil || !strings.Contains(err.Error(), "account_inactive") {
			t.Errorf("it ended with %v", err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
