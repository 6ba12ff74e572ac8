package discordfake

import (
	"fmt"
	"slices"
	"strconv"
)

// https://docs.discord.com/developers/resources/message#get-channel-messages
func (s *Server) getMessages(r *request) (any, *apiError) {
	c, e := s.channelOf(r)
	if e != nil {
		return nil, e
	}
	q, f := r.query, form{}
	limit := defaultHistory
	if q.Has("limit") {
		n, err := strconv.Atoi(q.Get("limit"))
		if err != nil || n < 1 || n > maxHistory {
			f.wrong("limit", "NUMBER_TYPE_MAX", fmt.Sprintf("int value should be from 1 to %d.", maxHistory))
		}
		limit = n
	}
	bounds := 0
	for _, name := range []string{"around", "before", "after"} {
		if q.Has(name) {
			bounds++
			if _, err := strconv.ParseUint(q.Get(name), 10, 64); err != nil {
				f.wrong(name, "NUMBER_TYPE_COERCE", "Value is not snowflake.")
			}
		}
	}
	if bounds > 1 {
		f.wrong("before", "EXCLUSIVE", "around, before and after are mutually exclusive.")
	}
	if e := f.refusal(); e != nil {
		return nil, e
	}
	found := []object{}
	if s.world.permissions(appID, c)&ReadMessageHistory == 0 {
		return found, nil
	}
	for _, m := range window(s.history(c), q.Get("around"), q.Get("before"), q.Get("after"), limit) {
		found = append(found, s.messageJSON(m, hides(m, s.privileged)))
	}
	slices.Reverse(found) // from the newest to the oldest
	return found, nil
}

// history is what the history of a channel has by now, the oldest first.
func (s *Server) history(c *channel) []*message {
	var all []*message
	for _, m := range c.messages {
		if m.only == "" && !m.listed.After(s.now()) {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b *message) int { return byID(a.id, b.id) })
	return all
}

// window chooses among messages that are in order.
func window(all []*message, around, before, after string, limit int) []*message {
	first := func(id string) int {
		return slices.IndexFunc(append(slices.Clone(all), &message{id: "18446744073709551615"}), func(m *message) bool { return byID(m.id, id) >= 0 })
	}
	from, to := max(0, len(all)-limit), len(all)
	switch {
	case around != "":
		from = max(0, first(around)-limit/2)
		to = min(len(all), from+limit)
	case before != "":
		to = first(before)
		from = max(0, to-limit)
	case after != "":
		from = first(after)
		if from < len(all) && all[from].id == after {
			from++
		}
		to = min(len(all), from+limit)
	}
	return all[from:to]
}
