package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

// Suggest types into a menu that asks the app for its options.
// https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload/
func (s *Server) Suggest(by, name, text string) ([]Option, error) {
	s.mu.Lock()
	v := s.workspace.top(by)
	if v == nil {
		s.mu.Unlock()
		return nil, errNoModal
	}
	b, e := v.named(name)
	if e == nil || !strings.HasSuffix(str(e, "type"), "external_select") {
		s.mu.Unlock()
		return nil, fmt.Errorf("the modal suggests nothing for %q", name)
	}
	least := minQuery
	if n, ok := e["min_query_length"].(float64); ok {
		least = int(n)
	}
	if utf8.RuneCountInString(text) < least {
		s.mu.Unlock()
		return nil, nil
	}
	p := s.interaction("block_suggestion", s.workspace.users[by])
	p["container"] = object{"type": "view", "view_id": v.id}
	p["view"], p["block_id"], p["action_id"], p["value"] = v.object(), b["block_id"], e["action_id"], text
	s.mu.Unlock()
	body, err := s.interact(p, true)
	if err != nil {
		return nil, err
	}
	offered, err := readOptions(body)
	if err != nil {
		return nil, s.invalid("block_suggestion", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v.offered[str(b, "block_id")] = offered
	return offered, nil
}

// readOptions examines the answer to a suggestion.
func readOptions(body []byte) ([]Option, error) {
	v, err := decode(string(body))
	var wrong problems
	n, ok := asNode(v, "", &wrong)
	if err != nil || !ok {
		return nil, bad("invalid_json")
	}
	n.only("options", "option_groups")
	if n.fields["options"] == nil && n.fields["option_groups"] == nil {
		return nil, bad("no_options")
	}
	n.options("options", 0, maxOptions)
	n.groups("option_groups")
	if len(wrong) > 0 {
		return nil, bad("invalid_options", wrong...)
	}
	return options(n.fields), nil
}

// Submit sends the open modal.
// https://docs.slack.dev/surfaces/modals/#view_submissions
func (s *Server) Submit(by string) error {
	s.mu.Lock()
	v := s.workspace.top(by)
	if v == nil {
		s.mu.Unlock()
		return errNoModal
	}
	if v.submit == nil {
		s.mu.Unlock()
		return errors.New("the modal has no button to send it")
	}
	if err := v.complete(); err != nil {
		s.mu.Unlock()
		return err
	}
	v.errors = map[string]string{}
	p := s.interaction("view_submission", s.workspace.users[by])
	p["view"], p["trigger_id"], p["response_urls"] = v.object(), s.newTrigger(by, true), []object{}
	s.mu.Unlock()
	body, err := s.interact(p, true)
	if err != nil {
		return err
	}
	return s.invalid("view_submission", s.submitted(by, v, body))
}

// complete refuses what the client does not let a person send.
func (v *view) complete() error {
	var missing error
	each(v.blocks, func(b map[string]any) {
		e, ok := b["element"].(map[string]any)
		if !ok || missing != nil {
			return
		}
		value := filled(v.state[str(b, "block_id")][str(e, "action_id")])
		least, _ := e["min_length"].(float64)
		optional, _ := b["optional"].(bool)
		switch {
		case value == "" && optional:
		case value == "" || utf8.RuneCountInString(value) < int(least):
			missing = fmt.Errorf("please complete this required field: %s", label(b["label"]))
		}
	})
	return missing
}

// submitted does what the answer to a submission says.
func (s *Server) submitted(by string, v *view, body []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if empty(body) {
		s.shut(by, v)
		return nil
	}
	var answer struct {
		Action string            `json:"response_action"`
		View   json.RawMessage   `json:"view"`
		Errors map[string]string `json:"errors"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return bad("invalid_json")
	}
	switch answer.Action {
	case "clear":
		delete(s.workspace.modals, by)
	case "errors":
		return v.refuse(answer.Errors)
	case "update", "push":
		made, err := s.newView(inModal, string(answer.View))
		if err != nil {
			return err
		}
		if answer.Action == "update" {
			v.become(made)
			return nil
		}
		if len(s.workspace.modals[by]) == maxStack {
			return bad("push_limit_reached")
		}
		s.stack(v, made)
	default:
		return bad("invalid_response_action", answer.Action)
	}
	return nil
}

// refuse shows errors under inputs. https://docs.slack.dev/surfaces/modals/#displaying_errors
func (v *view) refuse(sentences map[string]string) error {
	if len(sentences) == 0 {
		return bad("no_errors")
	}
	for id, sentence := range sentences {
		input := slices.ContainsFunc(v.blocks, func(b any) bool {
			return b.(map[string]any)["type"] == "input" && b.(map[string]any)["block_id"] == id
		})
		if !input || sentence == "" {
			return bad("invalid_errors", id+" is not an input block of the view, or its sentence is empty")
		}
	}
	v.errors = sentences
	return nil
}

// shut closes one view of a modal. The server is locked.
func (s *Server) shut(by string, v *view) {
	w := &s.workspace
	w.modals[by] = slices.DeleteFunc(w.modals[by], func(x *view) bool { return x == v })
}

// Close leaves the open modal.
func (s *Server) Close(by string) error {
	s.mu.Lock()
	v := s.workspace.top(by)
	if v == nil {
		s.mu.Unlock()
		return errNoModal
	}
	s.shut(by, v)
	if v.clear {
		delete(s.workspace.modals, by)
	}
	p := s.interaction("view_closed", s.workspace.users[by])
	p["view"], p["is_cleared"] = v.object(), v.clear
	s.mu.Unlock()
	if !v.notify {
		return nil
	}
	_, err := s.interact(p, false)
	return err
}
