package escalation

import (
	"slices"
	"time"
)

// Apply decides what an event does to a case: the next case, its trail entries
// and its notices, or a refusal (*Error) that changes nothing. It is pure and
// total: the same case and event give the same change, the time is the event's,
// and neither argument is altered.
func (r Rules) Apply(c Case, e Event) (Change, error) {
	s := &step{r: r, c: c.clone(), e: e, now: e.At, reason: DoneNoted}
	s.c.Seq++ // the card's, which goes first: everything else is said in its thread
	card := s.c.Seq
	if err := s.dispatch(); err != nil {
		return Change{}, err
	}
	s.lookForPost()
	return s.finish(c, card), nil
}

// step is one application under way.
type step struct {
	r       Rules
	c       Case
	e       Event
	now     time.Time
	entries []Entry
	notices []Notice
	cancel  []string
	reason  Reason
}

func (s *step) dispatch() error {
	if f, ok := s.e.Fact.(Opened); ok {
		return s.opened(f)
	}
	if s.c.Version == 0 {
		return refuse(CodeNoCase)
	}
	if known, err := s.alwaysTaken(); known {
		return err
	}
	switch {
	case s.c.State.Over():
		switch f := s.e.Fact.(type) {
		case Reopened:
			return s.reopened(f)
		case Classed:
			return s.classed(f)
		case Drafted:
			return s.corrected(f)
		}
		return refuse(CodeCaseOver, "state", string(s.c.State))
	case s.c.State == StateDraft:
		return s.draftFact()
	}
	return s.runningFact()
}

// alwaysTaken handles what is recorded in every state: nothing that was said,
// received or learned is ever refused because a case is over.
func (s *step) alwaysTaken() (bool, error) {
	switch f := s.e.Fact.(type) {
	case Delivered:
		return true, s.delivered(f)
	case DeliveryFailed:
		return true, s.deliveryFailed(f)
	case OutcomeUnknown:
		return true, s.outcomeUnknown(f)
	case Replied:
		return true, s.replied(f)
	case Noted:
		return true, s.noted(f)
	case Logged:
		return true, s.logged(f)
	case ReferenceAdded:
		return true, s.referenceAdded(f)
	case ReferenceNotFound:
		return true, s.referenceNotFound(f)
	case AttachmentAdded:
		return true, s.attachmentAdded(f)
	case PostWithdrawn:
		return true, s.postWithdrawn(f)
	case Postponed:
		return true, s.postponed(f)
	case Commented:
		return true, s.commented(f)
	}
	return false, nil
}

// draftFact handles what a draft takes: it has no ladder to climb yet.
func (s *step) draftFact() error {
	switch f := s.e.Fact.(type) {
	case OrganisationAdded:
		return s.organisationAdded(f)
	case TimeCame:
		return s.timeCame()
	case Classed:
		return s.classed(f)
	case TaskDone:
		return s.taskDone(f)
	case TaskAssigned:
		return s.taskAssigned(f)
	case DeadlineSet:
		return s.deadlineSet(f)
	case Withdrawn:
		return s.withdrawn(f)
	case ClosedByTeam:
		return s.closedByTeam(f)
	case Took:
		return s.took()
	case Quarantined:
		return s.quarantined(f)
	case CalendarChanged:
		return s.calendarChanged(f)
	case Reopened:
		return refuse(CodeNotOver)
	}
	return refuse(CodeDraft)
}

// runningFact handles what an open, held or awaiting case takes.
func (s *step) runningFact() error {
	switch f := s.e.Fact.(type) {
	case Withdrawn:
		return s.withdrawn(f)
	case ClosedByTeam:
		return s.closedByTeam(f)
	case Resumed:
		return s.resumed(f)
	case Looked:
		return s.looked(f)
	case DeadlineSet:
		return s.deadlineSet(f)
	case Took:
		return s.took()
	case TaskAssigned:
		return s.taskAssigned(f)
	}
	if _, ok := s.e.Fact.(TimeCame); ok { // tasks and outside dates know no hold
		return s.timeCame()
	}
	if s.quarantine() {
		return refuse(CodeQuarantined)
	}
	switch f := s.e.Fact.(type) {
	case Classed:
		return s.classed(f)
	case TaskDone:
		return s.taskDone(f)
	case Verdict:
		return s.verdict(f)
	case Informed:
		return s.informed(f)
	case Snoozed:
		return s.snoozed(f)
	case ClimbAsked:
		return s.climbAsked(f)
	case ContactAdded:
		return s.contactAdded(f)
	case ContactDied:
		return s.contactDied(f)
	case Drafted:
		return s.drafted(f)
	case Consented:
		return s.consented(f)
	case Approved:
		return s.approved(f)
	case Denied:
		return s.denied(f)
	case CorrectionDropped:
		return s.correctionDropped(f)
	case Quarantined:
		return s.quarantined(f)
	case CalendarChanged:
		return s.calendarChanged(f)
	case OrganisationAdded:
		return refuse(CodeNotDraft)
	case Reopened:
		return refuse(CodeNotOver)
	}
	return refuse(CodeUnknownFact)
}

