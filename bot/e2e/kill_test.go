package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/adapters/redis"
	"relance/adapters/redis/redistest"
	"relance/adapters/redis/server"
	"relance/bot"
	"relance/bot/locale"
	"relance/escalation"
)

// TestKill kills the bot with SIGKILL at random moments while cases climb on a
// private redis-server, and starts it again. Each decision must be committed
// once, each message said once, or a second time and marked as a possible
// repetition, and each trail must verify.
//
// The bot is this test binary, started again with killFolder set: the whole bot
// but for the wiring, on a platform that writes every message to a file and that
// cannot be asked what it has.
func TestKill(t *testing.T) {
	redistest.Binary(t)
	cases, kills := 1000, 200
	if testing.Short() {
		cases, kills = 100, 15
	}
	folder, err := os.MkdirTemp("", "kill")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	dice := rand.New(rand.NewPCG(1, 2))
	start := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledBot$")
		cmd.Env = append(os.Environ(), killFolder+"="+folder, fmt.Sprintf("%s=%d", killCases, cases))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	for range kills {
		cmd := start()
		time.Sleep(time.Duration(100+dice.IntN(400)) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed: that is its error
	}
	last := start()
	ended := make(chan error, 1)
	go func() { ended <- last.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Fatalf("the last bot did not come to an end: %v", err)
		}
	case <-time.After(6 * time.Minute):
		_ = last.Process.Kill()
		<-ended
		t.Error("the cases do not reach their last rung")
	}
	checkKilled(t, folder, cases)
}

const (
	killFolder = "RELANCE_TEST_KILL_FOLDER"
	killCases  = "RELANCE_TEST_KILL_CASES"
	killRungs  = 4
)

func killLadder() escalation.Ladder {
	wait := escalation.Wait{Time: 8 * time.Second}
	l := escalation.Ladder{Name: "kill", Look: escalation.Look{Retry: escalation.Wait{Time: time.Hour}, Limit: 3}}
	for i := range killRungs {
		l.Rungs = append(l.Rungs, escalation.Rung{Name: fmt.Sprint("rung", i), Kind: escalation.RungLetter, Role: escalation.Role(fmt.Sprint("r", i)),
			Wait: wait, Reminders: 1, Every: escalation.Wait{Time: 3 * time.Second}})
	}
	l.Rungs = append(l.Rungs, escalation.Rung{Name: "post", Kind: escalation.RungPost, Quorum: 2})
	return l
}

// pen is a chat platform that writes what it is told to a file, and acknowledges.
type pen struct {
	file   *os.File
	repeat string // the sentence that marks a possible repetition
}

// said is one line of the file.
type said struct {
	Key    string
	Repeat bool
}

func (pen) Name() string { return "pen" }

func (p pen) Post(_ context.Context, _ chat.Place, m chat.Message) (chat.Posted, error) {
	line, err := json.Marshal(said{Key: m.Key, Repeat: p.marks(m)})
	if err != nil {
		return chat.Posted{}, err
	}
	if _, err := p.file.Write(append(line, '\n')); err != nil { // one write: a kill does not tear it
		return chat.Posted{}, err
	}
	return chat.Posted{Ref: chat.Ref(m.Key), Link: "pen:" + m.Key}, nil
}

func (pen) Edit(context.Context, chat.Place, chat.Ref, chat.Message) error { return nil }

func (pen) Heard(context.Context, chat.Place, time.Time) ([]chat.Act, error) { return nil, nil }

func (pen) Run(ctx context.Context, _ chat.Handler) error { <-ctx.Done(); return nil }

// marks says that a message tells its reader that it may be a repetition.
func (p pen) marks(m chat.Message) bool {
	return len(m.Blocks) > 0 && m.Blocks[0] == chat.Block(chat.Paragraph(p.repeat))
}

