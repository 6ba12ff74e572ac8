package escalation

import (
	"strings"
	"time"
)

func (s *step) noted(f Noted) error {
	if strings.TrimSpace(f.Text) == "" {
		return refuse(CodeEmpty, "field", "text")
	}
	s.note(f)
	return nil
}

func (s *step) note(f Noted) {
	s.said(EntryNote, f.Text, "from", f.From, "at", stamp(f.At), "link", f.Link, "edited", yes(f.Edited))
}

// yes is the field of an entry that is there or not.
func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func (s *step) logged(f Logged) error {
	a := f.Attempt
	if a.Channel == "" && a.Person == "" && a.Result == "" {
		return refuse(CodeEmpty, "field", "result")
	}
	if a.At.IsZero() {
		a.At = s.now
	}
	if a.At.After(s.now) {
		return refuse(CodeDatePast, "date", stamp(a.At))
	}
	s.c.Tried = append(s.c.Tried, a)
	s.attempt(EntryLogged, a)
	s.keepReference(a)
	return nil
}

// keepReference makes the number that an attempt got one of the case's. One that
// was named before gets its day from the attempt.
func (s *step) keepReference(a Attempt) {
	if FoldReference(a.Reference) == "" {
		return
	}
	i := s.reference(a.Reference)
	if i < 0 {
		s.c.References = append(s.c.References, Reference{Number: a.Reference, Issuer: a.Person, At: a.At})
		s.said(EntryReference, "", "number", a.Reference, "issuer", a.Person)
		return
	}
	if r := &s.c.References[i]; r.At.IsZero() {
		r.At = a.At
	}
}

func (s *step) attempt(kind EntryKind, a Attempt) {
	s.said(kind, a.Result, "at", stamp(a.At), "channel", a.Channel, "person", a.Person, "reference", a.Reference)
}

func (s *step) attachment(a Attachment) {
	s.said(EntryAttachment, "", "name", a.Name, "size", itoa(int(a.Size)), "hash", a.Hash, "link", a.Link)
}

// reference finds a number among the case's, however it is written; -1: it is not there.
func (s *step) reference(number string) int {
	for i, r := range s.c.References {
		if FoldReference(r.Number) == FoldReference(number) {
			return i
		}
	}
	return -1
}

func (s *step) referenceAdded(f ReferenceAdded) error {
	r := f.Reference
	if FoldReference(r.Number) == "" {
		return refuse(CodeEmpty, "field", "reference")
	}
	if s.reference(r.Number) >= 0 {
		return refuse(CodeDuplicateReference, "reference", r.Number)
	}
	if r.At.IsZero() {
		r.At = s.now
	}
	s.c.References = append(s.c.References, r)
	s.said(EntryReference, "", "number", r.Number, "issuer", r.Issuer)
	return nil
}

func (s *step) referenceNotFound(f ReferenceNotFound) error {
	i := s.reference(f.Number)
	if i < 0 {
		return refuse(CodeUnknownReference, "reference", f.Number)
	}
	s.c.References[i].NotFound = append(s.c.References[i].NotFound, NotFound{By: f.By, At: s.now})
	s.said(EntryReferenceNotFound, "", "number", s.c.References[i].Number, "by", f.By)
	return nil
}

func (s *step) attachmentAdded(f AttachmentAdded) error {
	if f.Attachment.Name == "" {
		return refuse(CodeEmpty, "field", "name")
	}
	if f.Attachment.Added.IsZero() {
		f.Attachment.Added = s.now
	}
	s.c.Attachments = append(s.c.Attachments, f.Attachment)
	s.attachment(f.Attachment)
	return nil
}

func (s *step) deadlineSet(f DeadlineSet) error {
	if !f.Deadline.At.After(s.now) {
		return refuse(CodeDatePast, "date", stamp(f.Deadline.At))
	}
	d := f.Deadline
	d.Warned = 0
	s.c.Deadline = &d
	s.said(EntryDeadline, "", "at", stamp(d.At), "what", d.What)
	s.armDeadline()
	return nil
}

// armDeadline sets the next warning of the outside date: a second clock that
// runs even when the ladder is held. Warnings whose time is over are passed,
// but somebody who names a date within the last of them is warned at once.
func (s *step) armDeadline() {
	s.drop(TimerDeadline)
	d := s.c.Deadline
	if d == nil || !d.At.After(s.now) {
		return
	}
	warnings := s.r.Ladder.Warnings
	for i := d.Warned; i < len(warnings); i++ {
		at := d.At.AddDate(0, 0, -warnings[i].Days).Add(-warnings[i].Time)
		if at.After(s.now) || i == len(warnings)-1 {
			d.Warned = i
			s.setTimer(Timer{Kind: TimerDeadline, At: latest(at, s.now)})
			return
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (s *step) deadlineNear() {
	d := s.c.Deadline
	if d == nil {
		return
	}
	d.Warned++
	left := Wait{Days: int(d.At.Sub(s.now).Hours() / 24)}
	s.noteFact(EntryDeadlineNear, "at", stamp(d.At), "what", d.What, "left", left.String())
	s.notify(Notice{Kind: NoticeDeadline, To: ToRequester, At: d.At})
	s.notify(Notice{Kind: NoticeDeadline, To: ToTeam, At: d.At})
	s.armDeadline()
	s.reason = DoneAsked
}
