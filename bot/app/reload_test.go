package app_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/holidays"
	"relance/bot/app"
	"relance/config"
)

// edited is the example on a Redis, with something in it replaced.
func edited(t *testing.T, url string, replace ...string) (*config.Config, error) {
	t.Helper()
	text := strings.NewReplacer(replace...).Replace(string(config.Example()))
	c, err := config.Parse("relance.yaml", []byte(text), config.Options{Holidays: holidays.For})
	if err != nil {
		return nil, err
	}
	c.Redis = config.Redis{Mode: config.RedisURL, URL: config.Secret(url), Allow: []config.Allowance{config.AllowNoPersistence, config.AllowClock}}
	return c, nil
}

// running is an app at a keyboard, with its log.
type running struct {
	app *app.App
	out *screen
	log *screen
	key io.Writer
}

func runApp(t *testing.T, c *config.Config) *running {
	t.Helper()
	return runAppAt(t, c, wednesday)
}

func runAppAt(t *testing.T, c *config.Config, now func() time.Time) *running {
	t.Helper()
	in, keyboard := io.Pipe()
	r := &running{out: &screen{}, log: &screen{}, key: keyboard}
	var err error
	r.app, err = app.New(t.Context(), app.Options{Config: c, Data: t.TempDir(), In: in, Out: r.out, Now: now,
		Logger: slog.New(slog.NewTextHandler(r.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.app.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := r.app.Close(context.Background()); err != nil {
			t.Error(err)
		}
		_ = keyboard.Close()
	})
	return r
}

// counted compares what is counted of reloads: whether the last one went well, those
// that failed, those that did not.
func (r *running) counted(t *testing.T, results ...float64) {
	t.Helper()
	families, err := r.app.Metrics().Gather()
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for _, f := range families {
		switch f.GetName() {
		case "relance_config_reloads_total":
			for _, m := range f.GetMetric() {
				got = append(got, m.GetCounter().GetValue())
			}
		case "relance_config_last_reload_successful":
			got = append([]float64{f.GetMetric()[0].GetGauge().GetValue()}, got...)
		}
	}
	if !slices.Equal(got, results) {
		t.Errorf("last, failed, ok: %v, want %v", got, results)
	}
}

func (r *running) typed(t *testing.T, line, until string) {
	t.Helper()
	if _, err := io.WriteString(r.key, line+"\n"); err != nil {
		t.Fatal(err)
	}
	r.out.await(t, until)
}

func (r *running) reload(t *testing.T, url string, replace ...string) error {
	t.Helper()
	_, err := r.app.Reload(t.Context(), func() (*config.Config, error) { return edited(t, url, replace...) })
	return err
}

// TestReloadChangesAtOnce: who may do what, how many cases a day, and whom a case can
// concern are others from one act to the next.
func TestReloadChangesAtOnce(t *testing.T) {
	_, url := memory(t)
	c, err := edited(t, url)
	if err != nil {
		t.Fatal(err)
	}
	r := runApp(t, c)
	r.typed(t, `/case open org="IT desk" consent=yes subject="No sound" story="Silent since Monday."`, "is open, and the first step")
	r.typed(t, `/case pause-all on`, "is paused")
	r.typed(t, `/case pause-all off`, "Sending goes on")
	err = r.reload(t, url, "admins: [console:mia]", "admins: [console:sam]", "cases_per_day: 5", "cases_per_day: 1",
		"room:it-desk", "room:it-front", "name: GazCo", "name: LightCo")
	if err != nil {
		t.Fatal(err)
	}
	r.typed(t, `/case pause-all on`, "Only an administrator")
	r.typed(t, `/case open org="LightCo" consent=yes subject="No light" story="Dark since Monday."`, "1 cases a day")
	r.typed(t, `@noor /case open org="IT desk" consent=yes subject="No picture" story="Black."`, "#it-front")
	r.counted(t, 1, 0, 1)
}

// TestReloadNamesWhatNeedsARestart, again and again until it is restarted.
func TestReloadNamesWhatNeedsARestart(t *testing.T) {
	_, url := memory(t)
	c, err := edited(t, url)
	if err != nil {
		t.Fatal(err)
	}
	r := runApp(t, c)
	for range 2 {
		if err := r.reload(t, "redis://127.0.0.1:1", "language: en\n", "language: fr\n", "#data: /var/lib/relance", "data: elsewhere", "person: mia", "person: noor"); err != nil {
			t.Fatal(err)
		}
		want := `needs a restart: language, data, redis, console, people.language; everything else`
		r.log.await(t, want)
	}
	if err := r.reload(t, url); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "was read again and is in use")
	if err := r.reload(t, url, "  #language: en", "  language: fr"); err != nil {
		t.Fatal(err)
	}
	r.log.await(t, "needs a restart: people.language; everything else")
}

// TestABrokenFileChangesNothing, and every problem is said with its place.
func TestABrokenFileChangesNothing(t *testing.T) {
	_, url := memory(t)
	c, err := edited(t, url)
	if err != nil {
		t.Fatal(err)
	}
	r := runApp(t, c)
	if err := r.reload(t, url, "cases_per_day: 5", "cases_per_dya: 1", "zone: UTC", "zone: Mars", "admins: [console:mia]", "admins: [console:sam]"); err == nil {
		t.Fatal("a broken file was taken")
	}
	for _, want := range []string{"key=guards.cases_per_dya", "key=calendars.always.zone", "file=relance.yaml line=", "the one from before stays in use", "problems=2"} {
		if !strings.Contains(r.log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, r.log)
		}
	}
	r.typed(t, `/case pause-all on`, "is paused")
	r.counted(t, 0, 1, 0)
}

