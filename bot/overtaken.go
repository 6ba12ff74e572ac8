package bot

import "relance/escalation"

// overtaken says that events have answered what a notice asks: somebody who is
// asked for a decision that was taken meanwhile would be asked for nothing. What
// [escalation.Case.Wants] can tell, the engine has looked at before.
func (v view) overtaken(n escalation.Notice) bool {
	c := v.c
	switch n.Kind {
	case escalation.NoticeTurn, escalation.NoticeVerdict:
		return c.Hold.Reply != n.Reply
	case escalation.NoticeConsent:
		return c.Post.Denial != nil
	case escalation.NoticeApproval, escalation.NoticeNoQuorum:
		return !c.Post.Approved.IsZero()
	case escalation.NoticeDenied:
		return c.Post.Denial == nil || c.Post.Hash != n.Hash
	case escalation.NoticePreview:
		return c.Climb.Rung > n.Rung
	case escalation.NoticeBroken:
		return c.State != escalation.StateHeld || c.Hold.Reason != escalation.HoldQuarantined
	case escalation.NoticeDeadline:
		return c.State.Over() || c.Deadline == nil || !c.Deadline.At.Equal(n.At)
	}
	return false
}
