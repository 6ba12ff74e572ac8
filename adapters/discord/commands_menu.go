package discord

import (
	"errors"
	"fmt"
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

// Command implements [chat.Commander]: where people find it, in its group if it stands
// in one. What they cannot choose is called as it is elsewhere.
func (p *Platform) Command(words string) string {
	path := words
	for at, c := range p.inbound.menu.commands {
		if c.Words == words {
			path = at
		}
	}
	return "/" + p.options.Command + " " + path
}

// Option implements [chat.Commander]: as Discord shows an option that is filled in.
func (p *Platform) Option(name, value string) string { return name + ":" + value }

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
		names := strings.Fields(c.Words)
		one, err := c.wire()
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
