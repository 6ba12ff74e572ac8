package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// StepResult is what came of the step of a due case.
type StepResult string

// The results of steps.
const (
	StepDone     StepResult = "done"     // decided and stored
	StepRepeated StepResult = "repeated" // it was stored before, by another replica or before a reply was lost
	StepConflict StepResult = "conflict" // somebody else changed the case meanwhile, and set its next date
	StepBroken   StepResult = "broken"   // the case cannot be read
	StepFailed   StepResult = "failed"   // the store failed: nothing is known to be written
)

// latenesses are from what is normal to what is an outage of days, in seconds.
var latenesses = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15, 60, 300, 3600, 86400}

type steps struct {
	taken  *prometheus.CounterVec
	late   prometheus.Observer
	values words
}

func (m *Metrics) newSteps() steps {
	s := steps{
		taken:  m.counter("steps_total", "Steps of due cases, by what came of them.", "result"),
		late:   m.histogram("step_lateness_seconds", "How long after its due time a case was taken.", latenesses).WithLabelValues(),
		values: words{string(StepDone), string(StepRepeated), string(StepConflict), string(StepBroken), string(StepFailed)},
	}
	for _, v := range s.values {
		s.taken.WithLabelValues(v)
	}
	return s
}

// Stepped counts the step of a due case.
func (m *Metrics) Stepped(r StepResult) {
	m.steps.taken.WithLabelValues(m.steps.values.of(string(r))).Inc()
}

// Taken counts how long after its due time a case was taken.
func (m *Metrics) Taken(late time.Duration) { m.steps.late.Observe(max(late, 0).Seconds()) }
