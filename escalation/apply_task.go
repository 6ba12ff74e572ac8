package escalation

import (
	"slices"
	"time"
)

// openTask asks people to do something, and keeps asking. A task of the same
// kind about the same thing is not opened twice.
func (s *step) openTask(t Task) {
	for _, o := range s.c.Tasks {
		if o.Kind == t.Kind && o.Address == t.Address && o.Letter == t.Letter && o.Reply == t.Reply {
			return
		}
	}
	s.c.LastTask++ // never used twice: an old button must not mean a new task
	t.ID = "t" + itoa(s.c.LastTask)
	notBefore := t.Opened
	if t.Opened.Before(s.now) {
		t.Opened, notBefore = s.now, s.now
	}
	s.c.Tasks = append(s.c.Tasks, t)
	s.noteFact(EntryTask, "task", t.ID, "kind", string(t.Kind), "address", t.Address)
	s.notify(Notice{Kind: NoticeTask, To: t.Kind.audience(), Task: t.ID, NotBefore: notBefore})
	if every := s.r.Ladder.Task.Every; !every.IsZero() {
		s.setTimer(Timer{Kind: TimerTask, Ref: t.ID, At: s.r.People.Add(notBefore, every), From: notBefore, Wait: every})
	}
}

// audience says who has to do a task: what adds an address to the directory is
// a moderator's, everything else the team's.
func (k TaskKind) audience() Audience {
	if k == TaskOrganisation || k == TaskContact {
		return ToModerators
	}
	return ToTeam
}

func (s *step) hasTask(kind TaskKind) bool {
	return slices.ContainsFunc(s.c.Tasks, func(t Task) bool { return t.Kind == kind })
}

func (s *step) closeTasks(match func(Task) bool) {
	s.c.Tasks = slices.DeleteFunc(s.c.Tasks, func(t Task) bool {
		if !match(t) {
			return false
		}
		s.dropRef(TimerTask, t.ID)
		return true
	})
}

func (s *step) task(id string) *Task {
	for i := range s.c.Tasks {
		if s.c.Tasks[i].ID == id {
			return &s.c.Tasks[i]
		}
	}
	return nil
}

// taskUndone reminds, then asks the team to do, reassign or skip, and goes on asking.
func (s *step) taskUndone(id string) {
	t := s.task(id)
	if t == nil {
		return
	}
	t.Reminded++
	if t.Reminded <= s.r.Ladder.Task.Reminders {
		s.noteFact(EntryTaskReminded, "task", t.ID, "kind", string(t.Kind), "times", itoa(t.Reminded))
		s.notify(Notice{Kind: NoticeTask, To: t.Kind.audience(), Task: t.ID, Reminder: t.Reminded})
	} else {
		s.noteFact(EntryTaskEscalated, "task", t.ID, "kind", string(t.Kind))
		s.notify(Notice{Kind: NoticeEscalated, To: ToTeam, Task: t.ID, Reminder: t.Reminded - s.r.Ladder.Task.Reminders - 1})
	}
	// Asking aloud goes on, and becomes rarer: what is repeated every day is not
	// read any more.
	wait := s.r.Ladder.Task.Every
	for n := s.r.Ladder.Task.Reminders + 1; n < t.Reminded && n < s.r.Ladder.Task.Reminders+6; n++ {
		wait.Days, wait.Time = 2*wait.Days, 2*wait.Time
	}
	s.setPeople(TimerTask, t.ID, wait)
	s.reason = DoneAsked
}

func (s *step) taskAssigned(f TaskAssigned) error {
	t := s.task(f.Task)
	if t == nil {
		return refuse(CodeUnknownTask, "task", f.Task)
	}
	t.Assignee, t.Reminded = f.Assignee, 0
	s.said(EntryTaskAssigned, "", "task", t.ID, "assignee", f.Assignee)
	s.setPeople(TimerTask, t.ID, s.r.Ladder.Task.Every)
	s.reason = DoneTaken
	return nil
}

