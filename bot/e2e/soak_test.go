package e2e_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis/redistest"
	"relance/bot/app"
	"relance/bot/e2e/loopback"
	"relance/config"
)

// How long TestSoak soaks, and how many cases are open meanwhile;
// docs/performance.md has the figures of ten minutes with 10,000.
var (
	soakFor   = flag.Duration("soak", 3*time.Second, "how long TestSoak lets the bot work")
	soakCases = flag.Int("soak-cases", 60, "how many cases are open in TestSoak")
)

const (
	soakConfig  = "RELANCE_TEST_SOAK_CONFIG"
	soakSamples = 60 // in all
	soakSteps   = 30 // reminders a second, all cases together
	soakActs    = 5  // a second
)

// TestSoak has the whole bot work in real time on a real Redis while it is watched:
// cases are reminded of, people click and write, and what the process and the Redis
// hold is read again and again. What grows would be found here.
//
// The bot is this test binary, started again with soakConfig set, on the console:
// the one platform without limits of its own.
func TestSoak(t *testing.T) {
	url := redistest.Server(t, "--appendonly", "yes", "--appendfsync", "always")
	every := max(time.Duration(*soakCases)*time.Second/soakSteps, time.Second)
	s := startSoaked(t, url, fmt.Sprintf(`rooms: {console: {team: team}}
guards: {cases_per_day: 0, letters_per_contact_per_week: 0}
calendars: {always: {zone: UTC}}
ladders: {short: {rungs: [{name: ask, role: service, wait: 30 days, reminders: 1000, every: %dms}]}}
organisations: {desk: {name: Desk, calendar: always, contacts: [{address: "room:desk", role: service, source: a sign}]}}
`, every.Milliseconds()))
	for i := range *soakCases {
		s.say(fmt.Sprintf(`@p%d /case open org=Desk subject="The lamp" story="It is dark in the corridor." consent=yes`, i))
	}
	s.awaitCases(*soakCases, true)
	s.watch(every, func(act int) {
		if who := act % *soakCases; act%10 == 9 {
			s.say(fmt.Sprintf(`@p%d /case log visit person="the desk" result="come back"`, who))
		} else {
			s.say(fmt.Sprintf(`@p%d [Why this date?]`, who))
		}
	})
}

// watch has people act for as long as it soaks, and judges what has grown.
func (s *soaked) watch(every time.Duration, do func(act int)) {
	t := s.t
	t.Helper()
	first := s.sample()
	samples := []soakSample{first}
	begun, acts := time.Now(), 0
	for next := *soakFor / soakSamples; time.Since(begun) < *soakFor; {
		time.Sleep(time.Second / soakActs) // people act in real time
		do(acts)
		acts++
		if time.Since(begun) > next {
			samples = append(samples, s.sample())
			next += *soakFor / soakSamples
		}
	}
	last := s.sample()
	samples = append(samples, last)
	for i := 0; i < len(samples)-1; i += max(len(samples)/10, 1) {
		t.Log(samples[i].line(begun))
	}
	t.Log(last.line(begun))
	second := samples[len(samples)/2:]
	t.Logf("%d cases, a reminder each every %s, %d acts; a minute of the second half: goroutines %+.2f, heap %+.0f kB, resident %+.0f kB, Redis %+.0f kB",
		*soakCases, every, acts,
		slope(second, func(s soakSample) float64 { return s.goroutines }), slope(second, func(s soakSample) float64 { return s.heap })/1000,
		slope(second, func(s soakSample) float64 { return s.resident })/1000, slope(second, func(s soakSample) float64 { return s.redis })/1000)
	if last.steps <= first.steps {
		t.Errorf("no step was taken: %v before and %v after", first.steps, last.steps)
	}
	if last.goroutines > first.goroutines+20 {
		t.Errorf("%v goroutines at first, %v at last", first.goroutines, last.goroutines)
	}
	if middle := samples[len(samples)/2]; *soakFor >= time.Minute && last.heap > 1.1*middle.heap {
		t.Errorf("%.0f bytes of heap in the middle, %.0f at last", middle.heap, last.heap)
	}
	if last.overdue > 5 {
		t.Errorf("at last a step has waited for %.0f s", last.overdue)
	}
}

