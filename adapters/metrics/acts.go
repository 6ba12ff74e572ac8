package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Answered is what somebody was answered.
type Answered string

// What people are answered.
const (
	AnsweredWell       Answered = "answered"   // with a message, a form, suggestions, or nothing: all is well
	AnsweredWrong      Answered = "wrong"      // something in a form cannot be used
	AnsweredUnrecorded Answered = "unrecorded" // nothing was kept, through no fault of whoever acted
)

// deeds are what people do, as adapters/chat has them.
var deeds = words{"command", "click", "submit", "said", "shortcut", "suggest", "visit"}

// answers are seconds; the platforms give up after three.
var answers = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 1.5, 2, 2.5, 3}

type acts struct {
	results *prometheus.CounterVec
	took    *prometheus.HistogramVec
	values  words
}

func (m *Metrics) newActs() acts {
	return acts{
		results: m.counter("acts_total", "What people did, by what they were answered.", "platform", "deed", "result"),
		took:    m.histogram("act_seconds", "How long somebody waited for the answer to what they did.", answers, "platform"),
		values:  words{string(AnsweredWell), string(AnsweredWrong), string(AnsweredUnrecorded)},
	}
}

// Acted counts what somebody did and how long they waited for the answer.
func (m *Metrics) Acted(platform, deed string, a Answered, took time.Duration) {
	platform = platforms.of(platform)
	m.acts.results.WithLabelValues(platform, deeds.of(deed), m.acts.values.of(string(a))).Inc()
	m.acts.took.WithLabelValues(platform).Observe(took.Seconds())
}
