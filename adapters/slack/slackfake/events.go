package slackfake

import "encoding/json"

// The events of the Events API that the fake tells of, each on the page of its
// name under https://docs.slack.dev/reference/events/. The server is locked in
// all of these.

// hears reports whether the app is told of messages in a channel.
func (s *Server) hears(c *channel) bool {
	scope := map[string]string{"im": "im:history", "group": "groups:history", "channel": "channels:history"}[c.kind()]
	return c.members[botUser] && s.may(scope)
}

// said tells of a new message, the app's own too.
func (s *Server) said(m *message) {
	if !s.hears(m.in) {
		return
	}
	e := m.object(true)
	e["channel"], e["channel_type"], e["event_ts"] = m.in.id, m.in.kind(), m.ts
	if m.by != botUser {
		e["client_msg_id"] = "c-" + m.ts
	}
	s.emit(e)
}

// changed tells of an edit.
func (s *Server) changed(m *message, before object) {
	if !s.hears(m.in) {
		return
	}
	s.emit(object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": m.in.id, "channel_type": m.in.kind(),
		"ts": m.edited, "event_ts": m.edited, "message": m.object(true), "previous_message": before,
	})
}

// gone tells of a message that was deleted.
func (s *Server) gone(m *message) {
	if !s.hears(m.in) {
		return
	}
	at := s.workspace.stamp(s.now())
	s.emit(object{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": m.in.id, "channel_type": m.in.kind(),
		"ts": at, "event_ts": at, "deleted_ts": m.ts, "previous_message": m.object(false),
	})
}

// joined tells of somebody who came into a channel.
func (s *Server) joined(c *channel, who string) { s.membership("member_joined_channel", c, who) }

// left tells of somebody who went.
func (s *Server) left(c *channel, who string) { s.membership("member_left_channel", c, who) }

func (s *Server) membership(kind string, c *channel, who string) {
	if !s.may(readScope(c)) {
		return
	}
	letter := map[bool]string{true: "G", false: "C"}[c.Private]
	s.emit(object{"type": kind, "user": who, "channel": c.id, "channel_type": letter, "team": teamID, "event_ts": s.workspace.stamp(s.now())})
}

// ended tells that a channel was archived or deleted.
func (s *Server) ended(c *channel, how string) {
	kind := map[bool]string{true: "group_", false: "channel_"}[c.Private] + how
	if s.may(readScope(c)) {
		s.emit(object{"type": kind, "channel": c.id, "event_ts": s.workspace.stamp(s.now())})
	}
}

// emit delivers an event. https://docs.slack.dev/apis/events-api/#callback-field
func (s *Server) emit(event object) {
	if s.lose > 0 {
		s.lose--
		return
	}
	payload, err := json.Marshal(object{
		"type": "event_callback", "token": "fake", "team_id": teamID, "api_app_id": appID, "event": event,
		"event_id": s.workspace.id("Ev"), "event_time": s.now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []object{{"enterprise_id": nil, "team_id": teamID, "user_id": botUser, "is_bot": true, "is_enterprise_install": false}},
	})
	if err != nil {
		panic(err) // of the fake's own making
	}
	s.send(&envelope{kind: "events_api", payload: payload})
}
