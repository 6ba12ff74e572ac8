package metrics

import "github.com/prometheus/client_golang/prometheus"

type reloads struct {
	results *prometheus.CounterVec
	last    *prometheus.GaugeVec
}

// How a configuration is read again.
const (
	reloadWell   = "ok"
	reloadFailed = "failed"
)

func (m *Metrics) newReloads() reloads {
	r := reloads{
		results: m.counter("config_reloads_total", "How often the configuration was read again, by how that ended.", "result"),
		last:    m.gauge("config_last_reload_successful", "Whether the configuration in the file is the one that the bot runs with: 1, or 0 where the file was wrong when it was read last."),
	}
	r.results.WithLabelValues(reloadWell)
	r.results.WithLabelValues(reloadFailed)
	r.last.WithLabelValues().Set(1) // the one that it started with
	return r
}

// Reloaded counts that the configuration was read again, and whether it was taken.
func (m *Metrics) Reloaded(taken bool) {
	if taken {
		m.reloads.results.WithLabelValues(reloadWell).Inc()
		m.reloads.last.WithLabelValues().Set(1)
		return
	}
	m.reloads.results.WithLabelValues(reloadFailed).Inc()
	m.reloads.last.WithLabelValues().Set(0)
}
