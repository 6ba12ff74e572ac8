package discordfake

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Types of command.
// https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types
const (
	slashCommand   = 1
	userCommand    = 2
	messageCommand = 3
)

// command is a command that the app has registered.
type command struct {
	ID                string            `json:"id"`
	Application       string            `json:"application_id"`
	Guild             string            `json:"guild_id,omitempty"`
	Version           string            `json:"version"`
	Type              int               `json:"type"`
	Name              string            `json:"name"`
	NameIn            map[string]string `json:"name_localizations"`
	Description       string            `json:"description"`
	DescriptionIn     map[string]string `json:"description_localizations"`
	Options           []commandOption   `json:"options,omitempty"`
	MemberPermissions *string           `json:"default_member_permissions"`
	InDM              *bool             `json:"dm_permission,omitempty"`
	NSFW              bool              `json:"nsfw"`
	Installs          []int             `json:"integration_types,omitempty"`
	Contexts          []int             `json:"contexts"`
}

type commandOption struct {
	Type          int               `json:"type"`
	Name          string            `json:"name"`
	NameIn        map[string]string `json:"name_localizations,omitempty"`
	Description   string            `json:"description"`
	DescriptionIn map[string]string `json:"description_localizations,omitempty"`
	Required      bool              `json:"required,omitempty"`
	Choices       []commandChoice   `json:"choices,omitempty"`
	Options       []commandOption   `json:"options,omitempty"`
	ChannelTypes  []Kind            `json:"channel_types,omitempty"`
	MinValue      *float64          `json:"min_value,omitempty"`
	MaxValue      *float64          `json:"max_value,omitempty"`
	MinLength     *int              `json:"min_length,omitempty"`
	MaxLength     *int              `json:"max_length,omitempty"`
	Autocomplete  bool              `json:"autocomplete,omitempty"`
}

type commandChoice struct {
	Name   string            `json:"name"`
	NameIn map[string]string `json:"name_localizations,omitempty"`
	Value  any               `json:"value"`
}

func (s *Server) commandRoutes() map[string]func(*request) (any, *apiError) {
	routes := map[string]func(*request) (any, *apiError){}
	for _, scope := range []string{"/applications/{application.id}/commands", "/applications/{application.id}/guilds/{guild.id}/commands"} {
		routes["GET "+scope] = s.getCommands
		routes["PUT "+scope] = s.putCommands
		routes["POST "+scope] = s.postCommand
		routes["GET "+scope+"/{command.id}"] = s.getCommand
		routes["PATCH "+scope+"/{command.id}"] = s.patchCommand
		routes["DELETE "+scope+"/{command.id}"] = s.deleteCommand
	}
	return routes
}

// scope checks whose commands a call is about: the app's own, in a server that it
// is in, or everywhere.
func (s *Server) scope(r *request) (string, *apiError) {
	if r.of("application.id") != appID {
		return "", refuse(notYourApplication)
	}
	if r.of("guild.id") == "" {
		return "", nil
	}
	g := s.world.guilds[r.of("guild.id")]
	if g == nil || g.members[appID] == nil {
		return "", refuse(missingAccess)
	}
	return g.id, nil
}

func (s *Server) getCommands(r *request) (any, *apiError) {
	scope, e := s.scope(r)
	if e != nil {
		return nil, e
	}
	list := []*command{}
	for _, c := range s.world.commands[scope] {
		list = append(list, c.shown(r.flag("with_localizations")))
	}
	return list, nil
}

// shown is a command as a list has it.
func (c *command) shown(localized bool) *command {
	if localized {
		return c
	}
	var plain command
	_ = json.Unmarshal(raw(c), &plain)
	plain.NameIn, plain.DescriptionIn = nil, nil
	strip(plain.Options)
	return &plain
}

func strip(options []commandOption) {
	for i := range options {
		o := &options[i]
		o.NameIn, o.DescriptionIn = nil, nil
		for j := range o.Choices {
			o.Choices[j].NameIn = nil
		}
		strip(o.Options)
	}
}

// putCommands replaces every command of a scope.
// https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands
func (s *Server) putCommands(r *request) (any, *apiError) {
	scope, e := s.scope(r)
	if e != nil {
		return nil, e
	}
	var next []*command
	if e := read(r.body, &next); e != nil {
		return nil, e
	}
	var f form
	for i, c := range next {
		f.command(path(i), c)
	}
	f.unique(next)
	if e := f.refusal(); e != nil {
		return nil, e
	}
	if e := enough(next); e != nil {
		return nil, e
	}
	fresh := 0
	for _, c := range next {
		if old := s.named(scope, c.Type, c.Name); old != nil {
			c.ID, c.Version = old.ID, old.Version
		} else {
			fresh++
		}
	}
	if e := s.create(scope, fresh); e != nil {
		return nil, e
	}
	for _, c := range next {
		s.register(scope, c)
	}
	s.world.commands[scope] = next
	return append([]*command{}, next...), nil
}

// enough refuses more commands than there may be of a type.
func enough(all []*command) *apiError {
	for kind, most := range map[int]int{slashCommand: maxCommands, userCommand: maxMenuCommands, messageCommand: maxMenuCommands} {
		n := 0
		for _, c := range all {
			if c.Type == kind {
				n++
			}
		}
		if n > most {
			return refuse(tooManyCommands)
		}
	}
	return nil
}

// register gives a command what Discord gives it.
func (s *Server) register(scope string, c *command) {
	c.Application, c.Guild = appID, scope
	c.ID = cmp.Or(c.ID, s.world.snowflake(s.now()))
	c.Version = s.world.snowflake(s.now())
	if scope == "" && c.Installs == nil {
		c.Installs = []int{0}
	}
}

// create counts new commands against the limit of a day.
// https://docs.discord.com/developers/interactions/application-commands#registering-a-command
func (s *Server) create(scope string, n int) *apiError {
	now := s.now()
	recent := slices.DeleteFunc(s.world.creates[scope], func(t time.Time) bool { return now.Sub(t) >= 24*time.Hour })
	if len(recent)+n > maxCommandCreates {
		return refuse(tooManyCreates)
	}
	for range n {
		recent = append(recent, now)
	}
	s.world.creates[scope] = recent
	return nil
}

// named returns a registered command.
func (s *Server) named(scope string, kind int, name string) *command {
	for _, c := range s.world.commands[scope] {
		if c.Name == name && c.Type == kind {
			return c
		}
	}
	return nil
}

// Commands returns the commands that are registered in a server, or, with guild
// empty, globally, by name.
func (s *Server) Commands(guild string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, c := range s.world.commands[guild] {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return names
}
