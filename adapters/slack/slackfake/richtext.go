package slackfake

// richText examines a rich_text block.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
func (c *blockCheck) richText(n node) {
	for _, part := range n.list("elements", 1, maxMessageElements) {
		switch part.kind() {
		case "rich_text_section":
			part.only("elements")
			c.spans(part, anySpan)
		case "rich_text_quote":
			part.only("elements", "border")
			part.number("border", 0, 1)
			c.spans(part, anySpan)
		case "rich_text_preformatted":
			part.only("elements", "border", "language")
			part.number("border", 0, 1)
			c.spans(part, "text", "link")
		case "rich_text_list":
			part.only("elements", "style", "indent", "offset", "border")
			part.need("style", "elements")
			part.word("style", "bullet", "ordered")
			part.number("indent", 0, maxIndent)
			part.number("offset", 0, maxMessage)
			part.number("border", 0, 1)
			for _, item := range part.list("elements", 1, maxMessageElements) {
				if item.kind() != "rich_text_section" {
					item.wrong.add(item.at, "unsupported type: %s", item.kind())
					continue
				}
				item.only("elements")
				c.spans(item, anySpan)
			}
		default:
			part.wrong.add(part.at, "unsupported type: %s", part.kind())
		}
	}
}

const (
	anySpan = "*"
	// The page names no most for the parts of a rich text; a message of the greatest
	// length cannot have more than this.
	maxMessageElements = maxMessage
	maxIndent          = 8
)

// spans examines the inline elements of a part.
func (c *blockCheck) spans(part node, kinds ...string) {
	part.need("elements")
	for _, s := range part.list("elements", 0, maxMessageElements) {
		if kinds[0] != anySpan {
			s.word("type", kinds...)
		}
		c.span(s)
	}
}

func (c *blockCheck) span(n node) {
	if style, ok := n.child("style"); ok {
		known := []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
		style.only(known...)
		for _, key := range known {
			style.flag(key)
		}
	}
	fields := func(need string, also ...string) {
		n.only(append(also, need, "style")...)
		n.need(need)
		n.str(need, 1, maxMessage)
	}
	switch n.kind() {
	case "text":
		fields("text")
	case "link":
		fields("url", "text", "unsafe")
		n.str("text", 0, maxMessage)
	case "user":
		fields("user_id")
	case "usergroup":
		fields("usergroup_id")
	case "channel":
		fields("channel_id")
	case "team":
		fields("team_id")
	case "emoji":
		fields("name", "unicode", "url", "skin_tone")
	case "color":
		fields("value")
	case "broadcast":
		fields("range")
		n.word("range", "here", "channel", "everyone")
	case "date":
		n.only("timestamp", "format", "url", "fallback", "style")
		n.need("timestamp", "format")
		n.number("timestamp", 0, 1<<40)
	default:
		n.wrong.add(n.at, "unsupported type: %s", n.kind())
	}
}
