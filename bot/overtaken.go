package bot

import "relance/escalation"

// overtaken says that events have answered what a notice asks: somebody who is
// asked for a decision that was taken meanwhile would be asked for nothing.
func (v view) overtaken(n escalation.Notice) bool {
	c := v.c
	held := func(reason escalation.HoldReason) bool {
		return c.State == escalation.StateHeld && c.Hold.Reason == reason
	}
	before := c.State == escalation.StateAwaitingApproval && c.Post.Hash == n.Hash && c.Post.Approved.IsZero()
	switch n.Kind {
	case escalation.NoticeTurn:
		return !held(escalation.HoldRequester) || c.Hold.Reply != n.Reply
	case escalation.NoticeVerdict:
		return !held(escalation.HoldVerdict) || c.Hold.Reply != n.Reply
	case escalation.NoticeConsent:
		return !before || c.Post.Consent != nil || c.Post.Denial != nil
	case escalation.NoticeApproval, escalation.NoticeNoQuorum:
		return !before || c.Post.Consent == nil
	case escalation.NoticeDenied:
		return !before || c.Post.Denial == nil
	case escalation.NoticePreview:
		return c.State != escalation.StateOpen || c.Climb.Rung > n.Rung
	case escalation.NoticeBlocked:
		return !held(escalation.HoldBlocked)
	case escalation.NoticeBroken:
		return !held(escalation.HoldQuarantined)
	case escalation.NoticeDeadline:
		return c.State.Over() || c.Deadline == nil || !c.Deadline.At.Equal(n.At)
	}
	return false
}
