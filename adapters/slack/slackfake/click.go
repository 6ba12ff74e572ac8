package slackfake

import (
	"fmt"
	"slices"
)

// Click clicks the button with a label under a message.
func (s *Server) Click(by string, m Message, label string) error {
	return s.touch(by, m, label, "")
}

// Pick picks from the menu with a label (its placeholder) under a message, by the
// option's value or text.
func (s *Server) Pick(by string, m Message, label, option string) error {
	return s.touch(by, m, label, option)
}

func (s *Server) touch(by string, seen Message, label, option string) error {
	s.mu.Lock()
	u, c, err := s.actor(by, seen.Channel)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	m := c.shown(seen.TS, by)
	if m == nil {
		s.mu.Unlock()
		return fmt.Errorf("%s does not see the message %s in %s", by, seen.TS, c.id)
	}
	action, err := s.use(m.blocks, label, option)
	if err != nil {
		s.mu.Unlock()
		return err
	}
	p := s.onMessage(u, m, action)
	s.mu.Unlock()
	_, err = s.interact(p, false)
	return err
}

// shown returns the message that a person sees, what is theirs alone included.
func (c *channel) shown(ts, to string) *message {
	i := slices.IndexFunc(c.messages, func(m *message) bool { return m.ts == ts && (m.to == "" || m.to == to) })
	if i < 0 {
		return nil
	}
	return c.messages[i]
}

// use clicks a button or picks from a menu among blocks. The server is locked.
func (s *Server) use(blocks []any, name, option string) (object, error) {
	var found object
	var problem error
	each(blocks, func(b map[string]any) {
		for _, e := range elementsOf(b) {
			if found != nil || problem != nil || called(e) != name || !interactive(e) {
				continue
			}
			state := object{}
			if option != "" || e["type"] != "button" {
				chosen := choose(e, nil, option)
				if chosen == nil {
					problem = fmt.Errorf("%q has no option %q", name, option)
					continue
				}
				state["selected_option"] = chosen
			}
			found = s.action(b, e, state)
		}
	})
	if found == nil && problem == nil {
		problem = fmt.Errorf("nothing is labelled %q", name)
	}
	return found, problem
}

// called is what a person calls an element.
func called(e map[string]any) string {
	switch e["type"] {
	case "button":
		return label(e["text"])
	case "overflow":
		return overflowLabel
	}
	return label(e["placeholder"])
}

// choose returns the option of an element with a value or a text: one of its own,
// or one that the app offered.
func choose(e map[string]any, offered []Option, given string) object {
	own := optionsOf(e)
	for _, o := range offered {
		own = append(own, object{"text": object{"type": "plain_text", "text": o.Text, "emoji": true}, "value": o.Value})
	}
	for _, key := range []func(object) string{
		func(o object) string { return str(o, "value") },
		func(o object) string { return label(o["text"]) },
	} {
		for _, o := range own {
			if key(o) == given {
				return o
			}
		}
	}
	return nil
}

// Shortcut uses a message shortcut, or, with neither channel nor ts, a global one.
// https://docs.slack.dev/interactivity/implementing-shortcuts/
func (s *Server) Shortcut(by, callbackID, channel, ts string) error {
	s.mu.Lock()
	u, c, err := s.actor(by, channel)
	if err == nil && !s.may("commands") {
		err = fmt.Errorf("there is no shortcut %s", callbackID)
	}
	var m *message
	if err == nil && ts != "" {
		if m = c.find(ts); m == nil {
			err = fmt.Errorf("%s does not see the message %s in %s", by, ts, c.id)
		}
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	kind := map[bool]string{true: "message_action", false: "shortcut"}[m != nil]
	p := s.interaction(kind, u)
	p["callback_id"], p["action_ts"], p["trigger_id"] = callbackID, s.workspace.stamp(s.now()), s.newTrigger(by, false)
	if m != nil {
		p["channel"] = object{"id": c.id, "name": channelName(c)}
		p["message_ts"], p["message"] = m.ts, m.object(false)
		p["response_url"] = s.newHook(&hook{person: by, in: c, thread: m.thread})
	}
	s.mu.Unlock()
	_, err = s.interact(p, false)
	return err
}
