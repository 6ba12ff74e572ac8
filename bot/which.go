package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"relance/adapters/chat"
	"relance/escalation"
)

// mostCases is how many cases are read for one answer at most.
const mostCases = 200

// meet finds the case a request concerns and the role in which the person acts.
func (t *turn) meet(ctx context.Context, id escalation.CaseID) error {
	if slices.Contains(rights(t.request.name), roleContact) {
		return t.meetContact(ctx, id)
	}
	if t.request.about != aboutNothing {
		c, err := t.which(ctx, id)
		if err != nil {
			return err
		}
		t.c = c
	}
	r, err := authorise(t.by, t.request.name, t.c)
	if err != nil {
		return err
	}
	t.actor = actor(t.by, r, t.c)
	return nil
}

// which is the case that is named, the one in whose thread something is said, or
// the only one it can be.
func (t *turn) which(ctx context.Context, id escalation.CaseID) (escalation.Case, error) {
	if id != "" {
		return t.bot.visible(ctx, t.by, id)
	}
	if c, found, err := t.bot.inThread(ctx, t.platform, t.act.Place); err != nil || found && maySee(t.by, c) {
		return c, err
	}
	cases, err := t.candidates(ctx)
	switch {
	case err != nil:
		return escalation.Case{}, err
	case len(cases) == 0:
		return escalation.Case{}, noCaseYet()
	case len(cases) > 1:
		return escalation.Case{}, &undecidedError{cases}
	}
	return cases[0], nil
}

// candidates are the cases that may be meant: the person's own, else, for the
// team, any. Where none is running, a request to read is about an ended one.
func (t *turn) candidates(ctx context.Context) ([]escalation.Case, error) {
	own, err := t.bot.casesOf(ctx, t.by)
	if err != nil {
		return nil, err
	}
	admitted := func(cases []escalation.Case) []escalation.Case {
		meant := slices.DeleteFunc(slices.Clone(cases), func(c escalation.Case) bool { return !t.request.about.admits(c.State) })
		if t.request.about == aboutAny {
			running := slices.DeleteFunc(slices.Clone(meant), func(c escalation.Case) bool { return c.State.Over() })
			if len(running) > 0 {
				return running
			}
		}
		return meant
	}
	meant := admitted(own)
	if len(meant) > 0 || !t.by.roles.has(roleTeam) && !t.by.roles.has(roleModerator) || t.request.about == aboutOver {
		return meant, nil
	}
	all, err := t.bot.runningCases(ctx)
	return admitted(all), err
}

// visible loads a case. One that somebody may not see is refused as one that
// does not exist.
func (b *Bot) visible(ctx context.Context, p person, id escalation.CaseID) (escalation.Case, error) {
	c, _, err := b.Store.Load(ctx, id, "")
	switch {
	case errors.Is(err, escalation.ErrNotFound) || err == nil && !maySee(p, c):
		return escalation.Case{}, refuse(escalation.CodeNoCase, "id", string(id))
	case errors.Is(err, escalation.ErrUpgrade):
		// Whose case it is only the newer program can tell.
		return escalation.Case{}, &escalation.Error{Code: escalation.CodeUpgrade, Err: err}
	case errors.Is(err, escalation.ErrCorrupt):
		// Whose case it is cannot be read any more.
		if !p.roles.has(roleTeam) && !p.roles.has(roleModerator) {
			return escalation.Case{}, refuse(escalation.CodeNoCase, "id", string(id))
		}
		return escalation.Case{}, refuse(escalation.CodeQuarantined, "id", string(id))
	}
	return c, err
}

// casesOf are the cases a person has opened, the latest change first.
func (b *Bot) casesOf(ctx context.Context, p person) ([]escalation.Case, error) {
	var all []escalation.Case
	for _, id := range p.accounts {
		cases, err := b.found(ctx, escalation.Query{Term: escalation.TermPerson + id, Limit: mostCases})
		if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	byChange(all)
	return all, nil
}

// runningCases are all cases that are not over, the latest change first.
func (b *Bot) runningCases(ctx context.Context) ([]escalation.Case, error) {
	return b.found(ctx, escalation.Query{Term: escalation.TermState + "running", Limit: mostCases})
}

// found loads what a query finds. What has gone or cannot be read meanwhile is
// left out: it has its own way to be noticed.
func (b *Bot) found(ctx context.Context, q escalation.Query) ([]escalation.Case, error) {
	ids, err := b.Store.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	var cases []escalation.Case
	for _, id := range ids {
		c, _, err := b.Store.Load(ctx, id, "")
		if errors.Is(err, escalation.ErrNotFound) || errors.Is(err, escalation.ErrCorrupt) || errors.Is(err, escalation.ErrUpgrade) {
			continue
		}
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	byChange(cases)
	return cases, nil
}

func byChange(cases []escalation.Case) {
	slices.SortFunc(cases, func(a, b escalation.Case) int {
		return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID))
	})
}

// inThread finds the case whose card a thread hangs on.
func (b *Bot) inThread(ctx context.Context, platform string, at chat.Place) (escalation.Case, bool, error) {
	if at.Thread == "" {
		return escalation.Case{}, false, nil
	}
	cases, err := b.found(ctx, escalation.Query{Term: escalation.TermCard + platform + ":" + at.Room + at.Person + "/" + string(at.Thread), Limit: 1})
	if err != nil || len(cases) == 0 {
		return escalation.Case{}, false, err
	}
	return cases[0], true, nil
}
