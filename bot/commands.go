package bot

import (
	"context"
	"strings"

	"relance/adapters/chat"
	"relance/bot/locale"
)

// Command describes a subcommand of the slash command, for a platform that has it
// registered, with typed options, before anybody types.
type Command struct {
	Words string // as they are typed: "open", "contact add"
	// Group is the word it stands behind where a platform has room for few beside
	// each other; of two words it is the first. Empty: it stands alone.
	Group   string
	Form    string // the ID of its form, and what a [chat.Suggest] for it names
	About   Local
	Options []CommandOption
}

// CommandOption describes one thing that a subcommand can be told, as name=value.
// What is needed and left out is asked for in a form.
type CommandOption struct {
	Name  string
	About Local
	// Kind is how it is asked in a form. Of several lines or rows, a bar stands
	// between two where there can be no line break.
	Kind   chat.InputKind
	Number bool // a whole number, not negative
	// Suggested says that a [chat.Suggest] tells what may be meant.
	Suggested bool
	Choices   []CommandChoice // all there are; none: any text
	Limit     int             // characters; 0: none
}

// CommandChoice is one value that can be chosen.
type CommandChoice struct {
	Value string
	Label Local
}

// Local is a text by the BCP 47 tag of its language; it is there in every language
// that the bot speaks.
type Local map[string]string

// Commands describes all subcommands, in the order of help.
func Commands(texts *locale.Texts) []Command {
	d := describer{texts}
	var all []Command
	for _, r := range newCatalogue() {
		if r.words != "" {
			all = append(all, d.command(r))
		}
	}
	return all
}

// describer describes requests in every language.
type describer struct{ texts *locale.Texts }

// each is what a turn says, in every language.
func (d describer) each(say func(*turn) string) Local {
	all := Local{}
	for _, language := range d.texts.Languages() {
		all[language] = say(&turn{bot: &Bot{Options: Options{Texts: d.texts}}, say: d.texts.For(language)})
	}
	return all
}

func (d describer) command(r request) Command {
	c := Command{Words: r.words, Group: groupOf(r), Form: r.name, About: d.about(r)}
	if r.about != aboutNothing {
		c.Options = append(c.Options, d.option(r, field{name: keyCase, kind: fieldSearch, limit: limitSearch, suggest: caseSuggestions}))
	}
	for _, f := range r.fields {
		c.Options = append(c.Options, d.option(r, f))
	}
	return c
}

// about is what a request does: what help says of it, or less.
func (d describer) about(r request) Local {
	return d.each(func(t *turn) string {
		if key := "command." + r.name; t.say.Has(key) {
			return t.say.Say(key)
		}
		return t.say.Say("help." + r.name)
	})
}

// groupKeep is the group of what is kept with a case.
const groupKeep = "keep"

// groupOf is the word that a request stands behind where there is little room.
func groupOf(r request) string {
	if group, _, two := strings.Cut(r.words, " "); two {
		return group
	}
	switch r.name {
	case reqRef, reqAttach, reqDeadline:
		return groupKeep
	}
	return ""
}

func (d describer) option(r request, f field) CommandOption {
	o := CommandOption{
		Name: f.name, Kind: inputKinds[f.kind], Number: f.kind == fieldNumber, Limit: f.limit, Suggested: f.suggest != nil || f.varies,
		About: d.each(func(t *turn) string {
			t.request = r
			return t.label(f.name)
		}),
	}
	if f.options == nil || f.varies {
		return o
	}
	// What does not vary asks nobody, so that nothing can fail.
	values, _ := f.options(context.Background(), &turn{bot: &Bot{Options: Options{Texts: d.texts}}})
	for _, v := range values {
		o.Choices = append(o.Choices, CommandChoice{v, d.each(func(t *turn) string { return t.option(f.family, v) })})
	}
	return o
}
