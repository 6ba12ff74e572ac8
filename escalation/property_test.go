package escalation

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// TestRandomEvents throws random facts by random people at cases while time
// passes, and checks after every step what must always hold: the trail has no
// gap and verifies, the version rises by one, the same event decides the same
// and alters nothing it was given, nothing is published without consent and
// quorum, nothing is sent after a withdrawal or out of hours, nothing climbs early.
func TestRandomEvents(t *testing.T) {
	runs := 300
	if testing.Short() {
		runs = 60
	}
	published, withdrawn, climbed, corrected, takenDown := 0, 0, 0, 0, 0
	for seed := range runs {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		p := newPlay(t)
		p.now = p.now.Add(time.Duration(r.IntN(7*24*60)) * time.Minute)
		m := &monitor{play: p, seed: seed}
		o := opening()
		o.Requester.CannotPhone = r.IntN(4) == 0
		if r.IntN(5) == 0 {
			o.Contacts = nil
		}
		if r.IntN(3) == 0 {
			o.Deadline = &Deadline{At: p.now.AddDate(0, 0, 1+r.IntN(60)), What: "the last day"}
		}
		m.do(requester(), o)
		for range 80 {
			m.deliver(r)
			by, f := randomFact(r, p)
			if done, is := f.(TaskDone); is && p.c.Post.Unknown && slices.ContainsFunc(p.c.Tasks, func(t Task) bool { return t.ID == done.Task && t.Kind == TaskPost }) {
				f = m.looked(done)
			}
			m.do(by, f)
			m.deliver(r)
			m.pass(time.Duration(r.IntN(3*24*60)) * time.Minute)
		}
		if p.c.Post.Link != "" {
			published++
		}
		if p.c.Closed == ClosedWithdrawn {
			withdrawn++
		}
		if p.c.Climb.Rung > 0 {
			climbed++
		}
		if _, is := p.has(EntryPostCorrected); is {
			corrected++
		}
		if _, is := p.has(EntryPostReplaced); is {
			takenDown++
		}
	}
	rare := testing.Short() || corrected > 0 && takenDown > 0 // too few cases to meet what is rare
	if published < runs/50 || withdrawn < runs/40 || climbed < runs/3 || !rare {
		t.Errorf("of %d cases %d were published, %d withdrawn, %d climbed, of %d the post was corrected, of %d taken down: the walk reaches too little",
			runs, published, withdrawn, climbed, corrected, takenDown)
	}
}

type monitor struct {
	*play
	seed   int
	public string // hash of what the public reads, in truth; empty: nothing
	lost   bool   // a text is on its way and nobody knows what came of it
}

func (m *monitor) failf(format string, args ...any) {
	m.t.Helper()
	for _, e := range m.trail[max(0, len(m.trail)-12):] {
		m.t.Logf("%d %s %s %v %q", e.N, e.At, e.Kind, e.Fields, e.Text)
	}
	m.t.Fatalf("seed %d, step %d, %s: %s", m.seed, m.n, m.now, fmt.Sprintf(format, args...))
}

func (m *monitor) do(by Actor, f Fact) {
	m.t.Helper()
	before, trail := m.c, len(m.trail)
	kept := before.clone()
	err := m.try(by, f)
	if !reflect.DeepEqual(before.clone(), kept) {
		m.failf("%T altered the case it was given", f)
	}
	if err != nil {
		if CodeOf(err) == "" {
			m.failf("%T: an error without a code: %v", f, err)
		}
		if CodeOf(err) == CodeUnknownFact {
			m.failf("%T is not known to Apply", f)
		}
		return
	}
	again, err := m.rules.Apply(before, Event{ID: fmt.Sprint("e", m.n), Case: "K7M-4QZ-X", At: m.now, Actor: by, Fact: f, Salt: []byte(fmt.Sprint("salt", m.n))})
	if err != nil || !reflect.DeepEqual(again.Case, m.c) {
		m.failf("%T decided differently the second time", f)
	}
	head, err := VerifyTrail(m.c.ID, m.trail)
	if err != nil || head != m.c.Head || len(m.trail) != m.c.Entries {
		m.failf("%T: trail of %d entries, case says %d: %v", f, len(m.trail), m.c.Entries, err)
	}
	for _, e := range m.trail[trail:] {
		if e.Kind == EntrySilence {
			m.checkNotEarly(before)
		}
	}
	m.checkAlive()
	m.checkPublic()
}

