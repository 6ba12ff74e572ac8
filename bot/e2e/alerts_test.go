package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"go.yaml.in/yaml/v3"

	"relance/adapters/metrics"
)

const (
	operate   = "../../docs/operate/"
	rulesFile = operate + "prometheus/relance.rules.yaml"
)

// promtool finds the tool that evaluates the rules. RELANCE_TEST_PROMTOOL=required
// makes its absence a failure.
func promtool(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("promtool")
	if err == nil {
		return path
	}
	if os.Getenv("RELANCE_TEST_PROMTOOL") == "required" {
		t.Fatal("promtool is required and not installed: apt-get install prometheus")
	}
	t.Skip("promtool is not installed")
	return ""
}

var metricName = regexp.MustCompile(`\brelance_[a-z_]+\b`)

// rule is an alert as the file has it.
type rule struct {
	Alert       string
	Expr        string
	Labels      map[string]string
	Annotations map[string]string
}

func alertRules(t *testing.T) []rule {
	t.Helper()
	var file struct{ Groups []struct{ Rules []rule } }
	read(t, rulesFile, &file)
	var all []rule
	for _, g := range file.Groups {
		all = append(all, g.Rules...)
	}
	if len(all) == 0 {
		t.Fatal("there is no rule")
	}
	return all
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var sectionForm = regexp.MustCompile(`(?m)^## (Relance\w+)$`)

// TestEveryAlertIsExplained: an alert has a section that says what it means, what to
// look at, what to do and when to stop, and the other way round.
func TestEveryAlertIsExplained(t *testing.T) {
	page, err := os.ReadFile(operate + "alerts.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	at := sectionForm.FindAllSubmatchIndex(page, -1)
	for i, m := range at {
		end := len(page)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		sections[string(page[m[2]:m[3]])] = string(page[m[0]:end])
	}
	for _, r := range alertRules(t) {
		for _, part := range []string{"**Means** ", "**Look** ", "**Do** ", "**Back to bed** "} {
			if !strings.Contains(sections[r.Alert], "\n"+part) {
				t.Errorf("docs/operate/alerts.md does not say %qof %s", part, r.Alert)
			}
		}
		delete(sections, r.Alert)
		if want := "docs/operate/alerts.md#" + strings.ToLower(r.Alert); r.Annotations["runbook_url"] != want {
			t.Errorf("the page of %s is %q, want %q", r.Alert, r.Annotations["runbook_url"], want)
		}
		if r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
			t.Errorf("%s does not say what it is", r.Alert)
		}
		if s := r.Labels["severity"]; s != "critical" && s != "warning" {
			t.Errorf("%s is of severity %q", r.Alert, s)
		}
	}
	for name := range sections {
		t.Errorf("docs/operate/alerts.md explains %s, which is no alert", name)
	}
}

// TestEveryAlertIsTried: the tests of the rules show when each alert fires and when it
// does not.
func TestEveryAlertIsTried(t *testing.T) {
	var file struct {
		Tests []struct {
			Alerts []struct {
				Alertname string
				Expected  []any `yaml:"exp_alerts"`
			} `yaml:"alert_rule_test"`
		}
	}
	read(t, operate+"prometheus/relance.test.yaml", &file)
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, test := range file.Tests {
		for _, a := range test.Alerts {
			if len(a.Expected) > 0 {
				fires[a.Alertname] = true
			} else {
				silent[a.Alertname] = true
			}
		}
	}
	for _, r := range alertRules(t) {
		if !fires[r.Alert] || !silent[r.Alert] {
			t.Errorf("%s fires in a test of the rules: %v; it is silent in one: %v; want both", r.Alert, fires[r.Alert], silent[r.Alert])
		}
	}
}

// TestRulesHold runs the tests of the rules, as CI does.
func TestRulesHold(t *testing.T) {
	for _, args := range [][]string{
		{"check", "rules", "--lint=all", "--lint-fatal", rulesFile},
		{"test", "rules", operate + "prometheus/relance.test.yaml"},
	} {
		if out, err := exec.Command(promtool(t), args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %q: %v\n%s", args, err, out)
		}
	}
}

var descForm = regexp.MustCompile(`fqName: "([a-z_]+)"`)

// known are the names of all series that the bot shows.
func known(t *testing.T) map[string]bool {
	t.Helper()
	m := metrics.New("test")
	m.Ask(metrics.Sources{})
	registry, is := m.Gatherer().(*prometheus.Registry)
	if !is {
		t.Fatalf("the metrics are in a %T", m.Gatherer())
	}
	descs := make(chan *prometheus.Desc)
	go func() {
		registry.Describe(descs)
		close(descs)
	}()
	names := map[string]bool{"up": true}
	for d := range descs {
		name := descForm.FindStringSubmatch(d.String())[1]
		names[name] = true
		if strings.HasSuffix(name, "_seconds") { // it may be a histogram
			names[name+"_bucket"], names[name+"_count"] = true, true
		}
	}
	return names
}

// TestMetricsExist: whatever the rules, the dashboard and the page name is shown by the bot.
func TestMetricsExist(t *testing.T) {
	names := known(t)
	for _, file := range []string{rulesFile, operate + "prometheus/relance.test.yaml", dashboardFile, operate + "alerts.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := slices.Compact(slices.Sorted(slices.Values(metricName.FindAllString(string(text), -1))))
		if len(found) == 0 {
			t.Errorf("%s names no metric", file)
		}
		for _, name := range found {
			if !names[name] {
				t.Errorf("%s names %s, which nobody counts", filepath.Base(file), name)
			}
		}
	}
}

// parses has promtool read expressions.
func parses(t *testing.T, expressions []string) {
	t.Helper()
	type record struct{ Record, Expr string }
	var rules []record
	for _, e := range expressions {
		rules = append(rules, record{"tried", e})
	}
	text, err := yaml.Marshal(map[string]any{"groups": []any{map[string]any{"name": "expressions", "rules": rules}}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "expressions.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(promtool(t), "check", "rules", "--lint=none", file).CombinedOutput(); err != nil {
		t.Errorf("promtool: %v\n%s", err, out)
	}
}
