package escalation

import (
	"strings"
	"time"
)

// enterApproval begins the last rung: a text is composed, the requester consents
// to it, moderators approve it, and only then it is posted.
func (s *step) enterApproval() {
	s.c.State = StateAwaitingApproval
	s.c.Post = s.c.Post.bare()
	s.c.Asked = 0
	s.notify(Notice{Kind: NoticeCompose, To: ToBot, Rung: s.c.Climb.Rung})
}

// leavePost takes a text that is not out back. What is out stays as it is.
func (s *step) leavePost() {
	s.takeBackPost()
	s.c.Post = s.c.Post.bare()
	s.closeTasks(func(t Task) bool { return t.Kind == TaskPost && !s.c.Post.Unknown })
}

// recallAfter is how long after a post was taken back it is looked for: what was
// on its way has landed by then, or never will.
const recallAfter = time.Minute

// takeBackPost stops an approved text that is on its way. It may land all the
// same: the platform is asked, unless a person looks already. There is never a
// second one to take back, since none leaves before that is known.
func (s *step) takeBackPost() {
	s.out()
	p := &s.c.Post
	if p.Notice != "" {
		s.cancel = append(s.cancel, p.Notice)
		p.Recalled = &Recalled{Notice: p.Notice, Text: p.Text, Hash: p.Hash, Since: p.Approved}
		p.Notice = ""
		if !p.Unknown {
			s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticeRecall, To: ToBot,
				Hash: p.Hash, Text: p.Recalled.Notice, NotBefore: s.now.Add(recallAfter)})
		}
	}
	p.Approved = time.Time{}
}

// lookForPost keeps a person looking for as long as nobody knows whether a text is
// out. Where a case is over the team was told.
func (s *step) lookForPost() {
	p := &s.c.Post
	if p.Recalled != nil && p.Recalled.Since.IsZero() { // of an earlier version of the program, which did not ask to the end
		p.Unknown = true
	}
	if p.Unknown && !s.c.State.Over() {
		s.openTask(Task{Kind: TaskPost})
	}
}

func (s *step) awaiting() error {
	if s.c.State != StateAwaitingApproval {
		return refuse(CodeNoApproval)
	}
	return nil
}

// drafted puts a text before the requester. Any edit voids consent and votes.
func (s *step) drafted(f Drafted) error {
	if err := s.awaiting(); err != nil {
		return err
	}
	if strings.TrimSpace(f.Text) == "" {
		return refuse(CodeEmpty, "field", "text")
	}
	s.takeBackPost()
	s.c.Post = s.c.Post.bare()
	s.c.Post.Text, s.c.Post.Hash = f.Text, TextHash(f.Text)
	s.c.Asked = 0
	s.drop(TimerApproval, TimerTurn)
	s.closeTasks(func(t Task) bool { return t.Kind == TaskPost && !s.c.Post.Unknown || t.Kind == TaskRequester })
	s.said(EntryDrafted, f.Text, "hash", s.c.Post.Hash)
	s.notify(Notice{Kind: NoticeConsent, To: ToRequester, Hash: s.c.Post.Hash})
	s.setPeople(TimerTurn, "", s.r.Ladder.Turn.Every)
	s.reason = DoneDrafted
	return nil
}

func (s *step) currentText(hash string) error {
	if err := s.awaiting(); err != nil {
		return err
	}
	if s.c.Post.Text == "" || hash != s.c.Post.Hash {
		return refuse(CodeStaleText)
	}
	return nil
}

func (s *step) consented(f Consented) error {
	if err := s.currentText(f.Hash); err != nil {
		return err
	}
	switch {
	case s.e.Actor.Role != ActorRequester:
		return refuse(CodeNotRequester)
	case s.c.Post.Denial != nil:
		return refuse(CodeStaleText)
	case s.c.Post.Consent != nil:
		return refuse(CodeVotedAlready)
	}
	s.c.Post.Consent = s.vote("")
	s.c.Asked = 0
	s.drop(TimerTurn)
	s.closeTasks(func(t Task) bool { return t.Kind == TaskRequester })
	s.said(EntryConsented, "", "hash", f.Hash)
	s.notify(Notice{Kind: NoticeApproval, To: ToModerators, Hash: f.Hash})
	s.setPeople(TimerApproval, "", s.r.Ladder.Approval.Every)
	s.reason = DoneConsented
	return nil
}

// sendPost has the approved text said in public: anew, or in the place of what is
// out. Where only a person knows that place, a person does it. While an earlier one
// may still land it waits: there is never a second post.
func (s *step) sendPost() {
	if recalled := s.c.Post.Recalled; recalled != nil {
		s.noteFact(EntryPostWaits, "hash", s.c.Post.Hash, "earlier", recalled.Hash)
		return
	}
	s.c.Post.Notice = s.nextKey()
	if out := s.out(); out != nil && out.Room == "" {
		s.c.Post.Unknown = true
		s.openTask(Task{Kind: TaskPost})
		return
	}
	s.notify(Notice{Key: s.c.Post.Notice, Kind: NoticePost, To: ToPublic, Hash: s.c.Post.Hash, Text: s.c.Post.Text})
}

// outcomeUnknown: nobody knows whether something was said. A post is never sent
// again without a person who has looked; a letter becomes a task for one.
func (s *step) outcomeUnknown(f OutcomeUnknown) error {
	if l := s.letter(f.Notice); l != nil {
		s.noteFact(EntryUnknownOutcome, "address", l.Address)
		if l.Delivered.IsZero() && l.Failed == "" {
			s.openTask(Task{Kind: TaskReach, Address: l.Address, Letter: l.Key})
		}
		return nil
	}
	if f.Kind == NoticeInfo {
		s.noteFact(EntryUnknownOutcome, "address", f.Address)
		s.passOnByHand(f.Address, f.Reply)
		return nil
	}
	s.noteFact(EntryUnknownOutcome, "address", string(ToPublic))
	p := &s.c.Post
	switch {
	case f.Notice == "":
	case p.Recalled != nil && f.Notice == p.Recalled.Notice:
		s.recallUnknown(f)
	case f.Notice == p.Notice && s.c.State == StateAwaitingApproval:
		p.Unknown = true
	}
	return nil
}

// postLooked is a person's word on a text of which nobody knew whether it is out:
// done, it is; skipped, it is not, and goes out now unless it was taken back.
func (s *step) postLooked(f TaskDone) {
	p := &s.c.Post
	if !p.Unknown {
		return
	}
	looked := p.Notice
	if p.Recalled != nil {
		looked = p.Recalled.Notice
	}
	if f.Outcome == OutcomeDone {
		_ = s.published(Delivered{Notice: looked, Proof: f.Proof}) // not refused: it is the one in doubt
		return
	}
	p.Unknown, p.Recalled = false, nil
	s.goOn()
}
