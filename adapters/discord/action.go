package discord

import (
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// idMark stands between the number of a component, which makes its custom_id the
// only one of the message, the action's ID, which has none of these, and its value.
const idMark = ":"

// customID is the custom_id of the n-th component of a message.
func customID(a chat.Action, n int) (string, error) {
	id := strconv.Itoa(n) + idMark + a.ID + idMark + a.Value
	switch {
	case strings.Contains(a.ID, idMark):
		return "", tooLong(codeAction, "the ID of action %q contains %q", a.ID, idMark)
	case length(id) > customIDLimit:
		return "", tooLong(codeAction, "the ID and the value of action %q are over %d characters", a.ID, customIDLimit)
	}
	return id, nil
}

// click reads what was clicked: the custom_id of the component and, of a select, the
// values that were chosen. False: no action of ours has such a custom_id.
func click(customID string, values []string) (chat.Click, bool) {
	n, rest, _ := strings.Cut(customID, idMark)
	id, value, whole := strings.Cut(rest, idMark)
	if _, err := strconv.Atoi(n); err != nil || !whole {
		return chat.Click{}, false
	}
	c := chat.Click{Action: id, Value: value}
	if len(values) > 0 {
		c.Option = values[0]
	}
	return c, true
}
