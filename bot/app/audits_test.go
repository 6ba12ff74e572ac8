package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"relance/adapters/metrics"
	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/adapters/witness"
	"relance/config"
	"relance/escalation"
)

// paper is what was shown.
type paper struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *paper) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// Reset takes what was shown away.
func (p *paper) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text.Reset()
}

// scripted is an auditor whose runs are known beforehand.
type scripted struct {
	runs []func() (escalation.Audit, error)
	at   []time.Time
}

func (s *scripted) Run(context.Context) (escalation.Audit, error) {
	s.at = append(s.at, time.Now())
	if len(s.at) > len(s.runs) {
		return escalation.Audit{At: time.Now()}, nil
	}
	return s.runs[len(s.at)-1]()
}

func TestAuditsEveryMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := func() (escalation.Audit, error) { return escalation.Audit{}, errors.New("Redis is gone") }
		auditor := &scripted{runs: []func() (escalation.Audit, error){
			func() (escalation.Audit, error) {
				return escalation.Audit{At: time.Now(), Held: true, Findings: []escalation.Finding{
					{Damage: escalation.DamageUnscheduled, Case: "K7M-4QZ-X", Mended: true},
					{Damage: escalation.DamageUnscheduled, Case: "W58-W2Y-1", Mended: true},
					{Damage: escalation.DamageLost, Case: "W58-W2Y-1", Aside: true},
					{Damage: escalation.DamageNewer, Case: "ZZZ-ZZZ-Z"},
				}, Census: &escalation.Census{At: time.Now(), Aside: 1, Cases: map[escalation.Standing]int{
					{State: escalation.StateOpen, Rung: 2}: 7,
				}}}, nil
			}, gone, gone,
		}}
		var said paper
		var skew atomic.Int64
		a := &auditing{auditor: auditor, skew: func() time.Duration { return time.Duration(skew.Load()) }, metrics: metrics.New("test"),
			log: slog.New(slog.NewTextHandler(&said, nil))}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		began := time.Now()
		go func() { done <- a.run(ctx) }()

		time.Sleep(61 * time.Second)
		synctest.Wait()
		for _, want := range []string{"found=lost:1,unscheduled:2 mended=unscheduled:2 aside=1", `cases="K7M-4QZ-X W58-W2Y-1"`, "something larger"} {
			if !strings.Contains(said.String(), want) {
				t.Errorf("the log does not say %q:\n%s", want, said.String())
			}
		}
		got, err := testutil.GatherAndCount(a.metrics.Gatherer(), "relance_audit_mended_total")
		if err != nil || got != len(escalation.Damages()) {
			t.Errorf("%d kinds are counted, %v; want %d", got, err, len(escalation.Damages()))
		}
		if got, err := testutil.GatherAndCount(a.metrics.Gatherer(), "relance_cases"); err != nil || got != 1 {
			t.Errorf("%d rows of the census, %v", got, err)
		}

		said.Reset()
		time.Sleep(4 * time.Minute)
		synctest.Wait()
		if n := strings.Count(said.String(), "\n"); n != 2 || !strings.Contains(said.String(), "is audited again") {
			t.Errorf("of an outage of two minutes it says:\n%s", said.String())
		}
		if len(auditor.at) != 5 || auditor.at[4] != began.Add(5*time.Minute) {
			t.Errorf("runs at %v", auditor.at)
		}
		skew.Store(int64(time.Hour))
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if len(auditor.at) != 5 {
			t.Error("it audits by a wrong clock")
		}
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// TestARotatedKeyIsNoDamage: as long as a replica still has the key of before, what
// others seal with the new one is sound; one with a key of nobody is not.
func TestARotatedKeyIsNoDamage(t *testing.T) {
	store := redistest.New(t, redis.Options{Client: redistest.Client(t, redistest.Server(t))})
	before, after := witness.Keys{Key: []byte("before")}, witness.Keys{Key: []byte("after"), Earlier: [][]byte{[]byte("before")}}
	log := slog.New(slog.DiscardHandler)
	sealed := func(key string) escalation.Case {
		c := escalation.Case{ID: "K7M-4QZ-X", Entries: 1}
		c.Seal = escalation.Seal([]byte(key), c.ID, c.Entries, c.Head)
		return c
	}
	v := &vault{store: store, keys: before}
	if same, err := sameKey(t.Context(), store, before, log); !same || err != nil {
		t.Fatal(same, err)
	}
	if v.sealed(t.Context(), sealed("nobody's")) || !v.sealed(t.Context(), sealed("before")) {
		t.Error("before the rotation, seals are not told apart")
	}
	if same, err := sameKey(t.Context(), store, after, log); !same || err != nil { // the other replica starts
		t.Fatal(same, err)
	}
	if !v.sealed(t.Context(), sealed("after")) {
		t.Error("a case that was sealed with the new key would be set aside")
	}
	v.keys = after // restarted
	if v.sealed(t.Context(), sealed("nobody's")) || !v.sealed(t.Context(), sealed("before")) || !v.sealed(t.Context(), sealed("after")) {
		t.Error("after the rotation, seals are not told apart")
	}
}

// TestAuditsTellTheTeam damages a case under the whole bot: what can be mended is,
// and of what cannot the team is told.
func TestAuditsTellTheTeam(t *testing.T) {
	_, m := redistest.Memory(t)
	c, err := config.Parse("test.yaml", []byte(`version: 1
rooms: {console: {team: team}}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 3 days}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c.Redis = config.Redis{Mode: config.RedisURL, URL: config.Secret("redis://" + m.Addr()), Allow: []config.Allowance{config.AllowNoPersistence}}
	in, keyboard := io.Pipe()
	shown := &paper{}
	a, err := New(t.Context(), Options{Config: c, Data: t.TempDir(), In: in, Out: shown, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error)
	go func() { ran <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		err := errors.Join(<-ran, keyboard.Close(), a.Close(context.Background()))
		if err != nil {
			t.Error(err)
		}
	})
	store := a.vault.store
	_, err = store.Commit(t.Context(), a.clock.Now(), escalation.Change{Op: "open", Case: escalation.Case{
		ID: "W58-W2Y-1", Version: 1, State: escalation.StateOpen, Requester: escalation.Person{ID: "console:ann"},
		Timers: []escalation.Timer{{Kind: escalation.TimerClimb, At: a.clock.Now().Add(time.Hour)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Due(t.Context(), a.clock.Now(), time.Minute, 1); err != nil { // takes the leases
		t.Fatal(err)
	}
	client := redistest.Client(t, "redis://"+m.Addr())
	shelves, err := client.Keys(t.Context(), "*}:state").Result()
	if err != nil || len(shelves) != 1 {
		t.Fatal(shelves, err)
	}
	if err := client.HSet(t.Context(), shelves[0], "W58-W2Y-1", "hello").Err(); err != nil {
		t.Fatal(err)
	}
	report, err := a.auditing().auditor.Run(t.Context())
	if err != nil || len(report.Findings) != 1 || report.Findings[0].Damage != escalation.DamageUnreadable || !report.Findings[0].Aside {
		t.Fatalf("found %+v, %v", report.Findings, err)
	}
	if !strings.Contains(shown.String(), "W58-W2Y-1: set aside after a failure") {
		t.Errorf("the team is not told:\n%s", shown.String())
	}
	if due, err := store.Due(t.Context(), a.clock.Now().Add(24*time.Hour), time.Minute, 1); err != nil || len(due.Cases)+len(due.Broken) != 0 {
		t.Errorf("it is due all the same: %+v, %v", due, err)
	}
}