// checkNotEarly: who was silent has had the rung's whole time since delivery.
func (m *monitor) checkNotEarly(before Case) {
	rung := m.rules.Ladder.Rungs[before.Climb.Rung]
	if !before.Climb.Promised.IsZero() {
		return // a promised date may come before the end of the wait
	}
	for _, l := range before.Climb.Letters {
		if l.Round != before.Climb.Round || l.Reminder > 0 || l.Failed != "" || l.Delivered.IsZero() {
			continue
		}
		if due := m.rules.Calendar.Add(l.Delivered, rung.Wait); m.now.Before(due) {
			m.failf("%s climbed early: delivered %s, due %s", rung.Name, l.Delivered, due)
		}
	}
}

// checkAlive: a case that is not over always has something that will go on by
// itself, or a task: a timer that is more than a warning, or a message on its way
// whose outcome is a fact.
func (m *monitor) checkAlive() {
	m.t.Helper()
	if m.c.State.Over() || len(m.c.Tasks) > 0 {
		return
	}
	for _, timer := range m.c.Timers {
		if timer.Kind != TimerDeadline && timer.Kind != TimerTaken {
			return
		}
	}
	for _, n := range m.out {
		switch n.Kind {
		case NoticeLetter, NoticePost, NoticeRecall, NoticeLook, NoticeCompose:
			if m.c.Wants(n) {
				return
			}
		}
	}
	if m.c.State == StateHeld && m.c.Hold.Reason == HoldQuarantined {
		return // announced, and a person's
	}
	m.failf("stalled: state %s(%s) with no timer, no task and nothing on its way; post %+v", m.c.State, m.c.Hold.Reason, m.c.Post)
}

// checkPublic: once nobody doubts what became of a text, the case knows what the
// public reads.
func (m *monitor) checkPublic() {
	m.t.Helper()
	p := m.c.Post
	if m.lost || p.Recalled != nil || p.Unknown {
		return
	}
	known := ""
	if p.Out != nil {
		known = p.Out.Hash
	}
	if known != m.public {
		m.failf("the public reads %q, and the case has %+v", m.public, p)
	}
}

// deliver carries out what may go now; a few fail in the ways platforms fail.
func (m *monitor) deliver(r *rand.Rand) {
	m.t.Helper()
	for range 200 {
		i := slices.IndexFunc(m.out, func(n Notice) bool { return !n.NotBefore.After(m.now) })
		if i < 0 {
			return
		}
		n := m.out[i]
		m.out = slices.Delete(m.out, i, i+1)
		if !m.c.Wants(n) {
			continue
		}
		at := m.rules.MayGo(n, m.now)
		if until, waits := m.c.Waits(n, m.now); waits {
			at = until
		}
		if at.After(m.now) {
			n.NotBefore = at
			m.out = append(m.out, n)
			continue
		}
		m.checkSending(n)
		switch n.Kind {
		case NoticeLetter, NoticeInfo:
			switch r.IntN(12) {
			case 1:
				m.do(theBot(), OutcomeUnknown{Notice: n.Key, Kind: n.Kind, Address: n.Address, Reply: n.Reply})
			case 0:
				m.do(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "gone", Dead: r.IntN(2) == 0})
			default:
				m.do(theBot(), Delivered{Notice: n.Key, Kind: n.Kind, Proof: "link"})
			}
		case NoticePost:
			m.say(r, n)
		case NoticeRecall:
			m.recall(r)
		case NoticeTakeDown:
			switch r.IntN(6) {
			case 0:
				m.public = ""
				m.do(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "message_not_found", Dead: true})
			case 1:
				m.do(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "is_archived"})
			default:
				m.do(theBot(), Delivered{Notice: n.Key, Kind: n.Kind})
			}
		case NoticeLook:
			failed := ""
			if r.IntN(4) == 0 {
				failed = "unreachable"
			}
			m.do(theBot(), Looked{Notice: n.Key, Failed: failed})
		case NoticeCompose:
			m.do(theBot(), Drafted{Text: fmt.Sprint("text ", m.n)})
		}
	}
}

