package escalation

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (s *step) replied(f Replied) error {
	if strings.TrimSpace(f.Text) == "" && f.Class == "" {
		return refuse(CodeEmpty, "field", "text")
	}
	if f.Class != "" {
		if err := s.checkClass(f.Class, f.Detail); err != nil {
			return err
		}
	}
	at := f.At
	if at.IsZero() || at.After(s.now) {
		at = s.now
	}
	r := Reply{N: len(s.c.Replies) + 1, At: at, From: f.From, Text: f.Text, Link: f.Link, Proposed: f.Proposed}
	s.c.Replies = append(s.c.Replies, r)
	s.said(EntryReply, f.Text, "reply", itoa(r.N), "from", f.From, "proposed", string(f.Proposed), "link", f.Link, "edited", yes(f.Edited))
	if f.Class != "" {
		s.class(r.N, f.Class, f.Detail)
		return nil
	}
	if !s.c.State.Over() {
		s.openTask(Task{Kind: TaskClass, Reply: r.N})
	}
	return nil
}

func (s *step) checkClass(class Class, d Detail) error {
	if !class.Valid() {
		return refuse(CodeUnknownClass, "class", string(class))
	}
	if class == ClassPromise && !d.Promised.After(s.now) {
		return refuse(CodePromiseDate, "date", stamp(d.Promised))
	}
	if class == ClassWrongBody && d.Contact != nil && s.c.Requester.CannotPhone && Scheme(d.Contact.Address) == SchemePhone {
		return refuse(CodeCannotPhone, "address", d.Contact.Address)
	}
	return nil
}

func (s *step) classed(f Classed) error {
	if f.Reply < 1 || f.Reply > len(s.c.Replies) {
		return refuse(CodeUnknownReply, "reply", itoa(f.Reply))
	}
	if err := s.checkClass(f.Class, f.Detail); err != nil {
		return err
	}
	was := s.c.Replies[f.Reply-1].Class
	if was == f.Class && f.Class != ClassPromise {
		return refuse(CodeSameClass, "class", string(was))
	}
	if was != "" {
		s.said(EntryCorrected, "", "reply", itoa(f.Reply), "was", string(was), "class", string(f.Class))
		s.undoClass(f.Reply, was)
	}
	s.class(f.Reply, f.Class, f.Detail)
	return nil
}

// undoClass takes back what the first class did to the clock.
func (s *step) undoClass(reply int, was Class) {
	switch {
	case s.c.State == StateHeld && s.c.Hold.Reply == reply:
		s.resume("")
	case was == ClassPromise && s.hasTimer(TimerPromise):
		s.drop(TimerPromise, TimerPreview)
		s.c.Climb.Promised = time.Time{}
		if s.rung().Kind == RungPost {
			s.fire(s.c.Climb.Rung)
			return
		}
		s.afterFailure()
	}
}

// class gives a reply its class, and the class its effect on the clock.
func (s *step) class(n int, class Class, d Detail) {
	r := &s.c.Replies[n-1]
	corrected := r.Class != ""
	r.Class, r.By = class, s.e.Actor.Name
	if !corrected {
		s.said(EntryClassed, "", "reply", itoa(n), "class", string(class))
	}
	s.closeTasks(func(t Task) bool { return t.Kind == TaskClass && t.Reply == n })
	if s.c.State.Over() || s.c.State == StateDraft || s.quarantine() {
		return // kept, and without an effect on a clock that does not run
	}
	switch class {
	case ClassAutoReply:
	case ClassAcknowledgement:
		s.extend()
	case ClassTransmitted:
		s.said(EntryPassedOn, "", "from", r.From, "owner", d.Owner)
	case ClassNeedsInfo:
		s.askRequester(HoldRequester, n, NoticeTurn)
	case ClassPromise:
		s.promise(r.From, d.Promised)
	case ClassWrongBody:
		s.wrongBody(r.From, d.Contact)
	case ClassRefusal, ClassAnswer:
		s.askRequester(HoldVerdict, n, NoticeVerdict)
	}
}

// askRequester holds the case for the requester: it is their turn.
func (s *step) askRequester(why HoldReason, reply int, kind NoticeKind) {
	s.hold(why, reply, time.Time{})
	s.notify(Notice{Kind: kind, To: ToRequester, Reply: reply})
	s.setPeople(TimerTurn, "", s.r.Ladder.Turn.Every)
}

// extend grants the rung's one extension for an acknowledgement.
func (s *step) extend() {
	w := s.rung().Extension
	t, running := s.c.Timer(TimerClimb)
	if w.IsZero() || s.c.Climb.Extended || !running || s.c.State != StateOpen {
		return
	}
	s.c.Climb.Extended = true
	due := s.armClimb(t.At, w)
	s.noteFact(EntryExtended, "wait", w.String(), "due", stamp(due))
	s.reason = DoneExtended
}

