package app_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/holidays"
	"relance/adapters/redis/redistest"
	"relance/adapters/witness"
	"relance/bot/app"
	"relance/config"
	"relance/escalation"
)

// example is the configuration that there is without one.
func example(t *testing.T) *config.Config {
	t.Helper()
	c, err := config.Default(config.Options{Holidays: holidays.For})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// onRedis is the example on a Redis.
func onRedis(t *testing.T, url string) *config.Config {
	t.Helper()
	c := *example(t)
	c.Redis = config.Redis{Mode: config.RedisURL, URL: config.Secret(url), Allow: []config.Allowance{config.AllowNoPersistence}}
	return &c
}

// memory is a Redis inside the test.
func memory(t *testing.T) (*miniredis.Miniredis, string) {
	m := miniredis.RunT(t)
	return m, "redis://" + m.Addr()
}

// wednesday is in everybody's working hours.
func wednesday() time.Time { return time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC) }

// live runs an app until what is typed has been answered, and returns what was shown.
func live(t *testing.T, c *config.Config, data string, typed ...string) string {
	t.Helper()
	in, keyboard := io.Pipe()
	defer keyboard.Close()
	out := &screen{}
	a, err := app.New(t.Context(), app.Options{Config: c, Data: data, In: in, Out: out, Now: wednesday})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	for _, line := range typed {
		line, until, _ := strings.Cut(line, " => ")
		if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
			t.Fatal(err)
		}
		out.await(t, until)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	return out.String()
}

const opening = `@ann /case open org=GazCo consent=yes subject="The meter" story="It is silent." => Delivered: the room gazco-service`

func TestStartsAndStopsOnRedis(t *testing.T) {
	url := redistest.Server(t)
	data := t.TempDir()
	before := live(t, onRedis(t, url), data, opening)
	// Another run finds the case, and has nothing to say about it again.
	after := live(t, onRedis(t, url), data, "@ann /case show => The meter")
	if !strings.Contains(before, "\n#gazco-service") || strings.Contains(after, "\n#gazco-service") {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestStartsAndStopsInMemory(t *testing.T) {
	c := *example(t)
	c.Redis = config.Redis{Mode: config.RedisMemory}
	live(t, &c, t.TempDir(), opening)
}

func TestStopsSoonWhenNobodyTypes(t *testing.T) {
	_, url := memory(t)
	start := time.Now()
	live(t, onRedis(t, url), t.TempDir())
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %s to start and stop", took)
	}
}

// TestWhatWasBegunIsFinished stops the app while a letter is being said: it is
// said to its end, and its receipt is in the trail.
func TestWhatWasBegunIsFinished(t *testing.T) {
	_, url := memory(t)
	c := onRedis(t, url)
	data := t.TempDir()
	out := &slow{words: []byte("#gazco-service"), begun: make(chan struct{}), goOn: make(chan struct{})}
	in, keyboard := io.Pipe()
	defer keyboard.Close()
	a, err := app.New(t.Context(), app.Options{Config: c, Data: data, In: in, Out: out, Now: wednesday})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	line, _, _ := strings.Cut(opening, " => ")
	if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
		t.Fatal(err)
	}
	<-out.begun
	stop()
	select {
	case <-done:
		t.Error("it ended before the letter was said")
	case <-time.After(100 * time.Millisecond):
	}
	close(out.goOn)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	shown := live(t, c, data, "@ann /case show => Delivered: the room gazco-service")
	if strings.Contains(shown, "\n#gazco-service") {
		t.Errorf("the letter is said again:\n%s", shown)
	}
}

