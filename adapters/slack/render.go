package slack

import (
	"strings"

	slackgo "github.com/slack-go/slack"
)

// blocks lays parts out as rich_text blocks, one a group: their text is never
// parsed, so nothing in it can mention, link or format
// (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
func blocks(parts []part) []slackgo.Block {
	var all []slackgo.Block
	for len(parts) > 0 {
		n := 1
		for n < len(parts) && parts[n].group == parts[0].group {
			n++
		}
		all = append(all, slackgo.NewRichTextBlock("", element(parts[:n])))
		parts = parts[n:]
	}
	return all
}

// element is what parts of one group, and so of one kind, look like.
func element(group []part) slackgo.RichTextElement {
	switch group[0].kind {
	case itemPart:
		var items []slackgo.RichTextElement
		for _, p := range group {
			items = append(items, slackgo.NewRichTextSection(runs(p)...))
		}
		return slackgo.NewRichTextList(slackgo.RTEListBullet, 0, items...)
	case quotePart:
		return &slackgo.RichTextQuote{Type: slackgo.RTEQuote, Elements: runs(group[0])}
	}
	var lines []slackgo.RichTextSectionElement
	for i, p := range group {
		if i > 0 {
			lines = append(lines, run(span{text: "\n"}))
		}
		lines = append(lines, runs(p)...)
	}
	return slackgo.NewRichTextSection(lines...)
}

// runs are the text elements of a part.
func runs(p part) []slackgo.RichTextSectionElement {
	var all []slackgo.RichTextSectionElement
	for _, s := range p.spans {
		all = append(all, run(s))
	}
	return all
}

// run is a span as an element. Only a link opens: an address alone is text to Slack.
func run(s span) slackgo.RichTextSectionElement {
	if s.style == linked && isPermalink(s.text) { // else it was cut
		return slackgo.NewRichTextSectionLinkElement(s.text, "", nil) // without a text the address is shown
	}
	var look *slackgo.RichTextSectionTextStyle
	switch s.style {
	case bold:
		look = &slackgo.RichTextSectionTextStyle{Bold: true}
	case slanted:
		look = &slackgo.RichTextSectionTextStyle{Italic: true}
	}
	return slackgo.NewRichTextSectionTextElement(s.text, look)
}

// fallback is the text beside the blocks: what notifications show and screen
// readers read. It is parsed by Slack, hence escaped; what has no room in it is
// in the blocks all the same.
func fallback(parts []part, labels []string) string {
	var lines []string
	for _, p := range parts {
		line := p.text()
		if p.kind == itemPart {
			line = "• " + line
		}
		lines = append(lines, line)
	}
	if len(labels) > 0 {
		lines = append(lines, "["+strings.Join(labels, "] [")+"]")
	}
	return escaped(strings.Join(lines, "\n"), fallbackLimit)
}
