package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// The benchmarks drive the product's own engine on a real Redis. A step is a
// due decision (a reminder) with its receipt: two commits, a letter, a card and
// a line of the log. docs/performance.md says how to run and read them.

var dawn = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// mute says nothing and acknowledges everything.
type mute struct{}

func (mute) Deliver(_ context.Context, _ escalation.Case, n escalation.Notice, _ time.Time) (escalation.Outcome, error) {
	if n.Kind == escalation.NoticeLetter {
		return escalation.Outcome{Fact: escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: "https://chat.example/p/1"}}, nil
	}
	return escalation.Outcome{}, nil
}

// bench is an engine on a store of its own.
type bench struct {
	url    string
	client goredis.UniversalClient
	store  *redis.Store
	engine *escalation.Engine
	ladder string
}

func newBench(tb testing.TB, batch int, config ...string) *bench {
	tb.Helper()
	return newBenchOn(tb, batch, redistest.Server(tb, config...))
}

// sameServer is another engine on the server of this one.
func (b *bench) sameServer(tb testing.TB) *bench { return newBenchOn(tb, 64, b.url) }

func newBenchOn(tb testing.TB, batch int, url string) *bench {
	tb.Helper()
	client := redistest.Client(tb, url)
	store := redistest.New(tb, redis.Options{Client: client})
	rules := &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	hash, err := rules.Keep(tb.Context(), escalation.Ladder{Name: "bench", Rungs: []escalation.Rung{{
		Name: "service", Kind: escalation.RungLetter, Role: "service", Wait: escalation.Wait{Days: 4000},
		Reminders: 1 << 20, Every: escalation.Wait{Time: time.Hour}}}})
	if err != nil {
		tb.Fatal(err)
	}
	e := escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: rules, Deliver: mute{}, Batch: batch})
	return &bench{url, client, store, e, hash}
}

func (b *bench) opened(i int) escalation.Event {
	who := fmt.Sprint("console:p", i)
	return escalation.Event{ID: fmt.Sprint("open", i), At: dawn, Actor: escalation.Actor{ID: who, Role: escalation.ActorRequester},
		Fact: escalation.Opened{
			Requester:    escalation.Person{ID: who, Name: "Ann"},
			Organisation: escalation.Organisation{Key: "gazco", Name: "GazCo"},
			Contacts:     []escalation.Contact{{Address: "room:service", Role: "service"}},
			Ladder:       b.ladder, Subject: "The meter does not speak", Story: story600,
		}}
}

// story600 is a story of 600 bytes.
var story600 = strings.Repeat("The meter was changed in spring and no bill has come since then. ", 10)[:600]

// open opens n cases from 16 callers at once.
func (b *bench) open(tb testing.TB, from, n int) {
	tb.Helper()
	next := make(chan int)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for i := range next {
				if _, err := b.engine.Record(context.Background(), b.opened(i)); err != nil {
					tb.Error(err)
				}
			}
		})
	}
	for i := from; i < from+n; i++ {
		next <- i
	}
	close(next)
	wg.Wait()
}

// tick does everything that is due.
func (b *bench) tick(tb testing.TB, now time.Time) {
	tb.Helper()
	if _, err := b.engine.Tick(tb.Context(), now); err != nil {
		tb.Fatal(err)
	}
}

var durable = map[string][]string{
	"everysec": {"--appendonly", "yes", "--appendfsync", "everysec"},
	"always":   {"--appendonly", "yes", "--appendfsync", "always"},
}

func BenchmarkStep(b *testing.B) {
	const cases = 2000
	for _, fsync := range []string{"everysec", "always"} {
		for _, batch := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/batch=%d", fsync, batch), func(b *testing.B) {
				s := newBench(b, batch, durable[fsync]...)
				s.open(b, 0, cases)
				s.tick(b, dawn)
				before := s.stats(b)
				now, rounds := dawn, 0
				for b.Loop() {
					now, rounds = now.Add(time.Hour), rounds+1
					s.tick(b, now)
				}
				after, steps := s.stats(b), float64(rounds*cases)
				b.ReportMetric(steps/b.Elapsed().Seconds(), "steps/s")
				b.ReportMetric((after.commands-before.commands)/steps, "commands/step")
				b.ReportMetric((after.reads-before.reads)/steps, "reads/step")
				b.ReportMetric((after.aof-before.aof)/steps, "AOF-B/step")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/steps, "ns/step")
			})
		}
		b.Run(fsync+"/redis-benchmark", func(b *testing.B) { redisBenchmark(b, durable[fsync]) })
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, fsync := range []string{"everysec", "always"} {
		b.Run(fsync, func(b *testing.B) {
			s := newBench(b, 64, durable[fsync]...)
			n := 0
			for b.Loop() {
				s.open(b, n, 500)
				n += 500
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "cases/s")
		})
	}
}

