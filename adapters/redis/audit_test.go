package redis_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

var auditKey = []byte("a key that is not in Redis")

// inhabited is a store with cases that an engine has opened.
type inhabited struct {
	client goredis.UniversalClient
	store  *redis.Store
	engine *escalation.Engine
	ladder string
	mu     sync.Mutex
	now    time.Time
	fast   time.Time     // real time since which the clock runs sixty times as fast; zero: it stands
	wait   time.Duration // of a rung
}

func inhabit(t testing.TB, client goredis.UniversalClient) *inhabited {
	t.Helper()
	in := &inhabited{client: client, now: noon, wait: 10 * time.Minute}
	in.store = redistest.New(t, redis.Options{Client: client})
	in.engine = in.newEngine(t, in.store, auditKey)
	return in
}

func (in *inhabited) newEngine(t testing.TB, store *redis.Store, key []byte) *escalation.Engine {
	t.Helper()
	rules := &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	l := escalation.Ladder{Name: "audited"}
	for _, role := range []string{"service", "head"} {
		l.Rungs = append(l.Rungs, escalation.Rung{Name: role, Kind: escalation.RungLetter, Role: escalation.Role(role),
			Wait: escalation.Wait{Time: in.wait}, Reminders: 2, Every: escalation.Wait{Time: in.wait / 4}})
	}
	var err error
	if in.ladder, err = rules.Keep(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	return escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: rules, Deliver: in, Key: key, Now: in.clock})
}

func (in *inhabited) clock() time.Time {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fast.IsZero() {
		return in.now
	}
	return in.now.Add(60 * time.Since(in.fast))
}

func (in *inhabited) pass(d time.Duration) time.Time {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.now = in.now.Add(d)
	return in.now
}

// Deliver implements [escalation.Deliverer].
func (in *inhabited) Deliver(_ context.Context, _ escalation.Case, n escalation.Notice, _ time.Time) (escalation.Outcome, error) {
	switch n.Kind {
	case escalation.NoticeLetter:
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: "https://chat.example/1"}}, nil
	case escalation.NoticeLook:
		return escalation.Outcome{Fact: escalation.Looked{}}, nil
	}
	return escalation.Outcome{}, nil
}

func (in *inhabited) open(ctx context.Context, e *escalation.Engine, i int) (escalation.CaseID, error) {
	who := fmt.Sprint("console:p", i)
	receipt, err := e.Record(ctx, escalation.Event{ID: fmt.Sprint("open", i), At: in.clock(),
		Actor: escalation.Actor{ID: who, Role: escalation.ActorRequester},
		Fact: escalation.Opened{Requester: escalation.Person{ID: who}, Ladder: in.ladder, Subject: fmt.Sprint("Boiler number ", i), Story: "It is cold.",
			Organisation: escalation.Organisation{Key: "gazco", Name: "GazCo"},
			Contacts:     []escalation.Contact{{Address: "room:service", Role: "service"}, {Address: "room:head", Role: "head"}}}})
	return receipt.Case.ID, err
}