// TestReloadTriesAPassword before anything is in use: one that Redis refuses keeps the
// whole configuration from before, and with the right one it is taken.
func TestReloadTriesAPassword(t *testing.T) {
	redis, url := memory(t)
	redis.RequireAuth("right")
	with := func(password string, replace ...string) (*config.Config, error) {
		c, err := edited(t, url, replace...)
		if err == nil {
			c.Redis.Password = config.Secret(password)
		}
		return c, err
	}
	c, err := with("right")
	if err != nil {
		t.Fatal(err)
	}
	r := runApp(t, c)
	reload := func(password string) error {
		_, err := r.app.Reload(t.Context(), func() (*config.Config, error) {
			return with(password, "admins: [console:mia]", "admins: [console:sam]")
		})
		return err
	}
	if err := reload("mistyped"); err == nil || strings.Contains(err.Error(), "mistyped") {
		t.Errorf("a password that Redis refuses: %v", err)
	}
	r.log.await(t, "the password in redis.password_file is another one, and cannot be used: ")
	r.typed(t, `/case pause-all on`, "is paused") // nothing of it is in use
	r.typed(t, `/case pause-all off`, "Sending goes on")
	redis.RequireAuth("next")
	if err := reload("next"); err != nil {
		t.Errorf("the right one: %v", err)
	}
	r.typed(t, `/case pause-all on`, "Only an administrator")
	r.counted(t, 1, 1, 1)
}

// TestReloadMovesOpenDates when a calendar is another one, and keeps the old
// configuration when a calendar is gone that a case is counted in.
func TestReloadMovesOpenDates(t *testing.T) {
	_, url := memory(t)
	c, err := edited(t, url)
	if err != nil {
		t.Fatal(err)
	}
	r := runApp(t, c)
	r.typed(t, `/case open org=GazCo consent=yes subject="The meter" story="No figure."`, "The clock starts: 10 working days")
	r.typed(t, `/case why`, "Next step if no answer comes: Wednesday 18 March 2026")
	gone := []string{"  france:\n    zone", "  paris:\n    zone", "calendar: france", "calendar: paris"}
	if err := r.reload(t, url, append(gone, "admins: [console:mia]", "admins: [console:sam]")...); err == nil || !strings.Contains(err.Error(), "calendars.france is gone") {
		t.Errorf("a calendar in use was taken away: %v", err)
	}
	r.typed(t, `/case pause-all on`, "is paused") // nothing of it is in use
	r.typed(t, `/case pause-all off`, "Sending goes on")
	if err := r.reload(t, url, "#holidays:\n    #  2026-12-24: Closed for the year", "holidays:\n      2026-03-10: Closed for once"); err != nil {
		t.Fatal(err)
	}
	r.typed(t, `/case why`, "Next step if no answer comes: Thursday 19 March 2026")
}

// TestTheDigestFollowsThePeople: who sleeps until the next digest is woken when people
// have other hours.
func TestTheDigestFollowsThePeople(t *testing.T) {
	_, url := memory(t)
	c, err := edited(t, url)
	if err != nil {
		t.Fatal(err)
	}
	almost := wednesday().Add(-20 * time.Millisecond) // ten o'clock in Paris, where the example's people are
	r := runAppAt(t, c, func() time.Time { return almost })
	r.typed(t, `/case open org="IT desk" consent=yes subject="No sound" story="Silent."`, "is open, and the first step")
	if err := r.reload(t, url, "21:00-08:00", "21:00-10:00"); err != nil {
		t.Fatal(err)
	}
	r.out.await(t, "Cases on Wednesday")
}
