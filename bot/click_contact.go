package bot

import (
	"context"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// contactRequests are the buttons on what a contact receives. Each names the
// letter it hangs on.
func contactRequests() []request {
	text := field{name: "text", kind: fieldLines, limit: limitReply}
	answer := text
	answer.need = true
	return []request{
		say(actSayAnswer, escalation.ClassAnswer, answer),
		say(actSayNeedsInfo, escalation.ClassNeedsInfo, field{name: "asked", kind: fieldLines, limit: limitNote, need: true}),
		say(actSayPromise, escalation.ClassPromise, field{name: "date", kind: fieldFuture, limit: limitWord, need: true}, text),
		say(actSayTransmitted, escalation.ClassTransmitted, field{name: "owner", limit: limitName, need: true}, text),
		say(actSayWrongBody, escalation.ClassWrongBody, field{name: "body", limit: limitAddress}, text),
		say(actSayReceived, escalation.ClassAcknowledgement),
		{name: actSayClimb, about: aboutAny, form: true, detail: fieldLetter, do: passUp,
			fields: []field{letterField(), {name: "reason", kind: fieldLines, limit: limitReason, need: true}}},
	}
}

func letterField() field { return field{name: fieldLetter, limit: limitWord, need: true} }

// say is what a contact says of a class by a button: at once where there is
// nothing more to ask, else by a small form.
func say(name string, class escalation.Class, asked ...field) request {
	return request{name: name, about: aboutAny, form: len(asked) > 0, detail: fieldLetter,
		fields: append([]field{letterField()}, asked...),
		do:     func(ctx context.Context, t *turn) (chat.Answer, error) { return t.sayAs(ctx, class) },
	}
}

// sayAs keeps the contact's own word with its class. A person of the team can
// correct it like any other.
func (t *turn) sayAs(ctx context.Context, class escalation.Class) (chat.Answer, error) {
	var words []string
	for _, name := range []string{"asked", "text", "body"} {
		if text := t.text(name); text != "" {
			words = append(words, text)
		}
	}
	reply := escalation.Replied{
		From:   t.actor.ID,
		Text:   strings.Join(words, "\n"),
		Class:  class,
		Detail: escalation.Detail{Promised: t.endOf("date"), Owner: t.text("owner"), Asked: t.text("asked"), Contact: t.named()},
	}
	op := t.op()
	if class == escalation.ClassAcknowledgement {
		op = "received:" + t.letterKey() // however often the button is clicked
	}
	if _, err := t.commit(ctx, t.event(op, reply)); err != nil {
		return chat.Answer{}, err
	}
	return t.tell("say.done." + string(class)), nil
}

// named is the contact that "not us" names, where the case holds it. Anything else
// is kept in words only: the whole story would go to a place that nobody of the
// team has looked at.
func (t *turn) named() *escalation.Contact {
	folded := escalation.FoldAddress(t.text("body"))
	for _, c := range t.c.Contacts {
		if t.text("body") != "" && escalation.FoldAddress(c.Address) == folded && c.Address != t.actor.ID {
			return &c
		}
	}
	return nil
}

// passUp climbs now, because the contact may not decide.
func passUp(ctx context.Context, t *turn) (chat.Answer, error) {
	if _, err := t.commit(ctx, t.event(t.op(), escalation.ClimbAsked{Reason: t.text("reason")})); err != nil {
		return chat.Answer{}, err
	}
	return t.tell("say.done.climb"), nil
}

// ways are the buttons of a letter, where it goes to a chat platform.
func (v view) ways(l escalation.Notice) []chat.Action {
	if !onChat(l.Address) {
		return nil
	}
	letter := strings.TrimPrefix(l.Key, string(v.c.ID)+"/")
	ways := []chat.Action{
		v.button(actSayAnswer, letter, chat.Primary),
		v.button(actSayNeedsInfo, letter, chat.Plain),
		v.button(actSayPromise, letter, chat.Plain),
		v.button(actSayTransmitted, letter, chat.Plain),
		v.button(actSayWrongBody, letter, chat.Plain),
		v.button(actSayReceived, letter, chat.Plain),
	}
	if next := v.stepAfter(l.Rung); next >= 0 && v.rung(next).Kind != escalation.RungPost {
		ways = append(ways, v.button(actSayClimb, letter, chat.Plain))
	}
	return ways
}

// onChat says that messages to an address can have buttons.
func onChat(address string) bool {
	switch escalation.Scheme(address) {
	case escalation.SchemeMail, escalation.SchemePhone, escalation.SchemeLetter:
		return false
	}
	return true
}

// asked is the letter that a contact has got last: what its answers are about.
func (v view) asked(address string) (escalation.Notice, bool) {
	for i := len(v.c.Climb.Letters) - 1; i >= 0; i-- {
		if l := v.c.Climb.Letters[i]; l.Address == address && !l.Delivered.IsZero() {
			return escalation.Notice{Key: l.Key, Rung: l.Rung, Address: l.Address}, true
		}
	}
	return escalation.Notice{}, false
}
