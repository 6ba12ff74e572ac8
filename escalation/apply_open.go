package escalation

import (
	"strconv"
	"strings"
)

func (s *step) opened(f Opened) error {
	if s.c.Version != 0 {
		return refuse(CodeOpenedAlready)
	}
	if len(s.r.Ladder.Rungs) == 0 {
		return refuse(CodeLadderEmpty)
	}
	for _, need := range []struct{ field, value string }{
		{"organisation", f.Organisation.Name}, {"subject", f.Subject}, {"story", f.Story},
	} {
		if strings.TrimSpace(need.value) == "" {
			return refuse(CodeEmpty, "field", need.field)
		}
	}
	if f.Deadline != nil && !f.Deadline.At.After(s.now) {
		return refuse(CodeDatePast, "date", stamp(f.Deadline.At))
	}
	s.c = Case{ID: s.e.Case, State: StateDraft, Requester: f.Requester, Organisation: f.Organisation,
		Contacts: f.Contacts, Subject: f.Subject, Story: f.Story, Tried: f.Tried, References: f.References,
		Attachments: f.Attachments, Deadline: f.Deadline, LadderHash: f.Ladder, Seq: s.c.Seq, Opened: s.now}
	s.c = s.c.clone() // the event keeps its own slices
	s.said(EntryOpened, f.Story, "organisation", f.Organisation.Name, "subject", f.Subject)
	for _, a := range f.Tried {
		s.attempt(EntryTried, a)
	}
	for _, r := range f.References {
		s.said(EntryReference, "", "number", r.Number, "issuer", r.Issuer)
		for _, n := range r.NotFound {
			s.said(EntryReferenceNotFound, "", "number", r.Number, "by", n.By)
		}
	}
	for _, a := range f.Tried {
		s.keepReference(a)
	}
	for _, a := range f.Attachments {
		s.attachment(a)
	}
	if f.Source != nil && strings.TrimSpace(f.Source.Text) != "" {
		s.note(*f.Source)
	}
	if f.Deadline != nil {
		s.said(EntryDeadline, "", "at", stamp(f.Deadline.At), "what", f.Deadline.What)
		s.armDeadline()
	}
	if len(f.Contacts) == 0 {
		s.noteFact(EntryDraft, "organisation", f.Organisation.Name)
		s.openTask(Task{Kind: TaskOrganisation})
		s.reason = DoneDraft
		return nil
	}
	s.start()
	return nil
}

func (s *step) organisationAdded(f OrganisationAdded) error {
	if len(f.Contacts) == 0 {
		return refuse(CodeContactMissing)
	}
	if strings.TrimSpace(f.Organisation.Name) == "" {
		return refuse(CodeEmpty, "field", "organisation")
	}
	if len(s.r.Ladder.Rungs) == 0 {
		return refuse(CodeLadderEmpty)
	}
	s.c.Organisation = f.Organisation
	s.c.Contacts = append(s.c.Contacts, f.Contacts...)
	if f.Ladder != "" {
		s.c.LadderHash = f.Ladder
	}
	s.said(EntryOrganisationAdded, "", "organisation", f.Organisation.Name, "contacts", strconv.Itoa(len(f.Contacts)))
	s.closeTasks(func(t Task) bool { return t.Kind == TaskOrganisation })
	s.start()
	return nil
}

// start puts a case on the rung it has earned.
func (s *step) start() {
	s.c.State = StateOpen
	s.reason = DoneOpened
	first := s.r.Ladder.StartingRung(s.c.Tried)
	if first > 0 {
		s.noteFact(EntryStarted, "rung", strconv.Itoa(first+1), "name", s.r.Ladder.Rungs[first].Name,
			"attempts", strconv.Itoa(len(s.c.Tried)))
	}
	s.fire(first)
}

func (s *step) reopened(f Reopened) error {
	if strings.TrimSpace(f.Reason) == "" {
		return refuse(CodeReasonMissing)
	}
	if s.c.Closed == ClosedWithdrawn && s.e.Actor.Role != ActorRequester {
		return refuse(CodeNotRequester)
	}
	s.out()
	s.said(EntryReopened, f.Reason)
	s.c.State, s.c.Closed, s.c.Hold = StateOpen, "", Hold{}
	s.armDeadline()
	if len(s.c.Contacts) == 0 {
		s.c.State = StateDraft
		s.openTask(Task{Kind: TaskOrganisation})
		s.reason = DoneDraft
		return nil
	}
	s.reason = DoneRunning
	s.fire(s.c.Climb.Rung)
	return nil
}
