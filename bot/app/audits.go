package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"relance/adapters/metrics"
	"relance/adapters/redis"
	"relance/escalation"
)

// How the auditor works, beside everything else. All ours: a run takes a quarter of
// its minute, and reads at most some ten thousand cases in it.
const (
	auditEvery = time.Minute
	auditPages = 240
	auditPause = 50 * time.Millisecond
	// auditNames is how many cases a line of the log names.
	auditNames = 20
)

// auditing is the auditor at work.
type auditing struct {
	auditor interface {
		Run(ctx context.Context) (escalation.Audit, error)
	}
	skew    func() time.Duration // between the clocks of this machine and of Redis
	metrics *metrics.Metrics
	log     *slog.Logger
}

// auditing audits the shards that this replica serves, a part of them in each run,
// and mends what can be mended.
func (a *App) auditing() *auditing {
	now := a.clock.Now
	return &auditing{
		auditor: a.vault.store.Auditor(redis.AuditOptions{
			Mend: true, Leased: true, Pages: auditPages, Pause: auditPause, Now: now, Sealed: a.vault.sealed,
			SetAside: func(ctx context.Context, id escalation.CaseID, why string) error {
				return a.engine.SetAside(ctx, id, why, now())
			},
		}),
		skew: a.ClockSkew, metrics: a.monitor.metrics, log: a.log,
	}
}

// run audits every minute until the context ends.
func (a *auditing) run(ctx context.Context) error {
	var kinds []string
	for _, d := range escalation.Damages() {
		kinds = append(kinds, string(d))
	}
	a.metrics.Findings(kinds...)
	again := time.NewTicker(auditEvery)
	defer again.Stop()
	for failed := false; ; {
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
		if a.skew().Abs() > skewLimit {
			continue // by a wrong clock the right dates look wrong
		}
		report, err := a.auditor.Run(ctx)
		if ctx.Err() != nil {
			return nil
		}
		a.tell(report, err == nil)
		switch {
		case err != nil && !failed:
			a.log.Warn("the store cannot be audited now; it is tried every minute", "error", err)
		case err == nil && failed:
			a.log.Info("the store is audited again")
		}
		failed = err != nil
	}
}

// tell counts what a run has found, and says it in one line.
func (a *auditing) tell(report escalation.Audit, ended bool) {
	found, damaged, mended, aside := map[string]int{}, map[string]int{}, map[string]int{}, 0
	var cases []string
	for _, f := range report.Findings {
		found[string(f.Damage)]++
		if f.Damage == escalation.DamageNewer { // is none: the upgrade is on its way
			continue
		}
		damaged[string(f.Damage)]++
		if f.Mended {
			mended[string(f.Damage)]++
		}
		if f.Aside {
			aside++
		}
		if f.Case != "" && len(cases) < auditNames && !slices.Contains(cases, string(f.Case)) {
			cases = append(cases, string(f.Case))
		}
	}
	a.metrics.Audited(report.At, ended, found, mended)
	if c := report.Census; c != nil {
		counts := make(map[metrics.CaseKind]int, len(c.Cases))
		for s, n := range c.Cases {
			counts[metrics.CaseKind(s)] = n
		}
		a.metrics.Census(c.At, counts, c.Aside)
	}
	if len(damaged) > 0 {
		a.log.Warn("the auditor has found damage in the store; relance doctor explains it",
			"found", tally(damaged), "mended", tally(mended), "aside", aside, "cases", strings.Join(cases, " "))
	}
	if report.Held {
		a.log.Error("more cases are damaged than are set aside at once: something larger is wrong with the store; look at it with relance doctor before relance doctor --fix")
	}
}

// tally writes counts in one word: kind:2,other:1.
func tally(counts map[string]int) string {
	var words []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		words = append(words, fmt.Sprint(kind, ":", counts[kind]))
	}
	return strings.Join(words, ",")
}

// sealed says that the head of a case is sealed with a key of this store. Where
// the store's heads are sealed with another one, nothing can be said of a single
// case: the start has said so of all, or the key is being rotated and another replica
// has the new one already.
func (v *vault) sealed(ctx context.Context, c escalation.Case) bool {
	if v.otherKey || v.keys.Sealed(c) {
		return true
	}
	print, err := v.store.Get(ctx, shelfWitness, keyOfKey)
	return err != nil || print != nil && !slices.Contains(v.keys.Prints(), string(print))
}
