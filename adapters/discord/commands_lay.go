package discord

import (
	"errors"
	"fmt"
	"strings"
)

// group is a group that the command is the first in.
func (c Command) group(name string) wireOption {
	return wireOption{
		Type: groupType, Name: name,
		Description: c.About.wireText(commandAboutLimit), DescriptionIn: c.About.wireTexts(commandAboutLimit),
	}
}

// wire is the command as an option of another.
func (c Command) wire() (wireOption, error) {
	names := strings.Fields(c.Words)
	if len(names) < 1 || len(names) > 2 {
		return wireOption{}, fmt.Errorf("%q: a subcommand has a name of one or two words", c.Words)
	}
	one := wireOption{
		Type: subcommandType, Name: names[len(names)-1],
		Description: c.About.wireText(commandAboutLimit), DescriptionIn: c.About.wireTexts(commandAboutLimit),
	}
	wrong := []error{described(one)}
	if c.Group != "" {
		names = append(names, c.Group)
	}
	for _, name := range names {
		wrong = append(wrong, named(name))
	}
	seen := map[string]bool{}
	for _, o := range c.Options {
		option, err := o.wire()
		wrong = append(wrong, err)
		if seen[o.Name] {
			wrong = append(wrong, fmt.Errorf("option %q is there twice", o.Name))
		}
		seen[o.Name] = true
		one.Options = append(one.Options, option)
	}
	if len(one.Options) > commandOptionsLimit {
		wrong = append(wrong, fmt.Errorf("%d options, Discord takes %d", len(one.Options), commandOptionsLimit))
	}
	if err := errors.Join(wrong...); err != nil {
		return one, fmt.Errorf("%q: %w", c.Words, err)
	}
	return one, nil
}

// wire is the option as Discord has it.
func (o Option) wire() (wireOption, error) {
	one := wireOption{
		Type: map[OptionKind]int{String: stringType, Integer: integerType, Boolean: booleanType}[o.Kind],
		Name: o.Name, Description: o.About.wireText(commandAboutLimit), DescriptionIn: o.About.wireTexts(commandAboutLimit),
		Autocomplete: o.Suggest && len(o.Choices) == 0,
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
	for _, c := range one.Choices {
		if blank(c.Name) || blank(c.Value) || length(c.Value) > choiceLimit {
			wrong = append(wrong, fmt.Errorf("choice %q has no label, or a value of no or more than %d characters", c.Value, choiceLimit))
		}
	}
	if err := errors.Join(wrong...); err != nil {
		return one, fmt.Errorf("option %q: %w", o.Name, err)
	}
	return one, nil
}

// named refuses a name that Discord would.
func named(name string) error {
	if !commandName.MatchString(name) {
		return fmt.Errorf("%q is no name: up to %d small letters, figures, - or _", name, commandNameLimit)
	}
	return nil
}

func described(o wireOption) error {
	if blank(o.Description) {
		return errors.New("it has no description")
	}
	return nil
}
