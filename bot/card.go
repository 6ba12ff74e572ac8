package bot

import (
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// card is the live card of a case: all that a team needs to see at a glance, in
// a message that is edited in place. last is the latest entry of the trail.
func (v view) card(last escalation.Entry) chat.Message {
	c := v.c
	m := chat.Message{
		Title: v.Say("card.title", "ID", string(c.ID), "Organisation", c.Organisation.Name, "Subject", c.Subject),
		Blocks: []chat.Block{valued(
			chat.Field{Label: v.Say("label.state"), Value: v.stateName()},
			chat.Field{Label: v.Say("label.rung"), Value: v.standing()},
			chat.Field{Label: v.Say("label.next"), Value: v.next()},
			chat.Field{Label: v.Say("label.deadline"), Value: v.deadlineValue()},
			chat.Field{Label: v.Say("label.requester"), Value: c.Requester.Name},
			chat.Field{Label: v.Say("label.counter"), Value: v.counter()},
			chat.Field{Label: v.Say("label.references"), Value: v.numbers()},
			chat.Field{Label: v.Say("label.lost"), Value: v.lost()},
			chat.Field{Label: v.Say("label.tasks"), Value: v.openTasks()},
			chat.Field{Label: v.Say("label.taken"), Value: v.taken()},
			chat.Field{Label: v.Say("label.last"), Value: v.lastEntry(last)},
			v.link(c.Post.Link),
		), v.seal()},
		Actions: v.cardButtons(),
	}
	return m
}

// standing is "rung 2 of 4: communications department".
func (v view) standing() string {
	if v.c.State == escalation.StateDraft || len(v.rules.Ladder.Rungs) == 0 {
		return ""
	}
	return v.Say("card.rung", "Number", v.c.Climb.Rung+1, "Of", len(v.rules.Ladder.Rungs), "Rung", v.rungName(v.c.Climb.Rung))
}

// next is the date of the next step and what it is for; while no step has a date,
// why that is so.
func (v view) next() string {
	if v.c.State.Over() {
		return ""
	}
	for _, t := range v.timers() {
		switch t.Kind {
		case escalation.TimerClimb, escalation.TimerPromise, escalation.TimerLook, escalation.TimerSnooze,
			escalation.TimerTurn, escalation.TimerApproval:
			return v.Say("card.next", "When", v.dateTime(t.At), "What", v.Say("timer."+string(t.Kind)))
		}
	}
	return v.Say(v.nothingDue())
}

// timers are the dates of the case, the nearest first.
func (v view) timers() []escalation.Timer {
	timers := slices.Clone(v.c.Timers)
	slices.SortStableFunc(timers, func(a, b escalation.Timer) int { return a.At.Compare(b.At) })
	return timers
}

// lost is the time that hand-overs have cost.
func (v view) lost() string {
	if v.c.Lost <= 0 {
		return ""
	}
	return v.Wait(escalation.Elapsed(v.c.Lost))
}

func (v view) openTasks() string {
	var all []string
	for _, t := range v.c.Tasks {
		all = append(all, v.Say("card.task", "Task", t.ID, "What", v.Word("task", string(t.Kind)), "Assignee", t.Assignee))
	}
	return strings.Join(all, "; ")
}

func (v view) taken() string {
	if v.c.Taken == nil {
		return ""
	}
	return v.Say("card.taken", "Name", v.c.Taken.Name, "Until", v.dateTime(v.c.Taken.Until))
}

func (v view) lastEntry(e escalation.Entry) string {
	if e.N == 0 {
		return ""
	}
	line, _, _ := strings.Cut(TrailLine(v.Speaker, v.zone, e), "\n") // the whole is in the trail
	return line
}

// cardButtons are what the team may do in the state the case is in.
func (v view) cardButtons() []chat.Action {
	why, trail := v.button(actWhy, "", chat.Plain), v.button(actTrail, "", chat.Plain)
	take, reply := v.button(actTake, "", chat.Plain), v.replySelect()
	switch v.c.State {
	case escalation.StateDraft:
		return []chat.Action{v.button(actAddOrg, "", chat.Primary), take, why, trail}
	case escalation.StateHeld:
		return append(v.heldButtons(), reply, take, why, trail)
	case escalation.StateAwaitingApproval:
		if v.c.Post.Text == "" {
			return []chat.Action{reply, take, why, trail}
		}
		return []chat.Action{v.button(actEditPost, v.c.Post.Hash, chat.Plain), reply, take, why, trail}
	case escalation.StateOpen:
		buttons := []chat.Action{reply, take, v.button(actClimb, "", chat.Plain), v.button(actSnooze, "", chat.Plain)}
		if len(v.c.References) > 0 {
			buttons = append(buttons, v.button(actNoteNotFound, "", chat.Plain))
		}
		return append(buttons, why, trail)
	}
	return []chat.Action{v.button(actReopen, "", chat.Plain), reply, trail}
}

// replySelect asks what somebody of the organisation has answered elsewhere. The
// last choice opens the form without a class: a person reads it later.
func (v view) replySelect() chat.Action {
	a := v.button(actReply, "", chat.Plain)
	a.Label = v.Say("button.replied")
	for _, class := range escalation.Classes() {
		a.Options = append(a.Options, v.classOption(class))
	}
	a.Options = append(a.Options, chat.Option{Value: optionNone, Label: v.Say("button.replied.none")})
	return a
}

// classOption is a class as a select offers it.
func (v view) classOption(class escalation.Class) chat.Option {
	return chat.Option{Value: string(class), Label: v.Word("class", string(class))}
}

// heldButtons are what ends a hold. What is the requester's to say has none.
func (v view) heldButtons() []chat.Action {
	switch v.c.Hold.Reason {
	case escalation.HoldSnoozed, escalation.HoldQuarantined:
		return []chat.Action{v.button(actResume, "", chat.Primary)}
	case escalation.HoldBlocked:
		return []chat.Action{v.button(actAddContact, "", chat.Primary), v.button(actClimb, "", chat.Plain)}
	case escalation.HoldRequester:
		return []chat.Action{v.button(actInform, strconv.Itoa(v.c.Hold.Reply), chat.Plain)}
	}
	return nil
}
