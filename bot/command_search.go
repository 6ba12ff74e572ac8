package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"relance/adapters/chat"
	"relance/escalation"
)

// search finds cases by ID, by reference, by organisation or by words, among
// those that the person may see.
func search(ctx context.Context, t *turn) (chat.Answer, error) {
	words := t.text("words")
	found, err := t.matches(ctx, words)
	if err != nil {
		return chat.Answer{}, err
	}
	if len(found) == 0 {
		return t.tell("answer.search.none", "Words", words), nil
	}
	m := &chat.Message{}
	t.listed(m, "answer.search.found", found)
	return chat.Answer{Message: m}, nil
}

// matches are the cases that any of the ways to search finds.
func (t *turn) matches(ctx context.Context, words string) ([]escalation.Case, error) {
	var found []escalation.Case
	if id, err := escalation.ParseCaseID(words); err == nil {
		c, err := t.bot.visible(ctx, t.by, id)
		if err == nil {
			return []escalation.Case{c}, nil
		}
		if code := escalation.CodeOf(err); code != escalation.CodeNoCase {
			return nil, err
		}
	}
	if reference := escalation.FoldReference(words); reference != "" {
		cases, err := t.seen(ctx, escalation.Query{Term: escalation.TermReference + reference, Prefix: true, Limit: mostCases})
		if err != nil {
			return nil, err
		}
		found = append(found, cases...)
	}
	listing, known, err := t.bot.Directory.Find(ctx, words)
	if err != nil {
		return nil, err
	}
	if known {
		cases, err := t.seen(ctx, escalation.Query{Term: escalation.TermOrganisation + listing.Organisation.Key, Limit: mostCases})
		if err != nil {
			return nil, err
		}
		found = append(found, cases...)
	}
	byWords, err := t.withWords(ctx, words)
	if err != nil {
		return nil, err
	}
	found = append(found, byWords...)
	byChange(found)
	return slices.CompactFunc(found, func(a, b escalation.Case) bool { return a.ID == b.ID }), nil
}

// withWords are the cases that have every word, or one that begins with it, in
// their subject or their organisation's name.
func (t *turn) withWords(ctx context.Context, words string) ([]escalation.Case, error) {
	var found []escalation.Case
	asked := false
	for _, word := range searchWords(words) {
		cases, err := t.seen(ctx, escalation.Query{Term: escalation.TermWord + word, Prefix: true, Limit: mostCases})
		if err != nil {
			return nil, err
		}
		if !asked {
			found, asked = cases, true
			continue
		}
		found = slices.DeleteFunc(found, func(c escalation.Case) bool {
			return !slices.ContainsFunc(cases, func(o escalation.Case) bool { return o.ID == c.ID })
		})
	}
	return found, nil
}

// seen is what a query finds among the cases that the person may see. Who may see
// only their own is not shown them through the window of the first [mostCases] of
// everybody's: theirs are asked one by one.
func (t *turn) seen(ctx context.Context, q escalation.Query) ([]escalation.Case, error) {
	if maySee(t.by, escalation.Case{}) {
		return t.bot.found(ctx, q)
	}
	own, err := t.bot.casesOf(ctx, t.by)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(own, func(c escalation.Case) bool {
		return !slices.ContainsFunc(c.Terms(), func(term string) bool {
			return term == q.Term || q.Prefix && strings.HasPrefix(term, q.Term)
		})
	}), nil
}

// searchWords are the words as the terms of a case have them; the shortest are
// not among those.
func searchWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool { return len([]rune(w)) < 3 })
}
