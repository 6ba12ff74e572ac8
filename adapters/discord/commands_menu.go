package discord

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// menu is what people can choose: the commands as Discord is told of them, and what
// a choice means.
type menu struct {
	wire      []wireCommand
	commands  map[string]Command // by the path of names
	shortcuts map[string]string  // the neutral name by that in the menu of a message
}

// The neutral names of the commands in the menu of a message, see [chat.Shortcut].
const (
	openShortcut = "open"
	fileShortcut = "file"
)

// newMenu lays the commands out. It refuses what Discord would.
func newMenu(o Options) (menu, error) {
	m := menu{commands: map[string]Command{}, shortcuts: map[string]string{}}
	var wrong []error
	if len(o.Commands) > 0 {
		options, err := m.subcommands(o)
		wrong = append(wrong, err)
		c := wireCommand{
			Type: slashType, Name: o.Command,
			Description: o.CommandTexts.About.wireText(commandAboutLimit), DescriptionIn: o.CommandTexts.About.wireTexts(commandAboutLimit),
			Options: options,
		}
		if n := c.text(); n > commandTextLimit {
			wrong = append(wrong, fmt.Errorf("all names and descriptions have %d characters, Discord takes %d", n, commandTextLimit))
		}
		if blank(c.Description) {
			wrong = append(wrong, errors.New("the command has no description"))
		}
		m.wire = append(m.wire, c)
	}
	for _, s := range []struct {
		name string
		text Text
	}{{openShortcut, o.CommandTexts.Open}, {fileShortcut, o.CommandTexts.File}} {
		if blank(s.text.Text) {
			continue
		}
		c := wireCommand{Type: messageType, Name: s.text.wireText(commandNameLimit), NameIn: s.text.wireTexts(commandNameLimit)}
		if longest(s.text.Text, s.text.In) > commandNameLimit {
			wrong = append(wrong, fmt.Errorf("%q: a command of a message's menu has up to %d characters", s.text.Text, commandNameLimit))
		}
		m.shortcuts[c.Name] = s.name
		m.wire = append(m.wire, c)
	}
	if err := errors.Join(wrong...); err != nil {
		return menu{}, fmt.Errorf("discord: Commands: %w", err)
	}
	return m, nil
}

// subcommands are the commands as options of the slash command: those of two words in
// groups, and, where there is no room for all, those of one that name a group.
func (m *menu) subcommands(o Options) ([]wireOption, error) {
	top, err := m.arranged(o.Commands, false)
	if len(top) > commandOptionsLimit {
		top, err = m.arranged(o.Commands, true)
	}
	wrong := []error{err}
	for _, g := range append(slices.Clone(top), wireOption{Name: o.Command, Options: top}) {
		if n := len(g.Options); n > commandOptionsLimit {
			wrong = append(wrong, fmt.Errorf("%q has room for %d subcommands, not for %d: put some into a Group", g.Name, commandOptionsLimit, n))
		}
	}
	return top, errors.Join(wrong...)
}

// arranged puts commands beside each other and into groups.
func (m *menu) arranged(all []Command, grouped bool) ([]wireOption, error) {
	clear(m.commands)
	var top []wireOption
	var wrong []error
	for _, c := range all {
		names := strings.Fields(c.name())
		one, err := c.wire(names)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		group := ""
		switch {
		case len(names) == 2:
			group = names[0]
		case grouped:
			group = c.Group
		}
		path := strings.TrimSpace(group + " " + one.Name)
		if _, twice := m.commands[path]; twice || clashes(top, group, one.Name) {
			wrong = append(wrong, fmt.Errorf("%q is there twice", path))
		}
		m.commands[path] = c
		top = add(top, group, one, c)
	}
	return top, errors.Join(wrong...)
}

// clashes tells of a group that is called like a command, or the other way round.
func clashes(top []wireOption, group, name string) bool {
	return slices.ContainsFunc(top, func(o wireOption) bool {
		return o.Type == subcommandType && o.Name == group || group == "" && o.Name == name
	})
}

// add adds a command to those beside it, or to its group.
func add(top []wireOption, group string, one wireOption, c Command) []wireOption {
	if group == "" {
		return append(top, one)
	}
	i := slices.IndexFunc(top, func(g wireOption) bool { return g.Name == group })
	if i < 0 {
		top, i = append(top, c.group(group)), len(top)
	}
	top[i].Options = append(top[i].Options, one)
	return top
}

