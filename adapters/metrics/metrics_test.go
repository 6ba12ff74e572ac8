package metrics

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"relance/escalation"
)

func TestNamesAndHelpAreWellFormed(t *testing.T) {
	problems, err := testutil.GatherAndLint(everything().Gatherer())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

// compare holds metrics to what Prometheus would read.
func compare(t *testing.T, m *Metrics, names []string, want string) {
	t.Helper()
	if err := testutil.GatherAndCompare(m.Gatherer(), strings.NewReader(want), names...); err != nil {
		t.Error(err)
	}
}

// TestWhatIsOnNoListIsOther: a word that comes from elsewhere makes no label longer.
func TestWhatIsOnNoListIsOther(t *testing.T) {
	m := New("v1.2.3")
	m.Delivered("slack", "a kind that came later", Failed)
	m.Delivered("W58-W2Y-1", escalation.NoticeLetter, "a result")
	m.Acted("slack", "a deed", "an answer", time.Second)
	m.Findings("known")
	m.Audited(time.UnixMilli(0), false, map[string]int{"known": 2, "W58-W2Y-1": 1}, nil)
	compare(t, m, []string{"relance_deliveries_total", "relance_audit_findings_total"}, `
# HELP relance_deliveries_total Messages given to platforms, by what came of them.
# TYPE relance_deliveries_total counter
relance_deliveries_total{kind="letter",platform="other",result="other"} 1
relance_deliveries_total{kind="other",platform="slack",result="failed"} 1
# HELP relance_audit_findings_total What the auditor found wrong.
# TYPE relance_audit_findings_total counter
relance_audit_findings_total{kind="known"} 2
relance_audit_findings_total{kind="other"} 1
`)
}

// TestCensus: a count replaces the one before whole; before the first there is none.
func TestCensus(t *testing.T) {
	m := New("v1.2.3")
	names := []string{"relance_cases", "relance_cases_quarantined", "relance_census_timestamp_seconds"}
	compare(t, m, names, "")
	m.Census(time.Unix(1, 0), map[CaseKind]int{{State: escalation.StateDraft}: 7}, 0)
	m.Census(time.Unix(1_000, 500_000_000), map[CaseKind]int{
		{State: escalation.StateOpen, Rung: 2}:                                                     3,
		{State: escalation.StateOpen, Rung: 40}:                                                    1,
		{State: escalation.StateOpen, Rung: 41}:                                                    1,
		{State: escalation.StateHeld, Reason: string(escalation.HoldQuarantined), Rung: 1}:         2,
		{State: escalation.StateClosed, Reason: escalation.ClosedNoNews, Rung: 1}:                  5,
		{State: escalation.StateClosed, Reason: "what somebody wrote about W58-W2Y-1 and its end"}: 1,
	}, 1)
	compare(t, m, names, `
# HELP relance_cases Cases, as the auditor counted them last.
# TYPE relance_cases gauge
relance_cases{reason="",rung="2",state="open"} 3
relance_cases{reason="",rung="other",state="open"} 2
relance_cases{reason="no_news",rung="1",state="closed"} 5
relance_cases{reason="other",rung="",state="closed"} 1
relance_cases{reason="quarantined",rung="1",state="held"} 2
# HELP relance_cases_quarantined Cases that a person must look at: they cannot be read or decided.
# TYPE relance_cases_quarantined gauge
relance_cases_quarantined 3
# HELP relance_census_timestamp_seconds When the cases were counted last.
# TYPE relance_census_timestamp_seconds gauge
relance_census_timestamp_seconds 1000.5
`)
}

// TestWhatIsNotKnownIsLeftOut: without an answer of the store there are no figures of
// it, rather than old ones.
func TestWhatIsNotKnownIsLeftOut(t *testing.T) {
	m := New("v1.2.3")
	answer := errors.New("gone")
	m.Ask(Sources{
		Store: func(context.Context) (Store, error) {
			return Store{Overdue: time.Minute, OutboxDue: 1, OutboxWaiting: 2, OutboxOldest: time.Second, Paused: true, Doubted: true}, answer
		},
		Platforms: func() map[string]bool { return map[string]bool{"slack": false, "discord": true} },
		Skew:      func() (time.Duration, bool) { return 1500 * time.Millisecond, answer == nil },
		Reloads:   func() Reloads { return Reloads{Taken: 1, Refused: 2, LastRefused: true} },
	})
	names := []string{"relance_redis_up", "relance_overdue_seconds", "relance_outbox_messages", "relance_outbox_oldest_due_seconds", "relance_paused", "relance_store_doubted"}
	compare(t, m, []string{"relance_clock_skew_seconds"}, "")
	const up = "# HELP relance_redis_up Whether Redis answers: 1, or 0.\n# TYPE relance_redis_up gauge\nrelance_redis_up "
	compare(t, m, names, up+"0\n")
	answer = nil
	compare(t, m, names, up+`1
# HELP relance_outbox_messages Messages that are not said yet: due ones may go now, waiting ones later or are on their way.
# TYPE relance_outbox_messages gauge
relance_outbox_messages{state="due"} 1
relance_outbox_messages{state="waiting"} 2
# HELP relance_outbox_oldest_due_seconds How long the oldest message that may go now has been due; 0 where there is none.
# TYPE relance_outbox_oldest_due_seconds gauge
relance_outbox_oldest_due_seconds 1
# HELP relance_overdue_seconds How long the oldest due case has waited that nobody has taken; 0 where none waits.
# TYPE relance_overdue_seconds gauge
relance_overdue_seconds 60
# HELP relance_paused Whether everything that goes out is paused: 1, or 0.
# TYPE relance_paused gauge
relance_paused 1
# HELP relance_store_doubted Whether everything is paused because the store is not as its witness saw it: 1, or 0.
# TYPE relance_store_doubted gauge
relance_store_doubted 1
`)
	compare(t, m, []string{"relance_platform_up", "relance_clock_skew_seconds", "relance_config_reloads_total", "relance_config_last_reload_successful"}, `
# HELP relance_platform_up Whether a platform is connected: 1, or 0.
# TYPE relance_platform_up gauge
relance_platform_up{platform="discord"} 1
relance_platform_up{platform="slack"} 0
# HELP relance_clock_skew_seconds How far the clock of this machine was ahead of that of Redis when they were compared last.
# TYPE relance_clock_skew_seconds gauge
relance_clock_skew_seconds 1.5
# HELP relance_config_reloads_total How often the configuration was read again, by how that ended.
# TYPE relance_config_reloads_total counter
relance_config_reloads_total{result="failed"} 2
relance_config_reloads_total{result="ok"} 1
# HELP relance_config_last_reload_successful Whether the configuration that was read last is in use: 1, or 0 where it was refused.
# TYPE relance_config_last_reload_successful gauge
relance_config_last_reload_successful 0
`)
}

// TestEveryWordOfTheDomainIsOnItsList: what the domain adds is not counted as other.
func TestEveryWordOfTheDomainIsOnItsList(t *testing.T) {
	for _, tt := range []struct {
		file, pattern string
		list          words
	}{
		{"notice.go", `\bNoticeKind = "(\w+)"`, kinds},
		{"case.go", `\bState = "(\w+)"`, states},
		{"case.go", `\bHoldReason = "(\w+)"`, reasons},
		{"case.go", `\bClosed\w+ += "(\w+)"`, reasons},
	} {
		source, err := os.ReadFile("../../escalation/" + tt.file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(tt.pattern).FindAllSubmatch(source, -1)
		if len(found) < 5 {
			t.Errorf("%s: %s is found %d times", tt.file, tt.pattern, len(found))
		}
		for _, f := range found {
			if !slices.Contains(tt.list, string(f[1])) {
				t.Errorf("%s: %s is on no list", tt.file, f[1])
			}
		}
	}
}
