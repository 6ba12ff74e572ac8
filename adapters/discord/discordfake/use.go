package discordfake

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Command gives a slash command in a channel or thread; channel may be empty: the
// direct message with the app. command is its name with its subcommands, "case
// open"; options are what is typed into each, by name.
func (s *Server) Command(by, channel, command string, options map[string]string) error {
	s.mu.Lock()
	in, err := s.slash(by, channel, command, options, "")
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.deliver(in)
}

// Autocomplete types into one option of a slash command, focused, and returns what
// is offered. Options holds what is typed there, and in the others.
func (s *Server) Autocomplete(by, channel, command string, options map[string]string, focused string) ([]Choice, error) {
	s.mu.Lock()
	in, err := s.slash(by, channel, command, options, focused)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := s.deliver(in); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(in.choices), nil
}

// Parameters are the options of a slash command of a server, "case open", in their
// order; guild empty: of a global one. False: there is no such command, or it wants
// a subcommand.
func (s *Server) Parameters(guild, command string) (names []string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, false
	}
	c := s.named(guild, slashCommand, words[0])
	if c == nil {
		return nil, false
	}
	options := c.Options
	for _, word := range words[1:] {
		i := slices.IndexFunc(options, func(o commandOption) bool { return o.Name == word && o.Type <= optionGroup })
		if i < 0 {
			return nil, false
		}
		options = options[i].Options
	}
	for _, o := range options {
		if o.Type <= optionGroup {
			return nil, false
		}
		names = append(names, o.Name)
	}
	return names, true
}

// usable finds a command that a person may use in a channel. That of the server
// comes before one that is everywhere.
// https://docs.discord.com/developers/interactions/application-commands#permissions
func (s *Server) usable(by string, c *channel, kind int, name string) (*command, error) {
	unknown := fmt.Errorf("there is no command %q here", name)
	found := s.named("", kind, name)
	if c.guild != nil {
		if own := s.named(c.guild.id, kind, name); own != nil {
			found = own
		}
	}
	if found == nil {
		return nil, unknown
	}
	if c.guild == nil {
		if found.Contexts != nil && !slices.Contains(found.Contexts, 1) || found.InDM != nil && !*found.InDM {
			return nil, unknown
		}
		return found, nil
	}
	if found.Contexts != nil && !slices.Contains(found.Contexts, 0) {
		return nil, unknown
	}
	may := s.world.permissions(by, c)
	if may&UseApplicationCommand == 0 || c.archived {
		return nil, errors.New("you cannot use commands here")
	}
	if found.MemberPermissions != nil {
		n, _ := strconv.ParseInt(*found.MemberPermissions, 10, 64)
		if needs := Permission(n); needs == 0 && may != everything || may&needs != needs {
			return nil, unknown
		}
	}
	return found, nil
}

// slash makes the interaction of a slash command, or of its autocomplete.
func (s *Server) slash(by, channel, command string, options map[string]string, focused string) (*interaction, error) {
	c, err := s.placeOf(by, channel)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(strings.TrimPrefix(command, "/"))
	if len(words) == 0 {
		return nil, errors.New("no command is named")
	}
	used, err := s.usable(by, c, slashCommand, words[0])
	if err != nil {
		return nil, err
	}
	t := typist{server: s, channel: c, given: options, focused: focused, resolved: object{}}
	list, err := t.walk(used.Options, words[1:])
	if err != nil {
		return nil, fmt.Errorf("/%s: %w", command, err)
	}
	for name := range options {
		if !t.used[name] {
			return nil, fmt.Errorf("/%s has no option %q", command, name)
		}
	}
	data := object{"id": used.ID, "name": used.Name, "type": used.Type, "options": list}
	if used.Guild != "" {
		data["guild_id"] = used.Guild
	}
	if len(t.resolved) > 0 {
		data["resolved"] = t.resolved
	}
	kind := askCommand
	if focused != "" {
		if t.typing == 0 {
			return nil, fmt.Errorf("/%s: nothing completes %q", command, focused)
		}
		kind = askAutocomplete
	}
	in := s.ask(kind, by, c, nil, data)
	in.typing = t.typing
	return in, nil
}

// MessageCommand uses a command of the context menu of a message. The app is told
// the message's content whatever its intents are.
// https://docs.discord.com/developers/events/gateway#message-content-intent
func (s *Server) MessageCommand(by, name, channel, message string) error {
	s.mu.Lock()
	c, err := s.placeOf(by, channel)
	if err == nil && c.find(message) == nil {
		err = errors.New("this message is gone")
	}
	var used *command
	if err == nil {
		used, err = s.usable(by, c, messageCommand, name)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	data := object{"id": used.ID, "name": used.Name, "type": used.Type, "target_id": message, "resolved": object{
		"messages": object{message: s.messageJSON(c.find(message), false)},
	}}
	if used.Guild != "" {
		data["guild_id"] = used.Guild
	}
	in := s.ask(askCommand, by, c, nil, data)
	s.mu.Unlock()
	return s.deliver(in)
}