// fill opens cases; of the last of them the letters are still in the outbox.
func (in *inhabited) fill(t testing.TB, delivered, waiting int) (ids []escalation.CaseID) {
	t.Helper()
	for i := range delivered + waiting {
		if i == delivered {
			in.tick(t)
		}
		id, err := in.open(t.Context(), in.engine, i)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func (in *inhabited) tick(t testing.TB) {
	t.Helper()
	if _, err := in.engine.Tick(t.Context(), in.clock()); err != nil {
		t.Fatal(err)
	}
}

func (in *inhabited) auditor(store *redis.Store, o redis.AuditOptions) *redis.Auditor {
	o.Now = in.clock
	o.Sealed = func(_ context.Context, c escalation.Case) bool {
		return c.Seal == escalation.Seal(auditKey, c.ID, c.Entries, c.Head)
	}
	if o.Mend && o.SetAside == nil {
		o.SetAside = func(ctx context.Context, id escalation.CaseID, why string) error {
			return in.engine.SetAside(ctx, id, why, in.clock())
		}
	}
	return store.Auditor(o)
}

func audit(t testing.TB, a *redis.Auditor) escalation.Audit {
	t.Helper()
	report, err := a.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// key is the name of a key in a case's shard.
func (in *inhabited) key(t testing.TB, id escalation.CaseID, name string) string {
	t.Helper()
	for shard := range 16 {
		key := fmt.Sprintf("relance:{s%02d}:", shard)
		if in.client.Exists(t.Context(), key+"trail:"+string(id)).Val() == 1 {
			return key + name
		}
	}
	t.Fatalf("no shard has a trail of case %s", id)
	return ""
}

// dump is everything in the store, element by element.
func dump(t testing.TB, client goredis.UniversalClient) map[string]string {
	t.Helper()
	ctx, all := t.Context(), map[string]string{}
	for _, key := range allKeys(t, client) {
		switch client.Type(ctx, key).Val() {
		case "hash":
			for field, value := range client.HGetAll(ctx, key).Val() {
				all[key+" "+field] = value
			}
		case "zset":
			for _, z := range client.ZRangeWithScores(ctx, key, 0, -1).Val() {
				all[key+" "+fmt.Sprint(z.Member)] = fmt.Sprint(z.Score)
			}
		case "list":
			all[key] = strings.Join(client.LRange(ctx, key, 0, -1).Val(), "\x00")
		default:
			all[key] = client.Get(ctx, key).Val()
		}
	}
	return all
}

func allKeys(t testing.TB, client goredis.UniversalClient) []string {
	t.Helper()
	cluster, ok := client.(*goredis.ClusterClient)
	if !ok {
		return client.Keys(t.Context(), "*").Val()
	}
	var mu sync.Mutex
	var all []string
	err := cluster.ForEachMaster(t.Context(), func(ctx context.Context, c *goredis.Client) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, c.Keys(ctx, "*").Val()...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// differences are the elements that are not the same in both.
func differences(before, after map[string]string) (names []string) {
	for name, value := range before {
		if now, ok := after[name]; !ok || now != value {
			names = append(names, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// wreck is one kind of damage that somebody does by hand.
type wreck struct {
	damage  escalation.Damage
	waiting bool // to a case whose letter is in the outbox
	aside   bool // it cannot be put right: the case is set aside
	again   bool // afterwards all is byte for byte as it was before
	do      func(t *testing.T, in *inhabited, id escalation.CaseID)
}

// ghost is a case that never was, in the shard of another.
const ghost = "GH0ST000"

var wrecks = []wreck{
	{escalation.DamageUnscheduled, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZRem(t.Context(), in.key(t, id, "due"), string(id))
	}},
	{escalation.DamageMisscheduled, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZAdd(t.Context(), in.key(t, id, "due"), goredis.Z{Score: float64(noon.AddDate(50, 0, 0).UnixMilli()), Member: string(id)})
	}},
	{escalation.DamageDanglingDate, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZAdd(t.Context(), in.key(t, id, "due"), goredis.Z{Score: float64(noon.AddDate(1, 0, 0).UnixMilli()), Member: ghost})
	}},
	{escalation.DamageUnindexed, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZRem(t.Context(), in.key(t, id, "terms"), "o:gazco\x00"+string(id))
	}},
	{escalation.DamageMisindexed, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZAdd(t.Context(), in.key(t, id, "terms"), goredis.Z{Member: "s:closed\x00" + string(id)})
	}},
	{escalation.DamageDanglingTerm, false, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZAdd(t.Context(), in.key(t, id, "terms"), goredis.Z{Member: "s:open\x00" + ghost})
	}},
	{escalation.DamageUnsent, true, false, true, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.ZRem(t.Context(), in.key(t, id, "send"), in.letter(t, id))
	}},
	{escalation.DamageBodiless, true, false, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.HDel(t.Context(), in.key(t, id, "box"), in.letter(t, id))
	}},
	{escalation.DamageLetterGone, true, false, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.HDel(t.Context(), in.key(t, id, "box"), in.letter(t, id))
		in.client.ZRem(t.Context(), in.key(t, id, "send"), in.letter(t, id))
	}},
	{escalation.DamageOrphan, false, false, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.HSet(t.Context(), in.key(t, id, "box"), ghost+"/00001", "1p0:")
		in.client.ZAdd(t.Context(), in.key(t, id, "send"), goredis.Z{Score: float64(noon.AddDate(1, 0, 0).UnixMilli()), Member: ghost + "/00001"})
	}},
	{escalation.DamageBadNotice, true, false, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		key := string(id) + "/00077"
		in.client.HSet(t.Context(), in.key(t, id, "box"), key, "somebody else's")
		in.client.ZAdd(t.Context(), in.key(t, id, "send"), goredis.Z{Score: float64(noon.UnixMilli()), Member: key})
	}},
	{escalation.DamageOperation, false, false, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		key := in.key(t, id, "ops:age")
		in.client.ZRem(t.Context(), key, in.client.ZRange(t.Context(), key, 0, 0).Val()[0])
	}},
	{escalation.DamageUnreadable, false, true, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.HSet(t.Context(), in.key(t, id, "state"), string(id), "hello")
	}},
	{escalation.DamageLost, false, true, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.HDel(t.Context(), in.key(t, id, "state"), string(id))
	}},
	{escalation.DamageTrailLength, false, true, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		in.client.RPop(t.Context(), in.key(t, id, "trail:"+string(id)))
	}},
	{escalation.DamageTrailBroken, false, true, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		key := in.key(t, id, "trail:"+string(id))
		in.client.LSet(t.Context(), key, 1, in.client.LIndex(t.Context(), key, 0).Val())
	}},
	{escalation.DamageUnsealed, false, true, false, func(t *testing.T, in *inhabited, id escalation.CaseID) {
		other := in.newEngine(t, in.store, []byte("the key of somebody else"))
		_, err := other.Record(t.Context(), escalation.Event{ID: "forged", Case: id, At: in.clock(),
			Actor: escalation.Actor{ID: "console:p1", Role: escalation.ActorRequester}, Fact: escalation.Noted{Text: "forged"}})
		if err != nil {
			t.Fatal(err)
		}
	}},
}

