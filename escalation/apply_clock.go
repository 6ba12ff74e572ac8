package escalation

import (
	"slices"
	"strconv"
	"time"
)

// set arms a timer that counts from a time in the organisation's calendar.
func (s *step) set(kind TimerKind, ref string, from time.Time, w Wait) time.Time {
	at := s.r.Calendar.Add(from, w)
	s.setTimer(Timer{Kind: kind, Ref: ref, At: at, From: from, Wait: w})
	return at
}

// setPeople arms a timer that counts in people's time.
func (s *step) setPeople(kind TimerKind, ref string, w Wait) {
	if w.IsZero() {
		return
	}
	s.setTimer(Timer{Kind: kind, Ref: ref, At: s.r.People.Add(s.now, w), From: s.now, Wait: w})
}

func (s *step) setTimer(t Timer) {
	s.c.Timers = slices.DeleteFunc(s.c.Timers, func(o Timer) bool { return o.Kind == t.Kind && o.Ref == t.Ref })
	s.c.Timers = append(s.c.Timers, t)
}

func (s *step) drop(kinds ...TimerKind) {
	s.c.Timers = slices.DeleteFunc(s.c.Timers, func(t Timer) bool { return slices.Contains(kinds, t.Kind) })
}

func (s *step) dropRef(kind TimerKind, ref string) {
	s.c.Timers = slices.DeleteFunc(s.c.Timers, func(t Timer) bool { return t.Kind == kind && t.Ref == ref })
}

// roundDelivered is when the message of the present round arrived last; zero
// while nobody has it.
func (s *step) roundDelivered() time.Time {
	var last time.Time
	for _, l := range s.letters() {
		if l.Failed == "" && l.Delivered.After(last) {
			last = l.Delivered
		}
	}
	return last
}

// startClock starts the rung's time to answer with the first delivery: somebody
// who has not been reached yet does not stop it. Who is reached later gets the
// whole time too.
func (s *step) startClock() {
	from := s.roundDelivered()
	if from.IsZero() || s.c.State != StateOpen || s.hasTimer(TimerPromise) {
		return
	}
	rung := s.rung()
	t, running := s.c.Timer(TimerClimb)
	if running && !s.r.Calendar.Add(from, rung.Wait).After(t.At) {
		return
	}
	s.c.Climb.Looking = false
	s.drop(TimerLook)
	s.closeTasks(func(t Task) bool { return t.Kind == TaskLook })
	due := s.armClimb(from, rung.Wait)
	if rung.Reminders > 0 && !rung.Every.IsZero() && !running {
		s.set(TimerReminder, "1", from, rung.Every)
	}
	s.noteFact(EntryClockStarted, "due", stamp(due), "wait", rung.Wait.String())
	s.reason = DoneRunning
}

// armClimb sets the date of the next step, and of its preview.
func (s *step) armClimb(from time.Time, w Wait) time.Time {
	due := s.set(TimerClimb, "", from, w)
	s.armPreview(due)
	return due
}

// armPreview sets the preview ahead of a due date. It counts back in plain time;
// the message itself keeps to people's hours.
func (s *step) armPreview(due time.Time) {
	s.drop(TimerPreview)
	ahead := s.r.Ladder.Preview
	if ahead.IsZero() {
		return
	}
	at := due.AddDate(0, 0, -ahead.Days).Add(-ahead.Time)
	for shift := 0; shift < 48 && !s.r.People.IsOpen(at); shift++ { // not in somebody's night, and not after it
		at = at.Add(-30 * time.Minute)
	}
	if at.Before(s.now) {
		at = s.now
	}
	if at.Before(due) {
		s.setTimer(Timer{Kind: TimerPreview, At: at})
	}
}

// timeCame does everything whose time has come, the earliest first. When several
// dates were missed, only the last of a kind counts: nobody is reminded of what
// is being climbed, and a case climbs one rung at most.
func (s *step) timeCame() error {
	var due []Timer
	for _, t := range s.c.Timers {
		if !t.At.After(s.now) {
			due = append(due, t)
		}
	}
	if len(due) == 0 {
		return refuse(CodeNothingDue)
	}
	slices.SortStableFunc(due, func(a, b Timer) int { return a.At.Compare(b.At) })
	steps := func(t Timer) bool { return t.Kind == TimerClimb || t.Kind == TimerPromise || t.Kind == TimerLook }
	stepping := slices.ContainsFunc(due, steps)
	for _, t := range due {
		if !slices.Contains(s.c.Timers, t) {
			continue // an earlier one has taken it back
		}
		s.dropRef(t.Kind, t.Ref)
		switch {
		case stepping && (t.Kind == TimerReminder || t.Kind == TimerPreview):
		case steps(t):
			s.drop(TimerClimb, TimerPromise, TimerLook)
			s.stepDue(t)
		default:
			s.timer(t)
		}
	}
	return nil
}

