package watch

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Where the probes are.
const (
	Alive = "/healthz" // the process lives: restarting it would help nobody
	Ready = "/readyz"  // it does its work: Redis answers, people are heard, nothing is late
)

// Check is one thing that must be so for the bot to be ready. Ask says whether it is,
// and why not; it may say something of a state that will do as well. Why holds no
// secret and nothing that a person wrote.
type Check struct {
	Name string
	Ask  func(context.Context) (ok bool, why string)
}

// Report is the answer to a probe.
type Report struct {
	OK     bool     `json:"ok"`
	Checks []Result `json:"checks"`
}

// Result is what a Check came to.
type Result struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
}

// phase is where the program is between its beginning and its end.
type phase string

const (
	starting phase = "starting: what the configuration connects to is asked"
	running  phase = ""
	ending   phase = "ending: what was begun is finished"
)

// Probes answers whether the bot lives and is ready. Its methods may be called at the
// same time.
type Probes struct {
	pulse *Pulse

	mu     sync.Mutex
	phase  phase
	checks []Check
}

// NewProbes makes the probes of a bot that is starting.
func NewProbes(p *Pulse) *Probes { return &Probes{pulse: p, phase: starting} }

// Begin says that the bot works from now on, and what it is ready with.
func (p *Probes) Begin(checks ...Check) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.checks = checks
	if p.phase == starting {
		p.phase = running
	}
}

// End says that the bot is about to end: it is not ready any more.
func (p *Probes) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.phase = ending
}

// Handle puts the probes where they are asked.
func (p *Probes) Handle(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Alive, func(w http.ResponseWriter, _ *http.Request) { answer(w, p.alive()) })
	mux.HandleFunc("GET "+Ready, func(w http.ResponseWriter, r *http.Request) { answer(w, p.ready(r.Context())) })
}

// alive says whether the engine's loop turns. A bot that starts or ends lives.
func (p *Probes) alive() Report {
	engine := p.engine()
	return Report{OK: engine.OK, Checks: []Result{engine}}
}

func (p *Probes) engine() Result {
	if still := p.pulse.still(); still > stillMost {
		return Result{Name: "engine", Why: fmt.Sprintf("its loop has not turned for %s", still.Round(time.Second))}
	}
	return Result{Name: "engine", OK: true}
}

// ready asks every check, each for itself.
func (p *Probes) ready(ctx context.Context) Report {
	p.mu.Lock()
	now, checks := p.phase, p.checks
	p.mu.Unlock()
	results := make([]Result, len(checks))
	var asking sync.WaitGroup
	for i, c := range checks {
		asking.Go(func() {
			ok, why := c.Ask(ctx)
			results[i] = Result{c.Name, ok, why}
		})
	}
	asking.Wait()
	r := Report{OK: true, Checks: append([]Result{{"bot", now == running, string(now)}, p.engine()}, results...)}
	for _, c := range r.Checks {
		r.OK = r.OK && c.OK
	}
	return r
}

func answer(w http.ResponseWriter, r Report) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if !r.OK {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(r) // whoever asked has gone
}
