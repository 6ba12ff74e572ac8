package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"relance/adapters/chat"
	"relance/adapters/metrics"
	program "relance/bot/app/build"
	"relance/bot/app/watch"
)

// monitor is what whoever looks after the bot is told: always counted, and served
// where the configuration says so.
type monitor struct {
	metrics *metrics.Metrics
	pulse   watch.Pulse
	probes  *watch.Probes

	address net.Addr // nil: nothing is served
	stop    context.CancelFunc
	ended   chan error // of the server, once
}

// lookEnd is what whoever is looking gets at the end: the store was asked within a
// second, or never.
const lookEnd = time.Second

// openMonitor serves from now on until close: that the bot is starting can be seen,
// and that it is ending, to its last moment.
func openMonitor(ctx context.Context, address string, log *slog.Logger) (*monitor, error) {
	m := &monitor{metrics: metrics.New(program.Read().Version), stop: func() {}, ended: make(chan error, 1)}
	m.probes = watch.NewProbes(&m.pulse)
	if address == "" {
		m.ended <- nil
		return m, nil
	}
	listener, err := listen(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("monitor: %w", err)
	}
	m.address = listener.Addr()
	log.Info("monitoring", "address", m.address.String())
	mux := http.NewServeMux()
	m.probes.Handle(mux)
	mux.Handle("GET /metrics", m.metrics.Handler())
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	go func() {
		err := serve(life, listener, mux, lookEnd, log)
		if err != nil {
			log.Error("nobody can ask how the bot is any more", "error", err)
		}
		m.ended <- err
	}()
	return m, nil
}

// close ends the server.
func (m *monitor) close() error {
	m.stop()
	err := <-m.ended
	m.ended <- nil // closing again does nothing
	return err
}

// Monitor is where /healthz, /readyz and /metrics are served, host:port; empty: nowhere.
func (a *App) Monitor() string {
	if a.monitor.address == nil {
		return ""
	}
	return a.monitor.address.String()
}

// Metrics are what is counted, to read from.
func (a *App) Metrics() prometheus.Gatherer { return a.monitor.metrics.Gatherer() }

// begin says that the bot works from now on.
func (m *monitor) begin(v *watch.Vitals, platforms []chat.Platform) {
	checks := []watch.Check{{Name: "redis", Ask: v.Answers}, {Name: "lag", Ask: v.OnTime}}
	for _, p := range platforms {
		checks = append(checks, watch.Hears(p))
	}
	m.probes.Begin(checks...)
}

// sources are what the metrics ask when somebody reads them.
func (a *App) sources() metrics.Sources {
	s := metrics.Sources{
		Store:     a.vitals.Ask,
		Platforms: func() map[string]bool { return watch.Connected(a.front.bot().Platforms) },
		Skew:      a.skew,
		Reloads: func() metrics.Reloads {
			r := a.Reloads()
			return metrics.Reloads{Taken: r.OK, Refused: r.Failed, LastRefused: r.LastFailed}
		},
	}
	if a.strangers != nil {
		s.Shared = a.strangers.shared
	}
	if a.vault.witness != nil {
		s.Witness = a.vault.witness.Pending
	}
	return s
}

// limited counts what a platform finds too much.
func (m *monitor) limited(platform string) func(time.Duration) {
	return func(wait time.Duration) { m.metrics.Limited(platform, wait) }
}
