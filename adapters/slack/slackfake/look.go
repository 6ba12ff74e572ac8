package slackfake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Seen is what a person can see, the oldest first: the channels they are in, direct
// messages with the app, and what is shown to them alone.
func (s *Server) Seen(by string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var seen []Message
	for _, c := range s.workspace.channels {
		if !c.sees(by) {
			continue
		}
		for _, m := range c.messages {
			if m.to == "" || m.to == by {
				seen = append(seen, m.look())
			}
		}
	}
	slices.SortFunc(seen, func(a, b Message) int { return compareTS(a.TS, b.TS) })
	return seen
}

// look is what a message looks like now.
func (m *message) look() Message {
	if m.seen != nil {
		return *m.seen
	}
	var r reading
	if len(m.blocks) == 0 {
		read, effects := mrkdwn(m.text, parsing{links: true, names: m.parse.names, styles: true})
		r.live(effects)
		r.line(read)
	} else {
		r.blocks(m.blocks)
		// The fallback is not shown, but what it mentions is notified, and it is read out.
		_, effects := mrkdwn(m.text, parsing{names: m.parse.names})
		r.live(append(effects, hidden(m.text)...))
	}
	if m.unfurl {
		r.links = append(r.links, addresses.FindAllString(m.text, -1)...)
		for _, address := range r.links {
			r.live([]string{"unfurl " + address})
		}
	}
	for _, f := range m.files {
		r.line(f.Name)
	}
	seen := Message{
		Channel: m.in.id, ChannelName: m.in.Name, TS: m.ts, By: m.by, DM: m.in.person != "", Ephemeral: m.ephemeral(),
		Edited: m.edited != "", Text: m.text, Blocks: m.sent, Files: m.files, Labels: r.labels, Selects: r.selects,
		Metadata: m.metadata, Permalink: m.permalink(),
	}
	if m.thread != m.ts {
		seen.Thread = m.thread
	}
	seen.Read, seen.Effects = r.done()
	m.seen = &seen
	return seen
}

// View is the modal that is open before a person, the top one.
func (s *Server) View(by string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.workspace.top(by)
	if v == nil {
		return View{}, false
	}
	return v.look(), true
}

// Home is the app's home as a person sees it, once one was published.
func (s *Server) Home(by string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.workspace.homes[by]
	if v == nil {
		return View{}, false
	}
	return v.look(), true
}

func (v *view) look() View {
	var r reading
	r.textObject(v.title)
	r.blocks(v.blocks)
	for i, in := range r.inputs {
		for _, value := range v.state[in.Block] {
			r.inputs[i].Value = filled(value)
		}
		r.inputs[i].Options = append(r.inputs[i].Options, v.offered[in.Block]...)
	}
	r.textObject(v.submit)
	r.textObject(v.close)
	seen := View{
		ID: v.id, Type: v.kind, CallbackID: v.callback, PrivateMetadata: v.private, Title: label(v.title),
		Submit: label(v.submit), Close: label(v.close), Blocks: json.RawMessage(v.sent), Inputs: r.inputs,
		Errors: maps.Clone(v.errors), Labels: r.labels,
	}
	seen.Read, seen.Effects = r.done()
	return seen
}

// OpenHome opens the app's home; the app is told in its own time.
// https://docs.slack.dev/reference/events/app_home_opened/
func (s *Server) OpenHome(by string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, c, err := s.actor(by, "")
	if err != nil {
		return err
	}
	event := object{"type": "app_home_opened", "user": by, "channel": c.id, "tab": "home", "event_ts": s.workspace.stamp(s.now())}
	if v := s.workspace.homes[by]; v != nil {
		event["view"] = v.object()
	}
	s.emit(event)
	return nil
}

// ClickView clicks a button in the open modal or, without one, in the home.
func (s *Server) ClickView(by, label string) error {
	s.mu.Lock()
	v := s.workspace.top(by)
	if v == nil {
		v = s.workspace.homes[by]
	}
	if v == nil {
		s.mu.Unlock()
		return fmt.Errorf("%s sees neither a modal nor a home", by)
	}
	action, err := s.use(v.blocks, label, "")
	if err != nil {
		s.mu.Unlock()
		return err
	}
	p := s.onView(s.workspace.users[by], v, action)
	s.mu.Unlock()
	_, err = s.interact(p, false)
	return err
}
