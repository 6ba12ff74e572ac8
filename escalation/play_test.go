package escalation

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// The tests' world: an office open on weekdays from 9 to 17 in Paris, a ladder
// of three letters and a post, rooms that are served and everything else by hand.
var paris = func() *time.Location {
	l, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return l
}()

func officeHours() Calendar {
	c := Calendar{Name: "office", Zone: paris, Holidays: map[Date]string{{2026, time.May, 1}: "Fête du Travail"}}
	for day := time.Monday; day <= time.Friday; day++ {
		c.Hours[day] = []Span{{9 * 60, 17 * 60}}
	}
	return c
}

func workingDays(n int) Wait { return Wait{Days: n, Working: true} }

func testRules() Rules {
	return Rules{
		Calendar: officeHours(),
		Served:   map[string]bool{"room": true},
		Ladder: Ladder{
			Name: "consumer", Preview: Wait{Days: 1}, Unclassed: Wait{Time: 4 * time.Hour, Working: true},
			PromiseCap: workingDays(20), Take: Wait{Days: 1},
			Turn:     Turn{Every: Wait{Days: 3}, Reminders: 2, Grace: Wait{Days: 7}, Then: TurnClose},
			Task:     Remind{Every: Wait{Days: 1}, Reminders: 1},
			Approval: Remind{Every: Wait{Days: 1}, Reminders: 1},
			Look:     Look{Retry: Wait{Time: time.Hour}, Limit: 3},
			Warnings: []Wait{{Days: 7}, {Days: 1}},
			Rungs: []Rung{
				{Name: "service", Kind: RungLetter, Role: "service", Order: Together, Wait: workingDays(5), Reminders: 1,
					Every: workingDays(3), Extension: workingDays(2), Earned: 3},
				{Name: "communications", Kind: RungLetter, Role: "press", Order: OneByOne, Wait: workingDays(3)},
				{Name: "director", Kind: RungLetter, Role: "director", Order: Together, Wait: workingDays(3)},
				{Name: "public", Kind: RungPost, Quorum: 2},
			},
		},
	}
}

func testContacts() []Contact {
	return []Contact{
		{Address: "room:service", Role: "service", Name: "Service line"},
		{Address: "room:press-a", Role: "press", Name: "Press desk"},
		{Address: "room:press-b", Role: "press", Name: "Spokesperson"},
		{Address: "mailto:director@gazco.example", Role: "director", Name: "The director"},
	}
}

// monday is 2 March 2026, 10:00 in Paris.
var monday = time.Date(2026, time.March, 2, 10, 0, 0, 0, paris)

// play is a case with its outbox: what the store and the engine would keep, by hand.
type play struct {
	t     *testing.T
	rules Rules
	c     Case
	trail []Entry
	out   []Notice
	sent  []Notice // what went out, in order
	now   time.Time
	n     int
	looks string // what a look answers: empty for "made"
}

func newPlay(t *testing.T) *play {
	return &play{t: t, rules: testRules(), now: monday}
}

func opening() Opened {
	return Opened{
		Requester:    Person{ID: "console:ann", Name: "Ann"},
		Organisation: Organisation{Key: "gazco", Name: "GazCo", Calendar: "office"},
		Contacts:     testContacts(), Subject: "The meter is silent", Story: "No bill for a year.",
	}
}

func (p *play) open() *play {
	p.t.Helper()
	p.must(requester(), opening())
	return p
}

func requester() Actor { return Actor{ID: "console:ann", Name: "Ann", Role: ActorRequester} }
func team() Actor      { return Actor{ID: "console:tom", Name: "Tom", Role: ActorTeam} }
func moderator(name string) Actor {
	return Actor{ID: "console:" + name, Name: name, Role: ActorModerator}
}
func theBot() Actor { return Actor{Role: ActorBot} }

func (p *play) try(by Actor, f Fact) error {
	p.n++
	e := Event{ID: fmt.Sprint("e", p.n), Case: "K7M-4QZ-X", At: p.now, Actor: by, Fact: f, Salt: []byte(fmt.Sprint("salt", p.n))}
	before := p.c
	ch, err := p.rules.Apply(p.c, e)
	if err != nil {
		return err
	}
	if ch.Case.Version != before.Version+1 {
		p.t.Fatalf("version went from %d to %d", before.Version, ch.Case.Version)
	}
	p.c = ch.Case
	p.trail = append(p.trail, ch.Entries...)
	p.out = slices.DeleteFunc(p.out, func(n Notice) bool { return slices.Contains(ch.Cancel, n.Key) })
	p.out = append(p.out, ch.Notices...)
	return nil
}

