package slackfake

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// message is a message that is stored.
type message struct {
	in       *channel
	ts       string
	thread   string // ts of the root; empty at the top
	by       string
	to       string // seen by this person alone
	text     string
	blocks   []any           // with an ID each
	sent     json.RawMessage // the blocks as they were sent
	metadata *Metadata
	files    []File
	edited   string // when, as a timestamp
	parse    parsing
	unfurl   bool
	appears  time.Time // in history and replies
	seen     *Message  // as everybody sees it, until it changes
}

// ephemeral reports whether a message is shown to one person only, and kept
// nowhere.
func (m *message) ephemeral() bool { return m.to != "" }

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

// eventType is the form of a metadata's event_type.
// https://docs.slack.dev/messaging/message-metadata/
var eventType = regexp.MustCompile(`^[a-z0-9_]+$`)

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

// write puts a draft into a message. The server is locked.
func (s *Server) write(m *message, d draft) {
	m.text, m.blocks, m.sent, m.parse, m.unfurl = d.text, s.workspace.withIDs(d.blocks), d.sent, d.parse, d.unfurl
	if d.given {
		m.metadata = d.metadata
	}
	m.seen = nil
}

// withIDs gives every block and every element the ID that it lacks, as Slack does.
func (w *workspace) withIDs(blocks []any) []any {
	each(blocks, func(b map[string]any) {
		if str(b, "block_id") == "" {
			b["block_id"] = w.id("b")
		}
		for _, e := range elementsOf(b) {
			if _, span := e["style"].(map[string]any); !span && str(e, "action_id") == "" && interactive(e) {
				e["action_id"] = w.id("a")
			}
		}
	})
	return blocks
}

func interactive(e map[string]any) bool {
	where, _ := places(str(e, "type"))
	return where != 0 && e["type"] != "image"
}

// elementsOf are the elements of a block: of an actions block, an accessory, an
// input's.
func elementsOf(b map[string]any) []map[string]any {
	var all []map[string]any
	if b["type"] == "actions" || b["type"] == "context" {
		each(b["elements"], func(e map[string]any) { all = append(all, e) })
	}
	for _, key := range []string{"accessory", "element"} {
		if e, ok := b[key].(map[string]any); ok {
			all = append(all, e)
		}
	}
	return all
}

// object is a message as the Web API and the events show it.
func (m *message) object(metadata bool) object {
	o := object{"type": "message", "user": m.by, "text": m.text, "ts": m.ts, "team": teamID}
	if m.by == botUser {
		o["bot_id"], o["app_id"] = botID, appID
		o["bot_profile"] = object{"id": botID, "app_id": appID, "name": "relay", "team_id": teamID}
	}
	if m.thread != "" {
		o["thread_ts"] = m.thread
	}
	if len(m.blocks) > 0 {
		o["blocks"] = m.blocks
	}
	if m.edited != "" {
		o["edited"] = object{"user": m.by, "ts": m.edited}
	}
	if metadata && m.metadata != nil {
		o["metadata"] = m.metadata
	}
	if len(m.files) > 0 {
		o["files"] = fileObjects(m)
		if m.edited == "" {
			o["subtype"] = "file_share"
		}
	}
	return o
}

func fileObjects(m *message) []object {
	var all []object
	for i, f := range m.files {
		id := fmt.Sprintf("F%s%02d", strings.ReplaceAll(m.ts, ".", ""), i)
		link := "https://files.slack.example/" + teamID + "-" + id + "/" + f.Name
		all = append(all, object{
			"id": id, "name": f.Name, "title": f.Name, "size": f.Size, "user": m.by, "mode": "hosted",
			"url_private": link, "permalink": "https://" + team + ".slack.com/files/" + m.by + "/" + id + "/" + f.Name,
		})
	}
	return all
}

// permalink is a message's address.
// https://docs.slack.dev/reference/methods/chat.getPermalink/
func (m *message) permalink() string {
	link := "https://" + team + ".slack.com/archives/" + m.in.id + "/p" + strings.ReplaceAll(m.ts, ".", "")
	if m.thread != "" && m.thread != m.ts {
		link += "?thread_ts=" + m.thread + "&cid=" + m.in.id
	}
	return link
}
