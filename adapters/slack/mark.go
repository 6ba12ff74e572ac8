package slack

import (
	"crypto/sha256"
	"encoding/hex"

	slackgo "github.com/slack-go/slack"
)

// What is in the metadata of a message: every member and app of the workspace can
// read it (https://docs.slack.dev/messaging/message-metadata).
const (
	markEvent  = "relance_message"
	markKey    = "mark"   // which message it is
	markPart   = "part"   // which part of it, from 1
	markParts  = "parts"  // how many there are
	markOrigin = "origin" // see [Options].Origin
)

// markLength is how many bytes of the hash a mark has.
const markLength = 16

// mark is what a message is known by without telling its key.
type mark string

// markOf is the mark of a key in a workspace.
func markOf(team, key string) mark {
	sum := sha256.Sum256([]byte(team + "\x00" + key))
	return mark(hex.EncodeToString(sum[:markLength]))
}

// metadata hides the mark in one part of a message, and its origin.
func (m mark) metadata(part, parts int, origin string) slackgo.SlackMetadata {
	payload := map[string]any{markKey: string(m), markPart: part, markParts: parts}
	if origin != "" {
		payload[markOrigin] = origin
	}
	return slackgo.SlackMetadata{EventType: markEvent, EventPayload: payload}
}

// marked is which part of the message with a mark a message is, and of how many.
func (m mark) marked(data slackgo.SlackMetadata) (part, parts int, is bool) {
	if data.EventType != markEvent || data.EventPayload[markKey] != string(m) {
		return 0, 0, false
	}
	n, whole := data.EventPayload[markPart].(float64)
	of, also := data.EventPayload[markParts].(float64)
	return int(n), int(of), whole && also
}
