package slackfake

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
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