// say is what the platform does with a post: it says it, or puts it in the place
// of what is out, which may be gone. Sometimes nobody knows what it has done. There
// is never a second post.
func (m *monitor) say(r *rand.Rand, n Notice) {
	m.t.Helper()
	anew := m.c.Post.Out == nil
	if again := m.lost && m.public == n.Hash; anew && m.public != "" && !again {
		m.failf("a second post is said beside the first: %+v", m.c.Post)
	}
	switch r.IntN(9) {
	case 0:
		m.public = oneOf(r, m.public, n.Hash)
		m.do(theBot(), OutcomeUnknown{Notice: n.Key, Kind: n.Kind})
	case 1, 2: // said or not, the answer is lost: it is tried again if it is still wanted
		m.lost, m.public = true, oneOf(r, m.public, n.Hash)
		n.NotBefore = m.now.Add(time.Hour)
		m.out = append(m.out, n)
	case 3:
		if m.public == n.Hash {
			m.lands(n)
			return
		}
		m.lost = false
		m.do(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "is_archived"})
	case 4:
		if anew {
			m.lands(n)
			return
		}
		m.lost, m.public = false, ""
		m.do(theBot(), DeliveryFailed{Notice: n.Key, Kind: n.Kind, Why: "message_not_found", Dead: true})
	default:
		m.lands(n)
	}
}

func oneOf[T any](r *rand.Rand, some ...T) T { return some[r.IntN(len(some))] }

func (m *monitor) lands(n Notice) {
	m.t.Helper()
	m.lost, m.public = false, n.Hash
	m.do(theBot(), Delivered{Notice: n.Key, Kind: n.Kind, Proof: "link", Where: Card{Room: "console:public", Ref: "7"}})
	if m.c.Post.Out == nil || m.c.Post.Out.Hash != n.Hash {
		m.failf("%s landed, and the case has %+v", n.Hash, m.c.Post.Out)
	}
}

// recall is what the platform tells of a post that was taken back, if anything.
// Where an older one stands, its text is put back.
func (m *monitor) recall(r *rand.Rand) {
	m.t.Helper()
	m.lost = false
	recalled := m.c.Post.Recalled
	over := DeliveryFailed{Notice: recalled.Notice, Kind: NoticeRecall, Why: "taken_back"}
	switch out := m.c.Post.Out; {
	case r.IntN(4) == 0:
		m.do(theBot(), OutcomeUnknown{Notice: recalled.Notice, Kind: NoticeRecall})
	case out != nil && r.IntN(4) == 0:
		m.public, over.Dead = "", true
		m.do(theBot(), over)
	case out != nil:
		m.public = out.Hash
		m.do(theBot(), over)
	case m.public == recalled.Hash:
		m.do(theBot(), Delivered{Notice: recalled.Notice, Kind: NoticePost, Proof: "link", Where: Card{Room: "console:public", Ref: "7"}})
	default:
		m.do(theBot(), over)
	}
}

