package slackfake

import (
	"regexp"
	"slices"
	"strings"
)

// timestamp is the form of a ts.
var timestamp = regexp.MustCompile(`^\d{1,12}\.\d{6}$`)

// visible is the channel with an ID, unless the app cannot know that there is one.
func (q *request) visible(id string) (*channel, error) {
	c := q.workspace.channels[id]
	if c == nil || c.deleted || c.Private && !c.members[botUser] {
		return nil, no("channel_not_found")
	}
	return c, nil
}

// writable is the channel with an ID or, for a message, a name, where the app may
// write. A direct message has an ID of its own: a person's is refused.
func (q *request) writable(id string) (*channel, error) {
	if c := q.workspace.named(id); c != nil && q.method == "chat.postMessage" {
		id = c.id
	}
	c, err := q.visible(id)
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, no("is_archived")
	case !c.members[botUser]:
		return nil, no("not_in_channel")
	case c.person != "" && q.workspace.users[c.person].Deleted:
		return nil, no("channel_not_found")
	}
	return c, nil
}

// thread finds the root of the thread that is meant. A root that is gone is no
// error: the message stands at the top of the channel.
func (q *request) thread(c *channel) (string, error) {
	ts := q.str("thread_ts")
	if ts == "" {
		return "", nil
	}
	if !timestamp.MatchString(ts) {
		return "", bad("invalid_thread_ts")
	}
	root := c.find(ts)
	if root == nil {
		return "", nil
	}
	if root.thread != "" && root.thread != root.ts {
		return "", bad("invalid_thread_ts", "thread_ts is a reply")
	}
	root.thread = root.ts
	return root.ts, nil
}

// find returns the message with a timestamp, or nil.
func (c *channel) find(ts string) *message {
	i, found := slices.BinarySearchFunc(c.messages, ts, func(m *message, ts string) int { return compareTS(m.ts, ts) })
	if !found || c.messages[i].ephemeral() {
		return nil
	}
	return c.messages[i]
}

// compareTS orders timestamps: the longer one is the later.
func compareTS(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// add stores a message. The server is locked.
func (s *Server) add(m *message) {
	m.appears = s.now()
	if s.lag != nil {
		m.appears = m.appears.Add(s.lag())
	}
	m.ts = s.workspace.stamp(s.now())
	m.in.messages = append(m.in.messages, m)
}

func postMessage(q *request) (object, error) {
	c, err := q.writable(q.str("channel"))
	if err != nil {
		return nil, err
	}
	d, err := q.draft()
	if err != nil {
		return nil, err
	}
	m := &message{in: c, by: botUser}
	if m.thread, err = q.thread(c); err != nil {
		return nil, err
	}
	q.write(m, d)
	q.add(m)
	q.said(m)
	return d.warned(object{"channel": c.id, "ts": m.ts, "message": m.object(true)}), nil
}

func postEphemeral(q *request) (object, error) {
	c, err := q.writable(q.str("channel"))
	if err != nil {
		return nil, err
	}
	d, err := q.draft()
	if err != nil {
		return nil, err
	}
	to := q.str("user")
	if !c.members[to] {
		return nil, no("user_not_in_channel")
	}
	m := &message{in: c, by: botUser, to: to}
	if m.thread, err = q.thread(c); err != nil {
		return nil, err
	}
	q.write(m, d)
	q.add(m)
	return d.warned(object{"message_ts": m.ts}), nil
}

func updateMessage(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	m := c.find(q.str("ts"))
	switch {
	case c.Archived:
		return nil, no("is_inactive")
	case m == nil:
		return nil, no("message_not_found")
	case m.by != botUser:
		return nil, no("cant_update_message")
	}
	d, err := q.draft()
	if err != nil {
		return nil, err
	}
	if len(d.blocks) > 0 && rich(m.blocks) && !rich(d.blocks) {
		return nil, bad("block_mismatch")
	}
	d.unfurl = m.unfurl // an update has no say in it
	before := m.object(false)
	q.write(m, d)
	m.edited = q.workspace.stamp(q.now)
	q.changed(m, before)
	return d.warned(object{"channel": c.id, "ts": m.ts, "text": m.text, "message": m.object(true)}), nil
}

// rich reports whether a rich text is among blocks.
func rich(blocks []any) bool {
	return slices.ContainsFunc(blocks, func(b any) bool { return b.(map[string]any)["type"] == "rich_text" })
}

func deleteMessage(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	m := c.find(q.str("ts"))
	switch {
	case m == nil:
		return nil, no("message_not_found")
	case m.by != botUser:
		return nil, no("cant_delete_message")
	}
	q.remove(m)
	return object{"channel": c.id, "ts": m.ts}, nil
}

// remove deletes a message. The server is locked.
func (s *Server) remove(m *message) {
	m.in.messages = slices.DeleteFunc(m.in.messages, func(x *message) bool { return x == m })
	if !m.ephemeral() {
		s.gone(m)
	}
}

func getPermalink(q *request) (object, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	m := c.find(q.str("message_ts"))
	if m == nil {
		return nil, no("message_not_found")
	}
	return object{"channel": c.id, "permalink": m.permalink()}, nil
}

func digits(text string) int64 {
	var n int64
	for _, r := range text {
		n = n*10 + int64(r-'0')
	}
	return n
}
