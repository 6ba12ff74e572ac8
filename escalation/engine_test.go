package escalation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"relance/adapters/redis/redistest"
	"relance/escalation"
)

// stage is an engine on a throwaway Redis, with a deliverer that keeps what it says.
type stage struct {
	t      *testing.T
	engine *escalation.Engine
	store  escalation.Store
	book   escalation.Book
	voice  *voice
	rules  *escalation.Rulebook
	ladder string
	heads  heads
}

// voice is a platform that takes everything, or fails as it is told.
type voice struct {
	mu   sync.Mutex
	said []escalation.Notice
	fail func(n escalation.Notice) error
	hang escalation.NoticeKind // what it never answers, of the first case that comes
	held escalation.CaseID
}

func (v *voice) Deliver(ctx context.Context, _ escalation.Case, n escalation.Notice, _ time.Time) (escalation.Outcome, error) {
	if v.hangs(n) {
		<-ctx.Done()
		return escalation.Outcome{}, errors.Join(escalation.ErrMaybeSaid, ctx.Err())
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fail != nil {
		if err := v.fail(n); err != nil {
			return escalation.Outcome{}, err
		}
	}
	v.said = append(v.said, n)
	var out escalation.Outcome
	switch n.Kind {
	case escalation.NoticeLetter, escalation.NoticeInfo, escalation.NoticePost:
		out.Fact = escalation.Delivered{Notice: n.Key, Kind: n.Kind, Proof: "link/" + n.Key}
	case escalation.NoticeLook:
		out.Fact = escalation.Looked{Notice: n.Key}
	case escalation.NoticeCompose:
		out.Fact = escalation.Drafted{Text: "They are silent."}
	}
	return out, nil
}

func (v *voice) hangs(n escalation.Notice) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if n.Kind == v.hang && v.held == "" {
		v.held = n.Case
	}
	return n.Kind == v.hang && v.held == n.Case
}

func (v *voice) count(kind escalation.NoticeKind) (n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, s := range v.said {
		if s.Kind == kind {
			n++
		}
	}
	return n
}

type heads struct {
	mu   sync.Mutex
	last map[escalation.CaseID]escalation.Witnessed
}

func (h *heads) Saw(heads ...escalation.Witnessed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last == nil {
		h.last = map[escalation.CaseID]escalation.Witnessed{}
	}
	for _, w := range heads {
		h.last[w.Case] = w
	}
}

var start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

var key = []byte("a key that is not in the store")

func newStage(t *testing.T) *stage {
	store, _ := redistest.Memory(t)
	return newStageOn(t, store, escalation.EngineOptions{})
}

type storeAndBook interface {
	escalation.Store
	escalation.Book
}

