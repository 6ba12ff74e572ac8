package metrics

import (
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"relance/escalation"
)

// CaseKind is what cases are counted by. Reason is why a case is held or closed,
// empty otherwise; Rung is where it stands from 1, 0 where it is on none.
type CaseKind struct {
	State  escalation.State
	Reason string
	Rung   int
}

// rungsMost is the highest rung that has a number of its own; a ladder may have more.
const rungsMost = 20

var states = words{
	string(escalation.StateDraft), string(escalation.StateOpen), string(escalation.StateHeld),
	string(escalation.StateAwaitingApproval), string(escalation.StateAnswered), string(escalation.StatePublished),
	string(escalation.StateClosed),
}

var reasons = words{
	"", string(escalation.HoldRequester), string(escalation.HoldVerdict), string(escalation.HoldSnoozed),
	string(escalation.HoldBlocked), string(escalation.HoldQuarantined),
	escalation.ClosedWithdrawn, escalation.ClosedTeam, escalation.ClosedNoNews, escalation.ClosedStopped,
	escalation.ClosedPostWithdrawn,
}

// Census replaces the numbers of cases by those that were counted at a time: all of
// them, and how many are quarantined because they cannot be read.
func (m *Metrics) Census(at time.Time, counts map[CaseKind]int, unreadable int) {
	m.audits.census.take(at, counts, unreadable)
}

// census shows the last count of all cases, whole or not at all.
type census struct {
	cases, at, quarantined *prometheus.Desc

	mu      sync.Mutex
	metrics []prometheus.Metric
}

func newCensus() *census {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
	}
	return &census{
		cases:       desc("cases", "Cases, as the auditor counted them last.", "state", "reason", "rung"),
		at:          desc("census_timestamp_seconds", "When the cases were counted last."),
		quarantined: desc("cases_quarantined", "Cases that a person must look at: they cannot be read or decided."),
	}
}

func (c *census) take(at time.Time, counts map[CaseKind]int, unreadable int) {
	type row struct{ state, reason, rung string }
	rows, quarantined := map[row]int{}, unreadable
	for k, n := range counts {
		rung := ""
		switch {
		case k.Rung > rungsMost:
			rung = Other
		case k.Rung > 0:
			rung = strconv.Itoa(k.Rung)
		}
		rows[row{states.of(string(k.State)), reasons.of(k.Reason), rung}] += n
		if k.Reason == string(escalation.HoldQuarantined) {
			quarantined += n
		}
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) prometheus.Metric {
		return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	metrics := []prometheus.Metric{
		gauge(c.at, float64(at.UnixMilli())/1000),
		gauge(c.quarantined, float64(quarantined)),
	}
	for r, n := range rows {
		metrics = append(metrics, gauge(c.cases, float64(n), r.state, r.reason, r.rung))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.metrics = metrics
}

// Describe implements [prometheus.Collector].
func (c *census) Describe(descs chan<- *prometheus.Desc) {
	descs <- c.cases
	descs <- c.at
	descs <- c.quarantined
}

// Collect implements [prometheus.Collector].
func (c *census) Collect(metrics chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.metrics {
		metrics <- m
	}
}