// TestSoakedBot is the bot that TestSoak watches.
func TestSoakedBot(t *testing.T) {
	file := os.Getenv(soakConfig)
	if file == "" {
		t.Skip("only TestSoak starts this one")
	}
	c, err := config.Load(file, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{Config: c, Data: filepath.Dir(file), In: os.Stdin, Out: os.Stdout})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := a.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// soaked is the bot from outside.
type soaked struct {
	t        *testing.T
	keyboard io.Writer
	address  string
	redis    *goredis.Client
}

func startSoaked(t *testing.T, url, text string, env ...string) *soaked {
	t.Helper()
	folder := t.TempDir()
	address := freeAddress(t)
	file := filepath.Join(folder, "relance.yaml")
	text = fmt.Sprintf("version: 1\nredis: {mode: url, url: %q}\nmonitor: {listen: %q}\n", url, address) + text
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSoakedBot$", "-test.timeout=2h")
	cmd.Env = append(append(os.Environ(), soakConfig+"="+file), env...)
	cmd.Stderr = os.Stderr
	keyboard, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil { // what it shows is thrown away
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed: that is its error
	})
	s := &soaked{t: t, keyboard: keyboard, address: address, redis: redistest.Client(t, url)}
	for deadline := time.Now().Add(time.Minute); s.metrics() == nil; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the bot does not start")
		}
	}
	return s
}

// freeAddress is one of this machine at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (s *soaked) say(line string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keyboard, line+"\n"); err != nil {
		s.t.Fatal(err)
	}
}

// awaitCases waits until so many cases are stored and, if asked, their letters are out.
func (s *soaked) awaitCases(n int, said bool) {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		stored := 0
		for shard := range 16 {
			stored += int(s.redis.HLen(s.t.Context(), fmt.Sprintf("relance:{s%02d}:state", shard)).Val())
		}
		if stored == n && (!said || s.metrics()[`relance_outbox_messages{state="due"}`] == 0) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%d cases of %d are open", stored, n)
		}
	}
}

// metrics are what the bot says of itself; nil: it does not answer.
func (s *soaked) metrics() map[string]float64 {
	answer, err := loopback.Client().Get("http://" + s.address + "/metrics")
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	all := map[string]float64{}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			all[name] = v
		}
	}
	if answer.StatusCode != http.StatusOK {
		return nil
	}
	return all
}

// soakSample is what is held at a moment.
type soakSample struct {
	at                         time.Time
	audits                     float64
	goroutines, heap, resident float64 // heap: what the last collection left
	used                       float64 // bytes of the heap, with what is not collected yet
	redis                      float64 // bytes
	steps, overdue             float64
}

func (s *soaked) sample() soakSample {
	s.t.Helper()
	m := s.metrics()
	if m == nil {
		s.t.Fatal("the bot does not answer")
	}
	used := infoField(s.redis.Info(s.t.Context(), "memory").Val(), "used_memory")
	return soakSample{
		at: time.Now(), goroutines: m["go_goroutines"], resident: m["process_resident_memory_bytes"],
		heap:  m["go_memstats_next_gc_bytes"] / 2, // the next collection comes when as much again is in use
		used:  m["go_memstats_heap_inuse_bytes"],
		redis: used, steps: m[`relance_steps_total{result="done"}`], overdue: m["relance_overdue_seconds"],
		audits: m[`relance_audit_runs_total{result="ok"}`],
	}
}

func (s soakSample) line(begun time.Time) string {
	return fmt.Sprintf("after %4.0f s: %3.0f goroutines, heap %6.1f MB of %6.1f MB, resident %6.1f MB, Redis %6.1f MB, %6.0f steps, %2.0f audits",
		max(s.at.Sub(begun), 0).Seconds(), s.goroutines, s.heap/1e6, s.used/1e6, s.resident/1e6, s.redis/1e6, s.steps, s.audits)
}

// infoField is a figure of Redis' INFO.
func infoField(info, name string) float64 {
	for line := range strings.Lines(info) {
		if key, value, _ := strings.Cut(strings.TrimSpace(line), ":"); key == name {
			v, _ := strconv.ParseFloat(value, 64)
			return v
		}
	}
	return 0
}

// slope is how much a figure rises a minute, by least squares.
func slope(samples []soakSample, of func(soakSample) float64) float64 {
	var x, y, xx, xy, n float64
	for _, s := range samples {
		a, b := s.at.Sub(samples[0].at).Minutes(), of(s)
		x, y, xx, xy, n = x+a, y+b, xx+a*a, xy+a*b, n+1
	}
	if n*xx == x*x {
		return 0
	}
	return (n*xy - x*y) / (n*xx - x*x)
}
