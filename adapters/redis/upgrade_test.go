package redis_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// program is one version of the program on a store, see [redis.NewTomorrow].
type program struct {
	t      *testing.T
	store  *redis.Store
	engine *escalation.Engine
}

// lips say what all programs say, and count it.
type lips struct {
	mu   sync.Mutex
	said map[string]int // by key and kind
}

func (l *lips) Deliver(_ context.Context, _ escalation.Case, n escalation.Notice, _ time.Time) (escalation.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said[string(n.Kind)+" "+n.Key]++
	switch n.Kind {
	case escalation.NoticeLetter:
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: "link"}}, nil
	case escalation.NoticeLook:
		return escalation.Outcome{Fact: escalation.Looked{Notice: n.Key}}, nil
	case escalation.NoticeCompose:
		return escalation.Outcome{Fact: escalation.Drafted{Text: "They are silent."}}, nil
	}
	return escalation.Outcome{}, nil
}

// version starts a program that knows up to a form.
func version(t *testing.T, url, name string, form int, voice *lips) *program {
	t.Helper()
	s, err := redis.NewTomorrow(redis.Options{Client: redistest.Client(t, url), Holder: name, Lease: 200 * time.Millisecond}, form)
	if err != nil {
		t.Fatal(err)
	}
	rules := &escalation.Rulebook{Book: s, Served: map[string]bool{"room": true}}
	return &program{t, s, escalation.NewEngine(escalation.EngineOptions{Store: s, Book: s, Rules: rules, Deliver: voice, Hold: time.Minute})}
}