// letter is the key of the letter a case waits for.
func (in *inhabited) letter(t testing.TB, id escalation.CaseID) string {
	t.Helper()
	c, _, err := in.store.Load(t.Context(), id, "")
	if err != nil || len(c.Awaited()) != 1 {
		t.Fatalf("case %s waits for %v, %v", id, c.Awaited(), err)
	}
	return c.Awaited()[0].Key
}

func TestAudit(t *testing.T) {
	cases := 1000
	if testing.Short() {
		cases = 100
	}
	for name, client := range map[string]func(t *testing.T) goredis.UniversalClient{
		"redis": func(t *testing.T) goredis.UniversalClient { return redistest.Client(t, redistest.Server(t)) },
		"cluster": func(t *testing.T) goredis.UniversalClient {
			return redistest.ClusterClient(t, redistest.Cluster(t))
		},
		"miniredis": func(t *testing.T) goredis.UniversalClient {
			_, m := redistest.Memory(t)
			return redistest.Client(t, "redis://"+m.Addr())
		},
	} {
		t.Run(name, func(t *testing.T) {
			cases := cases
			if name == "cluster" { // where only the slots matter
				cases = min(cases, 200)
			}
			in := inhabit(t, client(t))
			ids := in.fill(t, cases-20, 20)
			testAudit(t, in, ids[:cases-20], ids[cases-20:])
		})
	}
}

