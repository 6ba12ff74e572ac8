package app_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"relance/adapters/slack/slackfake"
	"relance/bot/app"
)

// figures are what metrics come to, by name and labels as a query has them: a counter
// or gauge its value, a histogram how much it has counted.
type figures map[string]float64

func figuresOf(families map[string]*dto.MetricFamily) figures {
	all := figures{}
	for name, family := range families {
		for _, m := range family.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetName()+"="+strconv.Quote(l.GetValue()))
			}
			key := strings.TrimSuffix(name+"{"+strings.Join(labels, ",")+"}", "{}")
			all[key] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return all
}

// want compares figures.
func (f figures) want(t *testing.T, want figures) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got, there := f[key]; !there || got != want[key] {
			t.Errorf("%s is %v (there: %v), want %v", key, got, there, want[key])
		}
	}
}

// scrape reads the metrics as Prometheus does.
func (w *watched) scrape() figures {
	w.t.Helper()
	_, body := w.get("/metrics")
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(body))
	if err != nil {
		w.t.Fatalf("%v\n%s", err, body)
	}
	return figuresOf(families)
}

// TestMetricsOfACase opens a case and reads what was counted.
func TestMetricsOfACase(t *testing.T) {
	_, url := memory(t)
	w := watching(t, onRedis(t, url))
	line, delivered, _ := strings.Cut(opening, " => ")
	if _, err := io.WriteString(w.keyboard, line+"\n"); err != nil {
		t.Fatal(err)
	}
	w.screen.await(t, delivered)
	until(t, "everything is said", func() bool {
		f := w.scrape()
		return f[`relance_outbox_messages{state="due"}`]+f[`relance_outbox_messages{state="waiting"}`] == 0 && f["relance_redis_up"] == 1
	})
	f := w.scrape()
	f.want(t, figures{
		`relance_acts_total{deed="command",platform="console",result="answered"}`:  1,
		`relance_act_seconds{platform="console"}`:                                  1,
		`relance_deliveries_total{kind="letter",platform="console",result="said"}`: 1,
		`relance_deliveries_total{kind="task",platform="console",result="said"}`:   1,
		`relance_steps_total{result="failed"}`:                                     0,
		`relance_platform_up{platform="console"}`:                                  1,
		`relance_platform_limited_total{platform="console"}`:                       0,
		`relance_delivery_retries_total{platform="console"}`:                       0,
		`relance_redis_requests_total{result="failed"}`:                            0,
		`relance_redis_requests_total{result="refused"}`:                           0,
		"relance_overdue_seconds":                                                  0,
		"relance_outbox_oldest_due_seconds":                                        0,
		"relance_paused":                                                           0,
		"relance_store_doubted":                                                    0,
		`relance_config_reloads_total{result="ok"}`:                                0,
		"relance_config_last_reload_successful":                                    1,
	})
	if n, timed := f[`relance_redis_requests_total{result="ok"}`], f["relance_redis_request_seconds"]; n < 10 || timed < 10 {
		t.Errorf("%v round trips, %v were timed", n, timed)
	}
	if n := f[`relance_delivery_seconds{platform="console"}`]; n < 3 {
		t.Errorf("%v messages were timed", n)
	}
}