func (s *step) timer(t Timer) {
	switch t.Kind {
	case TimerPreview:
		s.preview()
	case TimerReminder:
		s.remind(t)
	case TimerSnooze:
		s.resume("")
	case TimerTurn:
		s.requesterSilent()
	case TimerTask:
		s.taskUndone(t.Ref)
	case TimerTaken:
		if s.c.Taken != nil {
			s.noteFact(EntryTakenOver, "name", s.c.Taken.Name)
			s.c.Taken = nil
		}
	case TimerApproval:
		s.moderatorsSilent()
	case TimerDeadline:
		s.deadlineNear()
	}
}

// stepDue comes before every climb: a reply that nobody has classed holds it for
// a while, then the bot looks whether an answer has come, and only then it climbs.
func (s *step) stepDue(t Timer) {
	if t.Kind == TimerPromise {
		s.promiseOver(t)
	}
	if s.waitForClass() {
		return
	}
	if s.c.Climb.Looking { // the look was asked for and never came back
		s.lookFailed("timeout")
		return
	}
	s.look()
}

// promiseOver says that a promise was not kept, or, where the cap comes before
// its date, that the case waits no longer for it.
func (s *step) promiseOver(t Timer) {
	date, until := s.c.Climb.Named, ""
	switch {
	case date.IsZero():
		date = t.At
	case date.After(s.now):
		until = stamp(t.At)
	}
	s.noteFact(EntryPromiseBroken, "date", stamp(date), "until", until)
}

func (s *step) look() {
	s.c.Climb.Looking = true
	s.notify(Notice{Kind: NoticeLook, To: ToBot, Rung: s.c.Climb.Rung})
	retry := s.r.Ladder.Look.Retry
	if retry.IsZero() {
		retry = Wait{Time: time.Hour}
	}
	s.setTimer(Timer{Kind: TimerLook, At: Calendar{}.Add(s.now, retry), From: s.now, Wait: retry})
	s.reason = DoneLooking
}

// waitForClass holds a due climb for a reply that a person may have written and
// nobody has classed yet.
func (s *step) waitForClass() bool {
	hold := s.r.Ladder.Unclassed
	if hold.IsZero() {
		return false
	}
	for _, r := range s.c.Replies {
		if r.Class != "" || r.Proposed == ClassAutoReply {
			continue
		}
		if until := s.r.Calendar.Add(r.At, hold); until.After(s.now) {
			s.noteFact(EntryWaiting, "reply", strconv.Itoa(r.N), "until", stamp(until))
			s.setTimer(Timer{Kind: TimerClimb, At: until, From: r.At, Wait: hold})
			s.reason = DoneWaiting
			return true
		}
	}
	return false
}

func (s *step) looked(f Looked) error {
	if !s.c.Climb.Looking || s.c.State != StateOpen {
		return refuse(CodeNothingDue)
	}
	if f.Failed != "" {
		s.lookFailed(f.Failed)
		return nil
	}
	s.drop(TimerLook)
	s.c.Climb.Looking, s.c.Climb.Looks = false, 0
	if s.waitForClass() {
		return nil
	}
	s.noteFact(EntryLooked, "reply", s.unclassed())
	s.advance()
	return nil
}

// unclassed is the number of the latest reply to the present rung that a person
// may have written and nobody has classed; empty when there is none. Whoever
// sent it was not silent.
func (s *step) unclassed() string {
	fired := time.Time{}
	for _, l := range s.c.Climb.Letters {
		if l.Round >= s.c.Climb.First && (fired.IsZero() || l.Issued.Before(fired)) {
			fired = l.Issued
		}
	}
	for i := len(s.c.Replies) - 1; i >= 0; i-- {
		if r := s.c.Replies[i]; r.Class == "" && r.Proposed != ClassAutoReply && !r.At.Before(fired) {
			return itoa(r.N)
		}
	}
	return ""
}

