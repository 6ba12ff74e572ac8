package discordfake

import (
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// typist fills in the options of a command as the client does.
type typist struct {
	server   *Server
	channel  *channel
	given    map[string]string
	focused  string
	used     map[string]bool
	typing   int // the type of the focused option
	resolved object
}

// walk goes down to the subcommand that is meant, and fills in its options.
func (t *typist) walk(options []commandOption, words []string) ([]object, error) {
	if len(options) > 0 && options[0].Type <= optionGroup {
		if len(words) == 0 {
			return nil, errors.New("a subcommand is missing")
		}
		for _, o := range options {
			if o.Name == words[0] {
				inner, err := t.walk(o.Options, words[1:])
				return []object{{"name": o.Name, "type": o.Type, "options": inner}}, err
			}
		}
		return nil, fmt.Errorf("there is no subcommand %q", words[0])
	}
	if len(words) > 0 {
		return nil, fmt.Errorf("there is no subcommand %q", words[0])
	}
	t.used = map[string]bool{}
	list := []object{}
	for _, o := range options {
		typed, there := t.given[o.Name]
		t.used[o.Name] = there
		focused := t.focused != "" && o.Name == t.focused && o.Autocomplete
		switch {
		case focused:
			t.typing = o.Type
			list = append(list, object{"name": o.Name, "type": o.Type, "value": typed, "focused": true})
		case there:
			value, err := t.value(o, typed)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", o.Name, err)
			}
			list = append(list, object{"name": o.Name, "type": o.Type, "value": value})
		case o.Required && t.focused == "":
			return nil, fmt.Errorf("%s: this option is required", o.Name)
		}
	}
	return list, nil
}

// value reads what is typed into an option.
func (t *typist) value(o commandOption, typed string) (any, error) {
	if len(o.Choices) > 0 {
		for _, c := range o.Choices {
			if typed == c.Name || typed == text(c.Value) {
				return c.Value, nil
			}
		}
		return nil, fmt.Errorf("%q is none of the choices", typed)
	}
	switch o.Type {
	case optionString:
		n := utf8.RuneCountInString(typed)
		if o.MinLength != nil && n < *o.MinLength || o.MaxLength != nil && n > *o.MaxLength || n > maxOptionLength {
			return nil, errors.New("the text is too short or too long")
		}
		return typed, nil
	case optionInteger, optionNumber:
		return number(o, typed)
	case optionBoolean:
		return strconv.ParseBool(typed)
	case optionUser, optionChannel, optionRole, optionMentionable:
		return t.meant(o.Type, typed)
	}
	return nil, errors.New("the fake cannot type into this option")
}

func number(o commandOption, typed string) (any, error) {
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || o.Type == optionInteger && n != float64(int64(n)) {
		return nil, fmt.Errorf("%q is not a number", typed)
	}
	if o.MinValue != nil && n < *o.MinValue || o.MaxValue != nil && n > *o.MaxValue {
		return nil, fmt.Errorf("%q is out of range", typed)
	}
	return n, nil
}

// meant finds a user, channel or role by ID or name, and resolves it.
func (t *typist) meant(kind int, typed string) (any, error) {
	s, g := t.server, t.channel.guild
	if kind == optionUser || kind == optionMentionable {
		for _, u := range sorted(s.world.users) {
			if typed == u.id || typed == "@"+u.Name {
				t.resolve("users", u.id, s.userJSON(u.id))
				if g != nil && g.members[u.id] != nil {
					m := s.memberJSON(g, u.id)
					delete(m, "user")
					t.resolve("members", u.id, m)
				}
				return u.id, nil
			}
		}
	}
	if g != nil && (kind == optionRole || kind == optionMentionable) {
		for _, r := range sorted(g.roles) {
			if typed == r.id || typed == "@"+r.name {
				t.resolve("roles", r.id, s.roleJSON(g, r))
				return r.id, nil
			}
		}
	}
	if kind == optionChannel {
		for _, c := range sorted(s.world.channels) {
			if c.guild != nil && c.guild == g && (typed == c.id || typed == "#"+c.name) {
				t.resolve("channels", c.id, object{"id": c.id, "name": c.name, "type": int(c.kind)})
				return c.id, nil
			}
		}
	}
	return nil, fmt.Errorf("there is no %q", typed)
}

func (t *typist) resolve(kind, id string, o object) {
	all, ok := t.resolved[kind].(object)
	if !ok {
		all = object{}
		t.resolved[kind] = all
	}
	all[id] = o
}
