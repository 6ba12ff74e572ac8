//go:build unix

package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/bot/e2e/loopback"
	"relance/escalation"
)

// The measure on Slack and Discord is 200 restarts:
//
//	go test -run TestRollingRestartOnPlatforms -platform-restarts 200 -platform-cases 100 -v -timeout 60m ./bot/cmd/relance
var (
	platformRestarts = flag.Int("platform-restarts", 2, "how often TestRollingRestartOnPlatforms restarts a replica")
	platformCases    = flag.Int("platform-cases", 2, "how many cases climb meanwhile")
)

// readyWithin bounds how long a replica takes to be ready: Discord lets one session
// begin in five seconds.
const readyWithin = time.Minute

// quietWithin bounds how long what was begun takes to be said at the end: what failed
// a few times is tried again within minutes.
const quietWithin = 5 * time.Minute

// settler is one of two programs on a Redis, on both platforms.
type settler struct {
	config, address string
	env             []string
	cmd             *exec.Cmd
}

func (r *settler) start(t *testing.T) {
	t.Helper()
	made := command(t, "--config", r.config)
	r.cmd = &exec.Cmd{Path: made.Path, Args: made.Args, Env: append(made.Env, r.env...), Stdout: os.Stderr, Stderr: os.Stderr}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd := r.cmd
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // where the test has broken off
}

// ready waits until it says that it is.
func (r *settler) ready(t *testing.T) {
	t.Helper()
	up := eventually(readyWithin, func() bool { // as whoever restarts it asks
		answer, err := loopback.Client().Get("http://" + r.address + "/readyz")
		if err != nil {
			return false
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	})
	if !up {
		t.Fatal("a replica does not become ready")
	}
}

// eventually asks again and again whether something is so: the programs and the fakes
// tell nobody.
func eventually(within time.Duration, so func() bool) bool {
	for began := time.Now(); time.Since(began) < within; time.Sleep(20 * time.Millisecond) {
		if so() {
			return true
		}
	}
	return so()
}

// stop ends it as whatever restarts it does, and says how long that took.
func (r *settler) stop(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("it did not end in peace: %v", err)
	}
	return time.Since(began)
}

// config is a configuration in which a case is published after three waits.
func (w *town) config(url, address string, wait time.Duration) string {
	return fmt.Sprintf(`version: 1
redis: {mode: url, url: %q, allow: [no_persistence]}
monitor: {listen: %q}
log: {level: error}
slack: {bot_token_env: TEST_BOT, app_token_env: TEST_APP, api_url: %q}
discord: {token_env: TEST_TOKEN, api_url: %q, guild: %q, message_content: true}
rooms:
  slack: {team: "#team", moderators: "#moderators", public: "#public"}
  discord: {team: "#team", moderators: "#moderators", public: "#public"}
roles: {team: ["slack:%s", "discord:%s"], moderators: ["slack:%s", "discord:%s"]}
guards: {cases_per_day: 0, letters_per_contact_per_week: 0}
calendars: {always: {zone: UTC}}
ladders:
  roll:
    preview: 0s
    rungs:
      - {name: rung0, role: r0, wait: %[10]s}
      - {name: rung1, role: r1, wait: %[10]s}
      - {name: rung2, role: r2, wait: %[10]s}
      - {name: rung.post, kind: post, quorum: 1}
organisations:
  gazco:
    name: GazCo
    calendar: always
    contacts:
      - {address: "slack:#desk", role: r0, source: invented}
      - {address: "discord:#desk", role: r1, source: invented}
      - {address: "mailto:head@gazco.example", role: r2, source: invented}
`, url, address, w.slack.APIURL(), w.discord.APIURL(), w.guild,
		w.sides[0].users["noor"], w.sides[1].users["noor"], w.sides[0].users["sam"], w.sides[1].users["sam"], wait)
}

