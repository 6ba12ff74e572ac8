package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"relance/escalation"
)

// Delivery is what came of a message.
type Delivery string

// What comes of messages.
const (
	Said    Delivery = "said"    // the platform has it
	Found   Delivery = "found"   // it was in doubt, was looked for, and is there
	Held    Delivery = "held"    // certainly not said: its turn comes later, as the platform's limits or the bot's own have it
	Refused Delivery = "refused" // never said: the room or person is gone, or it does not fit
	Unknown Delivery = "unknown" // nobody knows whether it was said: it is looked for
	Failed  Delivery = "failed"  // certainly not said, for want of a platform that works; it is tried again
	Dropped Delivery = "dropped" // there was nothing to say any more
)

// deliveries are seconds: the last is where the engine gives a message up for now.
var deliveries = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

type messages struct {
	results *prometheus.CounterVec
	took    *prometheus.HistogramVec
	retries *prometheus.CounterVec
	values  words
}

func (m *Metrics) newMessages() messages {
	return messages{
		results: m.counter("deliveries_total", "Messages given to platforms, by what came of them.", "platform", "kind", "result"),
		took:    m.histogram("delivery_seconds", "How long a platform took over a message.", deliveries, "platform"),
		retries: m.counter("delivery_retries_total", "Messages that will be tried again.", "platform"),
		values: words{string(Said), string(Found), string(Held), string(Refused), string(Unknown), string(Failed),
			string(Dropped)},
	}
}

// Delivered counts what came of a message.
func (m *Metrics) Delivered(platform string, kind escalation.NoticeKind, d Delivery) {
	platform = platforms.of(platform)
	m.messages.results.WithLabelValues(platform, kinds.of(string(kind)), m.messages.values.of(string(d))).Inc()
	if d == Held || d == Unknown || d == Failed {
		m.messages.retries.WithLabelValues(platform).Inc()
	}
}

// DeliveryTook counts how long a platform took over a message.
func (m *Metrics) DeliveryTook(platform string, d time.Duration) {
	m.messages.took.WithLabelValues(platforms.of(platform)).Observe(d.Seconds())
}
