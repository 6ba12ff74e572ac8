package escalation

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Scheme is the part of an address before the colon: "mailto", "tel", "room".
func Scheme(address string) string {
	scheme, _, _ := strings.Cut(address, ":")
	return scheme
}

// fire puts the case on a rung and asks its contacts. An empty rung is passed at
// once; one whose contacts are all dead is blocked.
func (s *step) fire(i int) {
	s.dropPending("superseded")
	s.drop(TimerReminder, TimerPreview, TimerClimb, TimerPromise, TimerLook, TimerSnooze, TimerTurn, TimerApproval)
	s.leavePost()
	s.c.Hold, s.c.Asked = Hold{}, 0
	for ; i < len(s.r.Ladder.Rungs); i++ {
		rung := s.r.Ladder.Rungs[i]
		c := &s.c.Climb
		c.Rung, c.Since, c.Extended, c.Looks, c.Looking, c.Promised = i, s.now, false, 0, false, time.Time{}
		c.Round++
		c.First = c.Round
		if rung.Kind == RungPost {
			s.noteFact(EntryRungFired, "rung", strconv.Itoa(i+1), "name", rung.Name)
			s.enterApproval()
			return
		}
		usable, why := s.usable(rung)
		switch {
		case len(usable) > 0:
			s.c.State = StateOpen
			s.noteFact(EntryRungFired, "rung", strconv.Itoa(i+1), "name", rung.Name, "contacts", strconv.Itoa(len(usable)))
			s.ensureLetters()
			return
		case why == rungDead:
			s.block()
			return
		}
		s.noteFact(EntryRungSkipped, "rung", strconv.Itoa(i+1), "name", rung.Name, "why", why)
	}
	// Nothing above and nobody to ask: only a person can go on.
	s.c.Climb.Rung = len(s.r.Ladder.Rungs) - 1
	s.block()
}

// Why a rung has nobody to ask.
const (
	rungEmpty   = "empty"        // the organisation has no contact of that role
	rungNoPhone = "cannot_phone" // only telephones, and the requester cannot phone
	rungDead    = "dead"         // there are contacts, and all of them are dead
)

// usable are the contacts a rung may ask for this requester, and why there are none.
func (s *step) usable(rung Rung) (usable []Contact, why string) {
	why = rungEmpty
	for _, c := range s.c.Contacts {
		switch {
		case c.Role != rung.Role:
		case s.c.Requester.CannotPhone && Scheme(c.Address) == SchemePhone:
			if why == rungEmpty {
				why = rungNoPhone
			}
		case c.Dead:
			why = rungDead
		default:
			usable = append(usable, c)
		}
	}
	return usable, why
}

// block stands the clock until somebody finds a living contact.
func (s *step) block() {
	rung := s.rung()
	s.drop(TimerReminder, TimerPreview, TimerClimb, TimerPromise, TimerLook)
	s.c.State = StateHeld
	s.c.Hold = Hold{Reason: HoldBlocked, Since: s.now}
	s.noteFact(EntryBlocked, "rung", strconv.Itoa(s.c.Climb.Rung+1), "name", rung.Name)
	s.notify(Notice{Kind: NoticeBlocked, To: ToTeam, Rung: s.c.Climb.Rung})
	if !s.hasTask(TaskContact) {
		s.openTask(Task{Kind: TaskContact})
	}
	s.reason = DoneBlocked
}

// letters are the first messages of the present round.
func (s *step) letters() []*Letter {
	var out []*Letter
	for i := range s.c.Climb.Letters {
		if l := &s.c.Climb.Letters[i]; l.Round == s.c.Climb.Round && l.Reminder == 0 {
			out = append(out, l)
		}
	}
	return out
}

// ensureLetters writes to every contact of the present round that has no letter
// yet: all of them together, or the first that this rung has not tried.
func (s *step) ensureLetters() {
	rung := s.rung()
	usable, _ := s.usable(rung)
	has := map[string]bool{}
	for _, l := range s.letters() {
		has[l.Address] = true
	}
	if rung.Order == OneByOne {
		if len(has) > 0 {
			return
		}
		if next, ok := s.untried(); ok {
			s.write(next, 0)
		} else if len(usable) > 0 {
			s.write(usable[0], 0)
		}
		return
	}
	for _, c := range usable {
		if !has[c.Address] {
			s.write(c, 0)
		}
	}
}

