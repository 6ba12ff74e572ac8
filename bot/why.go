package bot

import (
	"context"

	"relance/adapters/chat"
	"relance/bot/locale"
	"relance/escalation"
)

// why answers "why?": where the case stands, and for each of its dates from when
// it counts, how long, in whose time, and which days do not count.
func (b *Bot) why(ctx context.Context, c escalation.Case, s locale.Speaker) chat.Message {
	v, err := b.view(ctx, c, s, b.Now())
	if err != nil {
		b.Logger.Error("cannot explain a case", "case", c.ID, "error", err)
		return chat.Message{Blocks: []chat.Block{chat.Paragraph(s.Refusal(err))}}
	}
	return v.why()
}

func (v view) why() chat.Message {
	m := chat.Message{
		Title:  v.Say("why.title", "ID", string(v.c.ID), "State", v.stateName()),
		Blocks: []chat.Block{v.says(v.nothingDue())},
	}
	if v.c.State == escalation.StateOpen && v.stepDated() {
		m.Blocks = nil
	}
	if rung := v.standing(); rung != "" {
		m.Blocks = append(m.Blocks, chat.Paragraph(rung))
	}
	for _, t := range v.timers() {
		m.Blocks = append(m.Blocks, v.explain(t))
	}
	for _, l := range v.c.Hold.Left {
		m.Blocks = append(m.Blocks, v.says("why.left", "What", v.Say("timer."+string(l.Kind)), "Wait", v.Wait(l.Wait)))
	}
	return m
}

// stepDated says that the next step of the ladder has its date.
func (v view) stepDated() bool {
	for _, kind := range []escalation.TimerKind{escalation.TimerClimb, escalation.TimerPromise, escalation.TimerLook} {
		if _, ok := v.c.Timer(kind); ok {
			return true
		}
	}
	return false
}

// nothingDue is the key of why no step of the ladder has a date.
func (v view) nothingDue() string {
	switch v.c.State {
	case escalation.StateDraft:
		return "why.draft"
	case escalation.StateHeld:
		return "why.held." + string(v.c.Hold.Reason)
	case escalation.StateAwaitingApproval:
		switch {
		case v.c.Post.Text == "":
			return "why.composing"
		case v.c.Post.Consent == nil:
			return "why.consent"
		case v.c.Post.Approved.IsZero():
			return "why.approval"
		}
		return "why.posting"
	case escalation.StateOpen:
		if v.c.Climb.Looking {
			return "why.looking"
		}
		if waitsForTeam(v.c) {
			return "why.team"
		}
		return "why.undelivered"
	}
	return "why.over"
}

// explain is the story of one date.
func (v view) explain(t escalation.Timer) chat.Block {
	when := v.Say("why.timer", "What", v.Say("timer."+string(t.Kind)), "When", v.dateTime(t.At))
	switch {
	case t.Kind == escalation.TimerPreview:
		return chat.Paragraph(when + " " + v.Say("why.before_step", "Wait", v.Wait(v.rules.Ladder.Preview)))
	case t.Kind == escalation.TimerDeadline:
		return chat.Paragraph(when + " " + v.Say("why.before_deadline", "Deadline", v.deadlineValue()))
	case t.Wait.IsZero():
		return chat.Paragraph(when + " " + v.Say("why.named"))
	}
	text := when + " " + v.Say("why.counted", "Wait", v.Wait(t.Wait), "From", v.dateTime(t.From))
	if !t.Wait.Working {
		return chat.Paragraph(text + " " + v.Say("why.plain"))
	}
	calendar, whose := v.rules.People, v.Say("why.people")
	if t.Kind.OfOrganisation() {
		calendar = v.rules.Calendar
		whose = v.Say("why.organisation", "Calendar", calendar.Name, "Organisation", v.c.Organisation.Name)
	}
	text += " " + whose
	var skipped []string
	for _, s := range calendar.Skipped(t.From, t.At) {
		skipped = append(skipped, v.Say("why.skipped", "Date", v.Day(s.Date), "Holiday", s.Holiday))
	}
	if len(skipped) > 0 {
		text += " " + v.Say("why.not_counted", "Days", v.List(skipped...))
	}
	return chat.Paragraph(text)
}
