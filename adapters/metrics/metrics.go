package metrics

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// namespace begins the name of every metric of the bot's own.
const namespace = "relance"

// Metrics is everything that is counted. Its methods may be called at the same time.
type Metrics struct {
	registry *prometheus.Registry
	steps    steps
	messages messages
	limits   limits
	acts     acts
	requests requests
	audits   audits
}

// New makes the metrics of a program of that version.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.gauge("build_info", "Always 1; the labels say which program this is.", "version", "goversion").
		WithLabelValues(version, runtime.Version()).Set(1)
	m.steps = m.newSteps()
	m.messages = m.newMessages()
	m.limits = m.newLimits()
	m.acts = m.newActs()
	m.requests = m.newRequests()
	m.audits = m.newAudits()
	return m
}

// Handler answers with all metrics. One that cannot be read now is left out.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// Gatherer is the registry, to read from.
func (m *Metrics) Gatherer() prometheus.Gatherer { return m.registry }

func (m *Metrics) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

// gauge is a gauge that is not there before it is set: nobody takes a time that is
// not known for the year 1970.
func (m *Metrics) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(g)
	return g
}

func (m *Metrics) histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	m.registry.MustRegister(h)
	return h
}
