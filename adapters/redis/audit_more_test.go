package redis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// TestAuditFindsNothing audits a healthy store a hundred times while three replicas
// open cases, let them climb and deliver.
func TestAuditFindsNothing(t *testing.T) {
	audits := 100
	if testing.Short() {
		audits = 15
	}
	url := redistest.Server(t)
	in := inhabit(t, redistest.Client(t, url))
	in.wait = 4 * time.Minute
	in.engine = in.newEngine(t, in.store, auditKey)
	in.fill(t, 60, 20)
	in.fast = time.Now()
	if err := in.store.Close(t.Context()); err != nil { // hands its shards back: nobody ticks it
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var work sync.WaitGroup
	t.Cleanup(func() { stop(); work.Wait() })
	for replica := range 3 {
		store := redistest.New(t, redis.Options{Client: redistest.Client(t, url), Lease: time.Second})
		engine := in.newEngine(t, store, auditKey)
		work.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				if _, err := in.open(ctx, engine, 1000*(replica+1)+i/8%60); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				if _, err := store.Changed(ctx); err != nil && ctx.Err() == nil { // as Run does, every second
					t.Error(err)
				}
				if _, err := engine.Tick(ctx, in.clock()); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	a := in.auditor(redistest.New(t, redis.Options{Client: redistest.Client(t, url)}), redis.AuditOptions{Mend: true})
	cases := 0
	for range audits {
		report := audit(t, a)
		if len(report.Findings) > 0 || report.Held {
			t.Fatalf("in a healthy store at work, %s after noon: %+v", in.clock().Sub(noon), report.Findings)
		}
		cases = report.Cases
	}
	if cases <= 80 {
		t.Errorf("the last audit saw %d cases: nothing was opened meanwhile", cases)
	}
	t.Logf("%d cases, %s of the domain's time", cases, in.clock().Sub(noon))
}

// TestAuditLetsGo: a case that was set aside goes on when it is whole again, or when
// a person has looked and resumes it.
func TestAuditLetsGo(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	ids := in.fill(t, 2, 0)
	a := in.auditor(in.store, redis.AuditOptions{Mend: true})
	restored, rewritten := ids[0], ids[1]
	state := in.key(t, restored, "state")
	was := in.client.HGet(t.Context(), state, string(restored)).Val()
	in.client.HSet(t.Context(), state, string(restored), "hello")
	trail := in.key(t, rewritten, "trail:"+string(rewritten))
	in.client.LSet(t.Context(), trail, 1, in.client.LIndex(t.Context(), trail, 0).Val())
	if report := audit(t, a); len(report.Findings) != 2 || !report.Findings[0].Aside || !report.Findings[1].Aside {
		t.Fatalf("%+v", report.Findings)
	}
	why := in.client.HGet(t.Context(), in.key(t, restored, "quarantined"), string(restored)).Val()
	if !strings.HasPrefix(why, "audit: ") {
		t.Errorf("it is set aside because %q", why)
	}

	in.client.HSet(t.Context(), state, string(restored), was)
	_, err := in.engine.Record(t.Context(), escalation.Event{Case: rewritten, At: in.clock(),
		Actor: escalation.Actor{ID: "console:team", Role: escalation.ActorTeam}, Fact: escalation.Resumed{Reason: "I have looked"}})
	if err != nil {
		t.Fatal(err)
	}
	report := audit(t, a)
	if len(report.Findings) != 1 || report.Findings[0] != (escalation.Finding{Damage: escalation.DamageHealed, Case: restored, Mended: true}) {
		t.Errorf("after the value was put back and the other case resumed: %+v", report.Findings)
	}
	if report := audit(t, a); len(report.Findings) != 0 || report.Census.Aside != 0 {
		t.Errorf("after that: %+v, %+v", report.Findings, report.Census)
	}
	for range 15 {
		in.pass(time.Minute)
		in.tick(t)
	}
	for _, id := range ids {
		if c, _, err := in.store.Load(t.Context(), id, ""); err != nil || c.Climb.Rung != 1 {
			t.Errorf("case %s stands on rung %d, %v", id, c.Climb.Rung+1, err)
		}
	}
}

// TestAuditHoldsBack: where many cases are damaged at once, a run sets a few aside
// and leaves the rest to a person.
func TestAuditHoldsBack(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	ids := in.fill(t, 10, 0)
	for _, id := range ids {
		in.client.HSet(t.Context(), in.key(t, id, "state"), string(id), "hello")
	}
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true, AtMost: 3}))
	aside := 0
	for _, f := range report.Findings {
		if f.Aside {
			aside++
		}
	}
	if !report.Held || aside != 3 || len(report.Findings) != 10 {
		t.Errorf("held %t, %d of %d set aside", report.Held, aside, len(report.Findings))
	}
	cannot := in.auditor(in.store, redis.AuditOptions{Mend: true, SetAside: func(context.Context, escalation.CaseID, string) error {
		return errors.New("the team's room is gone")
	}})
	if report := audit(t, cannot); len(report.Findings) != 7 || report.Findings[0].Aside || report.Census.Aside != 3 {
		t.Errorf("what could not be announced: %+v", report)
	}
}

