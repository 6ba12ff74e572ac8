package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"relance/adapters/chat"
	"relance/escalation"
)

// mostSuggested is how many suggestions are offered at once, what was typed
// among them.
const mostSuggested = 20

// suggest answers somebody who is typing into a search, or into an option of a
// command: what may be meant. Whoever may never ask for it is offered nothing.
func (t *turn) suggest(ctx context.Context, deed chat.Suggest) (chat.Answer, error) {
	r, ok := t.bot.catalogue.named(deed.Form)
	if !ok || !t.mayEver(r.name) {
		return chat.Answer{}, nil
	}
	t.request = r
	suggest := r.suggestions(deed.Input)
	if suggest == nil {
		return chat.Answer{}, nil
	}
	options, err := suggest(ctx, t, strings.TrimSpace(deed.Text))
	return chat.Answer{Options: options}, err
}

// suggestions is what suggests the answers to an input, nil where nothing does.
func (r request) suggestions(input string) func(ctx context.Context, t *turn, typed string) ([]chat.Option, error) {
	i := slices.IndexFunc(r.fields, func(f field) bool { return f.name == input })
	switch {
	case i >= 0 && r.fields[i].suggest != nil:
		return r.fields[i].suggest
	case i >= 0 && r.fields[i].varies:
		return r.fields[i].choiceSuggestions
	case i < 0 && input == keyCase && r.about != aboutNothing:
		return caseSuggestions
	}
	return nil
}

// choiceSuggestions are the options of a choice in which what was typed occurs.
func (f field) choiceSuggestions(ctx context.Context, t *turn, typed string) ([]chat.Option, error) {
	values, err := f.options(ctx, t)
	if err != nil {
		return nil, err
	}
	var options []chat.Option
	for _, v := range values {
		label := t.option(f.family, v)
		if (strings.Contains(fold(v), fold(typed)) || strings.Contains(fold(label), fold(typed))) && len(options) < mostSuggested {
			options = append(options, chat.Option{Value: v, Label: label})
		}
	}
	return options, nil
}

// organisationSuggestions are the organisations of the directory that are near to
// what was typed, and what was typed: an organisation nobody knows may be meant.
func organisationSuggestions(ctx context.Context, t *turn, typed string) ([]chat.Option, error) {
	names, err := t.bot.Directory.like(ctx, typed)
	if err != nil {
		// The form still opens a case, as a draft if need be.
		t.bot.Logger.Warn("no organisations are suggested", "op", t.op(), "error", err)
	}
	usable := typed != "" && utf8.RuneCountInString(typed) <= limitName && !slices.ContainsFunc(names, func(name string) bool { return fold(name) == fold(typed) })
	most := mostSuggested
	if usable {
		most--
	}
	var options []chat.Option
	for _, name := range names[:min(len(names), most)] {
		options = append(options, chat.Option{Value: name, Label: name})
	}
	if usable {
		options = append(options, chat.Option{Value: typed, Label: t.say.Say("suggest.use", "Text", typed)})
	}
	return options, nil
}

// like are the names of organisations that begin with what was typed, then those
// that contain it, by name or key; where there is none, the nearest.
func (d *Directory) like(ctx context.Context, typed string) ([]string, error) {
	all, err := d.All(ctx)
	if err != nil {
		return nil, err
	}
	wanted := fold(typed)
	var begin, contain, every []string
	for _, l := range all {
		name := l.Organisation.Name
		every = append(every, name)
		key, folded := fold(l.Organisation.Key), fold(name)
		switch {
		case strings.HasPrefix(folded, wanted) || strings.HasPrefix(key, wanted):
			begin = append(begin, name)
		case strings.Contains(folded, wanted) || strings.Contains(key, wanted):
			contain = append(contain, name)
		}
	}
	byName := func(a, b string) int { return strings.Compare(fold(a), fold(b)) }
	slices.SortFunc(begin, byName)
	slices.SortFunc(contain, byName)
	found := slices.Concat(begin, contain)
	if near := nearest(typed, every); len(found) == 0 && near != "" {
		found = []string{near}
	}
	return slices.Compact(found), nil
}

// caseSuggestions are the cases that the person may do this with: those that what
// was typed finds, or, before anything is typed, those that may be meant.
func caseSuggestions(ctx context.Context, t *turn, typed string) ([]chat.Option, error) {
	var found []escalation.Case
	var err error
	if typed == "" {
		found, err = t.candidates(ctx)
	} else {
		found, err = t.matches(ctx, typed)
	}
	if err != nil {
		return nil, err
	}
	var options []chat.Option
	for _, c := range found {
		if _, err := authorise(t.by, t.request.name, c); err == nil && len(options) < mostSuggested {
			options = append(options, chat.Option{Value: string(c.ID), Label: t.caseLine(c)})
		}
	}
	return options, nil
}
