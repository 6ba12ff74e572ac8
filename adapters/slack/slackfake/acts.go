package slackfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
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