func (s *step) lookFailed(why string) {
	s.c.Climb.Looking = false
	s.c.Climb.Looks++
	s.drop(TimerLook)
	if s.c.Climb.Looks >= max(1, s.r.Ladder.Look.Limit) {
		s.noteFact(EntryLookFailed, "why", why, "tries", strconv.Itoa(s.c.Climb.Looks))
		s.openTask(Task{Kind: TaskLook})
		return
	}
	retry := s.r.Ladder.Look.Retry
	if retry.IsZero() {
		retry = Wait{Time: time.Hour}
	}
	again := Calendar{}.Add(s.now, retry)
	s.setTimer(Timer{Kind: TimerLook, At: again, From: s.now, Wait: retry})
	s.noteFact(EntryLookFailed, "why", why, "tries", strconv.Itoa(s.c.Climb.Looks), "again", stamp(again))
	s.reason = DoneWaiting
}

// remind writes again to everybody of this round who has the first message.
func (s *step) remind(t Timer) {
	n, err := strconv.Atoi(t.Ref)
	rung := s.rung()
	if err != nil || s.c.State != StateOpen || n > rung.Reminders {
		return
	}
	for _, l := range slices.Clone(s.letters()) {
		if c, ok := s.contact(l.Address); ok && !c.Dead && l.Failed == "" && !l.Delivered.IsZero() {
			s.write(c, n)
		}
	}
	if n < rung.Reminders {
		s.set(TimerReminder, strconv.Itoa(n+1), s.now, rung.Every)
	}
	s.reason = DoneAsked
}

func (s *step) contact(address string) (Contact, bool) {
	for _, c := range s.c.Contacts {
		if c.Address == address {
			return c, true
		}
	}
	return Contact{}, false
}

// preview announces the next step to the requester: silence means go.
func (s *step) preview() {
	due, ok := s.stepDate()
	if !ok {
		return
	}
	next := s.nextRung()
	rung := s.r.Ladder.Rungs[next]
	number, name := strconv.Itoa(next+1), rung.Name
	n := Notice{Kind: NoticePreview, To: ToRequester, Rung: next, At: due}
	usable, _ := s.usable(rung)
	alone, another := s.untried()
	switch {
	case rung.Kind == RungPost:
	case next == s.c.Climb.Rung && rung.Order == OneByOne && another:
		n.Address = alone.Address
	case next == s.c.Climb.Rung || len(usable) == 0:
		n.Rung, number, name = len(s.r.Ladder.Rungs), "", ""
	case rung.Order == OneByOne:
		n.Address = usable[0].Address
	}
	s.noteFact(EntryPreview, "rung", number, "name", name, "at", stamp(due))
	s.notify(n)
	s.reason = DoneAsked
}

func (s *step) stepDate() (time.Time, bool) { return s.c.step() }

// step is the date of the next step of the ladder; false when it has none.
func (c Case) step() (time.Time, bool) {
	for _, kind := range []TimerKind{TimerClimb, TimerPromise} {
		if t, ok := c.Timer(kind); ok {
			return t.At, true
		}
	}
	return time.Time{}, false
}

// nextRung is the one the next step leads to: the same for another contact of a
// one-by-one rung, else the next that has somebody to ask. Where nobody is left
// it is the last: there the case will be blocked.
func (s *step) nextRung() int {
	if s.rung().Order == OneByOne {
		if _, ok := s.untried(); ok {
			return s.c.Climb.Rung
		}
	}
	for i := s.c.Climb.Rung + 1; i < len(s.r.Ladder.Rungs); i++ {
		rung := s.r.Ladder.Rungs[i]
		if usable, why := s.usable(rung); rung.Kind == RungPost || len(usable) > 0 || why == rungDead {
			return i
		}
	}
	return len(s.r.Ladder.Rungs) - 1
}

// calendarChanged moves the open dates that are counted in working time.
func (s *step) calendarChanged(f CalendarChanged) error {
	moved := false
	for i, t := range s.c.Timers {
		if !t.Wait.Working || !t.Kind.OfOrganisation() {
			continue
		}
		if at := s.r.Calendar.Add(t.From, t.Wait); !at.Equal(t.At) {
			s.c.Timers[i].At = at
			moved = true
		}
	}
	if !moved {
		return refuse(CodeNothingDue)
	}
	due, ok := s.stepDate()
	if ok {
		s.armPreview(due)
	}
	s.noteFact(EntryDatesMoved, "version", f.Version, "due", stamp(due))
	return nil
}
