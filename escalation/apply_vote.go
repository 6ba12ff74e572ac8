package escalation

import (
	"slices"
	"strings"
)

func (s *step) vote(reason string) *Vote {
	a := s.e.Actor
	return &Vote{Person: a.ID, Name: a.Name, Linked: a.Linked, At: s.now, Reason: reason, Role: a.Role}
}

// moderated checks what approval and denial have in common.
func (s *step) moderated(hash string) error {
	if err := s.currentText(hash); err != nil {
		return err
	}
	switch {
	case s.e.Actor.Role != ActorModerator:
		return refuse(CodeNotModerator)
	case s.e.Actor.ID == s.c.Requester.ID:
		return refuse(CodeOwnVote)
	case s.c.Post.Denial != nil:
		return refuse(CodeStaleText)
	case s.c.Post.Consent == nil:
		return refuse(CodeNoConsent)
	}
	return nil
}

func (s *step) approved(f Approved) error {
	if err := s.moderated(f.Hash); err != nil {
		return err
	}
	p := &s.c.Post
	if slices.ContainsFunc(p.Votes, func(v Vote) bool { return v.Person == s.e.Actor.ID }) {
		return refuse(CodeVotedAlready)
	}
	p.Votes = append(p.Votes, *s.vote(""))
	quorum := max(1, s.rung().Quorum)
	votes := CountVotes(p.Votes, s.c.Requester.ID, s.c.Requester.Linked)
	s.said(EntryApproved, "", "hash", f.Hash, "votes", itoa(votes), "quorum", itoa(quorum))
	s.reason = DoneVoted
	if votes < quorum || !p.Approved.IsZero() {
		return nil
	}
	p.Approved = s.now
	s.c.Asked = 0
	s.drop(TimerApproval)
	s.noteFact(EntryQuorum, "votes", itoa(votes), "quorum", itoa(quorum))
	s.sendPost()
	s.reason = DoneQuorum
	return nil
}

// denied sends the text back to the team: one denial is enough, also after the
// quorum as long as the post is not out.
func (s *step) denied(f Denied) error {
	if err := s.mayDeny(f.Hash); err != nil {
		return err
	}
	if strings.TrimSpace(f.Reason) == "" {
		return refuse(CodeReasonMissing)
	}
	s.takeBackPost()
	p := &s.c.Post
	p.Denial = s.vote(f.Reason)
	p.Consent, p.Votes = nil, nil
	s.c.Asked = 0
	s.drop(TimerApproval, TimerTurn)
	s.closeTasks(func(t Task) bool { return t.Kind == TaskRequester })
	s.said(EntryDenied, f.Reason)
	s.notify(Notice{Kind: NoticeDenied, To: ToTeam, Hash: f.Hash, Text: f.Reason})
	s.openTask(Task{Kind: TaskPost})
	s.reason = DoneDenied
	return nil
}

// mayDeny lets a moderator refuse what the requester has consented to, and the
// requester refuse it at any time: it is about them.
func (s *step) mayDeny(hash string) error {
	if s.e.Actor.Role != ActorRequester {
		return s.moderated(hash)
	}
	if err := s.currentText(hash); err != nil {
		return err
	}
	if s.c.Post.Denial != nil {
		return refuse(CodeStaleText)
	}
	return nil
}

// moderatorsSilent reminds, then says aloud that the post is blocked. Silence
// never publishes.
func (s *step) moderatorsSilent() {
	if s.c.State != StateAwaitingApproval || s.c.Post.Consent == nil {
		return
	}
	s.c.Asked++
	if s.c.Asked <= s.r.Ladder.Approval.Reminders {
		s.notify(Notice{Kind: NoticeApproval, To: ToModerators, Hash: s.c.Post.Hash, Reminder: s.c.Asked})
	} else {
		s.notify(Notice{Kind: NoticeNoQuorum, To: ToTeam, Hash: s.c.Post.Hash})
	}
	s.noteFact(EntryNoQuorum, "votes", itoa(CountVotes(s.c.Post.Votes, s.c.Requester.ID, s.c.Requester.Linked)),
		"quorum", itoa(max(1, s.rung().Quorum)))
	s.setPeople(TimerApproval, "", s.r.Ladder.Approval.Every)
	s.reason = DoneAsked
}
