package escalation

import "time"

// outward says that a notice leaves the house: it goes to the organisation or
// to the public, and cannot be taken back.
func (n Notice) outward() bool {
	return n.Kind == NoticeLetter || n.Kind == NoticeInfo || n.Kind == NoticePost
}

// speaks says that carrying a notice out says something new, so that doing it
// twice would be heard twice.
func (n Notice) speaks() bool {
	return n.To != ToBot && n.Kind != NoticeCard && n.Kind != NoticeTakeDown
}

// heldPoll is how often a notice that waits for the end of a hold is looked at
// where nobody knows when that will be.
const heldPoll = 10 * time.Minute

// Waits says until when a notice that is wanted must wait because the clock
// stands: a letter for any hold, everything outward for a quarantine. It keeps
// its place in the outbox, and what is known of its tries.
func (c Case) Waits(n Notice, now time.Time) (until time.Time, waits bool) {
	if c.State != StateHeld || !n.outward() || n.Kind != NoticeLetter && c.Hold.Reason != HoldQuarantined {
		return time.Time{}, false
	}
	if c.Hold.Until.After(now) {
		return c.Hold.Until, true
	}
	return now.Add(heldPoll), true
}

// Wants says that a notice is still to be carried out for the case as it is
// now: a letter that was taken back, a question that was answered or a post
// whose approval was withdrawn is not.
func (c Case) Wants(n Notice) bool {
	switch n.Kind {
	case NoticeLetter:
		for _, l := range c.Climb.Letters {
			if l.Key == n.Key {
				return (c.State == StateOpen || c.State == StateHeld) && l.Failed == "" && l.Delivered.IsZero()
			}
		}
		return false
	case NoticeInfo:
		return !c.State.Over()
	case NoticePost:
		p := c.Post
		return c.State == StateAwaitingApproval && p.Notice == n.Key && p.Hash == n.Hash &&
			TextHash(n.Text) == p.Hash && !p.Approved.IsZero()
	case NoticeRecall:
		return c.Post.Recalled != nil && c.Post.Recalled.Notice == n.Text && !c.Post.Unknown
	case NoticeTakeDown:
		out := c.Post.Out
		return out != nil && out.Withdrawn != nil && !out.Replaced
	case NoticeTask, NoticeEscalated:
		for _, t := range c.Tasks {
			if t.ID == n.Task {
				return true
			}
		}
		return false
	case NoticePreview: // its date still stands
		step, ok := c.step()
		return c.State == StateOpen && ok && step.Equal(n.At)
	case NoticeLook:
		return c.State == StateOpen && c.Climb.Looking
	case NoticeTurn:
		return c.State == StateHeld && c.Hold.Reason == HoldRequester && c.Hold.Reply == n.Reply
	case NoticeVerdict:
		return c.State == StateHeld && c.Hold.Reason == HoldVerdict && c.Hold.Reply == n.Reply
	case NoticeConsent:
		return c.State == StateAwaitingApproval && c.Post.Hash == n.Hash && c.Post.Consent == nil && c.Post.Denial == nil
	case NoticeApproval, NoticeNoQuorum:
		return c.State == StateAwaitingApproval && c.Post.Hash == n.Hash && c.Post.Consent != nil && c.Post.Approved.IsZero()
	case NoticeDenied:
		return c.Post.Denial != nil && c.Post.Hash == n.Hash
	case NoticeDeadline:
		return !c.State.Over() && c.Deadline != nil && c.Deadline.At.Equal(n.At)
	case NoticeBroken:
		return c.State == StateHeld && c.Hold.Reason == HoldQuarantined
	case NoticeCompose:
		return c.State == StateAwaitingApproval && c.Post.Text == ""
	case NoticeBlocked:
		return c.State == StateHeld && c.Hold.Reason == HoldBlocked
	}
	return true
}
