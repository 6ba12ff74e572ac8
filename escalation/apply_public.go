package escalation

import (
	"strings"
	"time"
)

// out is what the public finds; nil: nothing. A post of an earlier version of the
// program is out at a place that was not kept.
func (s *step) out() *Out {
	p := &s.c.Post
	if p.Out == nil && p.Link != "" {
		p.Out = &Out{Text: p.Text, Hash: p.Hash}
		p.Notice = "" // it has arrived
	}
	return p.Out
}

// published records that the approved text is out, for the first time or in the
// place of what was.
func (s *step) published(f Delivered) error {
	p := &s.c.Post
	switch {
	case f.Notice == "":
		return refuse(CodeUnknownNotice)
	case p.Recalled != nil && f.Notice == p.Recalled.Notice:
		s.landed(f)
		return nil
	case f.Notice != p.Notice:
		return refuse(CodeUnknownNotice)
	}
	s.standing(f, p.Text, p.Hash)
	p.Notice, p.Unknown, p.Out.Withdrawn = "", false, nil
	if !s.c.State.Over() {
		s.isPublished()
	}
	return nil
}

func (s *step) isPublished() {
	s.end(StatePublished, "")
	s.notify(Notice{Kind: NoticeState, To: ToRequester})
	s.reason = DonePublished
}

// standing keeps that a text is what the public finds.
func (s *step) standing(f Delivered, text, hash string) {
	p := &s.c.Post
	if out := s.out(); out != nil {
		s.noteFact(EntryPostCorrected, "link", p.Link, "hash", hash, "earlier", out.Hash)
		out.Text, out.Hash, out.At, out.Replaced = text, hash, s.now, false
		return
	}
	p.Link = f.Proof
	p.Out = &Out{Room: f.Where.Room, Ref: f.Where.Ref, Text: text, Hash: hash, At: s.now}
	s.noteFact(EntryPublished, "link", f.Proof, "hash", hash)
}

// corrected puts another text for a published post before the requester: until
// they and the moderators agree the old one stands.
func (s *step) corrected(f Drafted) error {
	out := s.out()
	switch {
	case s.c.State != StatePublished || out == nil || s.e.Actor.Role == ActorBot:
		return refuse(CodeCaseOver, "state", string(s.c.State))
	case s.rung().Kind != RungPost: // its quorum is not known
		return refuse(CodeNoApproval)
	case TextHash(f.Text) == out.Hash && out.Withdrawn == nil:
		return refuse(CodeSameText)
	}
	s.c.State = StateAwaitingApproval
	s.c.Post = s.c.Post.bare()
	if err := s.drafted(f); err != nil {
		return err
	}
	s.armDeadline()
	return nil
}

// postWithdrawn takes back what is out: a short sentence takes its place. A
// correction that is on its way goes back to the team.
func (s *step) postWithdrawn(f PostWithdrawn) error {
	out := s.out()
	switch role := s.e.Actor.Role; {
	case out == nil:
		return refuse(CodeNotPublished)
	case role != ActorRequester && role != ActorModerator:
		return refuse(CodeNotModerator)
	case role == ActorModerator && strings.TrimSpace(f.Reason) == "":
		return refuse(CodeReasonMissing)
	case out.Withdrawn != nil:
		return refuse(CodePostWithdrawn)
	}
	out.Withdrawn = s.vote(f.Reason)
	s.said(EntryPostWithdrawn, f.Reason, "link", s.c.Post.Link, "hash", out.Hash)
	if s.c.State == StateAwaitingApproval {
		s.takeBackPost()
		s.voidPost()
	}
	if s.c.State == StatePublished {
		s.end(StateClosed, ClosedPostWithdrawn)
	}
	s.takeDown()
	s.reason = DonePostWithdrawn
	return nil
}

// voidPost gives a text back to the team: who has agreed to it is asked again.
func (s *step) voidPost() {
	p := &s.c.Post
	if p.Consent == nil { // nobody has agreed to anything
		return
	}
	p.Consent, p.Votes, p.Approved = nil, nil, time.Time{}
	s.drop(TimerApproval)
	s.openTask(Task{Kind: TaskPost})
}

// takeDown has the sentence said that takes the place of the post. Its key is a
// quiet one: the end of a case does not cancel it.
func (s *step) takeDown() {
	out := s.out()
	if out.Room == "" {
		s.postStays("place_unknown")
		return
	}
	s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticeTakeDown, To: ToPublic, Hash: out.Hash})
}

// postStays says aloud that a person has to take the post away.
func (s *step) postStays(why string) {
	s.noteFact(EntryPostStays, "link", s.c.Post.Link, "why", why)
	s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticePostStays, To: ToTeam})
}

// takenDown records that the sentence stands where the post was.
func (s *step) takenDown() error {
	out := s.out()
	if out == nil || out.Withdrawn == nil || out.Replaced {
		return refuse(CodeUnknownNotice)
	}
	out.Replaced = true
	s.noteFact(EntryPostReplaced, "link", s.c.Post.Link, "hash", out.Hash)
	return nil
}

// notTakenDown records that the sentence could not take the place of the post: a
// person does it, unless nothing is there any more.
func (s *step) notTakenDown(f DeliveryFailed) {
	switch out := s.out(); {
	case out == nil || out.Withdrawn == nil || out.Replaced:
		return
	case f.Dead:
		s.postMissing()
	default:
		s.postStays(f.Why)
	}
}

// postMissing records that what was out is not there any more. What was agreed to
// was to take its place: everybody is asked again before anything is said anew.
func (s *step) postMissing() {
	p := &s.c.Post
	s.takeBackPost()
	s.noteFact(EntryPostMissing, "link", p.Link, "hash", p.Out.Hash)
	p.Out, p.Link = nil, ""
	if s.c.State == StateAwaitingApproval {
		s.voidPost()
	}
}

// postFailed records that a text will not be out.
func (s *step) postFailed(f DeliveryFailed) {
	p := &s.c.Post
	s.noteFact(EntryNotDelivered, "address", string(ToPublic), "why", f.Why)
	recalled := p.Recalled != nil && f.Notice == p.Recalled.Notice
	carried := !recalled && p.Notice != "" && f.Notice == p.Notice
	if !recalled && !carried {
		return
	}
	if carried {
		p.Notice, p.Unknown = "", false
	}
	if f.Dead && s.out() != nil {
		s.postMissing()
	}
	if recalled {
		s.recallOver()
	} else if s.c.State == StateAwaitingApproval {
		s.openTask(Task{Kind: TaskPost})
	}
}

// commented keeps what somebody said under the public post.
func (s *step) commented(f Commented) error {
	if strings.TrimSpace(f.Text) == "" {
		return refuse(CodeEmpty, "field", "text")
	}
	s.said(EntryComment, f.Text, "link", f.Link, "edited", yes(f.Edited))
	return nil
}
