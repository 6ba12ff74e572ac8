package bot

import (
	"cmp"
	"context"
	"errors"

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
func (t *turn) commentSaid(ctx context.Context, c escalation.Case, deed chat.Said) {
	t.c = c
	text := wordsOf(deed)
	var fact escalation.Fact = escalation.Commented{Text: text, Link: deed.Link}
	t.actor = escalation.Actor{ID: t.by.ID, Name: t.by.Name, Role: escalation.ActorPublic}
	if address, is := t.bot.contactOf(c, t.by); is {
		t.actor = escalation.Actor{ID: address, Name: t.by.Name, Role: escalation.ActorContact}
		fact = escalation.Replied{From: address, Text: text, Link: deed.Link, Proposed: propose(text), At: t.act.At}
	}
	_, err := t.commit(ctx, t.event(t.op(), fact))
	if err = errors.Join(err, t.attachSaid(ctx, deed)); err != nil && escalation.CodeOf(err) != escalation.CodeEmpty {
		t.bot.Logger.Error("what was said under a public post is not kept", "case", c.ID, "op", t.op(), "error", err)
	}
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
