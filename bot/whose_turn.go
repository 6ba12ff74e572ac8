package bot

import (
	"slices"

	"relance/escalation"
)

// Whose turn it is.
const (
	turnTeam         = "team"
	turnModerators   = "moderators"
	turnRequester    = "requester"
	turnOrganisation = "organisation"
)

// turnsByUrgency are all of them, the most urgent first.
var turnsByUrgency = [...]string{turnTeam, turnModerators, turnRequester, turnOrganisation}

// whoseTurn is who has to act before a case goes on. What somebody of the team has
// to do is the team's turn, whatever else the case waits for.
func whoseTurn(c escalation.Case) string {
	if slices.ContainsFunc(c.Tasks, func(k escalation.Task) bool { return !isForModerators(k) }) {
		return turnTeam
	}
	switch {
	case c.State == escalation.StateDraft:
		return turnModerators
	case c.State == escalation.StateAwaitingApproval && c.Post.Denial == nil && c.Post.Consent != nil:
		return turnModerators
	case c.State == escalation.StateAwaitingApproval && c.Post.Denial == nil:
		return turnRequester
	case c.State == escalation.StateHeld && c.Hold.Reason == escalation.HoldBlocked:
		return turnModerators
	case c.State == escalation.StateHeld && (c.Hold.Reason == escalation.HoldRequester || c.Hold.Reason == escalation.HoldVerdict):
		return turnRequester
	case c.State == escalation.StateOpen:
		return turnOrganisation
	}
	return turnTeam
}

// isForModerators says that only moderators can do a task.
func isForModerators(k escalation.Task) bool {
	return k.Kind == escalation.TaskOrganisation || k.Kind == escalation.TaskContact
}

// openForTeam is an open case in which nobody has been asked yet, because somebody
// of the team has to send the message, or to look for the answer.
const openForTeam = "open.team"

// standsAt is the state of a case in words: an open one waits for the organisation
// or for the team.
func standsAt(c escalation.Case) string {
	if c.State == escalation.StateOpen && waitsForTeam(c) {
		return openForTeam
	}
	return string(c.State)
}

// waitsForTeam says that no clock runs before a task is done: nothing that the bot
// sends itself is on its way.
func waitsForTeam(c escalation.Case) bool {
	for _, t := range c.Timers {
		switch t.Kind {
		case escalation.TimerClimb, escalation.TimerPromise, escalation.TimerLook:
			return false
		}
	}
	byHand := func(l escalation.Letter) bool {
		return slices.ContainsFunc(c.Tasks, func(k escalation.Task) bool { return k.Letter == l.Key })
	}
	for _, l := range c.Climb.Letters {
		if l.Round == c.Climb.Round && l.Delivered.IsZero() && l.Failed == "" && !byHand(l) {
			return false
		}
	}
	return slices.ContainsFunc(c.Tasks, func(k escalation.Task) bool {
		return k.Kind == escalation.TaskReach || k.Kind == escalation.TaskLook
	})
}