// TestKilledBot is the bot that TestKill kills. It opens the cases that are not
// there yet, lets them climb in real time, and ends when all have reached the post.
func TestKilledBot(t *testing.T) {
	folder := os.Getenv(killFolder)
	if folder == "" {
		t.Skip("only TestKill starts this one")
	}
	var cases int
	if _, err := fmt.Sscan(os.Getenv(killCases), &cases); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	srv, err := server.Open(ctx, server.Options{Mode: server.Private, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	store, err := redis.New(redis.Options{Client: srv.Client, Holder: "bot"})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(folder, "said"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	rules := &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	hash, err := rules.Keep(ctx, killLadder())
	if err != nil {
		t.Fatal(err)
	}
	voice := &deferred{}
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	engine := escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: rules, Deliver: voice,
		Key: []byte("witness"), Hold: 2 * time.Second, Logger: logger})
	voice.Deliverer = bot.New(bot.Options{Recorder: engine, Store: store, Book: store, Rulebook: rules,
		Directory: &bot.Directory{Book: store}, Platforms: []chat.Platform{pen{file, texts.For("en").Say("repeat")}},
		Rooms: map[string]bot.Rooms{"pen": {Team: "team", Moderators: "moderators", Public: "public"}}, Texts: texts, Logger: logger})
	run, stop := context.WithCancel(ctx)
	done := make(chan error)
	go func() { done <- engine.Run(run) }()
	for i := range cases {
		who := fmt.Sprint("pen:p", i)
		var contacts []escalation.Contact
		for r := range killRungs {
			contacts = append(contacts, escalation.Contact{Address: fmt.Sprintf("room:desk%d", r), Role: escalation.Role(fmt.Sprint("r", r))})
		}
		_, err := engine.Record(ctx, escalation.Event{ID: fmt.Sprint("open", i), At: time.Now(),
			Actor: escalation.Actor{ID: who, Role: escalation.ActorRequester},
			Fact: escalation.Opened{Requester: escalation.Person{ID: who}, Organisation: escalation.Organisation{Key: "gazco", Name: "GazCo"},
				Contacts: contacts, Ladder: hash, Subject: "The meter", Story: story600}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for {
		lookForLetters(t, engine, store, cases)
		ids, err := store.Find(ctx, escalation.Query{Term: escalation.TermState + string(escalation.StateAwaitingApproval), Limit: cases})
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) == cases && allAsked(t, store, ids) {
			break
		}
		time.Sleep(2 * time.Second) // the cases climb in real time
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	// The server is left running for the check, as a killed bot leaves it.
}

// lookForLetters is the team: of a letter that was tried twice and never
// acknowledged, a person finds out that it is there.
func lookForLetters(t *testing.T, engine *escalation.Engine, store *redis.Store, cases int) {
	ids, err := store.Find(t.Context(), escalation.Query{Term: escalation.TermState + string(escalation.StateOpen), Limit: cases})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		c, _, err := store.Load(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range c.Tasks {
			_, err := engine.Record(t.Context(), escalation.Event{ID: "found/" + string(id) + task.ID, Case: id, At: time.Now(),
				Actor: escalation.Actor{ID: "pen:tom", Role: escalation.ActorTeam},
				Fact:  escalation.TaskDone{Task: task.ID, Outcome: escalation.OutcomeDone, Proof: "found"}})
			if err != nil && escalation.CodeOf(err) == "" {
				t.Fatal(err)
			}
		}
	}
}

// allAsked says that every case has its text before the requester and nothing
// more on its way.
func allAsked(t *testing.T, store *redis.Store, ids []escalation.CaseID) bool {
	for _, id := range ids {
		c, _, err := store.Load(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if c.Post.Text == "" {
			return false
		}
	}
	out, err := store.Outbox(t.Context(), time.Now(), time.Second, 1)
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Notices) == 0 && out.Next.IsZero()
}

type deferred struct{ escalation.Deliverer }

func checkKilled(t *testing.T, folder string, cases int) {
	t.Helper()
	srv, err := server.Open(t.Context(), server.Options{Mode: server.Private, Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = srv.Close(context.Background()) }()
	store, err := redis.New(redis.Options{Client: srv.Client})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := store.Find(t.Context(), escalation.Query{Term: escalation.TermState + string(escalation.StateAwaitingApproval), Limit: cases + 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) != cases {
		t.Errorf("%d cases of %d before the moderators", len(ids), cases)
		logStuck(t, store)
	}
	letters := 0
	for _, id := range ids {
		letters += checkClimbed(t, store, id)
	}
	times, unflagged := map[string]int{}, 0
	repeats := 0
	file, err := os.Open(filepath.Join(folder, "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var s said
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		times[s.Key]++
		if times[s.Key] > 1 {
			repeats++
			if !s.Repeat {
				unflagged++
				if unflagged < 5 {
					t.Errorf("%s was said again without a mark", s.Key)
				}
			}
		}
	}
	most := 0
	for _, n := range times {
		most = max(most, n)
	}
	t.Logf("%d cases: %d letters, %d different messages, %d repeated and marked, %d repeated without a mark, one at most %d times",
		cases, letters, len(times), repeats-unflagged, unflagged, most)
}

// logStuck says of some cases that are still open what they wait for.
func logStuck(t *testing.T, store *redis.Store) {
	ids, err := store.Find(t.Context(), escalation.Query{Term: escalation.TermState + escalation.TermRunning, Limit: 3000})
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, id := range ids {
		c, _, err := store.Load(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if c.State != escalation.StateAwaitingApproval && shown < 5 {
			shown++
			t.Logf("now %s: case %s is %s(%s) on rung %d, timers %+v, tasks %+v, letters %+v", time.Now(), id, c.State, c.Hold.Reason, c.Climb.Rung, c.Timers, c.Tasks, c.Climb.Letters)
		}
	}
}

// checkClimbed checks one case: each rung fired once, each letter issued and
// delivered once, the trail whole.
func checkClimbed(t *testing.T, store *redis.Store, id escalation.CaseID) (letters int) {
	t.Helper()
	c, _, err := store.Load(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	trail, err := store.Trail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if head, err := escalation.VerifyTrail(id, trail); err != nil || head != c.Head {
		t.Errorf("case %s: the trail does not verify: %v", id, err)
	}
	if c.Seal != escalation.Seal([]byte("witness"), id, c.Entries, c.Head) {
		t.Errorf("case %s: the head is not sealed", id)
	}
	seen := map[string]int{}
	for _, e := range trail {
		switch e.Kind {
		case escalation.EntryRungFired:
			seen["rung "+e.Fields["rung"]]++
		case escalation.EntryLetter, escalation.EntryDelivered:
			seen[strings.Join([]string{string(e.Kind), e.Fields["address"], e.Fields["reminder"]}, " ")]++
		}
	}
	for what, n := range seen {
		if n != 1 {
			t.Errorf("case %s: %s %d times", id, what, n)
		}
		if strings.HasPrefix(what, string(escalation.EntryLetter)) {
			letters++
		}
	}
	for r := range killRungs { // a reminder that was late is left out when the case climbs
		for _, what := range []string{fmt.Sprint("rung ", r+1), fmt.Sprintf("letter room:desk%d 0", r), fmt.Sprintf("delivered room:desk%d 0", r)} {
			if seen[what] != 1 {
				t.Errorf("case %s: %s %d times", id, what, seen[what])
			}
		}
	}
	return letters
}
