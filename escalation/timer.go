package escalation

import "time"

// TimerKind names what happens when a timer is due.
type TimerKind string

// The kinds of timer. A case has at most one of each kind and Ref.
const (
	TimerPreview  TimerKind = "preview"  // announce the next rung
	TimerReminder TimerKind = "reminder" // remind the rung's contacts; Ref is the reminder's number
	TimerClimb    TimerKind = "climb"    // the time to answer is over: look, then ask the next contact or climb
	TimerLook     TimerKind = "look"     // try the look again
	TimerPromise  TimerKind = "promise"  // the day the organisation promised
	TimerSnooze   TimerKind = "snooze"   // the end of a snooze
	TimerTurn     TimerKind = "turn"     // the requester has not acted: remind, ask the team, then the rule
	TimerTask     TimerKind = "task"     // a task is not done; Ref is the task's ID
	TimerTaken    TimerKind = "taken"    // "I am on it" goes stale
	TimerApproval TimerKind = "approval" // moderators have not decided
	TimerDeadline TimerKind = "deadline" // warn of the outside date; Ref is the warning's number
)

// OfOrganisation says that a timer belongs to the ladder's clock: it counts in
// the organisation's calendar and stands still while the case is held. The
// others count in the time of the people who have to act.
func (k TimerKind) OfOrganisation() bool {
	switch k {
	case TimerReminder, TimerClimb, TimerPromise, TimerLook, TimerPreview:
		return true
	}
	return false
}

// Timer is one dated intention of a case. From and Wait are kept so that the
// date can explain itself and be computed again when the calendar changes.
type Timer struct {
	Kind TimerKind
	Ref  string
	At   time.Time
	From time.Time // what the wait counts from
	Wait Wait      // zero when At is a date that somebody named
}

// NextDue is the earliest timer's time; false when none is set.
func (c Case) NextDue() (time.Time, bool) {
	var next time.Time
	for _, t := range c.Timers {
		if next.IsZero() || t.At.Before(next) {
			next = t.At
		}
	}
	return next, !next.IsZero()
}

// Timer returns the timer of that kind, the earliest where there are several.
func (c Case) Timer(kind TimerKind) (Timer, bool) {
	var found Timer
	for _, t := range c.Timers {
		if t.Kind == kind && (found.Kind == "" || t.At.Before(found.At)) {
			found = t
		}
	}
	return found, found.Kind != ""
}
