package slackfake

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

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