func newStageOn(t *testing.T, store storeAndBook, o escalation.EngineOptions) *stage {
	s := &stage{t: t, store: store, book: store, voice: &voice{}}
	s.rules = &escalation.Rulebook{Book: store, Served: map[string]bool{"room": true}}
	hash, err := s.rules.Keep(t.Context(), escalation.Ladder{Name: "short", Rungs: []escalation.Rung{
		{Name: "service", Kind: escalation.RungLetter, Role: "service", Wait: escalation.Wait{Days: 2}, Reminders: 1, Every: escalation.Wait{Days: 1}},
		{Name: "director", Kind: escalation.RungLetter, Role: "director", Wait: escalation.Wait{Days: 2}},
		{Name: "public", Kind: escalation.RungPost, Quorum: 2},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.ladder = hash
	o.Store, o.Book, o.Rules, o.Deliver, o.Witness, o.Key = store, store, s.rules, s.voice, &s.heads, key
	s.engine = escalation.NewEngine(o)
	return s
}

func (s *stage) opened(i int) escalation.Opened {
	return escalation.Opened{
		Requester:    escalation.Person{ID: fmt.Sprintf("console:p%d", i)},
		Organisation: escalation.Organisation{Key: "gazco", Name: "GazCo"},
		Contacts: []escalation.Contact{{Address: "room:service", Role: "service"},
			{Address: "room:director", Role: "director"}},
		Ladder: s.ladder, Subject: "A silent meter", Story: "No bill for a year.",
	}
}

func (s *stage) record(id string, c escalation.CaseID, at time.Time, by escalation.Actor, f escalation.Fact) escalation.Case {
	s.t.Helper()
	r, err := s.engine.Record(s.t.Context(), escalation.Event{ID: id, Case: c, At: at, Actor: by, Fact: f})
	if err != nil {
		s.t.Fatalf("%T: %v", f, err)
	}
	return r.Case
}

func requesterOf(i int) escalation.Actor {
	return escalation.Actor{ID: fmt.Sprintf("console:p%d", i), Role: escalation.ActorRequester}
}

func (s *stage) open(i int) escalation.CaseID {
	return s.record(fmt.Sprint("open", i), "", start, requesterOf(i), s.opened(i)).ID
}

// run drives Tick from due time to due time and returns when it stopped.
func (s *stage) run(from, until time.Time) time.Time {
	s.t.Helper()
	now := from
	for range 10_000 {
		next, err := s.engine.Tick(s.t.Context(), now)
		if err != nil {
			s.t.Fatal(err)
		}
		if next.IsZero() || next.After(until) {
			return now
		}
		if next.After(now) {
			now = next
		}
	}
	s.t.Fatal("the engine does not come to rest")
	return now
}

func (s *stage) load(id escalation.CaseID) escalation.Case {
	s.t.Helper()
	c, _, err := s.store.Load(s.t.Context(), id, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func TestEngineClimbsToThePost(t *testing.T) {
	s := newStage(t)
	id := s.open(1)
	now := s.run(start, start.AddDate(0, 0, 10))
	c := s.load(id)
	if c.State != escalation.StateAwaitingApproval {
		t.Fatalf("state %s on rung %d at %s", c.State, c.Climb.Rung, now)
	}
	s.record("consent", id, now, requesterOf(1), escalation.Consented{Hash: c.Post.Hash})
	for _, name := range []string{"mia", "max"} {
		s.record("yes-"+name, id, now, escalation.Actor{ID: "console:" + name, Name: name, Role: escalation.ActorModerator},
			escalation.Approved{Hash: c.Post.Hash})
	}
	s.run(now, now)
	c = s.load(id)
	if c.State != escalation.StatePublished || s.voice.count(escalation.NoticePost) != 1 || s.voice.count(escalation.NoticeLetter) != 3 {
		t.Fatalf("state %s, %d posts, %d letters", c.State, s.voice.count(escalation.NoticePost), s.voice.count(escalation.NoticeLetter))
	}
	trail, err := s.store.Trail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	head, err := escalation.VerifyTrail(id, trail)
	if err != nil || head != c.Head {
		t.Errorf("the trail leads to %s, the case says %s: %v", head, c.Head, err)
	}
	if c.Seal != escalation.Seal(key, id, c.Entries, c.Head) {
		t.Error("the head is not sealed")
	}
	if w := s.heads.last[id]; w.Head != c.Head || w.Entries != c.Entries {
		t.Errorf("the witness saw %+v", w)
	}
}

func TestRecordHearsOnce(t *testing.T) {
	s := newStage(t)
	var wg sync.WaitGroup
	ids := make([]escalation.CaseID, 20)
	for i := range ids {
		wg.Go(func() {
			r, err := s.engine.Record(context.Background(), escalation.Event{ID: "same", At: start, Actor: requesterOf(1), Fact: s.opened(1)})
			if err != nil {
				t.Error(err)
			}
			ids[i] = r.Case.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("one opening heard 20 times made the cases %v", ids)
		}
	}
	for range 3 {
		s.record("note", ids[0], start, requesterOf(1), escalation.Noted{Text: "once"})
	}
	s.record("bye", ids[0], start, requesterOf(1), escalation.Withdrawn{})
	r, err := s.engine.Record(t.Context(), escalation.Event{ID: "bye", Case: ids[0], At: start, Actor: requesterOf(1), Fact: escalation.Withdrawn{}})
	if err != nil || !r.Repeated || r.Reason != escalation.DoneClosed {
		t.Errorf("the second delivery of a click: %+v, %v", r.Reason, err)
	}
	if c := s.load(ids[0]); c.Version != 3 {
		t.Errorf("version %d after opening, note and withdrawal", c.Version)
	}
}

func TestSimultaneousApprovals(t *testing.T) {
	s := newStage(t)
	id := s.open(1)
	now := s.run(start, start.AddDate(0, 0, 10))
	hash := s.load(id).Post.Hash
	s.record("consent", id, now, requesterOf(1), escalation.Consented{Hash: hash})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			_, err := s.engine.Record(context.Background(), escalation.Event{ID: fmt.Sprint("v", i), Case: id, At: now,
				Actor: escalation.Actor{ID: fmt.Sprint("console:m", i), Role: escalation.ActorModerator}, Fact: escalation.Approved{Hash: hash}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s.run(now, now)
	if n := s.voice.count(escalation.NoticePost); n != 1 {
		t.Errorf("%d posts", n)
	}
}

func TestPoisonedCaseLeavesTheOthers(t *testing.T) {
	s := newStage(t)
	bad := s.opened(1)
	bad.Ladder = "no-such-ladder"
	if _, err := s.engine.Record(t.Context(), escalation.Event{ID: "bad", At: start, Actor: requesterOf(1), Fact: bad}); !errors.Is(err, escalation.ErrNoRules) {
		t.Fatalf("opened on a ladder that is not there: %v", err)
	}
	first, second := s.open(1), s.open(2)
	s.run(start, start)
	// The first case's ladder is damaged behind the engine's back.
	c := s.load(first)
	c.LadderHash = "lost"
	c.Version++
	results, err := s.store.Commit(t.Context(), start, escalation.Change{Op: "damage", Case: c})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results)
	}
	s.run(start, start.AddDate(0, 0, 3))
	if c := s.load(first); c.State != escalation.StateHeld || c.Hold.Reason != escalation.HoldQuarantined {
		t.Errorf("the damaged case is %s(%s)", c.State, c.Hold.Reason)
	}
	if c := s.load(second); c.Climb.Rung != 1 {
		t.Errorf("the other case is on rung %d", c.Climb.Rung)
	}
	if s.voice.count(escalation.NoticeBroken) != 1 {
		t.Error("the quarantine was not announced once")
	}
}

func TestFailedDeliveryComesBack(t *testing.T) {
	s := newStage(t)
	failures := 0
	s.voice.fail = func(n escalation.Notice) error {
		if n.Kind == escalation.NoticeLetter && failures < 3 {
			failures++
			return errors.New("the platform is down")
		}
		return nil
	}
	id := s.open(1)
	now := s.run(start, start.Add(time.Minute))
	if want := start.Add(2*time.Second + 4*time.Second + 8*time.Second); !now.Equal(want) {
		t.Errorf("delivered at %s, want %s", now, want)
	}
	c := s.load(id)
	if l := c.Climb.Letters[0]; !l.Delivered.Equal(now) {
		t.Errorf("the receipt says %s", l.Delivered)
	}
	if due, _ := c.Timer(escalation.TimerClimb); !due.At.Equal(now.AddDate(0, 0, 2)) {
		t.Errorf("the clock started before the delivery: due %s", due.At)
	}
}

func TestWithdrawalStopsWhatWasTaken(t *testing.T) {
	s := newStage(t)
	id := s.open(1)
	s.voice.fail = func(n escalation.Notice) error {
		if n.Kind == escalation.NoticeCard { // between the card and the letter of one batch
			s.voice.fail = nil
			s.voice.mu.Unlock()
			defer s.voice.mu.Lock()
			s.record("bye", id, start, requesterOf(1), escalation.Withdrawn{})
		}
		return nil
	}
	s.run(start, start.AddDate(0, 1, 0))
	if n := s.voice.count(escalation.NoticeLetter); n != 0 {
		t.Errorf("%d letters after the withdrawal", n)
	}
}

func TestPauseAll(t *testing.T) {
	s := newStage(t)
	s.open(1)
	if err := s.book.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, []byte("repairs")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.engine.Tick(t.Context(), start.AddDate(0, 0, 5)); err != nil {
		t.Fatal(err)
	}
	if len(s.voice.said) > 0 {
		t.Fatalf("said while paused: %+v", s.voice.said)
	}
	if err := s.book.Put(t.Context(), escalation.ShelfSwitches, escalation.SwitchPaused, nil); err != nil {
		t.Fatal(err)
	}
	s.run(start.AddDate(0, 0, 5), start.AddDate(0, 0, 5))
	if n := s.voice.count(escalation.NoticeLetter); n != 1 {
		t.Errorf("%d letters after the pause", n)
	}
}

func TestMoveDates(t *testing.T) {
	s := newStage(t)
	office := escalation.Calendar{Name: "office", Zone: time.UTC}
	for d := time.Monday; d <= time.Friday; d++ {
		office.Hours[d] = []escalation.Span{{From: 9 * 60, To: 17 * 60}}
	}
	s.rules.SetCalendars(map[string]escalation.Calendar{"office": office})
	hash, err := s.rules.Keep(t.Context(), escalation.Ladder{Name: "w", Rungs: []escalation.Rung{
		{Name: "service", Kind: escalation.RungLetter, Role: "service", Wait: escalation.Wait{Days: 3, Working: true}}}})
	if err != nil {
		t.Fatal(err)
	}
	o := s.opened(1)
	o.Ladder, o.Organisation.Calendar = hash, "office"
	id := s.record("o", "", start, requesterOf(1), o).ID
	s.run(start, start)
	office.Holidays = map[escalation.Date]string{{Year: 2026, Month: time.March, Day: 4}: "added late"}
	s.rules.SetCalendars(map[string]escalation.Calendar{"office": office})
	moved, err := s.engine.MoveDates(t.Context(), start.Add(time.Hour), "office", "v2")
	if err != nil || moved != 1 {
		t.Fatal(moved, err)
	}
	if due, _ := s.load(id).Timer(escalation.TimerClimb); !due.At.Equal(start.AddDate(0, 0, 4)) {
		t.Errorf("due %s", due.At)
	}
}

func TestCorruptTrailIsSetAside(t *testing.T) {
	store, mini := redistest.Memory(t)
	s := newStageOn(t, store, escalation.EngineOptions{})
	bad, good := s.open(1), s.open(2)
	s.run(start, start)
	for _, key := range mini.Keys() {
		if strings.Contains(key, "trail:"+string(bad)) {
			if _, err := mini.Lpop(key); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.run(start, start.AddDate(0, 0, 3))
	if n := s.voice.count(escalation.NoticeBroken); n != 1 {
		t.Errorf("the corrupt trail was announced %d times, want once", n)
	}
	if c := s.load(good); c.Climb.Rung != 1 {
		t.Errorf("the other case is on rung %d", c.Climb.Rung)
	}
	if c := s.load(bad); c.Climb.Rung != 0 {
		t.Errorf("the case without a whole trail climbed to rung %d", c.Climb.Rung)
	}
}

// TestADoubtKnowsWhenToLook: a platform that did not answer says how long to wait
// before it is asked, and the notice comes back then, with its doubt.
func TestADoubtKnowsWhenToLook(t *testing.T) {
	s := newStage(t)
	s.open(1)
	look := start.Add(7 * time.Second)
	s.voice.fail = func(n escalation.Notice) error {
		if n.Kind != escalation.NoticeLetter {
			return nil
		}
		s.voice.fail = nil
		return &escalation.RetryError{At: look, Err: errors.Join(escalation.ErrMaybeSaid, errors.New("time-out"))}
	}
	if now := s.run(start, start.Add(time.Minute)); !now.Equal(look) {
		t.Errorf("came back at %s, want %s", now, look)
	}
	for _, n := range s.voice.said {
		if n.Kind == escalation.NoticeLetter && n.Doubts != 1 {
			t.Errorf("came back with %d doubts", n.Doubts)
		}
	}
	if n := s.voice.count(escalation.NoticeLetter); n != 1 {
		t.Errorf("%d letters", n)
	}
}

// TestWaitingIsNoFailure: what has waited its turn twenty times, as the platform said,
// comes back in seconds after its first failure.
func TestWaitingIsNoFailure(t *testing.T) {
	s := newStage(t)
	s.open(1)
	const times, turn = 20, time.Minute
	waited := 0
	s.voice.fail = func(n escalation.Notice) error {
		switch {
		case n.Kind != escalation.NoticeLetter:
			return nil
		case waited < times:
			waited++
			return &escalation.RetryError{At: start.Add(time.Duration(waited) * turn), Err: errors.New("busy")}
		}
		s.voice.fail = nil
		return errors.New("broken")
	}
	s.run(start, start.Add(times*turn+10*time.Second))
	if n := s.voice.count(escalation.NoticeLetter); s.voice.fail != nil || n != 1 {
		t.Errorf("%d letters; it waited %d times", n, waited)
	}
}

func TestHeldLetterKeepsItsDoubt(t *testing.T) {
	s := newStage(t)
	id := s.open(1)
	s.voice.fail = func(n escalation.Notice) error {
		if n.Kind == escalation.NoticeLetter {
			return escalation.ErrMaybeSaid
		}
		return nil
	}
	s.run(start, start)
	team := escalation.Actor{ID: "console:tom", Role: escalation.ActorTeam}
	s.record("snooze", id, start.Add(time.Second), team, escalation.Snoozed{Until: start.AddDate(0, 0, 1)})
	s.voice.fail = nil
	s.run(start.Add(time.Second), start.AddDate(0, 0, 1).Add(time.Hour))
	for _, n := range s.voice.said {
		if n.Kind == escalation.NoticeLetter && n.Doubts == 0 {
			t.Error("a letter that may have been said came again without its doubt")
		}
	}
	if n := s.voice.count(escalation.NoticeLetter); n != 1 {
		t.Errorf("%d letters after the snooze, want 1", n)
	}
}

func TestACalendarThatIsGoneHoldsItsCasesOnly(t *testing.T) {
	s := newStage(t)
	s.rules.SetCalendars(map[string]escalation.Calendar{"office": {Name: "office"}})
	o := s.opened(1)
	o.Organisation.Calendar = "office"
	lost := s.record("o1", "", start, requesterOf(1), o).ID
	other := s.open(2)
	s.run(start, start)
	s.rules.SetCalendars(nil)
	if _, err := s.engine.MoveDates(t.Context(), start, "office", "gone"); err != nil {
		t.Errorf("one lost calendar stops the start: %v", err)
	}
	s.run(start, start.AddDate(0, 0, 3))
	if c := s.load(lost); c.State != escalation.StateHeld || c.Hold.Reason != escalation.HoldQuarantined {
		t.Errorf("the case whose calendar is gone is %s(%s)", c.State, c.Hold.Reason)
	}
	if c := s.load(other); c.Climb.Rung != 1 {
		t.Errorf("the other case is on rung %d", c.Climb.Rung)
	}
}

// TestALadderOfANewerProgramWaits: its case is neither decided nor quarantined by a
// program that knows the ladder in part, and holds up no other.
func TestALadderOfANewerProgramWaits(t *testing.T) {
	store, _ := redistest.Memory(t)
	s := newStageOn(t, store, escalation.EngineOptions{})
	newer := s.open(1)
	hash := s.opened(1).Ladder
	snapshot, err := store.Get(t.Context(), "ladders", hash)
	if err != nil {
		t.Fatal(err)
	}
	var own escalation.Ladder
	if err := json.Unmarshal(snapshot, &own); err != nil {
		t.Fatal(err)
	}
	own.Name = "another"
	o := s.opened(2)
	if o.Ladder, err = s.rules.Keep(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	other := s.record("o2", "", start, requesterOf(2), o).ID
	s.run(start, start)
	version := s.load(newer).Version
	if err := store.Put(t.Context(), "ladders", hash, append([]byte(`{"Moon":1,`), snapshot[1:]...)); err != nil {
		t.Fatal(err)
	}
	older := escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Deliver: s.voice, Key: key,
		Rules: &escalation.Rulebook{Book: store, Served: s.rules.Served}})
	for at := start; at.Before(start.AddDate(0, 0, 3)); at = at.Add(time.Hour) {
		if _, err := older.Tick(t.Context(), at); err != nil {
			t.Fatalf("one ladder stops the others: %v", err)
		}
	}
	if c := s.load(newer); c.State != escalation.StateOpen || c.Version != version {
		t.Errorf("the case of the newer ladder is %s(%s), version %d", c.State, c.Hold.Reason, c.Version)
	}
	if c := s.load(other); c.Climb.Rung == 0 {
		t.Error("the other case does not climb")
	}
}

// TestAnOpeningIsRepeatedAfterTheKeyWasRotated: the number of a case comes from the key,
// and a redelivered opening must not open a second one.
func TestAnOpeningIsRepeatedAfterTheKeyWasRotated(t *testing.T) {
	store, _ := redistest.Memory(t)
	first := newStageOn(t, store, escalation.EngineOptions{})
	id := first.open(1)
	rotated := escalation.NewEngine(escalation.EngineOptions{Store: store, Book: store, Rules: first.rules, Deliver: first.voice,
		Key: []byte("another key"), EarlierKeys: [][]byte{[]byte("a third"), key}})
	again := escalation.Event{ID: "open1", At: start, Actor: requesterOf(1), Fact: first.opened(1)}
	r, err := rotated.Record(t.Context(), again)
	if err != nil || !r.Repeated || r.Case.ID != id {
		t.Errorf("case %s, repeated: %v, %v; want %s again", r.Case.ID, r.Repeated, err, id)
	}
	again.ID = "open2"
	if r, err := rotated.Record(t.Context(), again); err != nil || r.Repeated || r.Case.ID == id {
		t.Errorf("another opening: %s, repeated: %v, %v", r.Case.ID, r.Repeated, err)
	}
}