// name is what the command is called: one word or two.
func (c Command) name() string { return cmp.Or(c.Name.Text, c.Words) }

// group is a group that the command is the first in.
func (c Command) group(name string) wireOption {
	g := wireOption{
		Type: groupType, Name: name,
		Description: c.About.wireText(commandAboutLimit), DescriptionIn: c.About.wireTexts(commandAboutLimit),
	}
	if first := c.word(0); first.Text == name {
		g.NameIn = first.wireTexts(commandNameLimit)
	}
	return g
}

// word is one word of the name with its translations.
func (c Command) word(i int) Text {
	t := Text{In: map[string]string{}}
	if words := strings.Fields(c.name()); i < len(words) {
		t.Text = words[i]
	}
	for language, name := range c.Name.In {
		if words := strings.Fields(name); i < len(words) {
			t.In[language] = words[i]
		}
	}
	return t
}

// wire is the command as an option of another.
func (c Command) wire(names []string) (wireOption, error) {
	if len(names) < 1 || len(names) > 2 || len(strings.Fields(c.Words)) > 2 {
		return wireOption{}, fmt.Errorf("%q: a subcommand has a name of one or two words", c.name())
	}
	last := c.word(len(names) - 1)
	one := wireOption{
		Type: subcommandType, Name: last.Text, NameIn: last.wireTexts(commandNameLimit),
		Description: c.About.wireText(commandAboutLimit), DescriptionIn: c.About.wireTexts(commandAboutLimit),
	}
	wrong := []error{named(last), named(c.word(0)), described(one)}
	if c.Group != "" {
		wrong = append(wrong, named(Text{Text: c.Group}))
	}
	for word := range c.Name.In {
		if len(strings.Fields(c.Name.In[word])) != len(names) {
			wrong = append(wrong, fmt.Errorf("its name in %q has not as many words", word))
		}
	}
	for _, o := range c.Options {
		option, err := o.wire()
		wrong = append(wrong, err)
		one.Options = append(one.Options, option)
	}
	// What is needed comes first; Discord refuses any other order.
	slices.SortStableFunc(one.Options, func(a, b wireOption) int { return cmp.Compare(needed(b), needed(a)) })
	if len(one.Options) > commandOptionsLimit {
		wrong = append(wrong, fmt.Errorf("%d options, Discord takes %d", len(one.Options), commandOptionsLimit))
	}
	if err := errors.Join(wrong...); err != nil {
		return one, fmt.Errorf("%q: %w", c.name(), err)
	}
	return one, nil
}

func needed(o wireOption) int {
	if o.Required {
		return 1
	}
	return 0
}

// wire is the option as Discord has it.
func (o Option) wire() (wireOption, error) {
	one := wireOption{
		Type: map[OptionKind]int{String: stringType, Integer: integerType, Boolean: booleanType}[o.Kind],
		Name: o.Name.Text, NameIn: o.Name.wireTexts(commandNameLimit),
		Description: o.About.wireText(commandAboutLimit), DescriptionIn: o.About.wireTexts(commandAboutLimit),
		Required: o.Required, Autocomplete: o.Suggest && len(o.Choices) == 0,
	}
	if o.Kind == String && len(o.Choices) == 0 && o.MaxLength > 0 {
		one.MaxLength = min(o.MaxLength, optionTextLimit)
	}
	for _, c := range o.Choices {
		one.Choices = append(one.Choices, wireChoice{Name: c.Label.wireText(choiceLimit), NameIn: c.Label.wireTexts(choiceLimit), Value: c.Value})
	}
	wrong := []error{named(o.Name), described(one)}
	if len(o.Choices) > choicesLimit || o.Kind != String && (len(o.Choices) > 0 || o.Suggest) {
		wrong = append(wrong, fmt.Errorf("up to %d choices, and those and suggestions only for texts", choicesLimit))
	}
	if err := errors.Join(wrong...); err != nil {
		return one, fmt.Errorf("option %q: %w", o.Name.Text, err)
	}
	return one, nil
}

// named refuses a name that Discord would.
func named(t Text) error {
	for _, name := range append(slices.Sorted(maps.Values(t.In)), t.Text) {
		if !commandName.MatchString(name) {
			return fmt.Errorf("%q is no name: up to %d small letters, figures, - or _", name, commandNameLimit)
		}
	}
	return nil
}

func described(o wireOption) error {
	if blank(o.Description) {
		return errors.New("it has no description")
	}
	return nil
}
