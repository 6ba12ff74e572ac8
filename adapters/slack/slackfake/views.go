package slackfake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// view is a modal, or a home.
type view struct {
	id, kind, callback, private, external string
	title, submit, close                  any
	clear, notify                         bool
	blocks                                []any // with an ID each
	sent                                  json.RawMessage
	person                                string
	root, previous                        string
	hash                                  string
	state                                 map[string]map[string]object
	errors                                map[string]string
	offered                               map[string][]Option // by block: what the app suggested
}

// trigger lets the app open a modal once, and soon.
// https://docs.slack.dev/interactivity/handling-user-interaction/#modal_responses
type trigger struct {
	person string
	at     time.Time
	used   bool
	inside bool // it comes from a modal
}

// newTrigger returns a trigger_id. The server is locked.
func (s *Server) newTrigger(person string, inside bool) string {
	id := fmt.Sprintf("%d.%s.fake", s.now().UnixMilli(), s.workspace.id(""))
	s.workspace.triggers[id] = &trigger{person: person, at: s.now(), inside: inside}
	return id
}

// exchange takes a trigger.
func (q *request) exchange() (*trigger, error) {
	t := q.workspace.triggers[q.str("trigger_id")]
	switch {
	case t == nil:
		return nil, bad("invalid_trigger_id")
	case t.used:
		return nil, bad("exchanged_trigger_id")
	case q.now.Sub(t.at) > triggerLife:
		return nil, bad("expired_trigger_id")
	}
	return t, nil
}

func openView(q *request) (object, error) {
	t, err := q.exchange()
	if err != nil {
		return nil, err
	}
	v, err := q.newView(inModal, q.str("view"))
	if err != nil {
		return nil, err
	}
	if v.external != "" && q.workspace.taken(v.external) {
		return nil, bad("duplicate_external_id")
	}
	t.used = true
	v.person, v.root = t.person, v.id
	q.workspace.modals[t.person] = []*view{v}
	return object{"view": v.object()}, nil
}

func pushView(q *request) (object, error) {
	t, err := q.exchange()
	if err != nil {
		return nil, err
	}
	stack := q.workspace.modals[t.person]
	switch {
	case !t.inside || len(stack) == 0:
		return nil, bad("not_found", "the trigger is not of an open modal")
	case len(stack) == maxStack:
		return nil, bad("push_limit_reached")
	}
	v, err := q.newView(inModal, q.str("view"))
	if err != nil {
		return nil, err
	}
	t.used = true
	q.stack(stack[len(stack)-1], v)
	return object{"view": v.object()}, nil
}

// stack puts a view above another. The server is locked.
func (s *Server) stack(under, v *view) {
	v.person, v.root, v.previous = under.person, under.root, under.id
	s.workspace.modals[under.person] = append(s.workspace.modals[under.person], v)
}

func updateView(q *request) (object, error) {
	old := q.viewMeant()
	if old == nil {
		return nil, no("not_found")
	}
	if hash := q.str("hash"); hash != "" && hash != old.hash {
		return nil, no("hash_conflict")
	}
	v, err := q.newView(inModal, q.str("view"))
	if err != nil {
		return nil, err
	}
	old.become(v)
	return object{"view": old.object()}, nil
}

func (q *request) viewMeant() *view {
	for _, stack := range q.workspace.modals {
		for _, v := range stack {
			if v.id == q.str("view_id") || v.external != "" && v.external == q.str("external_id") {
				return v
			}
		}
	}
	return nil
}

// taken reports whether an external_id is that of an open view.
func (w *workspace) taken(external string) bool {
	for _, stack := range w.modals {
		if slices.ContainsFunc(stack, func(v *view) bool { return v.external == external }) {
			return true
		}
	}
	return false
}

func publishView(q *request) (object, error) {
	u := q.workspace.users[q.str("user_id")]
	if u == nil || u.Bot {
		return nil, bad("invalid_arguments", "invalid `user_id`")
	}
	v, err := q.newView(inHome, q.str("view"))
	if err != nil {
		return nil, err
	}
	v.person, v.root = u.id, v.id
	if old := q.workspace.homes[u.id]; old != nil {
		if hash := q.str("hash"); hash != "" && hash != old.hash {
			return nil, no("hash_conflict")
		}
		old.become(v)
		v = old
	}
	q.workspace.homes[u.id] = v
	return object{"view": v.object()}, nil
}

// newView examines a view and makes it. The server is locked.
func (s *Server) newView(on surface, text string) (*view, error) {
	fields, err := checkView(on, text)
	if err != nil {
		return nil, err
	}
	v := &view{
		id: s.workspace.id("V"), kind: str(fields, "type"), callback: str(fields, "callback_id"),
		private: str(fields, "private_metadata"), external: str(fields, "external_id"),
		title: fields["title"], submit: fields["submit"], close: fields["close"],
		hash: s.workspace.stamp(s.now()), errors: map[string]string{}, offered: map[string][]Option{},
	}
	v.clear, _ = fields["clear_on_close"].(bool)
	v.notify, _ = fields["notify_on_close"].(bool)
	blocks, _ := fields["blocks"].([]any)
	v.sent, _ = json.Marshal(blocks)
	v.blocks = s.workspace.withIDs(blocks)
	v.state = initialState(v.blocks)
	return v, nil
}

// become gives a view another's content. What was filled in stays where block_id
// and action_id are the same.
// https://docs.slack.dev/surfaces/modals/#updating_views
func (v *view) become(other *view) {
	for block, actions := range other.state {
		for action := range actions {
			if kept, ok := v.state[block][action]; ok && kept["type"] == actions[action]["type"] {
				actions[action] = kept
			}
		}
	}
	id, person, root, previous, offered := v.id, v.person, v.root, v.previous, v.offered
	*v = *other
	v.id, v.person, v.root, v.previous, v.offered = id, person, root, previous, offered
}

// values are what is filled in now; what is filled in later does not change them.
func (v *view) values() map[string]map[string]object {
	values := maps.Clone(v.state)
	for block, actions := range values {
		values[block] = maps.Clone(actions)
	}
	return values
}

// object is a view as the Web API and the payloads show it.
// https://docs.slack.dev/reference/views/
func (v *view) object() object {
	o := object{
		"id": v.id, "team_id": teamID, "type": v.kind, "blocks": v.blocks, "private_metadata": v.private,
		"callback_id": v.callback, "external_id": v.external, "hash": v.hash, "state": object{"values": v.values()},
		"clear_on_close": v.clear, "notify_on_close": v.notify, "root_view_id": v.root, "previous_view_id": nil,
		"app_id": appID, "bot_id": botID, "title": v.title, "submit": v.submit, "close": v.close,
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	return o
}