// looked is the truth that a person finds who looks for a text.
func (m *monitor) looked(f TaskDone) TaskDone {
	m.lost = false
	p := m.c.Post
	hash := p.Hash
	if p.Recalled != nil {
		hash = p.Recalled.Hash
	}
	f.Outcome = OutcomeSkipped
	if m.public == hash {
		f.Outcome = OutcomeDone
	}
	return f
}

func (m *monitor) checkSending(n Notice) {
	quiet := []NoticeKind{NoticeCard, NoticeLog, NoticeState, NoticeBroken, NoticeTakeDown, NoticePostStays, NoticeRecall, NoticeLanded}
	if m.c.State.Over() && !slices.Contains(quiet, n.Kind) {
		m.failf("%s sent although the case is %s", n.Kind, m.c.State)
	}
	if m.c.State.Over() && n.Kind == NoticeState && m.c.Closed == ClosedWithdrawn {
		m.failf("%s sent after the withdrawal", n.Kind)
	}
	if (n.Kind == NoticeLetter || n.Kind == NoticeInfo) && !m.rules.Calendar.IsOpen(m.now) {
		m.failf("%s to the organisation out of hours", n.Kind)
	}
	if n.Kind == NoticePost {
		p := m.c.Post
		votes := CountVotes(p.Votes, m.c.Requester.ID, m.c.Requester.Linked)
		if p.Consent == nil || votes < 2 || p.Denial != nil || n.Text != p.Text {
			m.failf("published without consent and quorum: %+v", p)
		}
	}
}

// pass lets time pass, from due time to due time.
func (m *monitor) pass(d time.Duration) {
	end := m.now.Add(d)
	for range 50 {
		next, ok := m.c.NextDue()
		if !ok || next.After(end) {
			break
		}
		if next.After(m.now) {
			m.now = next
		}
		m.do(theBot(), TimeCame{})
	}
	if m.now.Before(end) {
		m.now = end
	}
}

func randomFact(r *rand.Rand, p *play) (Actor, Fact) {
	c := p.c
	actors := []Actor{requester(), team(), moderator("mia"), moderator("max"), moderator("moe")}
	by := actors[r.IntN(len(actors))]
	reply := 1 + r.IntN(3)
	task := "t1"
	if len(c.Tasks) > 0 {
		task = c.Tasks[r.IntN(len(c.Tasks))].ID
	}
	contact := []Contact{{Address: "room:new", Role: "service", Source: "found"}, {Address: "tel:+33000000009", Role: "director"},
		{Address: "room:director", Role: "director"}, {Address: "room:press-c", Role: "press"}}[r.IntN(4)]
	detail := Detail{Promised: p.now.Add(time.Duration(r.IntN(20*24)-24) * time.Hour), Owner: "billing", Asked: "a number"}
	if r.IntN(2) == 0 {
		detail.Contact = &contact
	}
	class := Classes()[r.IntN(len(Classes()))]
	outcome := []TaskOutcome{OutcomeDone, OutcomeDone, OutcomeDone, OutcomeRecorded, OutcomeBadAddr, OutcomeSkipped, OutcomeNoAnswer}[r.IntN(7)]
	switch n := r.IntN(100); {
	case n < 10:
		f := Replied{From: "room:service", Text: "a reply", Class: class, Detail: detail}
		if r.IntN(2) == 0 {
			f.Class, f.Proposed = "", class
		}
		return by, f
	case n < 15:
		return by, Classed{Reply: reply, Class: class, Detail: detail}
	case n < 30:
		f := TaskDone{Task: task, Outcome: outcome, Proof: "proof", Text: "said"}
		if r.IntN(3) == 0 {
			f.Reply = &Replied{Text: "at once", Class: class, Detail: detail}
		}
		return by, f
	case n < 40:
		return requester(), Verdict{Solved: r.IntN(4) == 0}
	case n < 45:
		return requester(), Informed{Text: "here it is"}
	case n < 60:
		return requester(), Consented{Hash: c.Post.Hash}
	case n < 74:
		return by, Approved{Hash: c.Post.Hash}
	case n < 76:
		return by, PostWithdrawn{Reason: []string{"", "it is wrong"}[r.IntN(2)]}
	case n < 80 && c.State == StatePublished:
		return by, Drafted{Text: fmt.Sprint("correction ", p.n)}
	}
	return by, []Fact{
		Denied{Hash: c.Post.Hash, Reason: "no"}, Drafted{Text: fmt.Sprint("edit ", p.n)}, ClimbAsked{}, ClimbAsked{Reason: "go"},
		Snoozed{Until: p.now.Add(time.Duration(r.IntN(200)) * time.Hour)}, Resumed{}, Reopened{Reason: "again"},
		Took{}, Noted{Text: "a note"}, ContactAdded{contact}, ContactDied{Address: "room:service", Why: "gone"},
		ReferenceAdded{Reference{Number: fmt.Sprint("R-", r.IntN(5))}}, ReferenceNotFound{Number: "R-1", By: "a clerk"},
		AttachmentAdded{Attachment{Name: "bill.pdf"}}, DeadlineSet{Deadline{At: p.now.AddDate(0, 0, r.IntN(30)), What: "a date"}},
		OrganisationAdded{Organisation: Organisation{Key: "x", Name: "X"}, Contacts: testContacts()},
		TaskAssigned{Task: task, Assignee: "console:tom"}, Logged{Attempt{Channel: "phone", Result: "nothing"}},
		Quarantined{Why: "a defect"}, Resumed{Reason: "mended"}, Withdrawn{}, ClosedByTeam{Reason: "spam"},
		CalendarChanged{Version: "x"}, Looked{}, Delivered{Notice: "K7M-4QZ-X/99", Kind: NoticeLetter},
		DeliveryFailed{Notice: "K7M-4QZ-X/99", Kind: NoticeLetter}, OutcomeUnknown{Notice: "K7M-4QZ-X/99"},
		Commented{Text: "said below"}, CorrectionDropped{},
	}[r.IntN(29)]
}

