package watch

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"

	"github.com/alicebob/miniredis/v2"
	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"relance/adapters/chat"
	"relance/adapters/metrics"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// counted holds the counters of a metric that have risen to what Prometheus would read,
// without its help.
func counted(t *testing.T, m *metrics.Metrics, name string, want ...string) {
	t.Helper()
	b, err := testutil.GatherAndFormat(m.Gatherer(), expfmt.TypeTextPlain, name)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(b)) {
		begun := strings.HasSuffix(name, "_total") && strings.HasSuffix(line, " 0\n") // and nothing has happened
		if !strings.HasPrefix(line, "#") && !begun {
			got = append(got, strings.TrimSpace(strings.TrimPrefix(line, name)))
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant:\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// silent is a platform that takes everything, or fails as it is told.
type silent struct {
	chat.Platform
	fails error
}

func (*silent) Name() string { return "console" }

func (s *silent) Post(context.Context, chat.Place, chat.Message) (chat.Posted, error) {
	return chat.Posted{}, s.fails
}

func (s *silent) Edit(context.Context, chat.Place, chat.Ref, chat.Message) error { return s.fails }

// searched is one that can be asked what it has said.
type searched struct {
	silent
	found bool
}

func (*searched) Name() string { return "slack" }

func (s *searched) Find(context.Context, chat.Place, string, time.Time) (chat.Posted, bool, error) {
	return chat.Posted{}, s.found, s.fails
}

// TestWhatIsSaidIsCountedWhereItIsSaid: with the kind of its notice, and with what the
// platform's answer means.
func TestWhatIsSaidIsCountedWhereItIsSaid(t *testing.T) {
	m := metrics.New("v1.2.3")
	inner := &silent{}
	p := Platform(inner, m)
	d := Deliverer(delivers(func(ctx context.Context) (escalation.Outcome, error) {
		_, err := p.Post(ctx, chat.Place{}, chat.Message{})
		return escalation.Outcome{}, err
	}), m)
	for _, fails := range []error{
		nil,
		&chat.Error{Failure: chat.Temporary, After: time.Second, Turn: true},
		&chat.Error{Failure: chat.Temporary, After: time.Second},
		&chat.Error{Failure: chat.Unknown},
		&chat.Error{Failure: chat.Gone},
		&chat.Error{Failure: chat.TooLong},
		context.DeadlineExceeded, // nobody knows
	} {
		inner.fails = fails
		_, err := d.Deliver(t.Context(), escalation.Case{}, escalation.Notice{Kind: escalation.NoticeLetter}, time.Time{})
		if !errors.Is(err, fails) {
			t.Errorf("the error became %v", err)
		}
	}
	inner.fails = nil
	if err := p.Edit(t.Context(), chat.Place{}, "", chat.Message{}); err != nil { // of no notice
		t.Error(err)
	}
	inner.fails = &chat.Error{Failure: chat.Missing} // is said anew, and counted then
	if err := p.Edit(t.Context(), chat.Place{}, "", chat.Message{}); err == nil {
		t.Error("the error is lost")
	}
	counted(t, m, "relance_deliveries_total",
		`{kind="letter",platform="console",result="failed"} 1`,
		`{kind="letter",platform="console",result="held"} 1`,
		`{kind="letter",platform="console",result="refused"} 2`,
		`{kind="letter",platform="console",result="said"} 1`,
		`{kind="letter",platform="console",result="unknown"} 2`,
		`{kind="other",platform="console",result="said"} 1`)
	counted(t, m, "relance_delivery_retries_total", `{platform="console"} 4`)
}

// TestWhatWasFoundIsCounted: a platform keeps what it can do besides.
func TestWhatWasFoundIsCounted(t *testing.T) {
	m := metrics.New("v1.2.3")
	inner := &searched{}
	p, can := chat.As[chat.Finder](Platform(inner, m))
	if !can {
		t.Fatal("it cannot be asked any more")
	}
	if _, can := chat.As[chat.Finder](Platform(&silent{}, m)); can {
		t.Fatal("it can be asked what it cannot tell")
	}
	for _, inner.found = range []bool{false, true} {
		if _, found, err := p.Find(t.Context(), chat.Place{}, "", time.Time{}); found != inner.found || err != nil {
			t.Errorf("found %v, %v", found, err)
		}
	}
	counted(t, m, "relance_deliveries_total", `{kind="other",platform="slack",result="found"} 1`)
}

// delivers is a Deliverer.
type delivers func(ctx context.Context) (escalation.Outcome, error)

func (d delivers) Deliver(ctx context.Context, _ escalation.Case, _ escalation.Notice, _ time.Time) (escalation.Outcome, error) {
	return d(ctx)
}

// TestWhatReachesNoPlatformIsCounted too, except what the bot does for itself.
func TestWhatReachesNoPlatformIsCounted(t *testing.T) {
	m := metrics.New("v1.2.3")
	for _, came := range []struct {
		fact escalation.Fact
		err  error
	}{
		{nil, nil},
		{escalation.Drafted{}, nil},
		{escalation.DeliveryFailed{}, nil},
		{nil, &escalation.RetryError{Err: errors.New("capped")}},
		{nil, errors.New("the store is out")},
	} {
		d := Deliverer(delivers(func(context.Context) (escalation.Outcome, error) {
			return escalation.Outcome{Fact: came.fact}, came.err
		}), m)
		_, _ = d.Deliver(t.Context(), escalation.Case{}, escalation.Notice{Kind: escalation.NoticeTask}, time.Time{})
	}
	counted(t, m, "relance_deliveries_total",
		`{kind="task",platform="none",result="dropped"} 1`,
		`{kind="task",platform="none",result="failed"} 1`,
		`{kind="task",platform="none",result="held"} 1`,
		`{kind="task",platform="none",result="refused"} 1`)
}

// answers is a handler that always answers the same.
type answers chat.Answer

func (a answers) Handle(context.Context, chat.Act) chat.Answer { return chat.Answer(a) }

func TestActsAreCounted(t *testing.T) {
	m := metrics.New("v1.2.3")
	act := func(d chat.Deed, a chat.Answer) {
		Handler(answers(a), "slack", m).Handle(t.Context(), chat.Act{Deed: d})
	}
	act(chat.Command{}, chat.Answer{})
	act(chat.Click{}, chat.Answer{Message: &chat.Message{}})
	act(chat.Submit{}, chat.Answer{Wrong: map[string]string{"story": "too short"}})
	act(chat.Said{}, chat.Answer{Unrecorded: true})
	act(chat.Shortcut{}, chat.Answer{})
	act(chat.Suggest{}, chat.Answer{})
	act(chat.Visit{}, chat.Answer{})
	counted(t, m, "relance_acts_total",
		`{deed="click",platform="slack",result="answered"} 1`,
		`{deed="command",platform="slack",result="answered"} 1`,
		`{deed="said",platform="slack",result="unrecorded"} 1`,
		`{deed="shortcut",platform="slack",result="answered"} 1`,
		`{deed="submit",platform="slack",result="wrong"} 1`,
		`{deed="suggest",platform="slack",result="answered"} 1`,
		`{deed="visit",platform="slack",result="answered"} 1`)
}

// TestRoundTripsAreCounted: a missing value and an unknown script are answers; an error
// of Redis's own and no answer at all are told apart.
func TestRoundTripsAreCounted(t *testing.T) {
	server := miniredis.RunT(t)
	client := goredis.NewClient(&goredis.Options{
		Addr: server.Addr(), MaxRetries: -1, DialerRetries: 1, DisableIdentity: true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
	t.Cleanup(func() { client.Close() })
	m := metrics.New("v1.2.3")
	client.AddHook(Hook(m))
	ask := func(want string, what func() error) {
		t.Helper()
		before := rounds(t, m)
		_ = what() // counted is what it means
		after := rounds(t, m)
		for result, n := range after {
			// A new connection begins with a round trip of its own, which goes well.
			if rose := n > before[result]; rose != (result == want) && result != "ok" || !rose && result == want {
				t.Errorf("%s: from %v to %v, want %s to rise", result, before[result], n, want)
			}
		}
	}
	ask("ok", func() error { return client.Get(t.Context(), "nothing").Err() })
	ask("ok", func() error { return client.EvalSha(t.Context(), strings.Repeat("0", 40), nil).Err() })
	ask("ok", func() error { return client.Set(t.Context(), "text", "a", 0).Err() })
	if n := rounds(t, m)["ok"]; n < 3 {
		t.Errorf("%v went well, want 3 or more", n)
	}
	ask("refused", func() error { return client.HGet(t.Context(), "text", "field").Err() }) // another type
	ask("refused", func() error {
		p := client.Pipeline()
		p.HGet(t.Context(), "text", "field")
		p.Get(t.Context(), "text")
		_, err := p.Exec(t.Context())
		return err
	})
	server.Close()
	ask("failed", func() error { return client.Get(t.Context(), "text").Err() })
}

// rounds is how many round trips there were, by what came of them.
func rounds(t *testing.T, m *metrics.Metrics) map[string]float64 {
	t.Helper()
	families, err := m.Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]float64{}
	for _, f := range families {
		for _, one := range f.GetMetric() {
			if f.GetName() == "relance_redis_requests_total" {
				n[one.GetLabel()[0].GetValue()] = one.GetCounter().GetValue()
			}
		}
	}
	return n
}

// TestStepsAreCounted: what a store says of the steps of due cases, and nothing else.
func TestStepsAreCounted(t *testing.T) {
	inner := &scripted{}
	m := metrics.New("v1.2.3")
	var pulse Pulse
	s := Store(inner, m, &pulse)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	inner.due = escalation.Due{
		Cases:  []escalation.Case{{Timers: []escalation.Timer{{At: now.Add(-2 * time.Second)}}}},
		Broken: []escalation.Broken{{ID: "x"}},
	}
	if _, err := s.Due(t.Context(), now, time.Minute, 1); err != nil {
		t.Fatal(err)
	}
	if pulse.last.Load() == nil {
		t.Error("the pulse is not felt")
	}
	if _, is := s.(escalation.Waker); !is {
		t.Error("the engine cannot ask for news any more")
	}
	inner.results = []escalation.Result{{}, {Repeated: true}, {Err: escalation.ErrConflict}, {Err: escalation.ErrCorrupt}, {}}
	var changes []escalation.Change
	for _, op := range []string{"due/a/1", "due/b/1", "due/c/1", "due/d/1", "a click"} {
		changes = append(changes, escalation.Change{Op: op})
	}
	if _, err := s.Commit(t.Context(), now, changes...); err != nil {
		t.Fatal(err)
	}
	inner.err = errors.New("gone")
	_, _ = s.Commit(t.Context(), now, changes...)
	counted(t, m, "relance_steps_total", `{result="broken"} 2`, `{result="conflict"} 1`, `{result="done"} 1`,
		`{result="failed"} 4`, `{result="repeated"} 1`)
	counted(t, m, "relance_step_lateness_seconds", lateness()...)
}

// lateness is one step that was two seconds late.
func lateness() []string {
	return strings.Split(`_bucket{le="0.01"} 0|_bucket{le="0.025"} 0|_bucket{le="0.05"} 0|_bucket{le="0.1"} 0|_bucket{le="0.25"} 0|`+
		`_bucket{le="0.5"} 0|_bucket{le="1"} 0|_bucket{le="2.5"} 1|_bucket{le="5"} 1|_bucket{le="15"} 1|_bucket{le="60"} 1|`+
		`_bucket{le="300"} 1|_bucket{le="3600"} 1|_bucket{le="86400"} 1|_bucket{le="+Inf"} 1|_sum 2|_count 1`, "|")
}

// scripted is a store that says what it is told.
type scripted struct {
	Waking
	due     escalation.Due
	results []escalation.Result
	err     error
}

func (s *scripted) Due(context.Context, time.Time, time.Duration, int) (escalation.Due, error) {
	return s.due, s.err
}

func (s *scripted) Commit(context.Context, time.Time, ...escalation.Change) ([]escalation.Result, error) {
	return s.results, s.err
}

// TestVitals: what is late makes the bot not ready, unless everything is paused; the
// store is asked once for all who want to know.
func TestVitals(t *testing.T) {
	store, server := redistest.Memory(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	overdue := func(by time.Duration) *Vitals {
		if _, err := server.ZAdd("relance:{s00}:due", float64(now.Add(-by).UnixMilli()), "W58-W2Y-1"); err != nil {
			t.Fatal(err)
		}
		return &Vitals{Store: store, Book: store, Now: func() time.Time { return now }}
	}
	if ok, why := overdue(lagMost).OnTime(t.Context()); !ok {
		t.Errorf("late by %s: %s", lagMost, why)
	}
	v := overdue(lagMost + time.Second)
	if ok, why := v.OnTime(t.Context()); ok || why != "a case has been due for 5m1s, more than 5m0s" {
		t.Errorf("late by a second more: %v %q", ok, why)
	}
	if err := store.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, []byte("repairs")); err != nil {
		t.Fatal(err)
	}
	if ok, _ := v.OnTime(t.Context()); ok {
		t.Error("the store was asked again at once")
	}
	if ok, why := overdue(time.Hour).OnTime(t.Context()); !ok {
		t.Errorf("late although everything is paused: %s", why)
	}
	v = overdue(time.Hour)
	v.Doubted = func(why []byte) bool { return string(why) == "repairs" }
	if ok, why := v.OnTime(t.Context()); !ok || !strings.Contains(why, "relance verify") {
		t.Errorf("paused for a doubt: %v %q", ok, why)
	}
	address := server.Addr()
	server.Close()
	v = &Vitals{Store: store, Book: store, Now: time.Now}
	if ok, why := v.Answers(t.Context()); ok || !strings.Contains(why, address) {
		t.Errorf("without a server: %v %q", ok, why)
	}
	if ok, _ := v.OnTime(t.Context()); ok {
		t.Error("nothing is late without a server")
	}
}
