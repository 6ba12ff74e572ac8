package discordfake

import (
	"errors"
	"fmt"
	"strings"
)

var errNoModal = errors.New("no form is open")

// Modal is the form that is open before a person.
func (s *Server) Modal(by string) (Modal, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.world.modals[by]
	if m == nil {
		return Modal{}, false
	}
	p := m.page()
	return Modal{CustomID: m.customID, Title: m.title, Inputs: m.inputs(), Read: p.read(), Effects: p.effects, Failed: m.failed}, true
}

// Fill answers an input of the open form, by its custom_id or its label. What is
// chosen is given by the option's value or label, several by one a line; "" clears
// it. A checkbox is "true" or "".
func (s *Server) Fill(by, input, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.world.modals[by]
	if m == nil {
		return errNoModal
	}
	c := m.find(input)
	for _, in := range m.inputs() {
		if c == nil && in.Label == input {
			c = m.find(in.CustomID)
		}
	}
	if c == nil {
		return fmt.Errorf("the form does not ask for %q", input)
	}
	values, err := s.filled(m, c, value)
	if err != nil {
		return fmt.Errorf("%s: %w", input, err)
	}
	m.values[c.CustomID] = values
	return nil
}

// filled reads what is put into an input.
func (s *Server) filled(m *modal, c *component, value string) ([]string, error) {
	switch {
	case value == "":
		return nil, nil
	case c.Type == textInput:
		if c.Style == 1 && strings.Contains(value, "\n") {
			return nil, errors.New("this is one line")
		}
		return []string{value}, nil
	case c.Type == checkbox:
		if value != "true" {
			return nil, errors.New("a checkbox is \"true\" or empty")
		}
		return []string{value}, nil
	case len(c.Options) > 0:
		return chosen(c.Options, value)
	case c.Type == fileUpload:
		return nil, errors.New("the fake uploads no files into forms")
	}
	values, _, err := s.picked(m.channel, c, strings.Split(value, "\n"))
	return values, err
}

// Submit sends the open form. It stays open when the app does not answer.
func (s *Server) Submit(by string) error {
	s.mu.Lock()
	m := s.world.modals[by]
	if m == nil {
		s.mu.Unlock()
		return errNoModal
	}
	for _, in := range m.inputs() {
		if err := m.find(in.CustomID).complete(m.values[in.CustomID]); err != nil {
			s.mu.Unlock()
			return err
		}
	}
	ask := s.ask(askModal, by, m.channel, m.source, m.submission())
	s.mu.Unlock()
	err := s.deliver(ask)
	if err != nil {
		s.mu.Lock()
		m.failed = err.Error()
		s.mu.Unlock()
	}
	return err
}

// Close leaves the open form: the app hears nothing of it.
func (s *Server) Close(by string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.modals[by] == nil {
		return errNoModal
	}
	delete(s.world.modals, by)
	return nil
}
