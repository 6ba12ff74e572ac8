package escalation

import (
	"strings"
	"time"
)

// hold stands the clock and keeps what was left of it. A case that is held
// already changes only its reason.
func (s *step) hold(reason HoldReason, reply int, until time.Time) {
	if s.c.State == StateHeld {
		s.c.Hold.Reason, s.c.Hold.Since, s.c.Hold.Until, s.c.Hold.Reply = reason, s.now, until, reply
	} else {
		left := []Left{}
		for _, t := range s.c.Timers {
			if t.Kind.OfOrganisation() && t.Kind != TimerPreview && t.Kind != TimerLook {
				left = append(left, Left{t.Kind, t.Ref, s.r.Calendar.Left(s.now, t.At, t.Wait)})
			}
		}
		if s.c.Climb.Looking || s.hasTimer(TimerLook) { // the step was due already
			left = append(left, Left{Kind: TimerClimb})
		}
		s.leavePost()
		s.c.State = StateHeld
		s.c.Hold = Hold{Reason: reason, Since: s.now, Until: until, Reply: reply, Left: left}
	}
	s.c.Climb.Looking = false
	s.drop(TimerReminder, TimerClimb, TimerPromise, TimerLook, TimerPreview, TimerSnooze, TimerTurn, TimerApproval)
	s.c.Asked = 0
	if !until.IsZero() {
		s.setTimer(Timer{Kind: TimerSnooze, At: until})
	}
	s.noteFact(EntryHeld, "why", string(reason), "until", stamp(until))
	s.reason = DoneHeld
}

// quarantine says that a person must look at the case first.
func (s *step) quarantine() bool {
	return s.c.State == StateHeld && s.c.Hold.Reason == HoldQuarantined
}

func (s *step) hasTimer(kind TimerKind) bool {
	_, ok := s.c.Timer(kind)
	return ok
}

// resume lets the clock run again with the time that was left.
func (s *step) resume(reason string) {
	left := s.c.Hold.Left
	if len(s.c.Contacts) == 0 { // a draft that was quarantined
		s.c.State, s.c.Hold = StateDraft, Hold{}
		s.said(EntryResumed, reason)
		return
	}
	s.c.State, s.c.Hold, s.c.Asked = StateOpen, Hold{}, 0
	s.drop(TimerSnooze, TimerTurn)
	if usable, _ := s.usable(s.rung()); s.rung().Kind == RungPost || len(usable) == 0 {
		s.said(EntryResumed, reason)
		s.reason = DoneRunning
		s.fire(s.c.Climb.Rung)
		return
	}
	for _, l := range left {
		s.set(l.Kind, l.Ref, s.now, l.Wait)
	}
	due, ok := s.stepDate()
	if ok {
		s.armPreview(due)
	}
	s.said(EntryResumed, reason, "due", stamp(due))
	s.ensureLetters()
	s.startClock()
	s.reason = DoneRunning
	if _, ok := s.stepDate(); !ok {
		s.afterFailure() // each letter may have failed while the clock stood
	}
}

func (s *step) snoozed(f Snoozed) error {
	if !f.Until.After(s.now) {
		return refuse(CodeDatePast, "date", stamp(f.Until))
	}
	if s.c.State != StateOpen && (s.c.State != StateHeld || s.c.Hold.Reason != HoldSnoozed) {
		return refuse(CodeHeld)
	}
	s.said(EntrySnoozed, f.Reason, "until", stamp(f.Until))
	s.hold(HoldSnoozed, 0, f.Until)
	return nil
}

func (s *step) resumed(f Resumed) error {
	if s.c.State != StateHeld {
		return refuse(CodeNotHeld)
	}
	switch s.c.Hold.Reason {
	case HoldVerdict:
		return refuse(CodeNoTurn)
	case HoldBlocked:
		if usable, _ := s.usable(s.rung()); len(usable) == 0 {
			return refuse(CodeContactMissing)
		}
		s.said(EntryResumed, f.Reason)
		s.reason = DoneRunning
		s.fire(s.c.Climb.Rung)
		return nil
	}
	s.resume(f.Reason)
	return nil
}

// requesterSilent reminds the requester of their turn, then announces the
// ladder's rule and asks the team, then follows the rule.
func (s *step) requesterSilent() {
	rule := s.r.Ladder.Turn
	s.c.Asked++
	turn := Notice{Kind: NoticeTurn, To: ToRequester, Reply: s.c.Hold.Reply, Reminder: s.c.Asked}
	switch {
	case s.c.State == StateAwaitingApproval:
		turn.Kind, turn.Hash = NoticeConsent, s.c.Post.Hash
	case s.c.Hold.Reason == HoldVerdict:
		turn.Kind = NoticeVerdict
	}
	switch {
	case s.c.Asked <= rule.Reminders:
		s.noteFact(EntryTurnReminded, "times", itoa(s.c.Asked))
		s.notify(turn)
		s.setPeople(TimerTurn, "", rule.Every)
	case s.c.Asked == rule.Reminders+1:
		s.setPeople(TimerTurn, "", rule.Grace)
		at, _ := s.c.Timer(TimerTurn)
		turn.At = at.At
		s.noteFact(EntryTurnAnnounced, "then", string(s.turnThen()), "at", stamp(at.At))
		s.notify(turn)
		s.openTask(Task{Kind: TaskRequester})
	default:
		s.noteFact(EntryTurnOver, "then", string(s.turnThen()))
		s.closeTasks(func(t Task) bool { return t.Kind == TaskRequester })
		switch s.turnThen() {
		case TurnDrop:
			s.dropCorrection(Actor{Role: ActorBot}, "")
			return
		case TurnClose:
			s.noteFact(EntryClosed, "why", ClosedNoNews)
			s.end(StateClosed, ClosedNoNews)
			s.notify(Notice{Kind: NoticeState, To: ToRequester, Text: ClosedNoNews})
			return
		}
		s.climb("")
		return
	}
	s.reason = DoneAsked
}

// turnThen is the rule for this turn. A post cannot climb any further: without
// the requester's consent nothing is published, so the case is closed. Where a post
// is out already, only its correction is given up.
func (s *step) turnThen() TurnThen {
	if s.c.State == StateAwaitingApproval && s.out() != nil {
		return TurnDrop
	}
	if s.rung().Kind == RungPost || s.r.Ladder.Turn.Then != TurnClimb {
		return TurnClose
	}
	return TurnClimb
}

func (s *step) took() error {
	until := s.r.People.Add(s.now, s.r.Ladder.Take)
	if !until.After(s.now) {
		until = s.now.AddDate(0, 0, 1)
	}
	s.c.Taken = &Taken{By: s.e.Actor.ID, Name: s.e.Actor.Name, Until: until}
	s.setTimer(Timer{Kind: TimerTaken, At: until, From: s.now, Wait: s.r.Ladder.Take})
	s.said(EntryTaken, "", "until", stamp(until))
	s.reason = DoneTaken
	return nil
}

func (s *step) quarantined(f Quarantined) error {
	if strings.TrimSpace(f.Why) == "" {
		return refuse(CodeReasonMissing)
	}
	s.hold(HoldQuarantined, 0, time.Time{})
	s.noteFact(EntryQuarantined, "why", f.Why)
	s.notify(Notice{Kind: NoticeBroken, To: ToTeam})
	s.reason = DoneQuarantined
	return nil
}
