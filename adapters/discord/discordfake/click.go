package discordfake

import (
	"errors"
	"fmt"
)

// pressed finds a component under a message that a person sees.
func (s *Server) pressed(by string, m Message, wanted func(*component) bool) (*message, *component, error) {
	where := m.Channel
	if m.Thread != "" {
		where = m.Thread
	}
	c := s.world.channels[where]
	if c == nil || !s.world.sees(by, c) {
		return nil, nil, errFailed
	}
	found := c.find(m.ID)
	if found == nil || found.only != "" && found.only != by {
		return nil, nil, errors.New("this message is gone")
	}
	var hit *component
	walk("", found.components, func(_ string, c *component) {
		if hit == nil && wanted(c) {
			hit = c
		}
	})
	switch {
	case hit == nil:
		return nil, nil, errors.New("it is not there")
	case hit.Disabled:
		return nil, nil, errors.New("it is disabled")
	}
	return found, hit, nil
}

// Click clicks the button with a label under a message.
func (s *Server) Click(by string, m Message, label string) error {
	s.mu.Lock()
	on, b, err := s.pressed(by, m, func(c *component) bool { return c.Type == button && c.CustomID != "" && c.Label == label })
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("button %q: %w", label, err)
	}
	in := s.ask(askComponent, by, on.channel, on, object{"component_type": b.Type, "custom_id": b.CustomID, "id": b.ID})
	s.mu.Unlock()
	return s.deliver(in)
}

// Pick picks from the menu with a label (its placeholder) under a message, by the
// options' values or labels.
func (s *Server) Pick(by string, m Message, label string, options ...string) error {
	s.mu.Lock()
	on, menu, err := s.pressed(by, m, func(c *component) bool { return c.isSelect() && c.Placeholder == label })
	var values []string
	resolved := object{}
	if err == nil {
		values, resolved, err = s.picked(on.channel, menu, options)
	}
	if err != nil {
		s.mu.Unlock()
		return fmt.Errorf("menu %q: %w", label, err)
	}
	data := object{"component_type": menu.Type, "custom_id": menu.CustomID, "id": menu.ID, "values": values}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	in := s.ask(askComponent, by, on.channel, on, data)
	s.mu.Unlock()
	return s.deliver(in)
}

// picked are the values of what is chosen in a menu, by value or label, or by ID or
// name in the menus that Discord fills itself.
func (s *Server) picked(c *channel, menu *component, options []string) ([]string, object, error) {
	least, most := 1, 1
	if menu.MinValues != nil {
		least = *menu.MinValues
	}
	if menu.MaxValues != nil {
		most = *menu.MaxValues
	}
	if len(options) < least || len(options) > most {
		return nil, nil, fmt.Errorf("from %d to %d can be chosen", least, most)
	}
	if menu.Type == stringSelect {
		values, err := chosen(menu.Options, lines(options))
		return values, nil, err
	}
	kinds := map[int]int{userSelect: optionUser, roleSelect: optionRole, mentionableSelect: optionMentionable, channelSelect: optionChannel}
	t := typist{server: s, channel: c, resolved: object{}}
	values := []string{}
	for _, o := range options {
		id, err := t.meant(kinds[menu.Type], o)
		if err != nil {
			return nil, nil, err
		}
		values = append(values, text(id))
	}
	return values, t.resolved, nil
}
