package e2e

import (
	"context"
	"flag"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/escalation"
)

// auditCases is how many open cases TestAuditOfMany looks through;
// docs/performance.md has the figures of a million.
var auditCases = flag.Int("audit-cases", 4000, "how many open cases TestAuditOfMany looks through")

const (
	// As bot/app/audits.go has it.
	manyPages = 240
	manyPause = 50 * time.Millisecond
	// manyHeap is what an audit may hold, however many cases there are.
	manyHeap = 32 << 20
)

// TestAuditOfMany: an audit holds no more of a large store than of a small one, costs
// the same for each case, and does not hold up who opens and reads cases meanwhile.
func TestAuditOfMany(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: the audit of many cases")
	}
	s := newBench(t, 64)
	const active = 320
	cases := max(*auditCases, 2*active)
	s.open(t, 0, active)
	s.tick(t, dawn)
	s.fill(t, 0, cases-active)
	s.tick(t, dawn)
	alone := s.beside(t, func() { <-time.After(2 * time.Second) }) // as many commands as make a percentile

	clock := func() time.Time { return dawn }
	calm := s.store.Auditor(redis.AuditOptions{Mend: true, Pages: min(manyPages, cases/100), Pause: manyPause, Now: clock})
	var one escalation.Audit
	during := s.beside(t, func() { one = auditOnce(t, calm) })
	t.Logf("one run as in the bot: %d cases in %s", one.Cases, one.Took.Round(time.Millisecond))

	hasty := s.store.Auditor(redis.AuditOptions{Mend: true, Pages: manyPages, Now: clock})
	seen, runs, longest := 0, 0, time.Duration(0)
	var census *escalation.Census
	before := s.stats(t).commands
	begun := time.Now()
	rushed := s.beside(t, func() {
		for ; census == nil; runs++ {
			report := auditOnce(t, hasty)
			seen, longest, census = seen+report.Cases, max(longest, report.Took), report.Census
		}
	})
	took := time.Since(begun)
	perCase := (s.stats(t).commands - before - rushed.commands) / float64(seen)
	t.Logf("all of it without a rest: %d cases in %d runs, %s, the longest %s; %.2f commands a case", seen, runs, took.Round(time.Millisecond), longest.Round(time.Millisecond), perCase)
	for name, d := range map[string]beside{"alone": alone, "beside a run as in the bot": during, "beside one without a rest": rushed} {
		t.Logf("a case is read and noted in, %s: %d times, p50 %s, p99 %s, longest %s; heap at most %.1f MB more", name, len(d.took),
			d.percentile(50), d.percentile(99), d.percentile(100), float64(d.heap)/1e6)
	}
	if seen != cases {
		t.Errorf("%d cases of %d were looked at", seen, cases)
	}
	if perCase > 2.5 {
		t.Errorf("%.2f commands a case", perCase)
	}
	if during.heap > manyHeap || rushed.heap > manyHeap {
		t.Errorf("an audit holds %d bytes, or %d", during.heap, rushed.heap)
	}
}

func auditOnce(t *testing.T, a *redis.Auditor) escalation.Audit {
	t.Helper()
	report, err := a.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) > 0 {
		t.Errorf("found in a sound store: %+v", report.Findings[0])
	}
	return report
}

// beside is what happens to others while something goes on.
type beside struct {
	took     []time.Duration // of reading a case and noting something in it, in order
	commands float64         // of Redis, in all of them
	heap     uint64          // bytes more than at the beginning, at most
}

func (b beside) percentile(p int) time.Duration {
	return b.took[max(len(b.took)*p/100-1, 0)].Round(10 * time.Microsecond)
}

// beside reads cases and notes something in them, a hundred times a second, until do
// has done what it does.
func (b *bench) beside(t *testing.T, do func()) beside {
	t.Helper()
	var out beside
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	first := memory.HeapAlloc
	id := mustFind(t, b, "console:p7")
	before := b.stats(t).commands
	act := func() {
		begun := time.Now()
		if _, _, err := b.store.Load(context.Background(), id, ""); err != nil {
			t.Error(err)
		}
		_, err := b.engine.Record(context.Background(), escalation.Event{At: dawn, Case: id, Actor: escalation.Actor{ID: "console:p7", Role: escalation.ActorRequester},
			Fact: escalation.Noted{Text: "Seen."}})
		if err != nil {
			t.Error(err)
		}
		out.took = append(out.took, time.Since(begun))
	}
	act()
	each := b.stats(t).commands - before
	done := make(chan struct{})
	var other sync.WaitGroup
	other.Go(func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			act()
			if n%20 == 0 {
				runtime.ReadMemStats(&memory)
				out.heap = max(out.heap, max(memory.HeapAlloc, first)-first)
			}
		}
	})
	do()
	close(done)
	other.Wait()
	out.commands = each * float64(len(out.took)-1)
	slices.Sort(out.took)
	return out
}
