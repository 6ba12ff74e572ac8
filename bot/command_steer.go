package bot

import (
	"context"

	"relance/adapters/chat"
	"relance/escalation"
)

// steeringRequests change where a case stands.
func steeringRequests() []request {
	reason := func(need bool) []field {
		return []field{{name: "reason", kind: fieldLines, limit: limitReason, need: need, place: true, rest: true}}
	}
	until := append([]field{{name: "until", kind: fieldFuture, limit: limitWord, need: true, place: true}}, reason(false)...)
	return []request{
		{name: actTake, words: "take", about: aboutRunning, fact: takeFact},
		{name: actSnooze, words: "snooze", about: aboutRunning, form: true, fields: until, fact: snoozeFact},
		{name: actPostpone, about: aboutRunning, form: true, fields: until, fact: snoozeFact},
		{name: actResume, words: "resume", about: aboutRunning, fields: reason(false), fact: resumeFact},
		{name: actClimb, words: "climb", about: aboutRunning, form: true, fields: reason(true), fact: climbFact},
		{name: actNow, about: aboutRunning, fact: nowFact},
		{name: actWithdraw, words: "withdraw", about: aboutRunning, fields: reason(false), fact: withdrawFact},
		{name: actStop, about: aboutRunning, form: true, fields: reason(false), fact: stopFact},
		{name: reqClose, words: "close", about: aboutRunning, fields: reason(true), fact: closeFact},
		{name: actReopen, words: "reopen", about: aboutOver, form: true, fields: reason(true), fact: reopenFact},
		{name: reqPauseAll, words: "pause-all", do: pauseAll, fields: []field{
			{name: "switch", kind: fieldChoice, place: true, options: fixed(switchOn, switchOff), family: familySwitch, need: true},
		}},
	}
}

func takeFact(context.Context, *turn) (escalation.Fact, error) { return escalation.Took{}, nil }

func snoozeFact(_ context.Context, t *turn) (escalation.Fact, error) {
	until := t.startOf("until")
	if !until.After(t.at) {
		return nil, inField("until", object("answer.date.past", "Date", t.say.Date(until, t.bot.Zone)))
	}
	return escalation.Snoozed{Until: until, Reason: t.text("reason")}, nil
}

func resumeFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Resumed{Reason: t.text("reason")}, nil
}

func climbFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.ClimbAsked{Reason: t.text("reason")}, nil
}

// nowFact answers "now" on a preview. On an old one it would climb a rung that
// nobody has announced: while a preview is still to come, none is before anybody.
func nowFact(_ context.Context, t *turn) (escalation.Fact, error) {
	_, climbs := t.c.Timer(escalation.TimerClimb)
	_, promised := t.c.Timer(escalation.TimerPromise)
	if _, toCome := t.c.Timer(escalation.TimerPreview); toCome || !climbs && !promised {
		return nil, object("answer.stale")
	}
	return escalation.ClimbAsked{}, nil
}

func withdrawFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Withdrawn{Reason: t.text("reason")}, nil
}

// stopFact answers "stop" on a preview: the requester withdraws, anybody else
// closes and says why.
func stopFact(_ context.Context, t *turn) (escalation.Fact, error) {
	if t.actor.Role == escalation.ActorRequester {
		return escalation.Withdrawn{Reason: t.text("reason")}, nil
	}
	if t.text("reason") == "" {
		return nil, inField("reason", object("answer.missing"))
	}
	return escalation.ClosedByTeam{Reason: t.text("reason")}, nil
}

func closeFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.ClosedByTeam{Reason: t.text("reason")}, nil
}

func reopenFact(_ context.Context, t *turn) (escalation.Fact, error) {
	return escalation.Reopened{Reason: t.text("reason")}, nil
}

// The positions of the pause switch.
const (
	switchOn  = "on"
	switchOff = "off"
)

// pauseAll holds back, or lets go, everything that goes out by itself.
func pauseAll(ctx context.Context, t *turn) (chat.Answer, error) {
	var value []byte
	if t.text("switch") == switchOn {
		value = []byte(t.by.Name)
	}
	if err := t.bot.Book.Put(ctx, escalation.ShelfSwitches, escalation.SwitchPaused, value); err != nil {
		return chat.Answer{}, t.unsure(err)
	}
	t.bot.Logger.Info("the pause switch was set", "by", t.by.ID, "to", t.text("switch"))
	return t.tell("answer.paused." + t.text("switch")), nil
}
