package escalation

import "strings"

// end stops everything: no timer, no task, and every message that has not gone
// out is cancelled. The trail stays.
func (s *step) end(state State, why string) {
	for n := 1; n <= s.c.Seq; n++ {
		s.cancel = append(s.cancel, noticeKey(s.c.ID, n))
	}
	s.notices = nil // also what this very step was about to say
	s.takeBackPost()
	for i := range s.c.Climb.Letters {
		if l := &s.c.Climb.Letters[i]; l.Delivered.IsZero() && l.Failed == "" {
			l.Failed = string(state)
		}
	}
	s.c.State, s.c.Closed = state, why
	s.c.Hold, s.c.Asked, s.c.Taken = Hold{}, 0, nil
	s.c.Climb.Looking = false
	s.c.Timers, s.c.Tasks = nil, nil
	if s.c.Post.Unknown { // no task is left that asks for it
		s.notify(Notice{Key: s.nextKey() + quietKey, Kind: NoticePostStays, To: ToTeam})
	}
	s.reason = DoneClosed
	if state == StateAnswered {
		s.reason = DoneAnswered
	}
}

func (s *step) withdrawn(f Withdrawn) error {
	if s.e.Actor.Role != ActorRequester {
		return refuse(CodeNotRequester)
	}
	pending := 0
	for _, l := range s.c.Climb.Letters {
		if l.Delivered.IsZero() && l.Failed == "" {
			pending++
		}
	}
	cancelled := ""
	if pending > 0 {
		cancelled = itoa(pending)
	}
	s.said(EntryWithdrawn, f.Reason, "cancelled", cancelled)
	s.end(StateClosed, ClosedWithdrawn)
	if recalled := s.c.Post.Recalled; recalled != nil {
		recalled.Withdrawn = s.vote(f.Reason)
	}
	return nil
}

func (s *step) closedByTeam(f ClosedByTeam) error {
	if strings.TrimSpace(f.Reason) == "" {
		return refuse(CodeReasonMissing)
	}
	s.said(EntryClosed, f.Reason, "why", ClosedTeam)
	s.end(StateClosed, ClosedTeam)
	s.notify(Notice{Kind: NoticeState, To: ToRequester, Text: ClosedTeam})
	return nil
}
