package escalation

// What becomes of a text that was taken back while it was on its way. Until that
// is known no other text leaves; it always ends in one of three facts: it has
// landed, it certainly has not, or nobody can tell and a person looks.

// landed records that the text is out all the same. Where another one is before
// people by now, that one takes its place; where the requester has ended the case,
// it is taken away.
func (s *step) landed(f Delivered) {
	p := &s.c.Post
	recalled := *p.Recalled
	s.standing(f, recalled.Text, recalled.Hash)
	if p.Out.Withdrawn == nil {
		p.Out.Withdrawn = recalled.Withdrawn
	}
	withdrawn := p.Out.Withdrawn != nil
	if withdrawn {
		s.takeDown()
	}
	if !withdrawn && !s.c.State.Over() && (p.Text == "" || p.Hash == recalled.Hash) {
		*p = Post{Text: recalled.Text, Hash: recalled.Hash, Link: p.Link, Out: p.Out}
		s.isPublished()
		return
	}
	s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticeLanded, To: ToRequester, Hash: recalled.Hash, Text: recalled.Text})
	s.recallOver()
}

// recallOver goes on once it is known what became of the text.
func (s *step) recallOver() {
	p := &s.c.Post
	looked := p.Unknown
	p.Recalled, p.Unknown = nil, false
	if looked {
		s.closeTasks(func(t Task) bool { return t.Kind == TaskPost })
	}
	s.goOn()
}

// goOn sends the text that was approved meanwhile; one that was given back to the
// team asks for another.
func (s *step) goOn() {
	p := &s.c.Post
	switch {
	case s.c.State != StateAwaitingApproval:
	case !p.Approved.IsZero():
		s.sendPost()
	case p.Text != "" && p.Consent == nil && !s.hasTimer(TimerTurn):
		s.openTask(Task{Kind: TaskPost})
	}
}

// recallUnknown has a person look. What is said by the text's own delivery is not
// the last word: the platform is asked once more.
func (s *step) recallUnknown(f OutcomeUnknown) {
	if f.Kind != NoticeRecall || s.c.Post.Unknown {
		return
	}
	s.c.Post.Unknown = true
	if s.c.State.Over() {
		s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticePostStays, To: ToTeam})
	}
}

// correctionDropped gives up a correction that is before people.
func (s *step) correctionDropped(f CorrectionDropped) error {
	if err := s.awaiting(); err != nil {
		return err
	}
	if s.out() == nil {
		return refuse(CodeNotPublished)
	}
	s.dropCorrection(s.e.Actor, f.Reason)
	return nil
}

// dropCorrection goes back to what is out, or to what is withdrawn.
func (s *step) dropCorrection(by Actor, reason string) {
	p := &s.c.Post
	s.enter(by, EntryCorrectionDropped, reason, []string{"hash", p.Hash})
	if p.Out.Withdrawn != nil {
		s.end(StateClosed, ClosedPostWithdrawn)
	} else {
		s.end(StatePublished, "")
	}
	*p = p.bare()
	p.Text, p.Hash = p.Out.Text, p.Out.Hash
	s.notify(Notice{Kind: NoticeState, To: ToRequester, Text: s.c.Closed})
	s.reason = DoneDropped
}
