package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"relance/adapters/chat"
)

// withinLimits checks a message of Slack, as it is sent, against every limit.
func withinLimits(t *testing.T, p piece) {
	t.Helper()
	if len(p.text) > fallbackLimit {
		t.Errorf("the fallback has %d bytes", len(p.text))
	}
	if p.text == "" && len(p.blocks) > 0 {
		t.Error("there is no fallback")
	}
	if strings.ContainsAny(p.text, "<>") {
		t.Errorf("the fallback is not escaped: %q", p.text)
	}
	raw, err := json.Marshal(p.blocks)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatal(err)
	}
	most(t, "blocks", len(blocks), blocksLimit)
	m := measure{t: t}
	for _, b := range blocks {
		m.size += partCost
		switch b["type"] {
		case "rich_text":
			for _, e := range list(b, "elements") {
				m.richText(e)
			}
		case "actions":
			elements := list(b, "elements")
			most(t, "elements of an actions block", len(elements), actionsLimit)
			for _, e := range elements {
				m.action(e)
			}
		default:
			t.Errorf("a block of type %v", b["type"])
		}
	}
	most(t, "text", m.text, ExactLimit)
	most(t, "text and blocks", m.size, messageLimit)
}

// measure adds up what is in a message.
type measure struct {
	t          *testing.T
	text, size int
	ids        []string
}

func (m *measure) richText(e map[string]any) {
	elements := list(e, "elements")
	if len(elements) == 0 {
		m.t.Errorf("an empty %v", e["type"])
	}
	for _, inner := range elements {
		if inner["type"] == "rich_text_section" {
			m.richText(inner)
			continue
		}
		text, _ := inner["text"].(string)
		switch inner["type"] {
		case "text":
		case "link":
			if text != "" {
				m.t.Errorf("a link shows %q instead of its address", text)
			}
			if text, _ = inner["url"].(string); !isPermalink(text) {
				m.t.Errorf("%q is no address of a message in Slack", text)
			}
		default:
			m.t.Errorf("an element of type %v: only text does nothing", inner["type"])
		}
		if text == "" {
			m.t.Error("an empty text element")
		}
		if text != "\n" {
			m.text += length(text)
		}
		m.size += length(text) + partCost
	}
}

func (m *measure) action(e map[string]any) {
	id, _ := e["action_id"].(string)
	for _, other := range m.ids {
		if id == other {
			m.t.Errorf("two actions have the action_id %q", id)
		}
	}
	m.ids = append(m.ids, id)
	most(m.t, "action_id", length(id), actionIDLimit)
	m.size += partCost
	if e["type"] == "button" {
		m.label("label", e["text"], labelLimit)
		value, _ := e["value"].(string)
		most(m.t, "value", length(value), valueLimit)
		return
	}
	m.label("placeholder", e["placeholder"], placeholderLimit)
	options := list(e, "options")
	groups := list(e, "option_groups")
	if (len(options) == 0) == (len(groups) == 0) {
		m.t.Errorf("a select has %d options and %d groups", len(options), len(groups))
	}
	most(m.t, "option groups", len(groups), groupsLimit)
	for _, g := range groups {
		most(m.t, "options of a group", len(list(g, "options")), optionsLimit)
		options = append(options, list(g, "options")...)
	}
	if len(groups) == 0 {
		most(m.t, "options", len(options), optionsLimit)
	}
	for _, o := range options {
		value, _ := o["value"].(string)
		most(m.t, "value of an option", length(value), optionValueLimit)
		unmeasured := measure{t: m.t}
		unmeasured.label("label of an option", o["text"], optionLabelLimit)
	}
}

func (m *measure) label(what string, object any, limit int) {
	label, _ := object.(map[string]any)
	text, _ := label["text"].(string)
	if label["type"] != "plain_text" || label["emoji"] != false || text == "" {
		m.t.Errorf("%s is %v: want plain_text, without emoji, not empty", what, object)
	}
	most(m.t, what, length(text), limit)
	m.size += length(text)
}

func list(object map[string]any, key string) []map[string]any {
	var all []map[string]any
	items, _ := object[key].([]any)
	for _, item := range items {
		one, _ := item.(map[string]any)
		all = append(all, one)
	}
	return all
}

func most(t *testing.T, what string, got, limit int) {
	t.Helper()
	if got > limit {
		t.Errorf("%s: %d, at most %d", what, got, limit)
	}
}

func TestActionsTooLong(t *testing.T) {
	for name, a := range map[string]chat.Action{
		"ID":              {ID: strings.Repeat("i", actionIDLimit), Label: "L"},
		"value":           {ID: "a", Value: strings.Repeat("v", valueLimit+1), Label: "L"},
		"value of option": {ID: "a", Value: "K7M-4QZ-X", Label: "L", Options: []chat.Option{{Value: strings.Repeat("v", optionValueLimit), Label: "O"}}},
		"options":         {ID: "a", Label: "L", Options: make([]chat.Option, optionsLimit*groupsLimit+1)},
	} {
		_, err := offline(t).pieces(chat.Message{Title: "T", Actions: []chat.Action{a}})
		if codeIn(err) != codeAction || failureOf(err) != chat.TooLong {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