// TestMetricsHaveClosedLabels plays a story, and holds every value of every label to a
// list that no user and no case makes longer.
func TestMetricsHaveClosedLabels(t *testing.T) {
	in := strings.NewReader(strings.Join([]string{
		`@ann /case open org="IT desk" consent=yes subject="No sound" story="Room 12 is silent."`,
		"/time +8 hours", "/case nonsense", `@zoe /case open org=GazCo consent=yes subject="The meter" story="It is silent."`,
		"/time +3 weeks", "@noor /case list", "@lea #it-head It works again.", `@mia /case pause-all on repairs`, "/time +1 day",
	}, "\n"))
	a, err := app.New(t.Context(), app.Options{Config: example(t), In: in, Out: io.Discard, Now: wednesday, Rehearsal: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err != nil {
		t.Error(err)
	}
	families, err := a.Metrics().Gather()
	if err != nil {
		t.Error(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Error(err)
	}
	closed := map[string][]string{
		"platform": {"console", "none"},
		"kind":     append(constants(t, "../../escalation/notice.go", "NoticeKind"), "other"),
		"deed":     {"command", "click", "submit", "said", "shortcut", "suggest", "visit"},
		"state":    append(constants(t, "../../escalation/case.go", "State"), "due", "waiting"),
		"reason":   append(constants(t, "../../escalation/case.go", "HoldReason"), ""),
		"rung":     {"", "1", "2", "3", "4"},
		"result": {"done", "repeated", "conflict", "broken", "failed", "said", "found", "held", "refused", "unknown",
			"dropped", "answered", "wrong", "unrecorded", "ok"},
	}
	counted := 0
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "relance_") || family.GetName() == "relance_build_info" {
			continue
		}
		for _, m := range family.GetMetric() {
			for _, l := range m.GetLabel() {
				counted++
				if !slices.Contains(closed[l.GetName()], l.GetValue()) {
					t.Errorf("%s has %s=%q, which is on no list", family.GetName(), l.GetName(), l.GetValue())
				}
			}
		}
	}
	if counted < 40 {
		t.Errorf("only %d labels were seen: was the story played?", counted)
	}
	if n := figuresOf(byName(families))[`relance_steps_total{result="done"}`]; n < 3 {
		t.Errorf("%v steps were counted", n)
	}
}

func byName(families []*dto.MetricFamily) map[string]*dto.MetricFamily {
	all := map[string]*dto.MetricFamily{}
	for _, f := range families {
		all[f.GetName()] = f
	}
	return all
}

// constants are the values of the constants of a type, as its source has them.
func constants(t *testing.T, file, name string) []string {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(source, func(n ast.Node) bool {
		spec, is := n.(*ast.ValueSpec)
		if !is {
			return true
		}
		if of, is := spec.Type.(*ast.Ident); is && of.Name == name {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, value)
		}
		return true
	})
	if len(all) < 3 {
		t.Fatalf("%s has %d constants of type %s", file, len(all), name)
	}
	return all
}

// TestMetricsAreWellNamed: Prometheus has rules for names and help.
func TestMetricsAreWellNamed(t *testing.T) {
	_, url := memory(t)
	w := watching(t, onRedis(t, url))
	lint(t, w.Metrics())
}

func lint(t *testing.T, g prometheus.Gatherer) {
	t.Helper()
	problems, err := testutil.GatherAndLint(g)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// TestMetricsOfSlack: what Slack is given, what it finds too much, and whether it is
// there.
func TestMetricsOfSlack(t *testing.T) {
	_, redis := memory(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorkspace(t)
		a, err := app.New(t.Context(), w.options(t, redis, "#team", ""))
		if err != nil {
			t.Fatal(err)
		}
		read := func() figures {
			t.Helper()
			families, err := a.Metrics().Gather()
			if err != nil {
				t.Error(err)
			}
			return figuresOf(byName(families))
		}
		read().want(t, figures{`relance_platform_up{platform="slack"}`: 0})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx) }()
		synctest.Wait()
		w.Fail("chat.postMessage", slackfake.Fault{RetryAfter: 20 * time.Second, Times: 1})
		if err := w.Command(w.ann, "", "/case", openDesk); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Minute)
		f := read()
		f.want(t, figures{
			`relance_platform_up{platform="slack"}`:                                  1,
			`relance_platform_limited_total{platform="slack"}`:                       1,
			`relance_platform_limited_seconds_total{platform="slack"}`:               20,
			`relance_acts_total{deed="command",platform="slack",result="answered"}`:  1,
			`relance_deliveries_total{kind="letter",platform="slack",result="said"}`: 1,
		})
		if n := f[`relance_delivery_retries_total{platform="slack"}`]; n < 1 {
			t.Errorf("%v messages are tried again", n)
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
