package bot

import (
	"context"
	"slices"
	"strconv"

	"relance/escalation"
)

// answeringRequests are about what the organisation says: a reply, its class,
// and the requester's turn.
func answeringRequests() []request {
	replyN := field{name: fieldReplyN, kind: fieldNumber, need: true}
	placedN, placedClass := replyN, classField(true)
	placedN.place, placedClass.place = true, true
	return []request{
		{name: actReply, words: "reply", about: aboutAny, form: true, option: fieldClass, fact: replyFact, fields: append([]field{
			{name: "from", limit: limitName, need: true, initial: func(t *turn) string { return onlyAsked(t.c) }},
			{name: "text", kind: fieldLines, limit: limitReply, need: true},
			{name: "when", kind: fieldPast, limit: limitWord},
			{name: "link", limit: limitLink},
			classField(false),
		}, detailFields()...)},
		{name: actClass, words: "class", about: aboutAny, form: true, brief: true, detail: fieldReplyN, option: fieldClass, fact: classFact,
			fields: append([]field{placedN, placedClass}, detailFields()...)},
		{name: actPasted, about: aboutAny, form: true, brief: true, detail: fieldEntry, option: fieldClass, do: pasted,
			fields: append([]field{{name: fieldEntry, kind: fieldNumber, need: true}, classField(true),
				{name: "from", limit: limitName, initial: func(t *turn) string { return onlyAsked(t.c) }}}, detailFields()...)},
		{name: actOnlyNote, about: aboutAny, do: onlyNote},
		{name: actVerdictYes, about: aboutRunning, detail: fieldReplyN, fields: []field{replyN}, fact: verdictFact(true)},
		{name: actVerdictNo, about: aboutRunning, detail: fieldReplyN, fields: []field{replyN}, fact: verdictFact(false)},
		{name: actInform, about: aboutRunning, form: true, detail: fieldReplyN, fact: informFact,
			fields: []field{replyN, {name: "text", kind: fieldLines, limit: limitNote, need: true}}},
	}
}

// onlyAsked is who must have answered, where only one contact is asked: by name,
// or by address where it has none. It is empty where several may have.
func onlyAsked(c escalation.Case) string {
	who := ""
	for _, l := range c.Climb.Letters {
		if l.Round != c.Climb.Round || l.Reminder > 0 || l.Delivered.IsZero() || l.Failed != "" {
			continue
		}
		if who != "" {
			return ""
		}
		who = l.Address
		for _, k := range c.Contacts {
			if k.Address == l.Address && k.Name != "" {
				who = k.Name
			}
		}
	}
	return who
}

func classField(need bool) field {
	return field{name: fieldClass, kind: fieldChoice, need: need, options: classOptions, family: familyClass}
}

// detailFields are what some classes need.
func detailFields() []field {
	return []field{
		{name: "date", kind: fieldFuture, limit: limitWord, class: escalation.ClassPromise},
		{name: "owner", limit: limitName, class: escalation.ClassTransmitted},
		{name: "contact", limit: limitAddress, class: escalation.ClassWrongBody},
		{name: "asked", kind: fieldLines, limit: limitNote, class: escalation.ClassNeedsInfo},
	}
}

func classOptions(context.Context, *turn) ([]string, error) {
	var options []string
	for _, c := range escalation.Classes() {
		options = append(options, string(c))
	}
	return options, nil
}

// detail is what a class needs to have its effect.
func (t *turn) detail(ctx context.Context, class escalation.Class) (escalation.Detail, error) {
	d := escalation.Detail{Promised: t.endOf("date"), Owner: t.text("owner"), Asked: t.text("asked")}
	if class == escalation.ClassPromise && d.Promised.IsZero() {
		return d, inField("date", object("answer.missing"))
	}
	if address := t.text("contact"); address != "" && class == escalation.ClassWrongBody {
		contact := escalation.Contact{
			Address:  address,
			Role:     t.roleOfRung(),
			Source:   t.say.Say("answer.named_by", "Name", t.by.Name),
			Verified: t.at,
		}
		contact, err := t.usable(ctx, "contact", contact)
		if err != nil {
			return d, err
		}
		if !t.mayName(contact) {
			return d, inField("contact", object("answer.contact.not_yours", "Text", address))
		}
		d.Contact = &contact
	}
	return d, nil
}

