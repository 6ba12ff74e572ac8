package slackfake

import "fmt"

// surface is where blocks stand.
type surface int

const (
	inMessage surface = iota
	inModal
	inHome
)

// blockCheck examines the blocks of one surface.
type blockCheck struct {
	on      surface
	wrong   *problems
	ids     map[string]bool // block_id
	actions map[string]bool // action_id
}

// checkBlocks examines blocks as Slack does before it takes them.
func checkBlocks(on surface, blocks []any, at string, wrong *problems) {
	c := &blockCheck{on: on, wrong: wrong, ids: map[string]bool{}, actions: map[string]bool{}}
	most := maxViewBlocks
	if on == inMessage {
		most = maxMessageBlocks
	}
	if len(blocks) > most {
		wrong.add(at, "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		if n, ok := asNode(b, fmt.Sprintf("%s/%d", at, i), wrong); ok {
			c.block(n)
		}
	}
}

func (c *blockCheck) block(n node) {
	n.need("type")
	if id := n.str("block_id", 0, maxBlockID); id != "" {
		if c.ids[id] {
			n.wrong.add(n.path("block_id"), "block_id is not unique: %s", id)
		}
		c.ids[id] = true
	}
	switch n.kind() {
	case "section":
		c.section(n)
	case "header":
		n.only("block_id", "text", "level")
		n.need("text")
		n.number("level", 1, 4)
		n.plain("text", maxHeader)
	case "divider":
		n.only("block_id")
	case "context":
		n.only("block_id", "elements")
		n.need("elements")
		for _, e := range n.list("elements", 1, maxContextElements) {
			if e.kind() == "image" {
				c.image(e)
				continue
			}
			e.textObject(maxText)
		}
	case "actions":
		n.only("block_id", "elements")
		n.need("elements")
		for _, e := range n.list("elements", 1, maxActionElements) {
			c.element(e, inActions)
		}
	case "image":
		n.only("block_id", "image_url", "alt_text", "title")
		c.imageFields(n)
		n.plain("title", maxImageTitle)
	case "input":
		c.input(n)
	case "rich_text":
		n.only("block_id", "elements")
		n.need("elements")
		c.richText(n)
	default:
		n.wrong.add(n.at, "unsupported type: %s", n.kind())
	}
}

func (c *blockCheck) section(n node) {
	n.only("block_id", "text", "fields", "accessory", "expand")
	n.flag("expand")
	if n.fields["text"] == nil && n.fields["fields"] == nil {
		n.wrong.add(n.at, "missing required field: text or fields")
	}
	n.text("text", maxSectionText)
	for _, f := range n.list("fields", 1, maxSectionFields) {
		f.textObject(maxSectionField)
	}
	if a, ok := n.child("accessory"); ok {
		c.element(a, inSection)
	}
}

func (c *blockCheck) image(n node) {
	n.only("image_url", "alt_text")
	c.imageFields(n)
}

func (c *blockCheck) imageFields(n node) {
	n.need("image_url", "alt_text")
	n.str("image_url", 1, maxImageURL)
	n.str("alt_text", 0, maxAltText)
}

// https://docs.slack.dev/reference/block-kit/blocks/input-block/
func (c *blockCheck) input(n node) {
	n.only("block_id", "label", "element", "dispatch_action", "hint", "optional")
	n.need("label", "element")
	n.plain("label", maxInputLabel)
	n.plain("hint", maxInputHint)
	n.flag("optional")
	n.flag("dispatch_action")
	if e, ok := n.child("element"); ok {
		c.element(e, inInput)
	}
}

// textLength counts the characters of all texts in blocks.
func textLength(v any) int {
	total := 0
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			total += textLength(item)
		}
	case map[string]any:
		for key, item := range v {
			if text, ok := item.(string); ok && (key == "text" || key == "alt_text") {
				total += len([]rune(text))
				continue
			}
			total += textLength(item)
		}
	}
	return total
}