// TestAuditLeavesNewerPrograms: a replica of an earlier version beside a later one
// takes nothing of what it does not know for damage.
func TestAuditLeavesNewerPrograms(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.client.HSet(t.Context(), in.key(t, id, "state"), string(id), "2p7:\xff")
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true}))
	if len(report.Findings) != 1 || report.Findings[0] != (escalation.Finding{Damage: escalation.DamageNewer, Case: id}) {
		t.Errorf("found %+v", report.Findings)
	}
}

// TestAuditLeavesNewerEntries: a case of which only an entry is a newer program's, and
// which that one has set aside, is not let go on by an older one that cannot judge it.
func TestAuditLeavesNewerEntries(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.client.LSet(t.Context(), in.key(t, id, "state")[:len("relance:{s00}:")]+"trail:"+string(id), -1, "2p1:\xff")
	if err := in.store.Quarantine(t.Context(), id, "audit: the newer one knows why"); err != nil {
		t.Fatal(err)
	}
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true}))
	if len(report.Findings) != 1 || report.Findings[0] != (escalation.Finding{Damage: escalation.DamageNewer, Case: id}) || report.Census.Aside != 1 {
		t.Errorf("found %+v, %d aside", report.Findings, report.Census.Aside)
	}
	if due, err := in.store.Due(t.Context(), in.pass(time.Hour), time.Minute, 1); err != nil || len(due.Cases) != 0 {
		t.Errorf("it goes on: %+v, %v", due, err)
	}
}

// TestAuditOfAPausedBot: as long as a person has yet to say that this is the right
// store, a bot sets nothing aside and says nothing; who asks the doctor has looked.
func TestAuditOfAPausedBot(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.tick(t) // takes the leases
	in.client.HSet(t.Context(), in.key(t, id, "state"), string(id), "hello")
	if err := in.store.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, []byte("older")); err != nil {
		t.Fatal(err)
	}
	bot := in.auditor(in.store, redis.AuditOptions{Mend: true, Leased: true})
	want := escalation.Finding{Damage: escalation.DamageUnreadable, Case: id, Where: "the stored value is not a case"}
	if report := audit(t, bot); len(report.Findings) != 1 || report.Findings[0] != want {
		t.Errorf("while everything is paused: %+v", report.Findings)
	}
	want.Aside = true
	if report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true})); len(report.Findings) != 1 || report.Findings[0] != want {
		t.Errorf("the doctor: %+v", report.Findings)
	}
}

func TestAuditOverdue(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.tick(t)
	a := in.auditor(in.store, redis.AuditOptions{Mend: true})
	in.pass(time.Hour)
	bells := func() string { return fmt.Sprint(in.client.HGetAll(t.Context(), "relance:{fleet}:bell").Val()) }
	before := bells()
	if report := audit(t, a); len(report.Findings) != 0 {
		t.Errorf("after an hour without an engine, at first: %+v", report.Findings)
	}
	in.pass(time.Minute)
	report := audit(t, a)
	if len(report.Findings) != 1 || report.Findings[0] != (escalation.Finding{Damage: escalation.DamageOverdue, Case: id, Mended: true}) || bells() == before {
		t.Errorf("due for long and not taken: %+v, bells %s", report.Findings, bells())
	}
	if err := in.store.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, []byte("holidays")); err != nil {
		t.Fatal(err)
	}
	if report := audit(t, a); len(report.Findings) != 0 {
		t.Errorf("while everything is paused: %+v", report.Findings)
	}
}

// TestAuditForeignType puts a value of another type in the place of each key: the
// other shards are audited all the same.
func TestAuditForeignType(t *testing.T) {
	for _, name := range []string{"state", "due", "box", "send", "ops", "ops:age", "terms", "quarantined"} {
		in := inhabit(t, redistest.Client(t, redistest.Server(t)))
		ids := in.fill(t, 30, 0)
		key := in.key(t, ids[0], name)
		if err := in.client.Set(t.Context(), key, "foreign", 0).Err(); err != nil {
			t.Fatal(err)
		}
		report := audit(t, in.auditor(in.store, redis.AuditOptions{}))
		foreign := 0
		for _, f := range report.Findings {
			if f.Damage == escalation.DamageForeign {
				foreign++
			}
		}
		if foreign == 0 || report.Census == nil || report.Cases < 10 {
			t.Errorf("%s: found %+v, %d cases", name, report.Findings, report.Cases)
		}
	}
}