// promise sets the clock to a promised date. The cap counts from the rung's
// first promise, so that a chain of promises cannot stall the case.
func (s *step) promise(from string, date time.Time) {
	if s.c.Climb.Promised.IsZero() {
		s.c.Climb.Promised = s.now
	}
	obeyed := date
	if limit := s.r.Ladder.PromiseCap; !limit.IsZero() {
		if last := s.r.Calendar.Add(s.c.Climb.Promised, limit); last.Before(obeyed) {
			obeyed = last
		}
	}
	s.said(EntryPromise, "", "from", from, "date", stamp(date), "obeyed", stamp(obeyed))
	if !obeyed.After(s.now) {
		return // the cap is spent: the clock goes on as it was
	}
	s.c.Climb.Named = date
	if s.c.State != StateOpen {
		s.leavePost()
		s.c.State, s.c.Hold, s.c.Asked = StateOpen, Hold{}, 0
	}
	s.c.Climb.Looking = false
	s.drop(TimerReminder, TimerClimb, TimerLook, TimerSnooze, TimerTurn, TimerApproval)
	s.setTimer(Timer{Kind: TimerPromise, At: obeyed})
	s.armPreview(obeyed)
	s.reason = DonePromise
}

// wrongBody hands the case over: to the contact they named, else to the next of
// the same rung, else to those of the rung who were asked too; when there is
// nobody left it climbs.
func (s *step) wrongBody(from string, named *Contact) {
	if s.c.State == StateAwaitingApproval {
		return // the post goes to the public, not to a contact
	}
	who := s.sender(from)
	lost := s.now.Sub(s.c.Climb.Since)
	s.c.Lost += lost
	s.c.Climb.Since = s.now
	for _, l := range s.letters() {
		if l.Address == who {
			l.Failed = string(ClassWrongBody)
			s.cancel = append(s.cancel, l.Key)
			s.closeTasks(func(t Task) bool { return t.Kind == TaskReach && t.Letter == l.Key })
		}
	}
	handedTo := func(address string) {
		s.said(EntryHandedOver, "", "from", from, "to", address, "lost", elapsed(lost))
	}
	if named != nil && named.Address != "" {
		c, known := s.contact(named.Address)
		if !known || c.Dead { // one of another rung stays what it is, and is asked there again
			c = *named
			c.Role = s.rung().Role
			s.addContact(c)
		}
		handedTo(c.Address)
		s.nextContact(c)
		return
	}
	if s.rung().Order == OneByOne {
		if next, ok := s.untried(); ok {
			handedTo(next.Address)
			s.nextContact(next)
			return
		}
	}
	for _, l := range s.letters() {
		if l.Failed == "" { // somebody else of the rung has the file
			handedTo(l.Address)
			s.reason = DoneHandedOver
			s.startClock()
			return
		}
	}
	handedTo("")
	s.climb("")
}

// elapsed is the field of an entry, empty where nothing has passed.
func elapsed(d time.Duration) string {
	w := Elapsed(d)
	if w.IsZero() {
		return ""
	}
	return w.String()
}

// sender finds which contact a reply came from: by address or name, or because
// only one was asked.
func (s *step) sender(from string) string {
	letters := s.letters()
	for _, l := range letters {
		c, _ := s.contact(l.Address)
		if fold(l.Address) == fold(from) || c.Name != "" && fold(c.Name) == fold(from) {
			return l.Address
		}
	}
	active := slices.DeleteFunc(letters, func(l *Letter) bool { return l.Failed != "" || l.Delivered.IsZero() })
	if len(active) == 1 {
		return active[0].Address
	}
	return from
}

func (s *step) verdict(f Verdict) error {
	if s.e.Actor.Role != ActorRequester {
		return refuse(CodeNotRequester)
	}
	if s.c.State != StateHeld || s.c.Hold.Reason != HoldVerdict {
		return refuse(CodeNoVerdictDue)
	}
	if f.Solved {
		wait := ""
		if reply := s.c.Hold.Reply; reply > 0 {
			if first, at := s.firstDelivery(), s.c.Replies[reply-1].At; !first.IsZero() && !at.Before(first) {
				wait = Elapsed(at.Sub(first)).String() // "0s" for who answered in the same call
			}
		}
		s.said(EntryVerdictYes, "", "wait", wait)
		s.end(StateAnswered, "")
		return nil
	}
	s.said(EntryVerdictNo, "")
	s.climb("")
	return nil
}

// firstDelivery is when the organisation was first reached: from then on it has
// kept the requester waiting, whichever of its contacts answered at last.
func (s *step) firstDelivery() time.Time {
	var first time.Time
	for _, l := range s.c.Climb.Letters {
		if !l.Delivered.IsZero() && (first.IsZero() || l.Delivered.Before(first)) {
			first = l.Delivered
		}
	}
	return first
}

func (s *step) informed(f Informed) error {
	if s.c.State != StateHeld || s.c.Hold.Reason != HoldRequester {
		return refuse(CodeNotYourTurn)
	}
	if s.e.Actor.Role != ActorRequester {
		return refuse(CodeNotRequester)
	}
	if strings.TrimSpace(f.Text) == "" {
		return refuse(CodeEmpty, "field", "text")
	}
	s.said(EntryInformed, f.Text)
	reply := s.c.Hold.Reply
	s.resume("")
	if reply < 1 {
		return nil
	}
	s.c.Replies[reply-1].Given = f.Text
	c, known := s.contact(s.sender(s.c.Replies[reply-1].From))
	if known && !c.Dead && s.r.Served[Scheme(c.Address)] {
		s.notify(Notice{Kind: NoticeInfo, To: ToContact, Address: c.Address, Reply: reply, Text: f.Text})
		return nil
	}
	address := c.Address
	if !known {
		address = s.c.Replies[reply-1].From
	}
	s.openTask(Task{Kind: TaskReach, Address: address, Reply: reply})
	return nil
}
