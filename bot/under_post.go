package bot

import (
	"cmp"
	"context"

	"relance/adapters/chat"
	"relance/escalation"
)

// underPost finds the case whose public post a thread hangs on.
func (b *Bot) underPost(ctx context.Context, platform string, at chat.Place) (escalation.Case, bool, error) {
	if at.Thread == "" || at.Room == "" {
		return escalation.Case{}, false, nil
	}
	cases, err := b.found(ctx, escalation.Query{Term: escalation.TermPost + platform + ":" + at.Room + "/" + string(at.Thread), Limit: 1})
	if err != nil || len(cases) == 0 {
		return escalation.Case{}, false, err
	}
	return cases[0], true, nil
}

// commentSaid keeps what is said under a public post: the reply of a contact of
// the case, or a comment of anybody else. Nothing is answered: who reads along
// there may know nothing of the case but its post.
func (t *turn) commentSaid(ctx context.Context, c escalation.Case, deed chat.Said) error {
	t.c, t.silent = c, true
	text := wordsOf(deed)
	var fact escalation.Fact = escalation.Commented{Text: text, Link: deed.Link, Edited: deed.Edited}
	t.actor = escalation.Actor{ID: t.by.ID, Name: t.by.Name, Role: escalation.ActorPublic}
	if address, is := t.bot.contactOf(c, t.by); is {
		t.actor = escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
		fact = escalation.Replied{From: address, Text: text, Link: deed.Link, Proposed: propose(text), At: t.act.At, Edited: deed.Edited}
	}
	if _, err := t.commit(ctx, t.event(t.op(), fact)); err != nil && escalation.CodeOf(err) != escalation.CodeEmpty {
		return err
	}
	return t.attachSaid(ctx, deed)
}

// contactOf is the address under which a person is a contact of the case.
func (b *Bot) contactOf(c escalation.Case, p person) (address string, is bool) {
	for _, k := range c.Contacts {
		platform, place, ok := b.contactPlace(cmp.Or(k.Place, k.Address))
		if ok && place.Person != "" && p.is(accountID(platform.Name(), place.Person)) {
			return k.Address, true
		}
	}
	return "", false
}
