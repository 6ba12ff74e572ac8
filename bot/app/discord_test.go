package app_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"relance/adapters/discord"
	"relance/adapters/discord/discordfake"
	"relance/bot/app"
	"relance/bot/e2e/loopback"
	"relance/bot/locale"
	"relance/config"
)

// guild is a server with the bot's rooms and one person.
type guild struct {
	*discordfake.Server
	id, ann, team, desk string
}

func newGuild(t *testing.T, o discordfake.Options) guild {
	g := guild{Server: discordfake.New(t, o)}
	g.id = g.AddGuild(discordfake.Guild{Name: "Example"})
	g.ann = g.AddUser(discordfake.User{Name: "ann"})
	g.team = g.AddChannel(discordfake.Channel{Name: "team"})
	g.desk = g.AddChannel(discordfake.Channel{Name: "desk"})
	return g
}

// configuration is one of a bot on a Redis; sections and rooms are those of its
// platforms.
func configuration(t *testing.T, redis, sections, rooms, contact string, secrets map[string]string) *config.Config {
	t.Helper()
	c, err := config.Parse("relance.yaml", fmt.Appendf(nil, `version: 1
redis: {mode: url, url: "%s", allow: [no_persistence, clock]}
%s
rooms: {%s}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "%s", role: service, source: a sign}]}}
`, redis, sections, rooms, contact), config.Options{LookupEnv: func(name string) (string, bool) {
		value, ok := secrets[name]
		return value, ok
	}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// section is the section discord; changes come last.
func (g guild) section(changes string) string {
	return fmt.Sprintf(`discord: {token_env: TOKEN, guild: "%s", api_url: "%s"%s}`, g.id, g.APIURL(), changes)
}

// options are those of a bot in the server.
func (g guild) options(t *testing.T, redis, team, changes string) app.Options {
	t.Helper()
	c := configuration(t, redis, g.section(changes), fmt.Sprintf(`discord: {team: "%s"}`, team), "discord:"+g.desk, map[string]string{"TOKEN": g.Token()})
	return app.Options{Config: c, Data: t.TempDir(), In: strings.NewReader(""), Out: io.Discard, Dial: g.Dial}
}

// read is everything that somebody reads in the server.
func (g guild) read(by string) string {
	var all []string
	for _, m := range g.Seen(by) {
		all = append(all, fmt.Sprintf("#%s: %s", m.ChannelName, m.Read))
	}
	return strings.Join(all, "\n")
}

func openLamp() map[string]string {
	return map[string]string{"org": "Desk", "subject": "The lamp", "story": "It is dark.", "consent": "true"}
}

// TestRunsOnDiscord opens a case over the gateway, in a bubble; the Redis is outside.
func TestRunsOnDiscord(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		// A bubble's clock begins before Discord's IDs do.
		now := func() time.Time { return time.Now().AddDate(26, 0, 0) }
		g := newGuild(t, discordfake.Options{Now: now})
		o := g.options(t, redis, "#team", "")
		o.Now = now
		a, err := app.New(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx) }()
		time.Sleep(time.Minute)
		if err := g.Command(g.ann, g.team, "case open", openLamp()); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Minute)
		for _, want := range []string{"is open, and the first step is under way", "#team: ", "#desk: ", "Delivered"} {
			if read := g.read(g.ann); !strings.Contains(read, want) {
				t.Errorf("nobody reads %q in:\n%s", want, read)
			}
		}
		if err := g.Command(g.ann, g.team, "case help", nil); err != nil {
			t.Error(err)
		}
		g.helps(t)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if wrong := append(g.Refusals(), g.Violations()...); len(wrong) > 0 {
			t.Errorf("Discord would complain: %q", wrong)
		}
	})
}

// helps checks that help names the commands as this server has them, each of them
// and no other.
func (g guild) helps(t *testing.T) {
	t.Helper()
	seen := g.Seen(g.ann)
	help := seen[len(seen)-1].Read
	listed := regexp.MustCompile(`/case((?: [a-z-]+)+)(?: [a-z]+:…)*: `).FindAllStringSubmatch(help, -1)
	for _, command := range listed {
		if _, is := g.Parameters(g.id, "case"+command[1]); !is {
			t.Errorf("help names %q, which Discord does not have", command[0])
		}
	}
	if len(listed) < 10 || !strings.Contains(help, "/case keep ref ") || strings.Contains(help, "quotation marks") {
		t.Errorf("%d commands are listed in:\n%s", len(listed), help)
	}
}

