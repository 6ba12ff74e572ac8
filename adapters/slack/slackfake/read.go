package slackfake

import (
	"fmt"
	"slices"
	"strings"
)

// reading is what a person gets from blocks, in reading order.
type reading struct {
	text    strings.Builder
	labels  []string
	selects []Select
	inputs  []Input
	effects []string
	links   []string // addresses that may be unfurled
}

// line is one more line to read.
func (r *reading) line(text string) {
	r.effects = append(r.effects, hidden(text)...)
	if text != "" {
		r.text.WriteString(strings.TrimSuffix(text, "\n") + "\n")
	}
}

func (r *reading) live(effects []string) {
	for _, e := range effects {
		if address, ok := strings.CutPrefix(e, "link "); ok {
			r.links = append(r.links, address)
		}
	}
	r.effects = append(r.effects, effects...)
}

// done returns all that can be read, and the effects, each once.
func (r *reading) done() (string, []string) {
	var once []string
	for _, e := range r.effects {
		if !slices.Contains(once, e) {
			once = append(once, e)
		}
	}
	return strings.TrimSuffix(r.text.String(), "\n"), once
}

func (r *reading) blocks(blocks []any) {
	for _, b := range blocks {
		if b, ok := b.(map[string]any); ok {
			r.block(b)
		}
	}
}

func (r *reading) block(b map[string]any) {
	switch b["type"] {
	case "section":
		r.textObject(b["text"])
		each(b["fields"], func(f map[string]any) { r.textObject(f) })
		if a, ok := b["accessory"].(map[string]any); ok {
			r.element(a, b)
		}
	case "header":
		r.textObject(b["text"])
	case "context", "actions":
		each(b["elements"], func(e map[string]any) { r.element(e, b) })
	case "image":
		r.textObject(b["title"])
		r.line(str(b, "alt_text"))
	case "input":
		r.textObject(b["label"])
		if e, ok := b["element"].(map[string]any); ok {
			r.input(e, b)
		}
		r.textObject(b["hint"])
	case "rich_text":
		r.richText(b)
	}
}

// element is a button, a menu or a picture outside an input block.
func (r *reading) element(e, block map[string]any) {
	switch kind := str(e, "type"); kind {
	case "mrkdwn", "plain_text":
		r.textObject(e)
	case "image":
		r.line(str(e, "alt_text"))
	case "button":
		r.labels = append(r.labels, label(e["text"]))
		r.textObject(e["text"])
	case "checkboxes", "radio_buttons", "datepicker", "timepicker", "plain_text_input":
		r.input(e, block)
	default:
		name := label(e["placeholder"])
		if kind == "overflow" {
			name = overflowLabel
		}
		r.labels = append(r.labels, name)
		r.selects = append(r.selects, Select{Label: name, Options: options(e)})
		r.textObject(e["placeholder"])
		r.optionTexts(e)
	}
}

// overflowLabel is what a menu of three dots is called.
const overflowLabel = "…"

func (r *reading) input(e, block map[string]any) {
	r.textObject(e["placeholder"])
	r.optionTexts(e)
	optional, _ := block["optional"].(bool)
	r.inputs = append(r.inputs, Input{
		Block: str(block, "block_id"), Kind: str(e, "type"), Label: label(block["label"]), Hint: label(block["hint"]),
		Optional: optional, Options: options(e),
	})
}

func (r *reading) optionTexts(e map[string]any) {
	for _, o := range optionsOf(e) {
		r.textObject(o["text"])
		r.textObject(o["description"])
	}
}

// textObject reads a text object.
func (r *reading) textObject(v any) {
	t, ok := v.(map[string]any)
	if !ok {
		return
	}
	text := str(t, "text")
	if t["type"] == "mrkdwn" {
		verbatim, _ := t["verbatim"].(bool)
		read, effects := mrkdwn(text, parsing{links: !verbatim, names: !verbatim, styles: true})
		r.live(effects)
		r.line(read)
		return
	}
	// A plain text shows emoji unless it says otherwise.
	if colons, given := t["emoji"].(bool); colons || !given {
		for _, e := range emoji.FindAllString(text, -1) {
			r.live([]string{"emoji " + e})
		}
	}
	r.line(text)
}

func (r *reading) richText(b map[string]any) {
	each(b["elements"], func(part map[string]any) {
		if part["type"] != "rich_text_list" {
			r.spans(part, "")
			return
		}
		n := 0
		each(part["elements"], func(item map[string]any) {
			n++
			mark := "• "
			if part["style"] == "ordered" {
				mark = fmt.Sprintf("%d. ", n)
			}
			r.spans(item, mark)
		})
	})
}

func (r *reading) spans(part map[string]any, mark string) {
	var line strings.Builder
	line.WriteString(mark)
	each(part["elements"], func(s map[string]any) {
		text, effect := span(s)
		line.WriteString(text)
		if effect != "" {
			r.live([]string{effect})
		}
	})
	r.line(line.String())
}

// span is what an inline element of a rich text shows and does. The text of a
// text element is shown as it is, it is not parsed.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
func span(s map[string]any) (text, effect string) {
	switch s["type"] {
	case "text":
		return str(s, "text"), ""
	case "link":
		text = str(s, "text")
		if text == "" {
			text = str(s, "url")
		}
		return text, "link " + str(s, "url")
	case "user":
		return "@" + str(s, "user_id"), "mention <@" + str(s, "user_id") + ">"
	case "usergroup":
		return "@" + str(s, "usergroup_id"), "mention <!subteam^" + str(s, "usergroup_id") + ">"
	case "channel":
		return "#" + str(s, "channel_id"), "mention <#" + str(s, "channel_id") + ">"
	case "broadcast":
		return "@" + str(s, "range"), "mention <!" + str(s, "range") + ">"
	case "emoji":
		return ":" + str(s, "name") + ":", "emoji :" + str(s, "name") + ":"
	default:
		return str(s, "fallback"), fmt.Sprint(s["type"])
	}
}

func str(m map[string]any, key string) string {
	text, _ := m[key].(string)
	return text
}

// label is the text of a text object.
func label(v any) string {
	t, _ := v.(map[string]any)
	return str(t, "text")
}

func each(list any, do func(map[string]any)) {
	items, _ := list.([]any)
	for _, item := range items {
		if item, ok := item.(map[string]any); ok {
			do(item)
		}
	}
}

func options(e map[string]any) []Option {
	var all []Option
	for _, o := range optionsOf(e) {
		all = append(all, Option{Text: label(o["text"]), Value: str(o, "value")})
	}
	return all
}
