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

// subcommands are the commands as options of the slash command. Where there is no
// room for all, the last single ones go into a group of their own.
func (m *menu) subcommands(o Options) ([]wireOption, error) {
	var top []wireOption
	var wrong []error
	for _, c := range o.Commands {
		names := strings.Fields(c.name())
		one, err := c.wire(names)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if len(names) == 1 {
			top = append(top, one)
		} else {
			i := slices.IndexFunc(top, func(g wireOption) bool { return g.Name == names[0] })
			if i < 0 {
				top, i = append(top, c.group(names[0])), len(top)
			}
			top[i].Options = append(top[i].Options, one)
		}
		if path := strings.Join(names, " "); m.known(path) {
			wrong = append(wrong, fmt.Errorf("%q is there twice", path))
		} else {
			m.commands[path] = c
		}
	}
	top = m.makeRoom(top, o.CommandTexts)
	for _, g := range append(slices.Clone(top), wireOption{Options: top}) {
		if n := len(g.Options); n > commandOptionsLimit {
			wrong = append(wrong, fmt.Errorf("%q has room for %d subcommands, not for %d", g.Name, commandOptionsLimit, n))
		}
	}
	return top, errors.Join(wrong...)
}

func (m *menu) known(path string) bool {
	_, known := m.commands[path]
	return known
}

// makeRoom moves the last subcommands that are in no group into one, until there is
// room.
func (m *menu) makeRoom(top []wireOption, texts CommandTexts) []wireOption {
	if len(top) <= commandOptionsLimit {
		return top
	}
	more := wireOption{
		Type: groupType,
		Name: texts.More.Text, NameIn: texts.More.wireTexts(commandNameLimit),
		Description: texts.MoreAbout.wireText(commandAboutLimit), DescriptionIn: texts.MoreAbout.wireTexts(commandAboutLimit),
	}
	for i := len(top) - 1; i >= 0 && len(top) >= commandOptionsLimit; i-- {
		if one := top[i]; one.Type == subcommandType {
			top = slices.Delete(top, i, i+1)
			more.Options = slices.Insert(more.Options, 0, one)
			m.commands[more.Name+" "+one.Name] = m.commands[one.Name]
			delete(m.commands, one.Name)
		}
	}
	return append(top, more)
}

// name is what the command is called: one word or two.
func (c Command) name() string { return cmp.Or(c.Name.Text, c.Words) }

// group is the group that a command of two words is in.
func (c Command) group(name string) wireOption {
	g := wireOption{
		Type: groupType, Name: name,
		Description: c.About.wireText(commandAboutLimit), DescriptionIn: c.About.wireTexts(commandAboutLimit),
	}
	g.NameIn = c.word(0).wireTexts(commandNameLimit)
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
	wrong := []error{named(last), described(one)}
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
