package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// atPerson begins the room part of an address that is a person: "slack:@U012" is
// a private message to U012.
const atPerson = "@"

// placeOf is the place that the room part of an address means.
func placeOf(room string) chat.Place {
	if account, is := strings.CutPrefix(room, atPerson); is {
		return chat.Place{Person: account}
	}
	return chat.Place{Room: room}
}

// addressesOf are the addresses by which cases may know a place, see contactPlace.
func (b *Bot) addressesOf(platform string, at chat.Place) []string {
	room := at.Room
	if at.Person != "" {
		room = atPerson + at.Person
	}
	addresses := []string{platform + ":" + room}
	if b.Platforms[0].Name() == platform {
		addresses = append(addresses, escalation.SchemeRoom+":"+room)
	}
	for _, name := range b.places.names(platform, chat.Place{Room: at.Room, Person: at.Person}) {
		if name != addresses[0] {
			addresses = append(addresses, name)
		}
	}
	return addresses
}

// meetContact finds the case of a letter whose button somebody clicks, and lets
// the place speak for them: where a letter of the case has come to, whoever reads
// it there answers for the organisation, without an account. It is never the
// asking side, which would answer itself, and never about another case.
func (t *turn) meetContact(ctx context.Context, id escalation.CaseID) error {
	none := refuse(escalation.CodeNoCase, "id", string(id))
	c, _, err := t.bot.Store.Load(ctx, id, "")
	switch {
	case errors.Is(err, escalation.ErrNotFound) || errors.Is(err, escalation.ErrCorrupt):
		return none
	case err != nil:
		return err
	case maySee(t.by, c):
		return &deniedError{rights(t.request.name)}
	}
	address, written := t.bot.addressIn(c, t.platform, t.act.Place)
	if !written {
		return none
	}
	t.c, t.actor = c, escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
	return t.stillAsked()
}

// stillAsked refuses the button of a letter that asks nothing any more: it would
// decide about a step that this contact has no part in.
func (t *turn) stillAsked() error {
	key := t.letterKey()
	i := slices.IndexFunc(t.c.Climb.Letters, func(l escalation.Letter) bool {
		return l.Key == key && escalation.FoldAddress(l.Address) == escalation.FoldAddress(t.actor.ID)
	})
	if i < 0 {
		return unknownButton()
	}
	l := t.c.Climb.Letters[i]
	switch {
	case t.c.State.Over():
		return object("say.over")
	case l.Rung != t.c.Climb.Rung || l.Round != t.c.Climb.Round || l.Failed != "":
		return object("say.stale", "ID", string(t.c.ID))
	}
	return nil
}

// letterKey is the key of the letter that a button hangs on.
func (t *turn) letterKey() string { return target(t.c.ID, t.raw[fieldLetter]) }