// stop ends a program as SIGTERM does.
func (p *program) stop() {
	p.t.Helper()
	if err := p.store.Close(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// upgraded looks again and again: hours pass here in milliseconds, and while a lease
// changes hands nobody looks for hours.
var upgraded = escalation.Ladder{Name: "upgraded", Look: escalation.Look{Retry: escalation.Wait{Time: time.Hour}, Limit: 1000}, Rungs: []escalation.Rung{
	{Name: "service", Kind: escalation.RungLetter, Role: "service", Wait: escalation.Wait{Time: 4 * time.Hour}, Reminders: 1, Every: escalation.Wait{Time: 2 * time.Hour}},
	{Name: "director", Kind: escalation.RungLetter, Role: "director", Wait: escalation.Wait{Time: 4 * time.Hour}},
	{Name: "public", Kind: escalation.RungPost, Quorum: 2},
}}

func (p *program) open(i int) escalation.CaseID {
	p.t.Helper()
	hash, err := (&escalation.Rulebook{Book: p.store}).Keep(p.t.Context(), upgraded)
	if err != nil {
		p.t.Fatal(err)
	}
	who := fmt.Sprint("console:p", i)
	r, err := p.engine.Record(p.t.Context(), escalation.Event{ID: fmt.Sprint("open", i), At: noon,
		Actor: escalation.Actor{ID: who, Role: escalation.ActorRequester},
		Fact: escalation.Opened{Requester: escalation.Person{ID: who}, Organisation: escalation.Organisation{Key: "gazco", Name: "GazCo"},
			Contacts: []escalation.Contact{{Address: "room:service", Role: "service"}, {Address: "room:director", Role: "director"}},
			Ladder:   hash, Subject: "The meter", Story: "No figure."}})
	if err != nil {
		p.t.Fatal(err)
	}
	return r.Case.ID
}

// attach does what only the newer program stores.
func (p *program) attach(id escalation.CaseID, name string, at time.Time) error {
	_, err := p.engine.Record(p.t.Context(), escalation.Event{ID: "attach/" + string(id) + name, Case: id, At: at,
		Actor: escalation.Actor{ID: "console:tom", Role: escalation.ActorTeam},
		Fact:  escalation.AttachmentAdded{Attachment: escalation.Attachment{Name: name}}})
	return err
}

// pass lets time pass for programs that run side by side, an hour at each step, until
// they are done.
func pass(t *testing.T, now *time.Time, done func() bool, programs ...*program) {
	t.Helper()
	for began := time.Now(); !done(); *now = now.Add(time.Hour) {
		if time.Since(began) > time.Minute {
			t.Fatal("it does not come to an end")
		}
		var together sync.WaitGroup
		for _, p := range programs {
			together.Go(func() {
				if _, err := p.store.Changed(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := p.engine.Tick(t.Context(), *now); err != nil {
					t.Error(err)
				}
			})
		}
		together.Wait()
	}
}

// atTop says whether all these cases have climbed to the post.
func atTop(t *testing.T, s *redis.Store, ids []escalation.CaseID) bool {
	t.Helper()
	for _, id := range ids {
		c, _, err := s.Load(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if c.State != escalation.StateAwaitingApproval {
			return false
		}
	}
	return true
}

// TestUpgradeSideBySide runs two versions of the program on one store while cases
// climb: the newer stores nothing that the older cannot read, the older leaves alone
// what the newer wrote all the same, and at the end nothing is lost or said twice.
func TestUpgradeSideBySide(t *testing.T) {
	const cases, used = 60, 12
	url := redistest.Server(t)
	client := redistest.Client(t, url)
	voice := &lips{said: map[string]int{}}
	older := version(t, url, "older", 1, voice)
	var ids []escalation.CaseID
	for i := range cases {
		ids = append(ids, older.open(i))
	}
	now := noon
	steps := 0
	few := func() bool { steps++; return steps%4 == 0 }
	pass(t, &now, few, older)
	newer := version(t, url, "newer", 2, voice)
	pass(t, &now, few, older, newer)

	// While the older is alive, what is new waits, and the case goes on as it was.
	before := stored(t, client, ids[0])
	if err := newer.attach(ids[0], "bill.pdf", now); !errors.Is(err, escalation.ErrUpgrade) {
		t.Errorf("stored what a living replica cannot read: %v", err)
	}
	if after := stored(t, client, ids[0]); after != before {
		t.Error("a refused act changed the case")
	}

	// The older is gone: what is new is stored. Then it comes back, as in a downgrade.
	older.stop()
	for _, id := range ids[:used] {
		if err := newer.attach(id, "bill.pdf", now); err != nil {
			t.Fatal(err)
		}
	}
	older = version(t, url, "older", 1, voice)
	values := map[escalation.CaseID]string{}
	for _, id := range ids[:used] {
		if values[id] = stored(t, client, id); values[id][0] != '2' {
			t.Fatalf("case %s is stored as %.10q, not in form 2", id, values[id])
		}
		if _, _, err := older.store.Load(t.Context(), id, ""); !errors.Is(err, escalation.ErrUpgrade) {
			t.Errorf("the older reads case %s: %v", id, err)
		}
		if err := older.attach(id, "letter.pdf", now); !errors.Is(err, escalation.ErrUpgrade) {
			t.Errorf("the older writes case %s: %v", id, err)
		}
	}
	alone := steps // the older alone, for two days: it lets them be
	newer.stop()
	pass(t, &now, func() bool { steps++; return steps > alone+48 && atTop(t, older.store, ids[used:]) }, older)
	for id, value := range values {
		if got := stored(t, client, id); got != value {
			t.Errorf("the older has changed case %s", id)
		}
	}
	if left := quarantined(t, client); len(left) > 0 {
		t.Errorf("quarantined during the upgrade: %v", left)
	}

	// Side by side again: what has the newer form already goes on in its hands.
	newer = version(t, url, "newer", 2, voice)
	if err := newer.attach(ids[1], "photo.jpg", now); err != nil {
		t.Errorf("a case of the newer form, beside the older program: %v", err)
	}
	pass(t, &now, few, older, newer)
	older.stop()
	pass(t, &now, func() bool { return atTop(t, newer.store, ids) }, newer)
	newer.check(ids, used, voice)
}

// check looks at the end of an upgrade: each letter once, each trail whole, what is
// new still there.
func (p *program) check(ids []escalation.CaseID, used int, voice *lips) {
	p.t.Helper()
	for i, id := range ids {
		c, _, err := p.store.Load(p.t.Context(), id, "")
		if err != nil {
			p.t.Fatal(err)
		}
		trail, err := p.store.Trail(p.t.Context(), id)
		if err != nil {
			p.t.Fatal(err)
		}
		if head, err := escalation.VerifyTrail(id, trail); err != nil || head != c.Head {
			p.t.Errorf("case %s: the trail does not verify: %v", id, err)
		}
		rungs := slices.DeleteFunc(trail, func(e escalation.Entry) bool { return e.Kind != escalation.EntryRungFired })
		if len(rungs) != len(upgraded.Rungs) || (len(c.Attachments) > 0) != (i < used) {
			p.t.Errorf("case %s: %d rungs fired, %d attachments", id, len(rungs), len(c.Attachments))
		}
	}
	letters := 0
	for what, n := range voice.said {
		kind := escalation.NoticeKind(what[:len(escalation.NoticeLetter)])
		if kind == escalation.NoticeLetter {
			letters++
		}
		if n != 1 && kind == escalation.NoticeLetter {
			p.t.Errorf("%s was said %d times", what, n)
		}
	}
	if letters < 2*len(ids) {
		p.t.Errorf("%d letters for %d cases", letters, len(ids))
	}
}

// stored is the value of a case as it is in Redis.
func stored(t *testing.T, client *goredis.Client, id escalation.CaseID) string {
	t.Helper()
	value, err := client.HGet(t.Context(), shardKey(t, client, id, "state"), string(id)).Result()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func quarantined(t *testing.T, client *goredis.Client) []string {
	t.Helper()
	var all []string
	keys, err := client.Keys(t.Context(), "relance:{s??}:quarantined").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		all = append(all, client.HKeys(t.Context(), key).Val()...)
	}
	return all
}
