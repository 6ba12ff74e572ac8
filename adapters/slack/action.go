package slack

import (
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// A button's action_id must be unique in its message, a chat.Action's ID need not
// be: its number in the message follows it. The value of a select stands before
// that of the chosen option, as a select has none of its own.
const (
	numberMark = "#"
	optionMark = "\x1f"
)

// actionID is the action_id of the n-th action of a message.
func actionID(a chat.Action, n int) string { return a.ID + numberMark + strconv.Itoa(n) }

// optionValue is the value of one option of a select.
func optionValue(a chat.Action, o chat.Option) string { return a.Value + optionMark + o.Value }

// click reads what was clicked: the action_id, and the value of the button or of
// the chosen option.
func click(actionID, value, chosen string) chat.Click {
	id := actionID
	if i := strings.LastIndex(id, numberMark); i >= 0 {
		id = id[:i]
	}
	if chosen == "" {
		return chat.Click{Action: id, Value: value}
	}
	of, option, _ := strings.Cut(chosen, optionMark)
	return chat.Click{Action: id, Value: of, Option: option}
}