// mayName says whether the person may have a letter sent to an address. One that
// the case does not hold is a place to which the whole story goes: the team or a
// moderator answers for it, never the requester alone.
func (t *turn) mayName(named escalation.Contact) bool {
	if t.by.roles.has(roleTeam) || t.by.roles.has(roleModerator) || t.by.roles.has(roleAdmin) {
		return true
	}
	folded := escalation.FoldAddress(named.Address)
	return slices.ContainsFunc(t.c.Contacts, func(c escalation.Contact) bool { return escalation.FoldAddress(c.Address) == folded })
}

// usable is a contact as the case shall know it. One that cannot be written to, or
// must not, is refused: a place that is not there, one of the bot's own rooms.
func (t *turn) usable(ctx context.Context, field string, c escalation.Contact) (escalation.Contact, error) {
	if err := c.Validate(); err != nil {
		return c, inField(field, object("answer.address", "Text", c.Address))
	}
	address, err := t.bot.canonicalAddress(ctx, c.Address)
	if err != nil {
		return c, inField(field, object("answer.address.unknown", "Text", c.Address))
	}
	own := t.bot.ownRoom(c.Address)
	if p, place, ok := t.bot.contactPlace(address); ok && !own {
		own, _ = t.bot.isOwn(ctx, p, place) // where that is not known now, it is asked again before a letter
	}
	if own {
		return c, inField(field, object("answer.address.own_room", "Text", c.Address))
	}
	if address != c.Address {
		c.Place = address
	}
	for _, known := range t.c.Contacts { // the same place, written in another way
		if known.Place != "" && known.Place == address || known.Address == address {
			c.Address, c.Place = known.Address, known.Place
		}
	}
	return c, nil
}

// roleOfRung is any role a contact may have before the domain gives it that of
// the rung.
func (t *turn) roleOfRung() escalation.Role {
	if len(t.c.Contacts) > 0 {
		return t.c.Contacts[0].Role
	}
	return "contact"
}

func replyFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	class := escalation.Class(t.text(fieldClass))
	detail, err := t.detail(ctx, class)
	if err != nil {
		return nil, err
	}
	r := escalation.Replied{
		From:   t.text("from"),
		Text:   t.text("text"),
		Link:   t.text("link"),
		Class:  class,
		Detail: detail,
		At:     t.happenedOn("when"),
	}
	if class == "" {
		r.Proposed = propose(r.Text)
	}
	return r, nil
}

func classFact(ctx context.Context, t *turn) (escalation.Fact, error) {
	class := escalation.Class(t.text(fieldClass))
	detail, err := t.detail(ctx, class)
	if err != nil {
		return nil, err
	}
	return escalation.Classed{Reply: int(t.number(fieldReplyN)), Class: class, Detail: detail}, nil
}

// needsDetail says that a class has more to ask than one click can tell.
func needsDetail(class string) bool {
	switch escalation.Class(class) {
	case escalation.ClassPromise, escalation.ClassTransmitted, escalation.ClassNeedsInfo, escalation.ClassWrongBody:
		return true
	}
	return false
}

// verdictFact answers "is it solved?" about one reply. The button of an earlier
// reply decides nothing about a later one.
func verdictFact(solved bool) func(context.Context, *turn) (escalation.Fact, error) {
	return func(_ context.Context, t *turn) (escalation.Fact, error) {
		if n := int(t.number(fieldReplyN)); n != t.c.Hold.Reply {
			return nil, refuse(escalation.CodeNoVerdictDue, "reply", strconv.Itoa(n))
		}
		return escalation.Verdict{Solved: solved}, nil
	}
}

func informFact(_ context.Context, t *turn) (escalation.Fact, error) {
	if n := int(t.number(fieldReplyN)); n != t.c.Hold.Reply {
		return nil, refuse(escalation.CodeNotYourTurn, "reply", strconv.Itoa(n))
	}
	return escalation.Informed{Text: t.text("text")}, nil
}
