package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

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