// TestBothCallAtOneDoor: Slack and Discord call one address, each under its name.
func TestBothCallAtOneDoor(t *testing.T) {
	_, redis := memory(t)
	g, w := newGuild(t, discordfake.Options{}), newWorkspace(t)
	sections := g.section(fmt.Sprintf(`, mode: http, listen: "127.0.0.1:0", public_key: %s`, g.PublicKey())) +
		fmt.Sprintf("\nslack: {bot_token_env: BOT, signing_secret_env: SECRET, mode: http, listen: '127.0.0.1:0', api_url: %q}", w.APIURL())
	o := app.Options{
		Config: configuration(t, redis, sections, fmt.Sprintf(`slack: {team: "%s"}, discord: {team: "%s"}`, w.team, g.team), "slack:"+w.desk,
			map[string]string{"TOKEN": g.Token(), "BOT": w.BotToken(), "SECRET": w.SigningSecret()}),
		Data: t.TempDir(), In: strings.NewReader(""), Out: io.Discard, Dial: toEach(w, g),
	}
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
	address := regexp.MustCompile(`msg=listening address=(\S+)`).FindAllStringSubmatch(log.String(), -1)
	if len(address) != 1 {
		t.Fatalf("%d doors", len(address))
	}
	door := func(path string) *httputil.ReverseProxy {
		proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address[0][1], Path: path})
		proxy.Transport = loopback.Client().Transport
		return proxy
	}
	w.DeliverTo(door("/slack"))
	g.DeliverTo(door("/discord"))
	if err := g.Ping(); err != nil {
		t.Error(err)
	}
	until(t, "the bot hears Slack", func() bool { return w.Command(w.ann, "", "/case", openDesk) == nil })
	until(t, "Discord knows the commands", func() bool { return len(g.Commands(g.id)) > 0 })
	if err := g.Command(g.ann, g.team, "case open", openLamp()); err != nil {
		t.Error(err)
	}
	for name, read := range map[string]string{"Slack": w.read(w.ann), "Discord": g.read(g.ann)} {
		if !strings.Contains(read, "is open, and the first step is under way") {
			t.Errorf("on %s ann reads:\n%s", name, read)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestDiscordIsAskedBeforeAnythingStarts: what Discord refuses is told in a sentence
// that says what to do.
func TestDiscordIsAskedBeforeAnythingStarts(t *testing.T) {
	_, redis := memory(t)
	for name, tt := range map[string]struct {
		fake    discordfake.Options
		prepare func(g guild)
		team    func(g guild) string
		changes string
		want    []string
	}{
		"a revoked token": {prepare: func(g guild) { g.Revoke() }, want: []string{"the token cannot be used"}},
		"a missing right": {fake: discordfake.Options{Permissions: discordfake.ViewChannel}, want: []string{"SEND_MESSAGES", "client_id="}},
		"no intent":       {changes: ", message_content: true", want: []string{"Message Content intent"}},
		"a deleted room":  {prepare: func(g guild) { g.DeleteChannel(g.team) }, want: []string{"rooms.discord.team: there is no room"}},
		"no such room":    {team: func(guild) string { return "#tema" }, want: []string{"rooms.discord.team: there is no room #tema"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuild(t, tt.fake)
			if tt.prepare != nil {
				tt.prepare(g)
			}
			team := g.team
			if tt.team != nil {
				team = tt.team(g)
			}
			_, err := app.New(t.Context(), g.options(t, redis, team, tt.changes))
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %q", err, want)
				}
			}
		})
	}
}

