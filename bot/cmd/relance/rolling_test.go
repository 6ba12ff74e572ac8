//go:build unix

package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// The measure of the rolling restart is 500 cases and 200 restarts:
//
//	go test -run TestRollingRestart -restarts 200 -climbing 500 -v -timeout 30m ./bot/cmd/relance
var (
	restarts = flag.Int("restarts", 6, "how often TestRollingRestart restarts a replica")
	climbing = flag.Int("climbing", 60, "how many cases climb meanwhile")
)

// Bounds of a rolling restart.
const (
	exitWithin = 10 * time.Second // of 99 in 100
	rollRungs  = 3
)

// replica is one of two programs on a Redis. What it shows goes to a file.
type replica struct {
	config, shown string
	cmd           *exec.Cmd
	keyboard      io.WriteCloser
}

// start starts it and waits until it works.
func (r *replica) start(t *testing.T) {
	t.Helper()
	r.cmd = command(t, "--config", r.config)
	// The context of command would end it by force after a minute.
	r.cmd = &exec.Cmd{Path: r.cmd.Path, Args: r.cmd.Args, Env: r.cmd.Env, Stderr: os.Stderr}
	out, err := os.OpenFile(r.shown, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	r.cmd.Stdout = out
	if r.keyboard, err = r.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r.typed(t, "/case help", "/case open")
}

// typed types a line and waits for what is shown after it.
func (r *replica) typed(t *testing.T, line, until string) {
	t.Helper()
	before, err := os.Stat(r.shown)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(r.keyboard, line+"\n"); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) { // a file tells nobody that it has grown
		text, err := os.ReadFile(r.shown)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text[before.Size():]), until) {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("%q is not shown after %q", until, line)
		}
	}
}

// stop ends it as whatever restarts it does, and says how long that took.
func (r *replica) stop(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("it did not end in peace: %v", err)
	}
	_ = r.keyboard.Close() // nobody reads it any more
	return time.Since(began)
}

// rollConfig is a configuration whose cases climb within so long.
func rollConfig(url string, wait time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nredis: {mode: url, url: %s, allow: [no_persistence]}\n", url)
	fmt.Fprintf(&b, "rooms: {console: {team: team}}\nroles: {team: [console:tom]}\nconsole: {person: mia}\nlog: {level: error}\n")
	fmt.Fprintf(&b, "guards: {cases_per_day: 0, letters_per_contact_per_week: 0}\ncalendars: {always: {zone: UTC}}\nladders:\n  roll:\n    preview: 0s\n    rungs:\n")
	for i := range rollRungs {
		fmt.Fprintf(&b, "      - {name: rung%d, role: r%d, wait: %s}\n", i, i, wait)
	}
	fmt.Fprintf(&b, "organisations:\n  gazco:\n    name: GazCo\n    calendar: always\n    contacts:\n")
	for i := range rollRungs {
		fmt.Fprintf(&b, "      - {address: \"room:desk%d\", role: r%d, source: invented}\n", i, i)
	}
	return b.String()
}

// TestRollingRestart restarts two replicas of the real program in turn while cases
// climb on one Redis: none is lost, no letter is doubled, and each exit is quick.
func TestRollingRestart(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: the rolling restart")
	}
	url := redistest.Server(t)
	folder := t.TempDir()
	// The cases climb for as long as the restarts take.
	wait := max(3*time.Second, time.Duration(*restarts)*75*time.Millisecond).Round(time.Second)
	var both [2]*replica
	for i := range both {
		name := filepath.Join(folder, fmt.Sprint("replica", i))
		both[i] = &replica{config: name + ".yaml", shown: name + ".txt"}
		text := rollConfig(url, wait) + "data: " + name + "\nwitness: {key_file: key}\n"
		if err := os.WriteFile(both[i].config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "key"), []byte(strings.Repeat("5a", 32)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(both[i].shown, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		both[i].start(t)
	}
	for i := range *climbing {
		both[i%2].typed(t, fmt.Sprintf(`/case open org=GazCo consent=yes subject="Meter %d" story="No figure."`, i), "is open, and the first step")
	}
	var exits []time.Duration
	moved := time.Now()
	for i := range *restarts {
		r := both[i%2]
		exits = append(exits, r.stop(t))
		r.start(t)
	}
	took := time.Since(moved)
	store := redistest.New(t, redis.Options{Client: redistest.Client(t, url)})
	awaitTop(t, store, *climbing, rollRungs*wait+time.Minute)
	for _, r := range both {
		exits = append(exits, r.stop(t))
	}
	letters := checkRolled(t, store, both[0].shown, both[1].shown)
	slices.Sort(exits)
	p99 := exits[(len(exits)*99+99)/100-1]
	if p99 > exitWithin {
		t.Errorf("p99 of an exit is %s, want at most %s", p99, exitWithin)
	}
	t.Logf("%d cases, %d letters, none lost, none doubled; %d restarts in %s; exit median %s, p99 %s, longest %s",
		*climbing, letters, *restarts, took.Round(time.Second), exits[len(exits)/2].Round(time.Millisecond),
		p99.Round(time.Millisecond), exits[len(exits)-1].Round(time.Millisecond))
}

// awaitTop waits until every case has had the letter of its last rung delivered.
func awaitTop(t *testing.T, store *redis.Store, cases int, within time.Duration) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) { // the cases climb in real time
		top := 0
		for _, c := range everyCase(t, store) {
			if c.Climb.Rung == rollRungs-1 && !slices.ContainsFunc(c.Climb.Letters, func(l escalation.Letter) bool { return l.Delivered.IsZero() }) {
				top++
			}
		}
		if top == cases {
			return
		}
		if time.Since(began) > within {
			t.Fatalf("%d of %d cases have reached the top", top, cases)
		}
	}
}

func everyCase(t *testing.T, store *redis.Store) []escalation.Case {
	t.Helper()
	ids, err := store.Find(t.Context(), escalation.Query{Term: escalation.TermState + escalation.TermRunning})
	if err != nil {
		t.Fatal(err)
	}
	cases := make([]escalation.Case, len(ids))
	for i, id := range ids {
		if cases[i], _, err = store.Load(t.Context(), id, ""); err != nil {
			t.Fatal(err)
		}
	}
	return cases
}

// letterShown is the head of a letter in the room of a desk.
var letterShown = regexp.MustCompile(`(?m)^#(desk\d) >\d+  .*\b([0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z])\b`)

// checkRolled compares what both replicas have shown with what the trails say: each
// letter was shown once, and is in the trail once.
func checkRolled(t *testing.T, store *redis.Store, shown ...string) (letters int) {
	t.Helper()
	times := map[string]int{}
	for _, path := range shown {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range letterShown.FindAllStringSubmatch(string(text), -1) {
			times[m[2]+" room:"+m[1]]++
			letters++
		}
	}
	for _, c := range everyCase(t, store) {
		trail, err := store.Trail(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if head, err := escalation.VerifyTrail(c.ID, trail); err != nil || head != c.Head {
			t.Errorf("case %s: the trail does not verify: %v", c.ID, err)
		}
		delivered := map[string]int{}
		for _, e := range trail {
			if e.Kind == escalation.EntryDelivered {
				delivered[e.Fields["address"]]++
			}
		}
		for i := range rollRungs {
			desk := fmt.Sprint("room:desk", i)
			if said := times[string(c.ID)+" "+desk]; said != 1 || delivered[desk] != 1 {
				t.Errorf("case %s: the letter to %s was shown %d times and delivered %d times", c.ID, desk, said, delivered[desk])
			}
		}
	}
	return letters
}
