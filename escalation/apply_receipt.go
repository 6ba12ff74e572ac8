package escalation

// delivered records a receipt. The clock of a rung starts with the last one.
func (s *step) delivered(f Delivered) error {
	if f.Card != nil {
		s.showCard(*f.Card)
		return nil
	}
	switch f.Kind {
	case NoticePost:
		return s.published(f)
	case NoticeTakeDown:
		return s.takenDown()
	}
	l := s.letter(f.Notice)
	twice := ""
	if f.Twice {
		twice = "yes"
	}
	if l == nil { // an answer that was passed on, or a letter of another time
		s.noteFact(EntryDelivered, "address", f.Address, "proof", f.Proof, "twice", twice)
		return nil
	}
	l.Delivered, l.Proof = s.now, f.Proof
	s.noteFact(EntryDelivered, "address", l.Address, "reminder", itoa(l.Reminder), "proof", f.Proof, "twice", twice)
	s.closeTasks(func(t Task) bool { return t.Kind == TaskReach && t.Letter == l.Key })
	if l.Round == s.c.Climb.Round && l.Reminder == 0 && l.Failed == "" {
		s.startClock()
	}
	return nil
}

// postponed says that a letter waits; its clock has not started.
func (s *step) postponed(f Postponed) error {
	l := s.letter(f.Notice)
	if l == nil || !l.Delivered.IsZero() || l.Failed != "" {
		return refuse(CodeUnknownNotice)
	}
	if f.ByHand {
		s.openTask(Task{Kind: TaskReach, Address: l.Address, Letter: l.Key})
		return nil
	}
	s.noteFact(EntryPostponed, "address", l.Address, "reminder", itoa(l.Reminder), "until", stamp(f.Until), "why", f.Why)
	return nil
}

// passOnByHand asks a person to pass on the requester's answer that could not be
// sent.
func (s *step) passOnByHand(address string, reply int) {
	if !s.c.State.Over() && reply > 0 && reply <= len(s.c.Replies) {
		s.openTask(Task{Kind: TaskReach, Address: address, Reply: reply})
	}
}

func (s *step) letter(key string) *Letter {
	for i := range s.c.Climb.Letters {
		if s.c.Climb.Letters[i].Key == key {
			return &s.c.Climb.Letters[i]
		}
	}
	return nil
}

func (s *step) showCard(card Card) {
	for i := range s.c.Cards {
		if s.c.Cards[i].Room == card.Room {
			s.c.Cards[i] = card
			return
		}
	}
	s.c.Cards = append(s.c.Cards, card)
}

func (s *step) deliveryFailed(f DeliveryFailed) error {
	switch f.Kind {
	case NoticePost, NoticeRecall:
		s.postFailed(f)
		return nil
	case NoticeTakeDown:
		s.notTakenDown(f)
		return nil
	}
	l := s.letter(f.Notice)
	if l == nil {
		s.noteFact(EntryNotDelivered, "address", f.Address, "why", f.Why)
		if f.Dead {
			s.killContact(f.Address, f.Why)
		}
		if f.Kind == NoticeInfo {
			s.passOnByHand(f.Address, f.Reply)
		}
		return nil
	}
	if !f.Dead {
		s.sendByHand(l, f.Why)
		return nil
	}
	s.fail(l, f.Why, true)
	return nil
}

// sendByHand asks a person to send a letter that cannot be sent though its contact
// lives: that is our own fault and not the organisation's silence, so nothing
// climbs for it.
func (s *step) sendByHand(l *Letter, why string) {
	s.noteFact(EntryNotDelivered, "address", l.Address, "reminder", itoa(l.Reminder), "why", why)
	if !s.c.State.Over() && l.Delivered.IsZero() && l.Failed == "" {
		s.openTask(Task{Kind: TaskReach, Address: l.Address, Letter: l.Key})
	}
}

// fail records that a letter will not arrive and goes on without it.
func (s *step) fail(l *Letter, why string, dead bool) {
	address, current := l.Address, l.Round == s.c.Climb.Round && l.Reminder == 0
	l.Failed = why
	s.noteFact(EntryNotDelivered, "address", address, "why", why)
	if dead {
		s.killContact(address, why)
	}
	if current {
		s.afterFailure()
	}
}
