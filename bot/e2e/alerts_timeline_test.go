package e2e_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// timeline is what Prometheus would have read, a scrape a minute, and what it would
// have said to it.
type timeline struct {
	begun  time.Time // of the bot's clock
	read   int       // how many scrapes there were
	series map[string][]string
	wanted map[string]bool // names of metrics that the rules ask for
}

func newTimeline(t *testing.T, begun time.Time) *timeline {
	t.Helper()
	rules, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{"up": true, "process_start_time_seconds": true}
	for _, name := range metricName.FindAllString(string(rules), -1) {
		wanted[name] = true
	}
	return &timeline{begun: begun, series: map[string][]string{}, wanted: wanted}
}

// target is one bot as Prometheus knows it.
type target struct {
	instance string
	started  time.Time
	read     func() (text string, ok bool) // /metrics
}

// scrape reads every target at a moment. What a target does not say any more is
// marked as gone, as Prometheus marks it.
func (l *timeline) scrape(targets ...target) {
	now := map[string]string{}
	for _, o := range targets {
		labels := fmt.Sprintf(`{job="relance",instance=%q`, o.instance)
		text, ok := o.read()
		now["up"+labels+"}"] = map[bool]string{true: "1", false: "0"}[ok]
		for line := range strings.Lines(text) {
			if name, own, value, ok := sample(line); ok && l.wanted[name] {
				now[name+strings.TrimSuffix(labels+","+own, ",")+"}"] = l.relative(o, name, value)
			}
		}
	}
	for series := range l.series {
		if now[series] == "" {
			l.add(series, "_")
		}
	}
	for series, value := range now {
		l.add(series, value)
	}
	l.read++
}

var sampleForm = regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? (\S+)\n$`)

// sample splits a line of the text format.
func sample(line string) (name, labels, value string, ok bool) {
	m := sampleForm.FindStringSubmatch(line)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[2], m[3], true
}

// relative is a value as promtool wants it: without an exponent, and with moments
// counted from the beginning of the timeline, which is its year 1970. All bots of a
// test live in one process, which is older than they: what counts is when the bot
// was started.
func (l *timeline) relative(o target, name, value string) string {
	v, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return value
	case name == "process_start_time_seconds":
		v = o.started.Sub(l.begun).Seconds()
	case strings.HasSuffix(name, "_timestamp_seconds"):
		v -= float64(l.begun.UnixMilli()) / 1000
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func (l *timeline) add(series, value string) {
	values := l.series[series]
	for len(values) < l.read {
		values = append(values, "_")
	}
	if value == "_" && len(values) > 0 && values[len(values)-1] != "_" && values[len(values)-1] != "stale" {
		value = "stale"
	}
	l.series[series] = append(values, value)
}

// goOn lets everything go on for some scrapes as it did between the last two:
// counters rise as they rose, the rest stays.
func (l *timeline) goOn(scrapes int) {
	for range scrapes {
		for series, values := range l.series {
			last := values[len(values)-1]
			if name, _, _ := strings.Cut(series, "{"); cumulative.MatchString(name) && len(values) > 1 {
				a, errA := strconv.ParseFloat(values[len(values)-2], 64)
				if b, errB := strconv.ParseFloat(last, 64); errA == nil && errB == nil {
					last = strconv.FormatFloat(2*b-a, 'f', -1, 64)
				}
			}
			l.series[series] = append(values, last)
		}
		l.read++
	}
}

var cumulative = regexp.MustCompile(`_(total|count|sum|bucket)$`)

// fire checks which alerts have fired at any time: exactly these.
func (l *timeline) fire(t *testing.T, alerts ...string) {
	t.Helper()
	l.check(t, `group by (alertname) (last_over_time(ALERTS{alertstate="firing"}[1d]))`, alerts...)
}

// quiet checks that no alert is firing any more.
func (l *timeline) quiet(t *testing.T) {
	t.Helper()
	l.check(t, `group by (alertname) (ALERTS{alertstate="firing"})`)
}

// check has promtool compare the alerts that an expression finds at the last scrape.
func (l *timeline) check(t *testing.T, expression string, alerts ...string) {
	t.Helper()
	rules, err := filepath.Abs(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	type series struct{ Series, Values string }
	type expected struct {
		Labels string
		Value  int
	}
	var input []series
	for _, name := range slices.Sorted(maps.Keys(l.series)) {
		input = append(input, series{name, strings.Join(l.series[name], " ")})
	}
	want := []expected{}
	for _, a := range alerts {
		want = append(want, expected{fmt.Sprintf("{alertname=%q}", a), 1})
	}
	test, err := yaml.Marshal(map[string]any{
		"rule_files": []string{rules}, "evaluation_interval": "1m",
		"tests": []any{map[string]any{
			"interval": "1m", "input_series": input,
			"promql_expr_test": []any{map[string]any{
				"expr": expression, "eval_time": fmt.Sprintf("%dm", l.read-1), "exp_samples": want,
			}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "timeline.yaml")
	if err := os.WriteFile(file, test, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(promtool(t), "test", "rules", file).CombinedOutput(); err != nil {
		t.Errorf("within %d minutes not exactly %q: %v\n%s\n%s", l.read, alerts, err, out, l)
	}
}

// String is what was read, without what did not change.
func (l *timeline) String() string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(l.series)) {
		values := l.series[name]
		if len(slices.Compact(slices.Clone(values))) > 1 && !strings.Contains(name, "_bucket{") || strings.HasPrefix(name, "up{") {
			lines = append(lines, name+" "+strings.Join(values, " "))
		}
	}
	return strings.Join(lines, "\n")
}