// untried is the next contact of a one-by-one rung that has not been asked since
// the rung fired.
func (s *step) untried() (Contact, bool) {
	asked := map[string]bool{}
	for _, l := range s.c.Climb.Letters {
		if l.Round >= s.c.Climb.First {
			asked[l.Address] = true
		}
	}
	usable, _ := s.usable(s.rung())
	for _, c := range usable {
		if !asked[c.Address] {
			return c, true
		}
	}
	return Contact{}, false
}

// write issues a message to a contact: a letter where an adapter serves the
// address, else a task for the team. It waits for the opening hours and for the
// rung's minimum gap.
func (s *step) write(to Contact, reminder int) {
	l := Letter{Key: s.nextKey(), Address: to.Address, Rung: s.c.Climb.Rung, Round: s.c.Climb.Round,
		Reminder: reminder, Issued: s.now}
	from := s.now
	if gap := s.rung().Gap; !gap.IsZero() {
		for _, old := range s.c.Climb.Letters {
			if old.Address == to.Address && !old.Delivered.IsZero() {
				if earliest := s.r.Calendar.Add(old.Delivered, gap); earliest.After(from) {
					from = earliest
				}
			}
		}
	}
	notBefore := s.r.Calendar.NextOpen(from)
	s.c.Climb.Letters = append(s.c.Climb.Letters, l)
	waits := ""
	if notBefore.After(s.now) {
		waits = stamp(notBefore)
	}
	s.noteFact(EntryLetter, "address", to.Address, "name", to.Name, "reminder", strconv.Itoa(reminder), "not_before", waits)
	if s.r.Served[Scheme(to.Address)] {
		s.notify(Notice{Key: l.Key, Kind: NoticeLetter, To: ToContact, Address: to.Address,
			Rung: l.Rung, Reminder: reminder, NotBefore: notBefore})
		return
	}
	s.openTask(Task{Kind: TaskReach, Address: to.Address, Letter: l.Key, Opened: notBefore})
}

// dropPending takes back what has not arrived yet. A letter that is being sent
// at this moment may still land; its receipt is recorded then.
func (s *step) dropPending(why string) {
	for i := range s.c.Climb.Letters {
		l := &s.c.Climb.Letters[i]
		if l.Delivered.IsZero() && l.Failed == "" {
			l.Failed = why
			s.cancel = append(s.cancel, l.Key)
			s.noteFact(EntryNotDelivered, "address", l.Address, "reminder", itoa(l.Reminder), "why", why)
		}
	}
	s.closeTasks(func(t Task) bool {
		return t.Kind == TaskReach || t.Kind == TaskLook || t.Kind == TaskContact || t.Kind == TaskRequester
	})
}

// advance goes on after a silence: to the next contact of a one-by-one rung, or
// to the next rung.
func (s *step) advance() {
	rung := s.rung()
	s.noteFact(EntrySilence, "rung", strconv.Itoa(s.c.Climb.Rung+1), "name", rung.Name, "since", stamp(s.roundDelivered()), "reply", s.unclassed())
	if rung.Order == OneByOne {
		if next, ok := s.untried(); ok {
			s.nextContact(next)
			return
		}
	}
	s.climb("")
}

// nextContact asks another contact on the same rung; its clock starts with the
// delivery.
func (s *step) nextContact(next Contact) {
	s.drop(TimerReminder, TimerPreview, TimerClimb, TimerPromise, TimerLook)
	s.dropPending("superseded")
	s.c.State, s.c.Hold = StateOpen, Hold{}
	c := &s.c.Climb
	c.Round++
	c.Looks, c.Looking = 0, false
	s.write(next, 0)
	s.reason = DoneHandedOver
}

// climb goes to the next rung; why is a person's reason.
func (s *step) climb(why string) {
	from := s.rung().Name
	next := s.c.Climb.Rung + 1
	to := ""
	if next < len(s.r.Ladder.Rungs) {
		to = s.r.Ladder.Rungs[next].Name
	}
	if s.rung().Kind == RungPost { // a "no" to a late answer: the post again
		next, to = s.c.Climb.Rung, from
	}
	by := s.e.Actor
	if _, clock := s.e.Fact.(TimeCame); clock {
		by = Actor{Role: ActorBot}
	}
	s.enter(by, EntryClimbed, why, []string{"from", from, "to", to})
	s.reason = DoneClimbed
	s.fire(next)
	if s.c.State == StateHeld {
		s.reason = DoneBlocked
	}
}