func (s *step) taskDone(f TaskDone) error {
	found := s.task(f.Task)
	if found == nil {
		return refuse(CodeUnknownTask, "task", f.Task)
	}
	t := *found
	if f.Reply != nil && f.Reply.Class != "" {
		if err := s.checkClass(f.Reply.Class, f.Reply.Detail); err != nil {
			return err
		}
	}
	if s.endsByItself(t, f.Outcome) {
		return refuse(CodeNotDone, "task", t.ID)
	}
	at := f.At
	if at.IsZero() || at.After(s.now) {
		at = s.now
	}
	s.said(EntryTaskDone, f.Text, "task", t.ID, "kind", string(t.Kind), "outcome", string(f.Outcome),
		"proof", f.Proof, "at", stamp(at))
	s.reason = DoneTask
	if f.Outcome == OutcomeNoAnswer { // tried in vain: kept, and still to be done
		if t.Kind == TaskReach { // of the others, nobody at the organisation was tried
			s.c.Tried = append(s.c.Tried, Attempt{At: at, Channel: Scheme(t.Address), Role: s.rung().Role,
				Person: t.Address, Reference: f.Proof, Result: f.Text, Vain: true})
		}
		s.setPeople(TimerTask, t.ID, s.r.Ladder.Task.Every)
		return nil
	}
	s.closeTasks(func(o Task) bool { return o.ID == t.ID })
	switch t.Kind {
	case TaskReach:
		return s.reached(t, f, at)
	case TaskLook:
		if s.c.State == StateOpen && !s.waitForClass() {
			s.noteFact(EntryLooked, "reply", s.unclassed())
			s.c.Climb.Looks = 0
			s.advance()
		}
	case TaskContact:
		if f.Outcome == OutcomeSkipped && s.c.State == StateHeld && s.c.Hold.Reason == HoldBlocked {
			s.climb(f.Text)
		}
	case TaskPost:
		s.postLooked(f)
	}
	return nil
}

// endsByItself says that a task is about something missing without which the
// case would stand still for ever: it ends when that is there.
func (s *step) endsByItself(t Task, o TaskOutcome) bool {
	switch t.Kind {
	case TaskOrganisation:
		return true
	case TaskContact:
		return o != OutcomeSkipped && s.c.State == StateHeld && s.c.Hold.Reason == HoldBlocked
	case TaskPost:
		return !s.c.Post.Unknown
	}
	return false
}

// reached is the outcome of a task to reach a contact. Done counts as the
// delivery; the clock counts from when it was done.
func (s *step) reached(t Task, f TaskDone, at time.Time) error {
	if l := s.letter(t.Letter); l != nil {
		switch f.Outcome {
		case OutcomeDone:
			l.Delivered, l.Proof = at, f.Proof
			s.noteFact(EntryDelivered, "address", l.Address, "reminder", itoa(l.Reminder), "proof", f.Proof)
			if l.Round == s.c.Climb.Round && l.Reminder == 0 {
				s.startClock()
			}
		case OutcomeRecorded:
			s.hear(Replied{From: t.Address, Text: f.Text, Class: ClassAutoReply, At: at})
			s.fail(l, string(OutcomeRecorded), false)
			return nil
		case OutcomeBadAddr:
			s.fail(l, string(OutcomeBadAddr), true)
		case OutcomeSkipped:
			s.fail(l, string(OutcomeSkipped), false)
		}
	}
	if f.Reply != nil {
		reply := *f.Reply
		if reply.From == "" {
			reply.From = t.Address
		}
		if reply.At.IsZero() {
			reply.At = at
		}
		s.hear(reply)
	}
	return nil
}

// hear takes a reply that came with something else; an empty one says nothing.
func (s *step) hear(f Replied) {
	reason := s.reason
	if err := s.replied(f); err != nil {
		return
	}
	if s.reason == DoneNoted {
		s.reason = reason
	}
}
