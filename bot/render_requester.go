package bot

import (
	"slices"
	"strconv"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// preview says who will receive what, and when, unless the requester says otherwise.
func (v view) preview(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("preview.title", "ID", string(v.c.ID), "Subject", v.c.Subject))
	when := v.dateTime(n.At)
	recipients := v.recipients(n)
	switch {
	case v.rung(n.Rung).Kind == escalation.RungPost:
		m.Blocks = append(m.Blocks, v.says("preview.post", "When", when), v.says("preview.silence"))
	case len(recipients) == 0:
		m.Blocks = append(m.Blocks, v.says("preview.nobody", "When", when))
		m.Actions = []chat.Action{v.button(actPostpone, "", chat.Plain), v.button(actStop, "", chat.Danger)}
		return m
	default:
		m.Blocks = append(m.Blocks,
			v.says("preview.letter", "When", when, "Rung", v.rungName(n.Rung)),
			chat.Items(recipients),
			v.says("preview.file"),
			v.says("preview.silence"))
	}
	m.Actions = []chat.Action{
		v.button(actNow, "", chat.Primary),
		v.button(actPostpone, "", chat.Plain),
		v.button(actStop, "", chat.Danger),
	}
	return m
}

// recipients are the contacts whom the step that is announced will ask: one of a
// rung that asks one by one, else all that the rung may ask for this requester.
func (v view) recipients(n escalation.Notice) []string {
	var all []string
	for _, c := range v.c.Contacts {
		phone := escalation.Scheme(c.Address) == escalation.SchemePhone
		switch {
		case n.Address != "" && c.Address != n.Address,
			c.Role != v.rung(n.Rung).Role || c.Dead || phone && v.c.Requester.CannotPhone:
			continue
		}
		all = append(all, v.Say("contact.line", "Name", c.Name, "Role", v.Word("role", string(c.Role)), "Address", addressLine(v.Speaker, c.Address)))
	}
	return all
}

// turn tells the requester what the organisation wants to know.
func (v view) turn(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("turn.title", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name))
	m.Blocks = append(m.Blocks, v.reminded(n)...)
	if r, ok := v.reply(n.Reply); ok {
		m.Blocks = append(m.Blocks, v.says("turn.asked", "Date", v.date(r.At)), chat.Quote{Text: r.Text, By: v.who(r.From)})
	}
	m.Blocks = append(m.Blocks, v.says("turn.clock"))
	m.Actions = []chat.Action{
		v.button(actInform, strconv.Itoa(n.Reply), chat.Primary),
		v.button(actWhy, "", chat.Plain),
		v.button(actWithdraw, "", chat.Danger),
	}
	return m
}

// verdict asks the requester whether an answer solves it: one click.
func (v view) verdict(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("verdict.title", "ID", string(v.c.ID), "Organisation", v.c.Organisation.Name))
	m.Blocks = append(m.Blocks, v.reminded(n)...)
	if r, ok := v.reply(n.Reply); ok {
		key := "verdict.answer"
		if r.Class == escalation.ClassRefusal {
			key = "verdict.refusal"
		}
		m.Blocks = append(m.Blocks, v.says(key, "Date", v.date(r.At)), chat.Quote{Text: r.Text, By: v.who(r.From)})
		if r.Link != "" {
			m.Blocks = append(m.Blocks, valued(v.link(r.Link)))
		}
	}
	m.Blocks = append(m.Blocks, v.says("verdict.question"))
	reply := strconv.Itoa(n.Reply)
	m.Actions = []chat.Action{
		v.button(actVerdictYes, reply, chat.Primary),
		v.button(actVerdictNo, reply, chat.Plain),
		v.button(actWithdraw, "", chat.Danger),
	}
	return m
}

// consent shows the requester exactly what everybody would see. The message is
// exact: what is cut cannot be consented to.
func (v view) consent(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("consent.title", "ID", string(v.c.ID)))
	m.Exact = true
	m.Blocks = append(m.Blocks, v.reminded(n)...)
	m.Blocks = append(m.Blocks,
		v.says("consent.text"),
		chat.Quote{Text: v.c.Post.Text})
	if v.c.Post.Out != nil {
		m.Blocks = append(m.Blocks, v.says("consent.corrects"), valued(v.link(v.c.Post.Link)))
	}
	m.Blocks = append(m.Blocks,
		v.says("consent.after", "Quorum", v.Say("count.moderators", "Count", v.quorum())),
		v.says("consent.silence"))
	m.Actions = []chat.Action{
		v.button(actConsent, v.c.Post.Hash, chat.Primary),
		v.button(actEditPost, v.c.Post.Hash, chat.Plain),
	}
	if v.c.Post.Out == nil {
		m.Actions = append(m.Actions, v.button(actDecline, v.c.Post.Hash, chat.Plain))
	}
	m.Actions = append(m.Actions, v.keepButton()...)
	m.Actions = append(m.Actions, v.button(actWithdraw, "", chat.Danger))
	return m
}