// stats are Redis's own counters.
type stats struct{ commands, reads, aof float64 }

func (b *bench) stats(tb testing.TB) stats {
	tb.Helper()
	info := b.client.Info(tb.Context(), "everything").Val()
	s := stats{reads: field(info, "total_reads_processed"), aof: field(info, "aof_current_size")}
	for _, m := range regexp.MustCompile(`cmdstat_(\S+?):calls=(\d+)`).FindAllStringSubmatch(info, -1) {
		switch m[1] {
		case "info", "client|setinfo", "hello", "script|load", "config|get":
			continue
		}
		n, _ := strconv.ParseFloat(m[2], 64)
		s.commands += n
	}
	return s
}

func field(info, name string) float64 {
	m := regexp.MustCompile(name + `:(\d+)`).FindStringSubmatch(info)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	return n
}

// redisBenchmark runs the commit script with the arguments of one step's
// decision through Redis's own load generator, pipelined like the engine's
// batches, on a server set up the same way.
func redisBenchmark(b *testing.B, config []string) {
	tool, err := exec.LookPath("redis-benchmark")
	if err != nil {
		b.Skip("redis-benchmark is not here: apt-get install redis-tools")
	}
	source, err := os.ReadFile("../../adapters/redis/lua/commit.lua")
	if err != nil {
		b.Fatal(err)
	}
	url := redistest.Server(b, config...)
	client := redistest.Client(b, url)
	sha := client.ScriptLoad(b.Context(), string(source)).Val()
	keys := []string{"{s}state", "{s}trail:__rand_int__", "{s}due", "{s}box", "{s}send", "{s}ops", "{s}age", "{s}terms", "{s}quarantined"}
	body := "1p1:" + strings.Repeat("x", 700)
	args := append([]string{"-s", strings.TrimPrefix(url, "unix://"), "-n", "100000", "-r", "1000000000", "-c", "4", "-P", "16", "--csv",
		"EVALSHA", sha, "9"}, keys...)
	args = append(args, "case-__rand_int__", "0", body, "1", "1", "op-__rand_int__", "1 asked", "0", "0", "",
		"2", "3", "0", "0", "0", strings.Repeat("e", 90), strings.Repeat("e", 90),
		"n-__rand_int__", "1", strings.Repeat("n", 60), "n-__rand_int__", "1", strings.Repeat("n", 60), "n-__rand_int__", "1", strings.Repeat("n", 60))
	for b.Loop() {
		out, err := exec.Command(tool, args...).CombinedOutput()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		m := regexp.MustCompile(`(?m)^"EVALSHA[^\n]*?","([0-9.]+)"`).FindStringSubmatch(string(out))
		if m == nil {
			b.Fatalf("redis-benchmark says %s", out)
		}
		rate, _ := strconv.ParseFloat(m[1], 64)
		b.ReportMetric(rate, "commits/s")
	}
}

// BenchmarkMemory reports what an open case with a 600-byte story and five
// entries costs, by part.
func BenchmarkMemory(b *testing.B) {
	const cases = 5000
	s := newBench(b, 64)
	used := func() float64 { return field(s.client.Info(b.Context(), "memory").Val(), "used_memory") }
	before := used()
	s.open(b, 0, cases)
	s.tick(b, dawn)
	for b.Loop() {
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric((used()-before)/cases, "B/case")
	parts := map[string]float64{}
	keys, err := s.client.Keys(b.Context(), "*").Result()
	if err != nil {
		b.Fatal(err)
	}
	for _, k := range keys {
		n := s.client.MemoryUsage(b.Context(), k, 0).Val()
		parts[part(k)] += float64(n)
	}
	for name, bytes := range parts {
		b.ReportMetric(bytes/cases, name+"-B/case")
	}
	c, _, err := s.store.Load(b.Context(), mustFind(b, s, "console:p7"), "")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(c.Entries), "entries")
}

func mustFind(tb testing.TB, s *bench, person string) escalation.CaseID {
	tb.Helper()
	ids, err := s.store.Find(tb.Context(), escalation.Query{Term: escalation.TermPerson + person, Limit: 1})
	if err != nil || len(ids) == 0 {
		tb.Fatal(ids, err)
	}
	return ids[0]
}

// part is the kind of a key: what stands after its hash tag.
func part(key string) string {
	_, name, _ := strings.Cut(key, "}")
	name = strings.Trim(name, ":")
	name, _, _ = strings.Cut(name, ":")
	if name == "" {
		return "other"
	}
	return name
}
