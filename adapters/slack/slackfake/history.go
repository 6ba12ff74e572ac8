package slackfake

import (
	"encoding/base64"
	"slices"
	"strconv"
)

// readable is a channel whose messages the app may read.
func (q *request) readable() (*channel, error) {
	c, err := q.visible(q.str("channel"))
	if err != nil {
		return nil, err
	}
	if scope := map[string]string{"im": "im:history", "group": "groups:history", "channel": "channels:history"}[c.kind()]; !q.may(scope) {
		return nil, q.missing(scope)
	}
	if !c.members[botUser] {
		return nil, no("not_in_channel")
	}
	return c, nil
}

// span tells whether a timestamp is in the time that is asked for.
func (q *request) span() (func(ts string) bool, error) {
	oldest, latest := q.str("oldest"), q.str("latest")
	if oldest != "" && !stampLike(oldest) {
		return nil, bad("invalid_ts_oldest")
	}
	if latest != "" && !stampLike(latest) {
		return nil, bad("invalid_ts_latest")
	}
	inclusive := q.flag("inclusive")
	from, to := seconds(oldest), seconds(latest)
	return func(ts string) bool {
		at := seconds(ts)
		return (oldest == "" || at > from || inclusive && at == from) && (latest == "" || at < to || inclusive && at == to)
	}, nil
}

// stampLike: oldest and latest may have fewer than six places, or none.
func stampLike(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// seconds are the microseconds of a timestamp.
func seconds(ts string) int64 {
	whole, fraction, _ := cut(ts)
	return whole*1_000_000 + fraction
}

func cut(ts string) (whole, fraction int64, ok bool) {
	text := ts
	for i, r := range ts {
		if r == '.' {
			places := (ts[i+1:] + "000000")[:6]
			return digits(ts[:i]), digits(places), true
		}
	}
	return digits(text), 0, false
}

func history(q *request) (object, error) {
	c, err := q.readable()
	if err != nil {
		return nil, err
	}
	in, err := q.span()
	if err != nil {
		return nil, err
	}
	var found []*message
	for _, m := range slices.Backward(c.messages) { // the newest first
		if q.listed(m) && (m.thread == "" || m.thread == m.ts) && in(m.ts) {
			found = append(found, m)
		}
	}
	return q.messages(found, maxPage)
}

func replies(q *request) (object, error) {
	c, err := q.readable()
	if err != nil {
		return nil, err
	}
	in, err := q.span()
	if err != nil {
		return nil, err
	}
	ts := q.str("ts")
	root := c.find(ts)
	if root == nil || !q.listed(root) {
		return nil, no("thread_not_found")
	}
	if root.thread != "" {
		ts = root.thread
	}
	var found []*message
	for _, m := range c.messages { // the root first
		if q.listed(m) && (m.ts == ts || m.thread == ts && in(m.ts)) {
			found = append(found, m)
		}
	}
	return q.messages(found, maxList)
}

// listed reports whether a message is in lists already.
func (q *request) listed(m *message) bool { return !m.ephemeral() && !m.appears.After(q.now) }

// messages answers with a page of messages.
func (q *request) messages(found []*message, most int) (object, error) {
	from, to, next, err := q.page(len(found), defaultPage, most)
	if err != nil {
		return nil, err
	}
	page := []object{}
	for _, m := range found[from:to] {
		o := m.object(q.flag("include_all_metadata"))
		if m.thread == m.ts && m.thread != "" {
			o["reply_count"] = m.in.replies(m.ts)
		}
		page = append(page, o)
	}
	return object{"messages": page, "has_more": next != "", "response_metadata": object{"next_cursor": next}}, nil
}

func (c *channel) replies(ts string) int {
	n := 0
	for _, m := range c.messages {
		if m.thread == ts && m.ts != ts && !m.ephemeral() {
			n++
		}
	}
	return n
}

// page cuts a list. https://docs.slack.dev/apis/web-api/pagination/
func (q *request) page(length, usual, most int) (from, to int, next string, err error) {
	limit := usual
	if text := q.str("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > most {
			return 0, 0, "", bad("invalid_limit")
		}
	}
	if cursor := q.str("cursor"); cursor != "" {
		raw, err := base64.StdEncoding.DecodeString(cursor)
		if err == nil {
			from, err = strconv.Atoi(string(raw))
		}
		if err != nil || from > length {
			return 0, 0, "", bad("invalid_cursor")
		}
	}
	to = min(from+limit, length)
	if to < length {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return from, to, next, nil
}