func (s *step) climbAsked(f ClimbAsked) error {
	if s.c.State == StateAwaitingApproval || s.c.Climb.Rung >= len(s.r.Ladder.Rungs)-1 {
		return refuse(CodeLastRung)
	}
	if s.e.Actor.Role == ActorContact {
		if err := s.mayPassUp(); err != nil {
			return err
		}
	}
	s.climb(f.Reason)
	return nil
}

// mayPassUp refuses a contact who sends the case on while it is somebody else's
// turn, or where nobody is above: to go public is not theirs to ask.
func (s *step) mayPassUp() error {
	if s.c.State != StateOpen {
		return refuse(CodeHeld)
	}
	for _, rung := range s.r.Ladder.Rungs[s.c.Climb.Rung+1:] {
		if rung.Kind == RungPost {
			break
		}
		if usable, _ := s.usable(rung); len(usable) > 0 {
			return nil
		}
	}
	return refuse(CodeLastRung)
}

func (s *step) contactAdded(f ContactAdded) error {
	if Scheme(f.Contact.Address) == f.Contact.Address || f.Contact.Role == "" {
		return refuse(CodeEmpty, "field", "address")
	}
	for _, c := range s.c.Contacts {
		if same := c.Address == f.Contact.Address || c.Place != "" && c.Place == f.Contact.Place; same && !c.Dead {
			return refuse(CodeDuplicateContact, "address", c.Address)
		}
	}
	s.addContact(f.Contact)
	rung := s.rung()
	if f.Contact.Role != rung.Role {
		return nil
	}
	switch {
	case s.c.State == StateHeld && s.c.Hold.Reason == HoldBlocked:
		s.noteFact(EntryResumed)
		s.reason = DoneRunning
		s.fire(s.c.Climb.Rung)
	case s.c.State == StateOpen && rung.Kind == RungLetter && rung.Order != OneByOne:
		s.ensureLetters()
	case s.c.State == StateOpen && rung.Kind == RungLetter && !s.asked():
		s.nextContact(f.Contact)
	}
	s.closeTasks(func(t Task) bool { return t.Kind == TaskContact })
	return nil
}

// asked says that somebody of the present round has, or is about to get, the
// message.
func (s *step) asked() bool {
	return slices.ContainsFunc(s.letters(), func(l *Letter) bool { return l.Failed == "" })
}

func (s *step) addContact(c Contact) {
	for i := range s.c.Contacts {
		if s.c.Contacts[i].Address == c.Address {
			s.c.Contacts = append(s.c.Contacts[:i], s.c.Contacts[i+1:]...)
			break
		}
	}
	s.c.Contacts = append(s.c.Contacts, c)
	s.said(EntryContactAdded, "", "address", c.Address, "role", string(c.Role), "source", c.Source)
}

func (s *step) contactDied(f ContactDied) error {
	s.killContact(f.Address, f.Why)
	for i := range s.c.Climb.Letters {
		l := &s.c.Climb.Letters[i]
		if l.Round == s.c.Climb.Round && l.Address == f.Address && l.Failed == "" {
			l.Failed = f.Why
			s.cancel = append(s.cancel, l.Key)
		}
	}
	s.afterFailure()
	return nil
}

func (s *step) killContact(address, why string) {
	for i := range s.c.Contacts {
		if s.c.Contacts[i].Address == address && !s.c.Contacts[i].Dead {
			s.c.Contacts[i].Dead = true
			s.noteFact(EntryContactDead, "address", address, "why", why)
			if !s.hasTask(TaskContact) {
				s.openTask(Task{Kind: TaskContact, Address: address})
			}
		}
	}
}

// afterFailure goes on when a message of this round will not arrive: the clock
// of the others starts, the next contact is asked, or the rung is over.
func (s *step) afterFailure() {
	if s.c.State != StateOpen || s.rung().Kind != RungLetter {
		return
	}
	letters := s.letters()
	if len(letters) == 0 {
		return
	}
	for _, l := range letters {
		if l.Failed == "" {
			s.startClock()
			return
		}
	}
	if usable, why := s.usable(s.rung()); len(usable) == 0 && why == rungDead {
		s.block()
		return
	}
	if next, ok := s.untried(); ok {
		s.nextContact(next)
		return
	}
	s.advance()
}