func (p *play) must(by Actor, f Fact) {
	p.t.Helper()
	if err := p.try(by, f); err != nil {
		p.t.Fatalf("%T at %s: %v", f, p.now, err)
	}
}

func (p *play) refused(want Code, by Actor, f Fact) {
	p.t.Helper()
	if err := p.try(by, f); CodeOf(err) != want {
		p.t.Fatalf("%T: got %v, want a refusal with %q", f, err, want)
	}
}

// deliver carries out every notice whose time has come.
func (p *play) deliver() {
	p.t.Helper()
	for {
		i := slices.IndexFunc(p.out, func(n Notice) bool { return !n.NotBefore.After(p.now) })
		if i < 0 {
			return
		}
		n := p.out[i]
		p.out = slices.Delete(p.out, i, i+1)
		if !p.c.Wants(n) {
			continue
		}
		if at, waits := p.c.Waits(n, p.now); waits {
			n.NotBefore = at
			p.out = append(p.out, n)
			continue
		}
		p.sent = append(p.sent, n)
		var f Fact
		switch n.Kind {
		case NoticeLetter, NoticeInfo, NoticePost:
			f = Delivered{Notice: n.Key, Kind: n.Kind, Proof: "https://chat.example/" + n.Key}
		case NoticeLook:
			f = Looked{Notice: n.Key, Failed: p.looks}
		case NoticeCompose:
			f = Drafted{Text: "GazCo has been silent."}
		}
		if f != nil {
			if err := p.try(theBot(), f); err != nil && CodeOf(err) == "" {
				p.t.Fatal(err)
			}
		}
	}
}

// until drives the case from due time to due time.
func (p *play) until(end time.Time) {
	p.t.Helper()
	for range 10_000 {
		p.deliver()
		next, ok := p.c.NextDue()
		for _, n := range p.out {
			if !ok || n.NotBefore.Before(next) {
				next, ok = n.NotBefore, true
			}
		}
		if !ok || next.After(end) {
			p.now = end
			return
		}
		if next.After(p.now) {
			p.now = next
		}
		if due, is := p.c.NextDue(); is && !due.After(p.now) {
			p.must(theBot(), TimeCame{})
		}
	}
	p.t.Fatalf("no end of due times before %s; timers: %+v", end, p.c.Timers)
}

func (p *play) after(d time.Duration) { p.t.Helper(); p.until(p.now.Add(d)) }

func day(month time.Month, d, hour int) time.Time {
	return time.Date(2026, month, d, hour, 0, 0, 0, paris)
}

// kinds lists what was sent outside or asked of people since the last call.
func (p *play) kinds(of ...NoticeKind) (out []string) {
	for _, n := range p.sent {
		if slices.Contains(of, n.Kind) {
			s := string(n.Kind)
			if n.Address != "" {
				s += " " + n.Address
			}
			if n.Reminder > 0 {
				s += fmt.Sprint(" #", n.Reminder)
			}
			out = append(out, s)
		}
	}
	return out
}

func (p *play) has(kind EntryKind) (Entry, bool) {
	for i := len(p.trail) - 1; i >= 0; i-- {
		if p.trail[i].Kind == kind {
			return p.trail[i], true
		}
	}
	return Entry{}, false
}

func (p *play) wantEntry(kind EntryKind, fields ...string) {
	p.t.Helper()
	e, ok := p.has(kind)
	if !ok {
		p.t.Fatalf("no entry %q in the trail", kind)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		if e.Fields[fields[i]] != fields[i+1] {
			p.t.Errorf("entry %q: %s is %q, want %q", kind, fields[i], e.Fields[fields[i]], fields[i+1])
		}
	}
}

func (p *play) wantState(s State, rung int) {
	p.t.Helper()
	if p.c.State != s || p.c.Climb.Rung != rung {
		p.t.Fatalf("at %s: state %s(%s) on rung %d, want %s on %d; timers %+v", p.now, p.c.State, p.c.Hold.Reason, p.c.Climb.Rung, s, rung, p.c.Timers)
	}
}

func (p *play) wantDue(kind TimerKind, at time.Time) {
	p.t.Helper()
	t, ok := p.c.Timer(kind)
	if !ok || !t.At.Equal(at) {
		p.t.Fatalf("timer %s: %v at %s, want %s", kind, ok, t.At, at)
	}
}

func (p *play) reach(outcome TaskOutcome) {
	p.t.Helper()
	for _, t := range p.c.Tasks {
		if t.Kind == TaskReach {
			p.must(team(), TaskDone{Task: t.ID, Outcome: outcome, Proof: "posting 1A 000 2"})
			return
		}
	}
	p.t.Fatalf("no task to reach anybody: %+v", p.c.Tasks)
}
