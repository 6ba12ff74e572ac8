package slackfake

import "fmt"

// Payloads of interactions, each on its page under
// https://docs.slack.dev/reference/interaction-payloads/

// interaction is what every payload has. The server is locked.
func (s *Server) interaction(kind string, by *user) object {
	return object{
		"type": kind, "token": "fake", "api_app_id": appID, "enterprise": nil, "is_enterprise_install": false,
		"team": object{"id": teamID, "domain": team},
		"user": object{"id": by.id, "username": by.Name, "name": by.Name, "team_id": teamID},
	}
}

// onMessage is what a click under a message has. The server is locked.
func (s *Server) onMessage(by *user, m *message, action object) object {
	p := s.interaction("block_actions", by)
	container := object{"type": "message", "message_ts": m.ts, "channel_id": m.in.id, "is_ephemeral": m.ephemeral()}
	if m.thread != "" {
		container["thread_ts"] = m.thread
	}
	p["container"] = container
	p["channel"] = object{"id": m.in.id, "name": channelName(m.in)}
	p["state"] = object{"values": object{}}
	p["trigger_id"] = s.newTrigger(by.id, false)
	p["response_url"] = s.newHook(&hook{person: by.id, in: m.in, original: m, thread: m.thread})
	p["actions"] = []object{action}
	if !m.ephemeral() {
		p["message"] = m.object(true) // https://docs.slack.dev/messaging/message-metadata
	}
	return p
}

// onView is what a click in a view has. The server is locked.
func (s *Server) onView(by *user, v *view, action object) object {
	p := s.interaction("block_actions", by)
	p["container"] = object{"type": "view", "view_id": v.id}
	p["view"] = v.object()
	p["trigger_id"] = s.newTrigger(by.id, v.kind == "modal")
	p["actions"] = []object{action}
	return p
}

// action is what was done to an element. The server is locked.
func (s *Server) action(block, e map[string]any, state object) object {
	a := object{"block_id": block["block_id"], "action_id": e["action_id"], "type": e["type"], "action_ts": s.workspace.stamp(s.now())}
	for _, key := range []string{"text", "value", "style", "placeholder"} {
		if v, ok := e[key]; ok {
			a[key] = v
		}
	}
	for key, v := range state {
		a[key] = v
	}
	return a
}

func channelName(c *channel) string {
	if c.person != "" {
		return "directmessage"
	}
	return c.Name
}

// interact delivers a payload.
func (s *Server) interact(p object, answers bool) ([]byte, error) {
	body, err := s.deliver(&envelope{kind: "interactive", payload: marshal(p), answers: answers})
	if err != nil {
		return nil, fmt.Errorf("the app does not respond: %w", err)
	}
	return body, nil
}