// TestApplyIsTotal gives every fact, empty, to a case in every state under rules
// that are empty too: a refusal or a change, never a panic.
func TestApplyIsTotal(t *testing.T) {
	facts := []Fact{Opened{}, OrganisationAdded{}, ContactAdded{}, ContactDied{}, TimeCame{}, Delivered{}, DeliveryFailed{},
		OutcomeUnknown{}, Looked{}, Replied{}, Classed{}, Logged{}, TaskDone{}, TaskAssigned{}, Verdict{}, Verdict{Solved: true}, Informed{},
		Withdrawn{}, ClosedByTeam{}, Reopened{}, Snoozed{}, Resumed{}, ClimbAsked{}, Took{}, Noted{}, ReferenceAdded{}, ReferenceNotFound{},
		AttachmentAdded{}, DeadlineSet{}, Quarantined{}, CalendarChanged{}, Drafted{}, Consented{}, Approved{}, Denied{}, CorrectionDropped{}, PostWithdrawn{}, Commented{}, Postponed{}, nil}
	for _, state := range []State{"", StateDraft, StateOpen, StateHeld, StateAwaitingApproval, StateAnswered, StatePublished, StateClosed, "nonsense"} {
		for _, version := range []int64{0, 1} {
			for _, role := range []ActorRole{ActorBot, ActorRequester, ActorTeam, ActorModerator} {
				for _, f := range facts {
					c := Case{ID: "K7M-4QZ-X", Version: version, State: state, Timers: []Timer{{Kind: TimerClimb}, {Kind: TimerTurn}, {Kind: TimerSnooze}}}
					_, err := Rules{}.Apply(c, Event{At: monday, Actor: Actor{Role: role}, Fact: f})
					if err != nil && CodeOf(err) == "" {
						t.Errorf("%s, %T: an error without a code: %v", state, f, err)
					}
				}
			}
		}
	}
}
