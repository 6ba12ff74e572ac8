package slackfake

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// errNoModal is what a person finds who has no modal open.
var errNoModal = errors.New("no modal is open")

// top is the modal that a person sees, or nil. The server is locked.
func (w *workspace) top(by string) *view {
	stack := w.modals[by]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// named finds an input by the name that its block_id begins with.
func (v *view) named(name string) (block, element map[string]any) {
	each(v.blocks, func(b map[string]any) {
		id, _, _ := strings.Cut(str(b, "block_id"), "#")
		for _, e := range elementsOf(b) {
			if element == nil && (id == name || b["block_id"] == name) && initialValue(e) != nil {
				block, element = b, e
			}
		}
	})
	return block, element
}

// Fill answers an input of the open modal. Its block_id is the name, or the name
// followed by # and anything. What is chosen is given by the option's value or
// text, several by one a line; "" clears it. A menu that asks the app is asked
// when nothing that was offered fits.
func (s *Server) Fill(by, name, value string) error {
	s.mu.Lock()
	v := s.workspace.top(by)
	if v == nil {
		s.mu.Unlock()
		return errNoModal
	}
	b, e := v.named(name)
	if e == nil {
		s.mu.Unlock()
		return fmt.Errorf("the modal does not ask for %q", name)
	}
	kind, block := str(e, "type"), str(b, "block_id")
	offered := v.offered[block]
	s.mu.Unlock()
	if value != "" && strings.HasSuffix(kind, "external_select") && choose(e, offered, value) == nil {
		asked, err := s.Suggest(by, name, value)
		if err != nil {
			return err
		}
		offered = asked
	}
	state, err := fill(e, offered, value)
	if err == nil {
		err = typeable(e, value)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return s.filled(by, v, b, e, state)
}

// filled puts an answer into a modal, and tells the app where it asked to be told.
func (s *Server) filled(by string, v *view, b, e map[string]any, state object) error {
	s.mu.Lock()
	id := str(b, "block_id")
	if v.state[id] == nil {
		v.state[id] = map[string]object{}
	}
	v.state[id][str(e, "action_id")] = state
	dispatch, _ := b["dispatch_action"].(bool)
	if b["type"] == "input" && !dispatch {
		s.mu.Unlock()
		return nil
	}
	p := s.onView(s.workspace.users[by], v, s.action(b, e, state))
	s.mu.Unlock()
	_, err := s.interact(p, false)
	return err
}

// typeable refuses what the client does not let a person type.
func typeable(e map[string]any, value string) error {
	if e["type"] != "plain_text_input" {
		return nil
	}
	most := maxTyped
	if m, ok := e["max_length"].(float64); ok {
		most = int(m)
	}
	if utf8.RuneCountInString(value) > most {
		return fmt.Errorf("the client takes %d characters at most", most)
	}
	if multiline, _ := e["multiline"].(bool); !multiline && strings.Contains(value, "\n") {
		return errors.New("the client takes one line")
	}
	return nil
}

// fillSeveral chooses the options that stand on the lines of what is given.
func fillSeveral(e map[string]any, offered []Option, given string, o object) (object, error) {
	chosen := []any{}
	for _, line := range strings.Split(given, "\n") {
		if line == "" {
			continue
		}
		option := choose(e, offered, line)
		if option == nil {
			return nil, fmt.Errorf("there is no option %q", line)
		}
		chosen = append(chosen, option)
	}
	o["selected_options"] = chosen
	return o, nil
}