func TestAnotherKeyIsNoticed(t *testing.T) {
	_, url := memory(t)
	c := onRedis(t, url)
	first, second := t.TempDir(), t.TempDir()
	for _, tt := range []struct {
		data string
		want bool
	}{{first, false}, {first, false}, {second, true}} {
		var log bytes.Buffer
		a, err := app.New(t.Context(), app.Options{Config: c, Data: tt.data, In: strings.NewReader(""), Out: io.Discard,
			Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got := strings.Contains(log.String(), "sealed with another key"); got != tt.want {
			t.Errorf("noticed: %v, want %v", got, tt.want)
		}
	}
}

func rehearse(t *testing.T, typed ...string) string {
	t.Helper()
	var out bytes.Buffer
	a, err := app.New(t.Context(), app.Options{Config: example(t), In: strings.NewReader(strings.Join(typed, "\n")), Out: &out,
		Now: wednesday, Rehearsal: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	return out.String()
}

// TestTimePasses sees the ladder climb by /time, each step on its own date.
func TestTimePasses(t *testing.T) {
	shown := rehearse(t,
		`@ann /case open org="IT desk" consent=yes subject="No sound" story="Room 12 is silent."`,
		"/time +8 hours", "/time", "/time +100 days ago", "/time 2020-01-01")
	wanted := []string{
		"Let time pass", "/time +3d",
		"#it-desk", "Wednesday 4 March 2026, 14:00 CET", "reminder 1",
		"Wednesday 4 March 2026, 18:00 CET", "#it-lead",
		"It is now Wednesday 4 March 2026 at 18:00 (CET).",
		"It is now Wednesday 4 March 2026 at 18:00 (CET).",
		"“+100 days ago” is no time to come.", "“2020-01-01” is no time to come.",
	}
	rest := strings.ToLower(shown)
	for _, want := range wanted {
		i := strings.Index(rest, strings.ToLower(want))
		if i < 0 {
			t.Fatalf("%q is not shown after what comes before it:\n%s", want, shown)
		}
		rest = rest[i+len(want):]
	}
}

func TestThereIsNoTimeTravelOnARealStore(t *testing.T) {
	_, url := memory(t)
	shown := live(t, onRedis(t, url), t.TempDir(), "@ann /time +3d => /time")
	if strings.Contains(shown, "It is now") {
		t.Errorf("time passed:\n%s", shown)
	}
}

// pause is why everything is paused on a store.
func pause(t *testing.T, url string) string {
	t.Helper()
	value, err := redistest.New(t, options(t, url)).Get(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused)
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

func TestAStoreOlderThanItsWitnessPauses(t *testing.T) {
	m, url := memory(t)
	data := t.TempDir()
	c := onRedis(t, url)
	live(t, c, data, opening)
	if why := pause(t, url); why != "" {
		t.Fatalf("paused: %s", why)
	}
	m.FlushAll() // the store is another one now
	shown := live(t, c, data, `@ann /case open org=GazCo consent=yes subject="Another" story="It is silent, too." => is open`)
	if why := pause(t, url); !strings.Contains(why, "it is missing; the witness saw") {
		t.Errorf("paused: %q", why)
	}
	if !strings.Contains(shown, "Nothing is sent: 1 case is not as it was witnessed") {
		t.Errorf("the team is not told:\n%s", shown)
	}
	if strings.Contains(shown, "\n#gazco-service") {
		t.Errorf("something went out:\n%s", shown)
	}
	// Still so at the next start; then a person says that it is the right store.
	shown = live(t, c, data, "@mia /case pause-all off => Sending goes on", "@mia /case list => Another")
	if why := pause(t, url); why != "" {
		t.Errorf("paused after it was lifted: %q\n%s", why, shown)
	}
	live(t, c, data, "@mia /case list => Another")
	if why := pause(t, url); why != "" {
		t.Errorf("the next start pauses again: %q", why)
	}
}

// verify returns what was found, a line for each case.
func verify(t *testing.T, c *config.Config, data string) []witness.Verified {
	t.Helper()
	a, err := app.OpenArchive(t.Context(), c, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []witness.Verified
	if err := a.Verify(t.Context(), func(v witness.Verified) error { all = append(all, v); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	return all
}

func TestVerify(t *testing.T) {
	m, url := memory(t)
	data := t.TempDir()
	c := onRedis(t, url)
	live(t, c, data, opening)
	if all := verify(t, c, data); len(all) != 1 || !all[0].OK() {
		t.Fatalf("untouched: %+v", all)
	}

	// With another key the trail is consistent all the same: two answers.
	other := t.TempDir()
	if all := verify(t, c, other); len(all) != 1 || all[0].Chain != "" || all[0].Witness == "" {
		t.Errorf("with another key: %+v", all)
	}

	client := redistest.Client(t, url)
	trail := onlyKey(t, client, "*trail:*")
	entry, err := client.LIndex(t.Context(), trail, 0).Result()
	if err != nil {
		t.Fatal(err)
	}
	rewritten := strings.Replace(entry, "The meter", "The motor", 1)
	if rewritten == entry {
		t.Fatalf("the entry does not say what it says: %q", entry)
	}
	if err := m.Set("unrelated", "value"); err != nil {
		t.Fatal(err)
	}
	if err := client.LSet(t.Context(), trail, 0, rewritten).Err(); err != nil {
		t.Fatal(err)
	}
	if all := verify(t, c, data); len(all) != 1 || all[0].Chain == "" {
		t.Errorf("with a rewritten entry: %+v", all)
	}
	if err := client.LSet(t.Context(), trail, 0, entry).Err(); err != nil {
		t.Fatal(err)
	}
	if err := client.RPop(t.Context(), trail).Err(); err != nil {
		t.Fatal(err)
	}
	if all := verify(t, c, data); len(all) != 1 || all[0].Chain == "" || !strings.Contains(all[0].Witness, "the witness saw") {
		t.Errorf("with an entry cut off: %+v", all)
	}
	m.FlushAll()
	if all := verify(t, c, data); len(all) != 1 || all[0].OK() {
		t.Errorf("with nothing left: %+v", all)
	}
}

func onlyKey(t *testing.T, client *goredis.Client, pattern string) string {
	t.Helper()
	keys, err := client.Keys(t.Context(), pattern).Result()
	if err != nil || len(keys) != 1 {
		t.Fatalf("%v, %v", keys, err)
	}
	return keys[0]
}

// TestDatesMoveWithTheCalendar starts again with a holiday more.
func TestDatesMoveWithTheCalendar(t *testing.T) {
	_, url := memory(t)
	data := t.TempDir()
	calendars := func(holiday string) *config.Config {
		c, err := config.Parse("test.yaml", []byte(`version: 1
rooms: {console: {team: team}}
calendars: {desk: {zone: UTC, hours: {weekdays: "08:00-18:00"}`+holiday+`}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 working days}]}}
organisations: {desk: {name: Desk, calendar: desk, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`), config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.Redis = onRedis(t, url).Redis
		return c
	}
	live(t, calendars(""), data, `@ann /case open org=Desk consent=yes subject="A lamp" story="It is dark." => until Monday 9 March 2026 at 09:00`)
	live(t, calendars(`, holidays: {2026-03-06: A day off}`), data, "@ann /case why => Tuesday 10 March 2026 at 09:00")
}

func TestEverythingOnDiskIsInTheDataFolder(t *testing.T) {
	_, url := memory(t)
	data := t.TempDir()
	live(t, onRedis(t, url), data, opening)
	files, err := filepath.Glob(filepath.Join(data, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if want := []string{"witness", "witness.key"}; !slices.Equal(files, want) {
		t.Errorf("%v, want %v", files, want)
	}
}
