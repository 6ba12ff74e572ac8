package app_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/discord/discordfake"
	"relance/bot/app"
)

// tokenTown is a place on a platform whose bot's token can be renewed, and where ann
// sees one case through.
type tokenTown struct {
	options func() app.Options // with the newest token
	renew   func()             // and lets something happen for which the token is needed
	open    func() error
	note    func() error // on the case that is open
	read    func() string
}

// TestANewTokenGoesOnWithTheCase: a bot whose token is refused while it runs ends with
// the sentence that says what to do, and as something that a person has to mend (exit
// code 4, docs/operate/exit-codes.md). With the new token it goes on with its case.
func TestANewTokenGoesOnWithTheCase(t *testing.T) {
	for platform, tt := range map[string]struct {
		sentence string
		town     func(t *testing.T, redis string) tokenTown
	}{
		"slack":   {"slack: the bot token cannot be used (invalid_auth): copy the Bot User OAuth Token again", slackTown},
		"discord": {"copy the bot's token again, from the page Bot of the application", discordTown},
	} {
		t.Run(platform, func(t *testing.T) {
			_, redis := memory(t)
			synctest.Test(t, func(t *testing.T) {
				town := tt.town(t, redis)
				old := town.options()
				a, err := app.New(t.Context(), old)
				if err != nil {
					t.Fatal(err)
				}
				done := make(chan error, 1)
				go func() { done <- a.Run(t.Context()) }()
				time.Sleep(time.Minute)
				if err := town.open(); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Minute)
				if read := town.read(); !strings.Contains(read, "is open, and the first step is under way") {
					t.Errorf("ann reads:\n%s", read)
				}

				town.renew()
				select {
				case err = <-done:
				case <-time.After(10 * time.Minute):
					t.Fatal("it goes on in silence")
				}
				if err == nil || !strings.Contains(err.Error(), tt.sentence) || !app.NeedsMending(err) {
					t.Errorf("it ended with %v", err)
				}
				if err := a.Close(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := app.New(t.Context(), old); err == nil || !app.NeedsMending(err) {
					t.Errorf("it starts with the old token: %v", err)
				}

				before := strings.Count(town.read(), "Noted")
				o := town.options()
				o.Data = old.Data
				if a, err = app.New(t.Context(), o); err != nil {
					t.Fatal(err)
				}
				ctx, stop := context.WithCancel(t.Context())
				go func() { done <- a.Run(ctx) }()
				time.Sleep(time.Minute)
				if err := town.note(); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Minute)
				read := town.read()
				if strings.Count(read, "Noted") != before+1 || strings.Count(read, "is open, and the first step") != 1 {
					t.Errorf("with the new token ann reads:\n%s", read)
				}
				stop()
				if err := <-done; err != nil {
					t.Error(err)
				}
				if err := a.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func slackTown(t *testing.T, redis string) tokenTown {
	w := newWorkspace(t)
	return tokenTown{
		options: func() app.Options { return w.options(t, redis, "#team", "") },
		renew: func() {
			w.RenewBotToken()
			if err := w.Command(w.ann, "", "/case", `note "Nobody called."`); err != nil {
				t.Error(err)
			}
		},
		open: func() error { return w.Command(w.ann, "", "/case", openDesk) },
		note: func() error { return w.Command(w.ann, "", "/case", `note "They called back."`) },
		read: func() string { return w.read(w.ann) },
	}
}

func discordTown(t *testing.T, redis string) tokenTown {
	now := func() time.Time { return time.Now().AddDate(26, 0, 0) } // see TestRunsOnDiscord
	g := newGuild(t, discordfake.Options{Now: now})
	return tokenTown{
		options: func() app.Options {
			o := g.options(t, redis, "#team", "")
			o.Now = now
			return o
		},
		renew: g.RenewToken,
		open:  func() error { return g.Command(g.ann, g.team, "case open", openLamp()) },
		note: func() error {
			return g.Command(g.ann, g.team, "case note", map[string]string{"text": "They called back."})
		},
		read: func() string { return g.read(g.ann) },
	}
}