// TestAuditCost: what a run asks of Redis is bounded by its pages, and a case costs
// few commands.
func TestAuditCost(t *testing.T) {
	cases := 2000
	if testing.Short() {
		cases = 400
	}
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	in.fill(t, cases, 0)
	in.tick(t)
	commands := func() float64 {
		var n float64
		for line := range strings.Lines(in.client.Info(t.Context(), "commandstats").Val()) {
			if _, rest, ok := strings.Cut(line, "calls="); ok {
				var calls float64
				_, _ = fmt.Sscan(strings.SplitN(rest, ",", 2)[0], &calls)
				n += calls
			}
		}
		return n
	}
	audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true})) // the server knows the scripts now
	before := commands()
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true}))
	perCase := (commands() - before) / float64(cases)
	t.Logf("a whole walk over %d cases: %.2f commands a case, %s", cases, perCase, report.Took)
	if report.Cases != cases || perCase > 2 {
		t.Errorf("%d cases, %.2f commands each", report.Cases, perCase)
	}

	bounded := in.auditor(in.store, redis.AuditOptions{Mend: true, Pages: 40})
	seen, runs := 0, 0
	for census := (*escalation.Census)(nil); census == nil; runs++ {
		if runs > cases {
			t.Fatal("the walk does not come to an end")
		}
		before := commands()
		report := audit(t, bounded)
		if used := commands() - before; used > 40*60*3 {
			t.Errorf("a run of 40 pages used %.0f commands", used)
		}
		seen, census = seen+report.Cases, report.Census
	}
	if seen != cases || runs < 4 {
		t.Errorf("%d runs saw %d of %d cases", runs, seen, cases)
	}
}

func TestAuditKeepsToItsShards(t *testing.T) {
	url := redistest.Server(t)
	in := inhabit(t, redistest.Client(t, url))
	in.fill(t, 100, 0)
	in.tick(t) // takes the leases
	idle := redistest.New(t, redis.Options{Client: redistest.Client(t, url)})
	if report := audit(t, in.auditor(idle, redis.AuditOptions{Leased: true})); report.Cases != 0 {
		t.Errorf("a replica without shards has looked at %d cases", report.Cases)
	}
	if report := audit(t, in.auditor(in.store, redis.AuditOptions{Leased: true})); report.Cases != 100 {
		t.Errorf("the replica that has all shards has looked at %d cases", report.Cases)
	}
}

func TestAuditOfNothing(t *testing.T) {
	gone := goredis.NewClient(&goredis.Options{Addr: t.TempDir() + "/none", Network: "unix", MaxRetries: -1, DialerRetries: 1})
	defer gone.Close()
	if _, err := redistest.New(t, redis.Options{Client: gone}).Auditor(redis.AuditOptions{}).Run(t.Context()); err == nil {
		t.Error("audited a server that is not there")
	}
}

// TestAuditMendsOnlyWhatItSaw: a case that changes between the look and the mending is
// left as it is, and so are its date and its terms.
func TestAuditMendsOnlyWhatItSaw(t *testing.T) {
	in := inhabit(t, redistest.Client(t, redistest.Server(t)))
	id := in.fill(t, 1, 0)[0]
	in.tick(t)
	state, due, terms := in.key(t, id, "state"), in.key(t, id, "due"), in.key(t, id, "terms")
	ctx := t.Context()
	in.client.ZAdd(ctx, due, goredis.Z{Score: 1, Member: string(id)})
	all := in.client.ZRange(ctx, terms, 0, -1).Val()
	in.client.ZRem(ctx, terms, all[0])
	var before string
	a := in.store.Auditor(redis.AuditOptions{Mend: true, Now: in.clock, Sealed: func(context.Context, escalation.Case) bool {
		before = in.client.HGet(ctx, state, string(id)).Val()
		in.client.HSet(ctx, state, string(id), before+" changed meanwhile")
		return true
	}})
	if report := audit(t, a); before == "" || len(report.Findings) != 0 {
		t.Errorf("looked %t, found %+v", before != "", report.Findings)
	}
	if at := in.client.ZScore(ctx, due, string(id)).Val(); at != 1 {
		t.Errorf("its date was set to %f", at)
	}
	if n := in.client.ZCard(ctx, terms).Val(); int(n) != len(all)-1 {
		t.Errorf("it has %d terms", n)
	}
	in.client.HSet(ctx, state, string(id), before)
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true}))
	if len(report.Findings) != 2 || !report.Findings[0].Mended || !report.Findings[1].Mended {
		t.Errorf("as it was seen: %+v", report.Findings)
	}
}