// TestRollingRestartOnPlatforms restarts two replicas of the real program in turn,
// on Slack's and Discord's sockets, while cases climb to the public post and people
// give commands and click: nothing is lost and nothing said twice, what was
// acknowledged is recorded once, and who was not answered was told so.
func TestRollingRestartOnPlatforms(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: the rolling restart on Slack and Discord")
	}
	url, folder := redistest.Server(t), t.TempDir()
	w := newTown(t, *platformCases)
	// The cases climb for as long as the restarts take.
	wait := max(2*time.Second, time.Duration(*platformRestarts)*1500*time.Millisecond).Round(time.Second)
	if err := os.WriteFile(filepath.Join(folder, "key"), []byte(strings.Repeat("5a", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var both [2]*settler
	for i := range both {
		l := listener(t)
		address := l.Addr().String()
		l.Close() // it is the replica's
		name := filepath.Join(folder, fmt.Sprint("replica", i))
		both[i] = &settler{config: name + ".yaml", address: address,
			env: []string{"TEST_BOT=" + w.slack.BotToken(), "TEST_APP=" + w.slack.AppToken(), "TEST_TOKEN=" + w.discord.Token()}}
		text := w.config(url, address, wait) + "data: " + name + "\nwitness: {key_file: key}\n"
		if err := os.WriteFile(both[i].config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		both[i].start(t)
	}
	both[0].ready(t)
	for _, m := range w.members {
		answer, err := w.ask(m, "open", "subject", m.subject)
		if err != nil || !strings.Contains(answer, "is open, and the first step") {
			t.Fatalf("%s: %v, %q", m.subject, err, answer)
		}
	}
	both[1].ready(t)
	over := make(chan struct{})
	people := w.live(over)
	var exits []time.Duration
	moved := time.Now()
	for i := range *platformRestarts {
		r := both[i%2]
		exits = append(exits, r.stop(t))
		r.start(t)
		r.ready(t)
	}
	took := time.Since(moved)
	client := redistest.Client(t, url)
	store := redistest.New(t, redis.Options{Client: client})
	w.awaitPublished(store, 4*wait+5*time.Minute)
	close(over)
	people.Wait()
	w.awaitQuiet(store, client)
	for _, r := range both {
		exits = append(exits, r.stop(t))
	}
	w.checkTrails(store)
	said := w.checkSaid()
	early := 0
	for _, wrong := range slices.Concat(w.slack.Refusals(), w.discord.Refusals(), w.slack.Violations(), w.discord.Violations()) {
		switch {
		case strings.Contains(wrong, "40060"): // both sessions hear each interaction, and the second answer is refused
		case strings.Contains(wrong, "before a 429 allows it"): // one replica does not know what the other was told
			early++
		default:
			t.Errorf("they would complain: %s", wrong)
		}
	}
	slices.Sort(exits)
	p99 := exits[(len(exits)*99+99)/100-1]
	if p99 > exitWithin {
		t.Errorf("p99 of an exit is %s, want at most %s", p99, exitWithin)
	}
	t.Logf("%d cases, %d messages, %v answered, %d clicks, %d restarts in %s; exit median %s, p99 %s, longest %s; refused: %v; %d calls before the time that the other replica was told",
		len(w.members), said, w.answered, w.clicks.Load(), *platformRestarts, took.Round(time.Second),
		exits[len(exits)/2].Round(time.Millisecond), p99.Round(time.Millisecond), exits[len(exits)-1].Round(time.Millisecond), w.refused, early)
}

// cases are all that there are.
func (w *town) cases(store *redis.Store) []escalation.Case {
	w.t.Helper()
	var all []escalation.Case
	for _, m := range w.members {
		ids, err := store.Find(w.t.Context(), escalation.Query{Term: escalation.TermPerson + m.side.platform + ":" + m.side.users[m.name]})
		if err != nil || len(ids) != 1 {
			w.t.Fatalf("%s has %d cases: %v", m.name, len(ids), err)
		}
		c, _, err := store.Load(w.t.Context(), ids[0], "")
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// awaitPublished waits until every case has come to its end.
func (w *town) awaitPublished(store *redis.Store, within time.Duration) {
	w.t.Helper()
	for began := time.Now(); ; time.Sleep(500 * time.Millisecond) { // the cases climb in real time
		cases := w.cases(store)
		left := slices.DeleteFunc(cases, func(c escalation.Case) bool { return c.State == escalation.StatePublished })
		if len(left) == 0 {
			return
		}
		if time.Since(began) > within {
			w.t.Fatalf("%d cases are not published; the first is %s on rung %d, %+v", len(left), left[0].State, left[0].Climb.Rung, left[0].Tasks)
		}
	}
}

// waiting are the keys of what waits to be said, and until when.
func waiting(t *testing.T, client goredis.UniversalClient) string {
	t.Helper()
	var out strings.Builder
	for shard := range 16 {
		for _, z := range client.ZRangeWithScores(t.Context(), fmt.Sprintf("relance:{s%02d}:send", shard), 0, -1).Val() {
			fmt.Fprintln(&out, z.Member, time.UnixMilli(int64(z.Score)).UTC().Format(time.RFC3339))
		}
	}
	return out.String()
}

// awaitQuiet waits until all that is to be said is said.
func (w *town) awaitQuiet(store *redis.Store, client goredis.UniversalClient) {
	w.t.Helper()
	for began := time.Now(); ; time.Sleep(200 * time.Millisecond) {
		d, err := store.Depth(w.t.Context(), time.Now())
		if err != nil {
			w.t.Fatal(err)
		}
		if d.OutboxDue+d.OutboxWaiting == 0 {
			return
		}
		if time.Since(began) > quietWithin {
			w.t.Fatalf("what is to be said is not said: %+v\n%s", d, waiting(w.t, client))
		}
	}
}

// checkTrails: each trail verifies, each thing happened once, and every note that was
// acknowledged stands in one of them, once.
func (w *town) checkTrails(store *redis.Store) {
	w.t.Helper()
	notes := map[string]int{}
	for _, c := range w.cases(store) {
		trail, err := store.Trail(w.t.Context(), c.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		if head, err := escalation.VerifyTrail(c.ID, trail); err != nil || head != c.Head {
			w.t.Errorf("case %s: the trail does not verify: %v", c.ID, err)
		}
		times := map[string]int{}
		for _, e := range trail {
			switch e.Kind {
			case escalation.EntryNote:
				notes[e.Text]++
			case escalation.EntryDelivered:
				times[string(e.Kind)+" "+e.Fields["address"]]++
			case escalation.EntryRungFired:
				times[string(e.Kind)+" "+e.Fields["rung"]]++
			case escalation.EntryConsented, escalation.EntryApproved, escalation.EntryTask, escalation.EntryTaskDone, escalation.EntryPublished:
				times[string(e.Kind)]++
			}
		}
		if len(times) != 3+4+5 {
			w.t.Errorf("case %s: something is missing: %v", c.ID, times)
		}
		for what, n := range times {
			if n != 1 {
				w.t.Errorf("case %s: %s %d times", c.ID, what, n)
			}
		}
	}
	for text, n := range w.noted {
		if n != 1 || notes[text] != 1 {
			w.t.Errorf("%q was acknowledged %d times and recorded %d times", text, n, notes[text])
		}
	}
	for text, n := range notes {
		if n != 1 {
			w.t.Errorf("%q was recorded %d times", text, n)
		}
	}
	for _, s := range w.silent {
		w.t.Errorf("neither answered nor refused: %s", s)
	}
}

// checkSaid: each card, letter and post is there once and as it should be at the end,
// and nothing was said twice.
func (w *town) checkSaid() (said int) {
	w.t.Helper()
	for _, s := range w.sides {
		marks, tops := map[string]int{}, map[string][]string{}
		for _, m := range append(s.seen(s.users["noor"]), s.seen(s.users["sam"])...) {
			if m.private || marks[m.id] > 0 {
				continue // it was seen already, by the other
			}
			marks[m.id], said = 1, said+1
			if m.mark != "" {
				if marks[m.mark]++; marks[m.mark] == 2 {
					w.t.Errorf("%s, #%s: said twice: %s", s.platform, m.room, m.text)
				}
			}
			if m.underWay {
				w.t.Errorf("%s, #%s: still thinking", s.platform, m.room)
			}
			if slices.Contains(m.labels, "Approve") {
				w.t.Errorf("%s, #%s: it can still be approved: %s", s.platform, m.room, m.text)
			}
			for _, other := range w.members {
				if m.top && strings.Contains(m.text, other.subject) {
					tops[m.room+" "+other.subject] = append(tops[m.room+" "+other.subject], m.text)
				}
			}
		}
		for _, m := range w.members {
			want := map[string]int{"team": 1, "desk": 1, "public": 0}
			if m.side == s {
				want["public"] = 1
			}
			for room, n := range want {
				there := tops[room+" "+m.subject]
				if len(there) != n {
					w.t.Errorf("%s, #%s: %s is there %d times, want %d", s.platform, room, m.subject, len(there), n)
				}
				if room == "team" && len(there) == 1 && !strings.Contains(there[0], "published") {
					w.t.Errorf("%s: the card is not at its end: %s", s.platform, there[0])
				}
			}
			for _, text := range s.seen(s.users[m.name]) {
				if text.underWay {
					w.t.Errorf("%s: %s is still thinking", s.platform, text.text)
				}
			}
		}
	}
	return said
}
