package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/escalation"
)

// said keeps what is said in a room the bot follows: a note where the team talks
// under a card, a reply where a contact speaks. It answers only when it cannot
// tell which case is meant.
func (t *turn) said(ctx context.Context, deed chat.Said) (chat.Answer, error) {
	c, found, err := t.bot.inThread(ctx, t.platform, t.act.Place)
	if err != nil {
		return chat.Answer{}, err
	}
	if found {
		return t.noteSaid(ctx, c, deed)
	}
	if c, found, err = t.bot.underPost(ctx, t.platform, t.act.Place); err != nil {
		return chat.Answer{}, err
	}
	if found {
		return chat.Answer{}, t.commentSaid(ctx, c, deed)
	}
	return t.replySaid(ctx, deed)
}

// replySaid keeps what is said in the room of a contact as that contact's reply.
func (t *turn) replySaid(ctx context.Context, deed chat.Said) (chat.Answer, error) {
	silence := chat.Answer{}
	if t.act.Place.Room == "" { // whoever writes in private expects an answer
		silence = t.nothing()
	}
	cases, err := t.bot.writtenTo(ctx, t.platform, t.act.Place)
	if err != nil || len(cases) == 0 {
		return silence, err
	}
	cases = slices.DeleteFunc(cases, func(c escalation.Case) bool { return t.by.is(c.Requester.ID) })
	if len(cases) == 0 || t.by.roles.has(roleTeam) {
		return silence, nil // the asking side does not answer itself
	}
	if t.again && slices.ContainsFunc(cases, func(c escalation.Case) bool { return isKept(c, t.act) }) {
		return silence, nil
	}
	running := slices.DeleteFunc(slices.Clone(cases), func(c escalation.Case) bool { return !listening(c.State) })
	c, ok := meant(cases, running, t.act.Place.Thread, deed.Text)
	switch {
	case !ok && len(running) == 0:
		return silence, nil // nothing is asked there any more
	case !ok:
		return chat.Answer{}, &undecidedError{} // who speaks there may see none of the cases
	}
	t.c = c
	address, _ := t.bot.addressIn(c, t.platform, t.act.Place)
	t.actor = escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
	text := wordsOf(deed)
	_, err = t.commit(ctx, t.event(t.op(), escalation.Replied{
		From: address, Text: text, Link: deed.Link, Proposed: propose(text), At: t.act.At, Edited: deed.Edited,
	}))
	if err != nil {
		return chat.Answer{}, err
	}
	if t.act.Place.Room == "" {
		silence = t.tell("say.kept", "ID", string(c.ID))
	}
	return silence, t.attachSaid(ctx, deed)
}

// wordsOf is what is kept of a message: of one that is only a file, its name.
func wordsOf(deed chat.Said) string {
	text := strings.TrimSpace(deed.Text)
	if text == "" && len(deed.Files) > 0 {
		text = deed.Files[0].Name
	}
	return text
}

// listening says that what a contact says may be about a case in this state
// without naming it: to a public post there are still answers.
func listening(s escalation.State) bool { return !s.Over() || s == escalation.StatePublished }

// writtenTo finds the cases that have written to a place.
func (b *Bot) writtenTo(ctx context.Context, platform string, at chat.Place) ([]escalation.Case, error) {
	var cases []escalation.Case
	for _, address := range b.addressesOf(platform, at) {
		found, err := b.found(ctx, escalation.Query{Term: escalation.TermContact + address, Limit: mostCases})
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			_, written := b.addressIn(c, platform, at)
			if written && !slices.ContainsFunc(cases, func(o escalation.Case) bool { return o.ID == c.ID }) {
				cases = append(cases, c)
			}
		}
	}
	return cases, nil
}

// addressIn is the address by which a case has written to a place. A contact of a
// rung to come has not been asked anything, and knows of no case.
func (b *Bot) addressIn(c escalation.Case, platform string, at chat.Place) (address string, written bool) {
	addresses := b.addressesOf(platform, at)
	for i := range addresses {
		addresses[i] = escalation.FoldAddress(addresses[i])
	}
	for _, l := range c.Climb.Letters {
		if l.Delivered.IsZero() {
			continue
		}
		known := slices.Contains(addresses, escalation.FoldAddress(l.Address))
		if place := contactIn(c, l.Address).Place; known || place != "" && slices.Contains(addresses, escalation.FoldAddress(place)) {
			return l.Address, true
		}
	}
	return "", false
}

// contactIn is the contact of an address; only the address is known where it has
// been removed.
func contactIn(c escalation.Case, address string) escalation.Contact {
	i := slices.IndexFunc(c.Contacts, func(k escalation.Contact) bool { return k.Address == address })
	if i < 0 {
		return escalation.Contact{Address: address}
	}
	return c.Contacts[i]
}

// spokenOf finds case IDs in running text.
var spokenOf = regexp.MustCompile(`(?i)\b[0-9a-z]{3}-[0-9a-z]{3}-[0-9a-z]\b`)

// meant chooses the case that a contact speaks of: the one whose letter the
// thread hangs on, one that is named, or the only one that listens.
func meant(all, running []escalation.Case, thread chat.Ref, text string) (escalation.Case, bool) {
	if thread != "" {
		for _, c := range all {
			if slices.ContainsFunc(c.Climb.Letters, func(l escalation.Letter) bool { return proves(l.Proof, thread) }) {
				return c, true
			}
		}
	}
	for _, spoken := range spokenOf.FindAllString(text, -1) {
		id, err := escalation.ParseCaseID(spoken)
		if i := slices.IndexFunc(all, func(c escalation.Case) bool { return err == nil && c.ID == id }); i >= 0 {
			return all[i], true
		}
	}
	if len(running) == 1 {
		return running[0], true
	}
	return escalation.Case{}, false
}

// proves says that the receipt of a letter is of the message with that reference:
// the reference itself, or a permalink that ends with it, with or without the
// punctuation the platform gives it.
func proves(proof string, ref chat.Ref) bool {
	const long = 8 // a shorter one ends too many links
	tail := escalation.FoldReference(string(ref))
	return proof == string(ref) || len(tail) >= long && strings.HasSuffix(escalation.FoldReference(proof), tail)
}
