package discord

import (
	"strings"

	"relance/adapters/chat"
)

// chosen is a subcommand that somebody chose, with its options.
type chosen struct {
	path   []string // of names
	values map[string]string
	order  []string // of the options, as they were sent
	// focused is the option that is being typed; empty: none.
	focused string
}

// choice reads what was chosen.
func choice(d sentData) chosen {
	c := chosen{values: map[string]string{}}
	options := d.Options
	for len(options) > 0 && (options[0].Type == subcommandType || options[0].Type == groupType) {
		c.path, options = append(c.path, options[0].Name), options[0].Options
	}
	for _, o := range options {
		value := plainValue(o.Value)
		if o.Type == booleanType && value == "" {
			value = unticked
		}
		c.values[o.Name], c.order = value, append(c.order, o.Name)
		if o.Focused {
			c.focused = o.Name
		}
	}
	return c
}

// command is a slash command as if it had been typed.
func (p *Platform) command(d sentData) chat.Command {
	c := choice(d)
	said := chat.Command{Name: d.Name}
	if known, is := p.inbound.menu.commands[strings.Join(c.path, " ")]; is {
		said.Text = known.text(c.values)
	} else { // registered by an older or newer program: its options have names
		said.Text = Command{Words: strings.Join(c.path, " "), Options: unknownOptions(c.order)}.text(c.values)
	}
	return said
}

func unknownOptions(names []string) []Option {
	var all []Option
	for _, name := range names {
		all = append(all, Option{Name: name})
	}
	return all
}

// typing asks for suggestions.
func (p *Platform) typing(d sentData) chat.Suggest {
	c := choice(d)
	known := p.inbound.menu.commands[strings.Join(c.path, " ")]
	return chat.Suggest{Form: known.Request, Input: c.focused, Text: c.values[c.focused]}
}

// text is what a person would have typed after the slash command: the words, and each
// option with its name. [chat.ParseArgs] reads every value back as it was given.
func (c Command) text(values map[string]string) string {
	words := []string{c.Words}
	for _, o := range c.Options {
		if value := values[o.Name]; value != "" {
			words = append(words, o.Name+"="+word(value))
		}
	}
	return strings.Join(words, " ")
}

// word is a value as one word: bare where it reads the same, else in quotation
// marks.
func word(value string) string {
	args, err := chat.ParseArgs(value)
	if err == nil && len(args.Words) == 1 && len(args.Named) == 0 && args.Words[0] == value {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
