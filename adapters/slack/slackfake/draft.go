package slackfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// draft is what a message says.
type draft struct {
	text     string
	blocks   []any
	sent     json.RawMessage
	metadata *Metadata
	given    bool // metadata were given, be they empty
	parse    parsing
	unfurl   bool
	warnings []string
}

// draft examines the arguments that say what a message says.
func (q *request) draft() (draft, error) {
	d := draft{text: q.str("text")}
	if q.str("attachments") != "" {
		return d, bad("invalid_attachments", "the fake knows no attachments")
	}
	switch parse := q.str("parse"); parse {
	case "", "none", "full":
		// An update without parse is parsed as a person's message is:
		// https://docs.slack.dev/reference/methods/chat.update/
		d.parse.names = parse == "full" || q.flag("link_names") || parse == "" && q.method == "chat.update"
	default:
		return d, bad("invalid_arguments", "[ERROR] parse must be none or full")
	}
	// https://docs.slack.dev/messaging/unfurling-links-in-messages/ : media are
	// unfurled unless the app says otherwise.
	d.unfurl = q.flag("unfurl_links") || q.str("unfurl_media") == "" || q.flag("unfurl_media")
	if err := d.readBlocks(q.str("blocks")); err != nil {
		return d, err
	}
	if d.text == "" && len(d.blocks) == 0 {
		return d, bad("no_text")
	}
	if q.method == "chat.update" && len(d.text) > maxUpdate {
		return d, bad("msg_too_long")
	}
	if err := d.readMetadata(q.args["metadata"]); err != nil {
		return d, err
	}
	d.warn(q.Server, q.method)
	return d, nil
}

func (d *draft) readBlocks(text string) error {
	if text == "" {
		return nil
	}
	v, err := decode(text)
	blocks, ok := v.([]any)
	if err != nil || !ok {
		return bad("invalid_blocks_format")
	}
	var wrong problems
	checkBlocks(inMessage, blocks, "/blocks", &wrong)
	if len(wrong) > 0 {
		return bad("invalid_blocks", wrong...)
	}
	if length := textLength(blocks); length > maxBlocksText {
		return bad("msg_blocks_too_long", fmt.Sprintf("%d characters", length))
	}
	d.blocks, d.sent = blocks, json.RawMessage(text)
	return nil
}

func (d *draft) readMetadata(args []string) error {
	if len(args) == 0 {
		return nil
	}
	v, err := decode(args[0])
	fields, ok := v.(map[string]any)
	switch {
	case err != nil || !ok:
		return bad("invalid_metadata_format")
	case len(args[0]) > maxMetadata:
		return bad("metadata_too_large")
	}
	d.given = true
	if len(fields) == 0 {
		return nil
	}
	event, _ := fields["event_type"].(string)
	payload, isObject := fields["event_payload"].(map[string]any)
	if len(fields) != 2 || !eventType.MatchString(event) || !isObject {
		return bad("invalid_metadata_schema")
	}
	for key, value := range payload {
		switch value.(type) {
		case string, float64, bool:
		default:
			return bad("invalid_metadata_schema", "event_payload."+key+" is not a string, a number or a boolean")
		}
	}
	d.metadata = &Metadata{EventType: event, EventPayload: payload}
	return nil
}

// warn notes what Slack takes with a warning that no client shows. The server is
// locked.
func (d *draft) warn(s *Server, method string) {
	if utf8.RuneCountInString(d.text) > maxMessage {
		d.text = string([]rune(d.text)[:maxMessage])
		d.warnings = append(d.warnings, "message_truncated")
	}
	if d.text == "" {
		d.warnings = append(d.warnings, "missing_text_in_message")
	}
	for _, w := range d.warnings {
		s.refused = append(s.refused, method+": "+w)
	}
}

// warned adds the warnings to an answer.
func (d *draft) warned(answer object) object {
	if len(d.warnings) > 0 {
		answer["warning"] = strings.Join(d.warnings, ",")
		answer["response_metadata"] = object{"warnings": d.warnings}
	}
	return answer
}

// eventType is the form of a metadata's event_type.
// https://docs.slack.dev/messaging/message-metadata/
var eventType = regexp.MustCompile(`^[a-z0-9_]+$`)