// testAudit does every kind of damage at once, each to a case of its own.
func testAudit(t *testing.T, in *inhabited, delivered, waiting []escalation.CaseID) {
	a := in.auditor(in.store, redis.AuditOptions{Mend: true})
	if report := audit(t, a); len(report.Findings) != 0 || report.Cases != len(delivered)+len(waiting) {
		t.Fatalf("of %d cases in a healthy store, found: %+v", report.Cases, report.Findings)
	}
	before := dump(t, in.client)
	hit := map[escalation.CaseID]wreck{}
	for _, w := range wrecks {
		from := &delivered
		if w.waiting {
			from = &waiting
		}
		id := (*from)[0]
		*from = (*from)[1:]
		hit[id] = w
		w.do(t, in, id)
	}

	wrecked := dump(t, in.client)
	looked := audit(t, in.auditor(in.store, redis.AuditOptions{}))
	if d := differences(wrecked, dump(t, in.client)); len(d) != 0 {
		t.Errorf("an audit that only looks has changed %q", d)
	}
	report := audit(t, a)
	if len(looked.Findings) != len(report.Findings) {
		t.Errorf("looking finds %d, mending %d", len(looked.Findings), len(report.Findings))
	}
	found := map[escalation.Damage]escalation.Finding{}
	for _, f := range report.Findings {
		if _, twice := found[f.Damage]; twice {
			t.Errorf("more than was done: %+v", f)
		}
		found[f.Damage] = f
	}
	for id, w := range hit {
		f, ok := found[w.damage]
		if !ok || f.Mended == w.aside || f.Aside != w.aside || f.Case != id && f.Case != ghost && w.damage != escalation.DamageOperation {
			t.Errorf("%s of case %s: %+v", w.damage, id, f)
		}
		delete(found, w.damage)
	}
	if len(found) != 0 {
		t.Errorf("found what nobody did: %+v", found)
	}
	neighbours(t, before, dump(t, in.client), hit)
	if report := audit(t, a); len(report.Findings) != 0 {
		t.Errorf("the next audit still finds %+v", report.Findings)
	}
	climbs(t, in, hit, append(slices.Clone(delivered), waiting...))
}

// neighbours looks at every element that is not as it was before: it must belong to
// a case that was damaged and could not be put right byte for byte.
func neighbours(t *testing.T, before, after map[string]string, hit map[escalation.CaseID]wreck) {
	t.Helper()
	var changed []string
	for id, w := range hit {
		if !w.again {
			changed = append(changed, string(id))
		}
	}
	for _, name := range differences(before, after) {
		_, _, isFleet := strings.Cut(name, "{fleet}:")
		_, existed := before[name]
		operation := strings.Contains(name, "}:ops") // of the quarantines, or with another age
		ofHit := slices.ContainsFunc(changed, func(id string) bool { return strings.Contains(name, id) })
		if !isFleet && !ofHit && !(operation && (!existed || strings.Contains(name, "}:ops:age"))) && !strings.Contains(name, "}:box "+ghost) {
			t.Errorf("%q was changed from %q to %q", name, before[name], after[name])
		}
	}
}

// climbs lets time pass: every case that was not set aside goes on.
func climbs(t *testing.T, in *inhabited, hit map[escalation.CaseID]wreck, others []escalation.CaseID) {
	t.Helper()
	for range 15 {
		in.pass(time.Minute)
		in.tick(t)
	}
	alive := others
	for id, w := range hit {
		if !w.aside {
			alive = append(alive, id)
		}
	}
	for _, id := range alive {
		c, _, err := in.store.Load(t.Context(), id, "")
		if err != nil || c.Climb.Rung != 1 || c.State != escalation.StateOpen {
			t.Errorf("after a quarter of an hour case %s (%s) is %s on rung %d, %v", id, hit[id].damage, c.State, c.Climb.Rung+1, err)
		}
	}
	report := audit(t, in.auditor(in.store, redis.AuditOptions{Mend: true}))
	aside := 0
	for _, w := range hit {
		if w.aside {
			aside++
		}
	}
	counted, held := 0, 0
	for where, n := range report.Census.Cases {
		counted += n
		if where.Reason == string(escalation.HoldQuarantined) {
			held += n
		}
	}
	// The unreadable case and the lost one stand nowhere, and of one nothing can be written.
	if len(report.Findings) != 0 || report.Census.Aside != 3 || held != aside-3 || counted != len(alive)+aside-2 {
		t.Errorf("at the end: %+v, %+v", report.Findings, report.Census)
	}
}
