package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"relance/adapters/chat"
)

// shortest is how long a description may be on the platform that takes least.
const shortest = 100

// TestCommandsAreThoseOfTheConsole: what can be typed is described, with all that
// it can be told.
func TestCommandsAreThoseOfTheConsole(t *testing.T) {
	catalogue := newCatalogue()
	described := Commands(mustTexts(t))
	var words []string
	for _, c := range described {
		words = append(words, c.Words)
		r, ok := catalogue.named(c.Form)
		if !ok || r.words != c.Words {
			t.Errorf("%s asks for %q", c.Words, c.Form)
		}
		var names []string
		for _, o := range c.Options {
			if !r.takes(o.Name) {
				t.Errorf("%s knows no %s", c.Words, o.Name)
			}
			names = append(names, o.Name)
		}
		for _, name := range r.fieldNames() {
			if !slices.Contains(names, name) {
				t.Errorf("%s: %s is not described", c.Words, name)
			}
		}
		if slices.Contains(names, keyCase) != (r.about != aboutNothing) {
			t.Errorf("%s: %q", c.Words, names)
		}
	}
	if want := catalogue.subcommands(); !slices.Equal(words, want) {
		t.Errorf("described are\n%q, typed can be\n%q", words, want)
	}
}

// TestCommandsAreDescribedInEveryLanguage, briefly.
func TestCommandsAreDescribedInEveryLanguage(t *testing.T) {
	texts := mustTexts(t)
	local := func(what string, l Local) {
		t.Helper()
		for _, language := range texts.Languages() {
			if n := utf8.RuneCountInString(l[language]); n == 0 || n > shortest || strings.Contains(l[language], "⟪") {
				t.Errorf("%s in %s has %d characters: %q", what, language, n, l[language])
			}
		}
	}
	for _, c := range Commands(texts) {
		local(c.Words, c.About)
		for _, o := range c.Options {
			local(c.Words+" "+o.Name, o.About)
			for _, choice := range o.Choices {
				local(c.Words+" "+o.Name+" "+choice.Value, choice.Label)
			}
			if o.Kind == chat.Choice && len(o.Choices) == 0 != o.Suggested {
				t.Errorf("%s %s: %d choices, suggested %v", c.Words, o.Name, len(o.Choices), o.Suggested)
			}
		}
	}
}

// TestOptionsAreSuggested to whoever may use the command.
func TestOptionsAreSuggested(t *testing.T) {
	h := newHouse(t)
	h.opens("ann", "The meter")
	h.bot.Directory.Entries[0].Organisation.Calendar = "office"
	suggested := func(who, form, option, typed string) int {
		return len(h.act(who, chat.Suggest{Form: form, Input: option, Text: typed}).Options)
	}
	for _, c := range Commands(mustTexts(t)) {
		for _, o := range c.Options {
			none := !slices.ContainsFunc([]string{"ann", "tom", "mia", "ada"}, func(who string) bool {
				return suggested(who, c.Form, o.Name, "") > 0
			})
			over := c.Form == actReopen // no case is
			if none == o.Suggested && !over {
				t.Errorf("%s %s: suggested %v, nothing to anybody %v", c.Words, o.Name, o.Suggested, none)
			}
		}
	}
	if n := suggested("mia", actAddContact, "role", "rector"); n != 1 {
		t.Errorf("%d roles are like rector", n)
	}
	if n := suggested("mia", actAddContact, "role", "zzz"); n > 0 {
		t.Errorf("%d roles are like zzz", n)
	}
	if n := suggested("ann", actAddContact, "role", ""); n > 0 {
		t.Error("something is suggested to whoever may never add a contact")
	}
}
