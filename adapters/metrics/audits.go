package metrics

import (
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type audits struct {
	runs, findings, mended *prometheus.CounterVec
	succeeded              *prometheus.GaugeVec
	census                 *census

	mu    *sync.Mutex
	kinds words // of findings
}

func (m *Metrics) newAudits() audits {
	a := audits{
		runs:      m.counter("audit_runs_total", "Walks of the auditor through the store, by how they ended.", "result"),
		findings:  m.counter("audit_findings_total", "What the auditor found wrong.", "kind"),
		mended:    m.counter("audit_mended_total", "What the auditor mended.", "kind"),
		succeeded: m.gauge("audit_last_success_timestamp_seconds", "When the auditor last came to its end."),
		census:    newCensus(),
		mu:        new(sync.Mutex),
	}
	a.runs.WithLabelValues(auditWell)
	a.runs.WithLabelValues(auditFailed)
	m.registry.MustRegister(a.census)
	return a
}

// How walks of the auditor end.
const (
	auditWell   = "ok"
	auditFailed = "failed"
)

// Findings says of which kinds findings are, and begins their counters at zero.
func (m *Metrics) Findings(kinds ...string) {
	m.audits.mu.Lock()
	defer m.audits.mu.Unlock()
	m.audits.kinds = slices.Clone(kinds)
	for _, k := range kinds {
		m.audits.findings.WithLabelValues(k)
		m.audits.mended.WithLabelValues(k)
	}
}

// Audited counts a walk of the auditor: whether it came to its end, what it found and
// what it mended, by kind (see [Metrics.Findings]).
func (m *Metrics) Audited(at time.Time, ended bool, found, mended map[string]int) {
	m.audits.mu.Lock()
	defer m.audits.mu.Unlock()
	for kind, n := range found {
		m.audits.findings.WithLabelValues(m.audits.kinds.of(kind)).Add(float64(n))
	}
	for kind, n := range mended {
		m.audits.mended.WithLabelValues(m.audits.kinds.of(kind)).Add(float64(n))
	}
	if !ended {
		m.audits.runs.WithLabelValues(auditFailed).Inc()
		return
	}
	m.audits.runs.WithLabelValues(auditWell).Inc()
	m.audits.succeeded.WithLabelValues().Set(float64(at.UnixMilli()) / 1000)
}
