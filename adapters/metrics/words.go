package metrics

import (
	"slices"

	"relance/escalation"
)

// Other is the value of a label where what happened is not on the label's list.
const Other = "other"

// words are all values that a label may have, beside [Other].
type words []string

// of is the word itself where it is on the list.
func (w words) of(word string) string {
	if slices.Contains(w, word) {
		return word
	}
	return Other
}

// platforms are the chat platforms there are adapters for; None is where a message
// came to no platform at all.
var platforms = words{"console", "slack", "discord", None}

// None is the platform of a message that came to none.
const None = "none"

// kinds are the kinds of message: those of notices, and what is said beside them.
var kinds = words{
	string(escalation.NoticeLetter), string(escalation.NoticeInfo), string(escalation.NoticeTask),
	string(escalation.NoticeEscalated), string(escalation.NoticePreview), string(escalation.NoticeTurn),
	string(escalation.NoticeVerdict), string(escalation.NoticeConsent), string(escalation.NoticeCompose),
	string(escalation.NoticeApproval), string(escalation.NoticeNoQuorum), string(escalation.NoticeDenied),
	string(escalation.NoticePost), string(escalation.NoticeRecall), string(escalation.NoticeTakeDown),
	string(escalation.NoticePostStays), string(escalation.NoticeLanded), string(escalation.NoticeLook),
	string(escalation.NoticeDeadline), string(escalation.NoticeBlocked), string(escalation.NoticeState),
	string(escalation.NoticeLog), string(escalation.NoticeCard), string(escalation.NoticeBroken),
}
