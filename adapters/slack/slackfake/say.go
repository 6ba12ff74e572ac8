package slackfake

import (
	"fmt"
	"regexp"
	"strings"
)

// Say says something; thread is the ts of a root or empty. text is what the person
// types: the fake escapes it and makes mentions of @name and #channel and links of
// addresses, as Slack's editor does. channel may be empty: the direct message with
// the app.
func (s *Server) Say(by, channel, thread, text string, files ...File) (ts string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, c, err := s.actor(by, channel)
	if err != nil {
		return "", err
	}
	if thread != "" {
		root := c.find(thread)
		if root == nil {
			return "", fmt.Errorf("there is no message %s in %s", thread, c.id)
		}
		root.thread = root.ts
	}
	m := &message{in: c, by: by, thread: thread, files: files}
	s.typeIn(m, text)
	s.add(m)
	s.said(m)
	return m.ts, nil
}

// Revise edits a message of one's own.
func (s *Server) Revise(by, channel, ts, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.own(by, channel, ts)
	if err != nil {
		return err
	}
	before := m.object(false)
	s.typeIn(m, text)
	m.edited = s.workspace.stamp(s.now())
	s.changed(m, before)
	return nil
}

// Delete deletes a message of one's own.
func (s *Server) Delete(by, channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.own(by, channel, ts)
	if err != nil {
		return err
	}
	s.remove(m)
	return nil
}

func (s *Server) own(by, channel, ts string) (*message, error) {
	_, c, err := s.actor(by, channel)
	if err != nil {
		return nil, err
	}
	m := c.find(ts)
	if m == nil || m.by != by {
		return nil, fmt.Errorf("%s has said no message %s in %s", by, ts, c.id)
	}
	return m, nil
}

// typeIn puts what a person types into a message.
func (s *Server) typeIn(m *message, text string) {
	m.text = s.compose(text)
	m.parse = parsing{links: true}
	m.blocks, m.seen = nil, nil
	if text == "" {
		return
	}
	m.blocks = s.workspace.withIDs([]any{object{"type": "rich_text", "elements": []any{
		object{"type": "rich_text_section", "elements": []any{object{"type": "text", "text": text}}},
	}}})
}

// compose is the text of a message as Slack keeps what somebody typed.
// https://docs.slack.dev/messaging/formatting-message-text/#escaping
func (s *Server) compose(text string) string {
	var b strings.Builder
	at := 0
	for _, found := range typed.FindAllStringIndex(text, -1) {
		part := text[found[0]:found[1]]
		b.WriteString(escape(text[at:found[0]]))
		b.WriteString(s.meant(part))
		at = found[1]
	}
	return b.String() + escape(text[at:])
}

func (s *Server) meant(part string) string {
	switch part[0] {
	case '@':
		for _, u := range s.workspace.users {
			if u.Name == part[1:] {
				return "<@" + u.id + ">"
			}
		}
	case '#':
		if c := s.workspace.named(part); c != nil {
			return "<#" + c.id + "|" + c.Name + ">"
		}
	default:
		return "<" + escape(part) + ">"
	}
	return escape(part)
}

// typed are the parts of a text that Slack's editor makes something of.
var typed = regexp.MustCompile(`https?://[^\s<>|]*[^\s<>|.,;:!?)]|@[a-z0-9._-]*[a-z0-9]|#[a-z0-9_-]+`)