// reminded says that this was asked before, and what the ladder's rule will do
// once that has a date.
func (v view) reminded(n escalation.Notice) []chat.Block {
	var blocks []chat.Block
	if n.Reminder > 0 {
		blocks = append(blocks, v.says("turn.reminder", "Number", n.Reminder))
	}
	if !n.At.IsZero() {
		blocks = append(blocks, v.turnRule(n.At))
	}
	return blocks
}

// turnRule announces what happens to the case of a silent requester.
func (v view) turnRule(at time.Time) chat.Block {
	if v.c.State == escalation.StateAwaitingApproval && v.c.Post.Out != nil {
		return v.says("turn.then.drop", "When", v.dateTime(at))
	}
	if v.rules.Ladder.Turn.Then == escalation.TurnClimb && v.rung(v.c.Climb.Rung).Kind != escalation.RungPost {
		return v.says("turn.then.climb", "When", v.dateTime(at))
	}
	return v.says("turn.then.close", "When", v.dateTime(at)) // a post cannot climb, and is not published without consent
}

// state tells the requester where the case stands, when that has changed for good.
func (v view) state(n escalation.Notice) chat.Message {
	m := v.message(n, v.Say("state.title", "ID", string(v.c.ID), "Subject", v.c.Subject), v.stateStory())
	if v.c.State == escalation.StatePublished && v.c.Post.Link != "" {
		m.Blocks = append(m.Blocks, valued(v.link(v.c.Post.Link)))
	}
	m.Blocks = append(m.Blocks, v.seal())
	switch {
	case v.c.State.Over():
		m.Actions = append([]chat.Action{v.button(actReopen, "", chat.Plain), v.button(actTrail, "", chat.Plain)}, v.publicButtons(actUnpublish)...)
	default:
		m.Actions = []chat.Action{v.button(actWhy, "", chat.Plain), v.button(actTrail, "", chat.Plain), v.button(actWithdraw, "", chat.Danger)}
	}
	return m
}

func (v view) stateStory() chat.Block {
	switch v.c.State {
	case escalation.StateClosed:
		return v.says("state.closed_for." + closedFor(v.c.Closed))
	case escalation.StateHeld:
		return v.says("held." + string(v.c.Hold.Reason))
	case escalation.StatePublished:
		return v.says("state.story.published")
	case escalation.StateAnswered:
		return v.says("state.story.answered", "Organisation", v.c.Organisation.Name)
	}
	return v.says("state.story.running", "State", v.stateName())
}

// closedFor is a reason that there is a sentence for.
func closedFor(reason string) string {
	known := []string{escalation.ClosedWithdrawn, escalation.ClosedTeam, escalation.ClosedNoNews, escalation.ClosedStopped, escalation.ClosedPostWithdrawn}
	if slices.Contains(known, reason) {
		return reason
	}
	return escalation.ClosedTeam
}

// stateName is the state in words, with what it waits for.
func (v view) stateName() string {
	switch v.c.State {
	case escalation.StateHeld:
		return v.Say("state.held", "Why", v.Say("hold."+string(v.c.Hold.Reason)))
	case escalation.StateClosed:
		return v.Say("state.closed", "Why", v.Say("closed."+closedFor(v.c.Closed)))
	}
	return v.Say("state." + standsAt(v.c))
}

// deadline warns of the outside date: it comes whatever the ladder does.
func (v view) deadline(n escalation.Notice) chat.Message {
	what := ""
	if v.c.Deadline != nil {
		what = v.c.Deadline.What
	}
	days := max(0, int(n.At.Sub(v.at).Hours()/24))
	m := v.message(n, v.Say("deadline.title", "ID", string(v.c.ID), "Days", v.Say("count.days", "Count", days)),
		v.says("deadline.near", "Date", v.date(n.At), "What", what, "State", v.stateName()),
		v.says("deadline.act"))
	m.Actions = []chat.Action{v.button(actWhy, "", chat.Plain)}
	return m
}
