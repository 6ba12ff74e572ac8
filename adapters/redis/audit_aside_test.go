package redis_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// TestAuditNamesWhatIsAside: whoever looks at everything is told which cases are set
// aside, why, and how each goes on, in the run that sets them aside and in the next.
func TestAuditNamesWhatIsAside(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	ids := in.fill(t, 6, 0)
	in.tick(t)
	var want []escalation.Standstill
	for _, w := range wrecks {
		switch w.damage {
		case escalation.DamageUnreadable:
			w.do(t, in, ids[0])
			want = append(want, escalation.Standstill{Case: ids[0], Why: "the stored value is not a case", Heals: true})
		case escalation.DamageLost:
			w.do(t, in, ids[1])
			want = append(want, escalation.Standstill{Case: ids[1], Why: "the case is gone, its trail is there", Heals: true})
		case escalation.DamageUnsealed:
			w.do(t, in, ids[2])
			want = append(want, escalation.Standstill{Case: ids[2], Held: true})
		}
	}
	if err := in.store.Quarantine(t.Context(), ids[3], "a decision failed"); err != nil {
		t.Fatal(err)
	}
	want = append(want, escalation.Standstill{Case: ids[3], Why: "a decision failed"})
	slices.SortFunc(want, func(a, b escalation.Standstill) int { return strings.Compare(string(a.Case), string(b.Case)) })
	a := in.auditor(in.store, redis.AuditOptions{Mend: true, Name: true})
	for _, when := range []string{"at once", "afterwards"} {
		got := audit(t, a).Aside
		for i, s := range got {
			if s.Held {
				if !strings.Contains(s.Why, "is not the one that was sealed with this key") {
					t.Errorf("%s: %q", when, s.Why)
				}
				got[i].Why = ""
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", when, got, want)
		}
	}
	if got := audit(t, in.auditor(in.store, redis.AuditOptions{})).Aside; got != nil {
		t.Errorf("nobody has asked for %+v", got)
	}
}

// TestAuditLooksAgain: what was due for long when a run began is said, and is overdue
// if nobody has taken it until the second look.
func TestAuditLooksAgain(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.tick(t)
	a := in.auditor(in.store, redis.AuditOptions{Again: time.Second})
	again := func() escalation.Audit {
		t.Helper()
		report, err := a.Overdue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	if report := audit(t, a); report.Waiting {
		t.Error("nothing is due, and something waits")
	}
	in.pass(time.Hour)
	if report := audit(t, a); !report.Waiting || len(report.Findings) != 0 {
		t.Errorf("at the first look: waiting %t, %+v", report.Waiting, report.Findings)
	}
	in.pass(time.Second - time.Millisecond)
	if report := again(); len(report.Findings) != 0 {
		t.Errorf("a moment too early: %+v", report.Findings)
	}
	in.pass(time.Millisecond)
	if report := again(); len(report.Findings) != 1 || report.Findings[0] != (escalation.Finding{Damage: escalation.DamageOverdue, Case: id}) {
		t.Errorf("at the second look: %+v", report.Findings)
	}
	in.tick(t)
	if report := again(); report.Waiting || len(report.Findings) != 0 {
		t.Errorf("after it was taken: waiting %t, %+v", report.Waiting, report.Findings)
	}
}

// TestReplicasAreCounted, those that serve and not those that have ended.
func TestReplicasAreCounted(t *testing.T) {
	client := redistest.Client(t, redistest.Server(t))
	looking := redistest.New(t, redis.Options{Client: client})
	for want := range 3 {
		if got, err := looking.Replicas(t.Context()); err != nil || got != want {
			t.Errorf("%d replicas, %v, want %d", got, err, want)
		}
		serving := redistest.New(t, redis.Options{Client: client})
		if _, err := serving.Changed(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := serving.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
	}
	if err := client.HSet(t.Context(), "relance:{fleet}:lease", "r:gone", time.Now().Add(-time.Second).UnixMilli()).Err(); err != nil {
		t.Fatal(err)
	}
	if got, err := looking.Replicas(t.Context()); err != nil || got != 3 {
		t.Errorf("%d replicas, %v, want those that live", got, err)
	}
}
