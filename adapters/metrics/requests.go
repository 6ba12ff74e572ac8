package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reply is what came of a round trip to Redis.
type Reply string

// What comes of round trips.
const (
	ReplyWell    Reply = "ok"
	ReplyRefused Reply = "refused" // Redis answered with an error
	ReplyFailed  Reply = "failed"  // no answer: no connection, or not in time
)

// roundTrips are seconds; a round trip is given up after ten.
var roundTrips = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

type requests struct {
	results *prometheus.CounterVec
	took    prometheus.Observer
	values  words
}

func (m *Metrics) newRequests() requests {
	r := requests{
		results: m.counter("redis_requests_total", "Round trips to Redis, by what came of them.", "result"),
		took:    m.histogram("redis_request_seconds", "How long a round trip to Redis took.", roundTrips).WithLabelValues(),
		values:  words{string(ReplyWell), string(ReplyRefused), string(ReplyFailed)},
	}
	for _, v := range r.values {
		r.results.WithLabelValues(v)
	}
	return r
}

// Asked counts a round trip to Redis.
func (m *Metrics) Asked(r Reply, took time.Duration) {
	m.requests.results.WithLabelValues(m.requests.values.of(string(r))).Inc()
	m.requests.took.Observe(took.Seconds())
}
