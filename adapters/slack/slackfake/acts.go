package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// actor is somebody who may act in a channel. The server is locked.
func (s *Server) actor(by, channel string) (*user, *channel, error) {
	u := s.workspace.users[by]
	if u == nil || u.Deleted {
		return nil, nil, fmt.Errorf("%s is not in the workspace", by)
	}
	if channel == "" {
		return u, s.workspace.direct(by, s.now()), nil
	}
	c := s.workspace.channels[channel]
	switch {
	case c == nil || !c.sees(by):
		return nil, nil, fmt.Errorf("%s is not in %s", by, channel)
	case c.Archived:
		return nil, nil, fmt.Errorf("%s is archived", channel)
	}
	return u, c, nil
}

// Command gives a slash command: "/case", "open". channel may be empty: the
// direct message with the app.
// https://docs.slack.dev/interactivity/implementing-slash-commands/
func (s *Server) Command(by, channel, command, text string) error {
	s.mu.Lock()
	u, c, err := s.actor(by, channel)
	if err == nil && !s.may("commands") {
		err = fmt.Errorf("%s is not a valid command", command)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	name := map[string]string{"im": "directmessage", "group": "privategroup", "channel": c.Name}[c.kind()]
	h := &hook{person: by, in: c}
	fields := map[string]string{
		"token": "fake", "team_id": teamID, "team_domain": team, "channel_id": c.id, "channel_name": name, "user_id": by,
		"user_name": u.Name, "command": command, "text": strings.TrimSpace(text), "api_app_id": appID,
		"is_enterprise_install": "false", "response_url": s.newHook(h), "trigger_id": s.newTrigger(by, false),
	}
	s.mu.Unlock()
	form := url.Values{}
	for key, value := range fields {
		form.Set(key, value)
	}
	body, err := s.deliver(&envelope{kind: "slash_commands", payload: marshal(fields), form: form, answers: true})
	if err != nil {
		return fmt.Errorf("%s failed with the error %q", command, err)
	}
	return s.showAnswer(h, body)
}

// showAnswer shows the acknowledgement of a command: a message, or nothing.
func (s *Server) showAnswer(h *hook, body []byte) error {
	if empty(body) {
		return nil
	}
	var m answerMessage
	if json.Unmarshal(body, &m) != nil {
		m = answerMessage{Text: string(body)}
	}
	s.mu.Lock()
	d, err := s.draftOf(m)
	if err == nil {
		s.show(h, m, d)
	}
	s.mu.Unlock()
	return s.invalid("slash_commands", err)
}

// empty reports whether an acknowledgement says nothing.
func empty(body []byte) bool {
	text := strings.TrimSpace(string(body))
	return text == "" || text == "null" || text == "{}" || text == `""`
}

// invalid records an acknowledgement that is wrong.
func (s *Server) invalid(method string, err error) error {
	if err == nil {
		return nil
	}
	if r, is := errors.AsType[*refusal](err); is {
		s.wrong(method, r.code, r.why...)
	} else {
		s.wrong(method, err.Error())
	}
	return errAnswer
}

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

// typed are the parts of a text that Slack's editor makes something of.
var typed = regexp.MustCompile(`https?://[^\s<>|]*[^\s<>|.,;:!?)]|@[a-z0-9._-]*[a-z0-9]|#[a-z0-9_-]+`)

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