// finish seals the entries into the chain and names the notices.
func (s *step) finish(before Case, card int) Change {
	s.c.Version = before.Version + 1
	s.c.Changed = s.now
	for i, e := range s.entries {
		e.N = s.c.Entries + 1
		e = e.seal(s.e.Salt)
		s.c.Head = e.Link(s.c.ID, s.c.Head)
		s.c.Entries = e.N
		s.entries[i] = e
	}
	if len(s.entries) > 0 {
		s.notices = append([]Notice{{Key: noticeKey(s.c.ID, card) + quietKey, Kind: NoticeCard, To: ToTeam}}, s.notices...)
		s.notices = append(s.notices, Notice{Key: s.nextKey() + quietKey, Kind: NoticeLog, To: ToTeam,
			First: before.Entries + 1, Last: s.c.Entries})
	}
	for i := range s.notices {
		n := &s.notices[i]
		if n.Key == "" {
			n.Key = s.nextKey()
		}
		n.Case, n.Version = s.c.ID, s.c.Version
		if n.NotBefore.IsZero() {
			n.NotBefore = s.r.MayGo(*n, s.now)
		}
	}
	var had []string
	if before.Version > 0 {
		had = before.Terms()
	}
	has := s.c.Terms()
	return Change{Op: s.e.ID, Case: s.c, Entries: s.entries, Notices: s.notices, Cancel: s.cancel,
		Index: difference(has, had), Unindex: difference(had, has), Reason: s.reason}
}

// quietKey marks the keys of cards and log lines, which an ending does not cancel.
const quietKey = "q"

func (s *step) nextKey() string {
	s.c.Seq++
	return noticeKey(s.c.ID, s.c.Seq)
}

// said adds an entry by whoever made the event happen.
func (s *step) said(kind EntryKind, text string, fields ...string) {
	s.enter(s.e.Actor, kind, text, fields)
}

// noteFact adds an entry by the ladder itself.
func (s *step) noteFact(kind EntryKind, fields ...string) {
	s.enter(Actor{Role: ActorBot}, kind, "", fields)
}

func (s *step) enter(by Actor, kind EntryKind, text string, fields []string) {
	e := Entry{At: s.now, Kind: kind, Actor: by, Text: text}
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i+1] == "" {
			continue
		}
		if e.Fields == nil {
			e.Fields = map[string]string{}
		}
		e.Fields[fields[i]] = fields[i+1]
	}
	s.entries = append(s.entries, e)
}

func (s *step) notify(n Notice) { s.notices = append(s.notices, n) }

// rung is the one the case stands on.
func (s *step) rung() Rung {
	if i := s.c.Climb.Rung; i >= 0 && i < len(s.r.Ladder.Rungs) {
		return s.r.Ladder.Rungs[i]
	}
	return Rung{}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// clone copies everything a step may write to.
func (c Case) clone() Case {
	c.Contacts = slices.Clone(c.Contacts)
	c.Tried = slices.Clone(c.Tried)
	c.References = slices.Clone(c.References)
	for i := range c.References {
		c.References[i].NotFound = slices.Clone(c.References[i].NotFound)
	}
	c.Attachments = slices.Clone(c.Attachments)
	c.Climb.Letters = slices.Clone(c.Climb.Letters)
	c.Timers = slices.Clone(c.Timers)
	c.Tasks = slices.Clone(c.Tasks)
	c.Replies = slices.Clone(c.Replies)
	c.Post.Votes = slices.Clone(c.Post.Votes)
	if c.Post.Out != nil {
		out := *c.Post.Out
		c.Post.Out = &out
	}
	if c.Post.Recalled != nil {
		recalled := *c.Post.Recalled
		c.Post.Recalled = &recalled
	}
	c.Hold.Left = slices.Clone(c.Hold.Left)
	c.Cards = slices.Clone(c.Cards)
	if c.Deadline != nil {
		d := *c.Deadline
		c.Deadline = &d
	}
	return c
}
