package discordfake

import (
	"slices"
)

// postCommand makes a command, or replaces that of the same name.
func (s *Server) postCommand(r *request) (any, *apiError) {
	scope, e := s.scope(r)
	if e != nil {
		return nil, e
	}
	c := &command{}
	if e := read(r.body, c); e != nil {
		return nil, e
	}
	var f form
	f.command("", c)
	if e := f.refusal(); e != nil {
		return nil, e
	}
	list := s.world.commands[scope]
	if old := s.named(scope, c.Type, c.Name); old != nil {
		c.ID = old.ID
		s.register(scope, c)
		*old = *c
		return old, nil
	}
	list = append(slices.Clone(list), c)
	if e := enough(list); e != nil {
		return nil, e
	}
	if e := s.create(scope, 1); e != nil {
		return nil, e
	}
	s.register(scope, c)
	s.world.commands[scope] = list
	return created{c}, nil
}

// commandOf is the command of a call.
func (s *Server) commandOf(r *request) (*command, *apiError) {
	scope, e := s.scope(r)
	if e != nil {
		return nil, e
	}
	for _, c := range s.world.commands[scope] {
		if c.ID == r.of("command.id") {
			return c, nil
		}
	}
	return nil, refuse(unknownCommand)
}

func (s *Server) getCommand(r *request) (any, *apiError) {
	c, e := s.commandOf(r)
	if e != nil {
		return nil, e
	}
	return c, nil
}

func (s *Server) patchCommand(r *request) (any, *apiError) {
	c, e := s.commandOf(r)
	if e != nil {
		return nil, e
	}
	next := *c
	if _, ok := given(r.body)["options"]; ok {
		next.Options = nil
	}
	if e := read(r.body, &next); e != nil {
		return nil, e
	}
	next.ID, next.Type = c.ID, c.Type
	var f form
	f.command("", &next)
	if e := f.refusal(); e != nil {
		return nil, e
	}
	s.register(c.Guild, &next)
	*c = next
	return c, nil
}

func (s *Server) deleteCommand(r *request) (any, *apiError) {
	c, e := s.commandOf(r)
	if e != nil {
		return nil, e
	}
	s.world.commands[c.Guild] = slices.DeleteFunc(s.world.commands[c.Guild], func(other *command) bool { return other == c })
	return done{}, nil
}