// TestATokenRevokedOnDiscordEndsTheBot: it does not go on in silence, and says that
// starting again helps nobody.
func TestATokenRevokedOnDiscordEndsTheBot(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		// A bubble's clock begins before Discord's IDs do.
		now := func() time.Time { return time.Now().AddDate(26, 0, 0) }
		g := newGuild(t, discordfake.Options{Now: now})
		o := g.options(t, redis, g.team, "")
		o.Now = now
		a, err := app.New(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- a.Run(t.Context()) }()
		time.Sleep(time.Minute)
		g.Revoke()
		err = <-done
		if err == nil || !strings.Contains(err.Error(), "copy the bot's token again") || !app.NeedsMending(err) {
			t.Errorf("it ended with %v", err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestNobodyIsOnDiscord: one that cannot be reached is waited for, and not taken for a
// bad token.
func TestNobodyIsOnDiscord(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		g := newGuild(t, discordfake.Options{})
		o := g.options(t, redis, g.team, "")
		o.Dial = func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.DNSError{Err: "no such host", Name: "discord.localhost", IsNotFound: true}
		}
		begun := time.Now()
		_, err := app.New(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "discord cannot be reached") || strings.Contains(err.Error(), "token") {
			t.Errorf("%v", err)
		}
		if waited := time.Since(begun); waited < time.Minute {
			t.Errorf("it was given up after %s", waited)
		}
	})
}

// TestDiscordIsOutAtTheStart: an outage that passes only delays the start, and is no
// fault of the token.
func TestDiscordIsOutAtTheStart(t *testing.T) {
	_, redis := memory(t)
	for _, times := range []int{3, 1000} {
		synctest.Test(t, func(t *testing.T) {
			g := newGuild(t, discordfake.Options{})
			g.Fail("", discordfake.Fault{Status: http.StatusServiceUnavailable, Times: times})
			o, lines := g.options(t, redis, g.team, ""), &screen{}
			o.Logger = slog.New(slog.NewTextHandler(lines, nil))
			begun := time.Now()
			a, err := app.New(t.Context(), o)
			took := time.Since(begun)
			switch {
			case times == 3 && (err != nil || took < 3*time.Second || strings.Count(lines.String(), "it is tried again") != 3):
				t.Errorf("%v after %s, %s", err, took, lines.String())
			case times == 1000 && (err == nil || strings.Contains(err.Error(), "token") || took < time.Minute || took > 11*time.Minute):
				t.Errorf("it does not pass: %v after %s", err, took)
			}
			if err == nil {
				err = a.Close(t.Context())
			}
			if times == 3 && err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDiscordTakesTheCommands: what the bot describes is within Discord's limits,
// whatever the language of the configuration, and nothing is cut for them.
func TestDiscordTakesTheCommands(t *testing.T) {
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range texts.Languages() {
		commands := app.DiscordCommands(texts, language)
		p, err := discord.New(discord.Options{
			Token: "a.b.c", Words: app.DiscordWords(texts.For(language)),
			Commands: commands, CommandTexts: app.DiscordCommandTexts(texts, language),
		})
		if err != nil {
			t.Errorf("%s: %v", language, err)
			continue
		}
		called := map[string]bool{}
		for _, c := range commands {
			at := p.Command(c.Words)
			if called[at] {
				t.Errorf("%s is there twice", at)
			}
			called[at] = true
			said(t, texts, at, c.About)
			for _, o := range c.Options {
				said(t, texts, at+" "+o.Name, o.About)
				labels := map[string]bool{}
				for _, choice := range o.Choices {
					said(t, texts, at+" "+o.Name+" "+choice.Value, choice.Label)
					for l, label := range choice.Label.In {
						if labels[l+label] {
							t.Errorf("%s %s: two choices are called %q", at, o.Name, label)
						}
						labels[l+label] = true
					}
				}
			}
		}
	}
}

// said checks that a text is there in every language, and fits where Discord shows it
// (https://docs.discord.com/developers/interactions/application-commands#application-command-object).
func said(t *testing.T, texts *locale.Texts, what string, text discord.Text) {
	t.Helper()
	const limit = 100 // of descriptions and of choices
	for _, l := range texts.Languages() {
		if in := text.In[l]; in == "" || utf8.RuneCountInString(in) > limit {
			t.Errorf("%s: in %q it is %q: 1 to %d characters", what, l, in, limit)
		}
	}
}
