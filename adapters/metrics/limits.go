package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type limits struct{ times, waits *prometheus.CounterVec }

func (m *Metrics) newLimits() limits {
	return limits{
		times: m.counter("platform_limited_total", "How often a platform said that it is too much.", "platform"),
		waits: m.counter("platform_limited_seconds_total", "How long a platform asked to wait when it said so, in all.", "platform"),
	}
}

// Limited counts that a platform said it is too much, and asked to wait.
func (m *Metrics) Limited(platform string, wait time.Duration) {
	platform = platforms.of(platform)
	m.limits.times.WithLabelValues(platform).Inc()
	m.limits.waits.WithLabelValues(platform).Add(max(wait, 0).Seconds())
}

// Expect begins the counters of a platform at zero, so that the first that counts is
// seen as a rise.
func (m *Metrics) Expect(platform string) {
	platform = platforms.of(platform)
	m.limits.times.WithLabelValues(platform)
	m.limits.waits.WithLabelValues(platform)
	m.messages.retries.WithLabelValues(platform)
	m.messages.took.WithLabelValues(platform)
	m.acts.took.WithLabelValues(platform)
	for _, kind := range kinds {
		for _, result := range m.messages.values {
			m.messages.results.WithLabelValues(platform, kind, result)
		}
	}
	for _, deed := range deeds {
		for _, result := range m.acts.values {
			m.acts.results.WithLabelValues(platform, deed, result)
		}
	}
}
