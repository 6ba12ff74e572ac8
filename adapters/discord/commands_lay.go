package discord

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

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
