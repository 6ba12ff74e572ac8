package metrics

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Sources are what is asked when somebody reads.
type Sources struct {
	// Store asks the store what it holds; its error says that it does not answer. It
	// bounds its own time and cost: many may read at once.
	Store func(context.Context) (Store, error)
	// Platforms says of each platform whether it is connected.
	Platforms func() map[string]bool
	// Witness says how long a head has waited to be written to the witness file; nil:
	// there is none.
	Witness func() time.Duration
	// Shared says of a platform whether a bot on another store uses the same token; nil:
	// none can.
	Shared func(platform string) bool
	// Skew says by how much this machine's clock was ahead of the store's when they
	// were compared last; not known: they never were.
	Skew func() (ahead time.Duration, known bool)
	// Reloads says what has come of reading the configuration again.
	Reloads func() Reloads
}

// Reloads is how often the configuration was read again since the start.
type Reloads struct {
	Taken, Refused int
	LastRefused    bool // the file is not what the bot runs with
}

// Store is what the store holds at one moment.
type Store struct {
	Overdue       time.Duration // age of the oldest due case that nobody has taken; 0: none
	OutboxDue     int           // messages that may go now
	OutboxWaiting int           // messages whose time comes later
	OutboxOldest  time.Duration // how long the oldest message that may go has been due; 0: none
	Paused        bool          // everything that goes out is paused by a person or by a doubt
	Doubted       bool          // it is paused because the store is not as its witness saw it
}

// Ask has sources asked whenever somebody reads. It is called once.
func (m *Metrics) Ask(s Sources) { m.registry.MustRegister(newAsking(s)) }

// asking is the collector of what is asked.
type asking struct {
	sources Sources

	up, overdue, outbox, oldest, paused, doubted, skew, platform, shared, witness, reloads, reloaded *prometheus.Desc
}

func newAsking(s Sources) *asking {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
	}
	return &asking{
		sources:  s,
		up:       desc("redis_up", "Whether Redis answers: 1, or 0."),
		overdue:  desc("overdue_seconds", "How long the oldest due case has waited that nobody has taken; 0 where none waits."),
		outbox:   desc("outbox_messages", "Messages that are not said yet: due ones may go now, waiting ones later or are on their way.", "state"),
		oldest:   desc("outbox_oldest_due_seconds", "How long the oldest message that may go now has been due; 0 where there is none."),
		paused:   desc("paused", "Whether everything that goes out is paused: 1, or 0."),
		doubted:  desc("store_doubted", "Whether everything is paused because the store is not as its witness saw it: 1, or 0."),
		skew:     desc("clock_skew_seconds", "How far the clock of this machine was ahead of that of Redis when they were compared last."),
		platform: desc("platform_up", "Whether a platform is connected: 1, or 0.", "platform"),
		shared:   desc("token_shared", "Whether a bot on another store uses the same token on a platform: 1, or 0.", "platform"),
		witness:  desc("witness_pending_seconds", "How long a head of a trail has waited to be written to the witness file; 0 where none waits."),
		reloads:  desc("config_reloads_total", "How often the configuration was read again, by how that ended.", "result"),
		reloaded: desc("config_last_reload_successful", "Whether the configuration that was read last is in use: 1, or 0 where it was refused."),
	}
}

// Describe implements [prometheus.Collector].
func (a *asking) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{a.up, a.overdue, a.outbox, a.oldest, a.paused, a.doubted, a.skew, a.platform, a.shared, a.witness, a.reloads, a.reloaded} {
		descs <- d
	}
}

// Collect implements [prometheus.Collector]. What is not known is left out: an old
// figure would be a wrong one.
func (a *asking) Collect(metrics chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	store, err := a.sources.Store(context.Background())
	gauge(a.up, truth(err == nil))
	if err == nil {
		gauge(a.overdue, store.Overdue.Seconds())
		gauge(a.outbox, float64(store.OutboxDue), "due")
		gauge(a.outbox, float64(store.OutboxWaiting), "waiting")
		gauge(a.oldest, store.OutboxOldest.Seconds())
		gauge(a.paused, truth(store.Paused))
		gauge(a.doubted, truth(store.Doubted))
	}
	if ahead, known := a.sources.Skew(); known {
		gauge(a.skew, ahead.Seconds())
	}
	up := a.sources.Platforms()
	for _, name := range slices.Sorted(maps.Keys(up)) {
		gauge(a.platform, truth(up[name]), platforms.of(name))
		if a.sources.Shared != nil {
			gauge(a.shared, truth(a.sources.Shared(name)), platforms.of(name))
		}
	}
	if a.sources.Witness != nil {
		gauge(a.witness, a.sources.Witness().Seconds())
	}
	read := a.sources.Reloads()
	metrics <- prometheus.MustNewConstMetric(a.reloads, prometheus.CounterValue, float64(read.Taken), "ok")
	metrics <- prometheus.MustNewConstMetric(a.reloads, prometheus.CounterValue, float64(read.Refused), "failed")
	gauge(a.reloaded, truth(!read.LastRefused))
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
