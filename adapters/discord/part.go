package discord

import (
	"strings"

	"relance/adapters/chat"
)

// kind is what a part of a message is.
type kind int

const (
	titlePart kind = iota
	textPart
	quotePart
	fieldPart
)

// part is what cannot be taken apart further, but for its text. Its texts are
// visible, and not escaped yet.
type part struct {
	kind  kind
	label string // of a field; of a quotation who said it
	text  string
	// list: the lines of a list, which stand close under the text before.
	list bool
}

// bullet stands before the items of a list. It is not markdown's, so that an item
// is not parsed.
const bullet = "• "

// parts are those of a message, in reading order. What is empty is left out:
// Discord refuses it.
func parts(m chat.Message) []part {
	var all []part
	if title := chat.VisibleLine(m.Title); title != "" {
		if length(title) <= authorLimit {
			all = append(all, part{kind: titlePart, text: title})
		} else {
			all = append(all, part{kind: textPart, text: title})
		}
	}
	for _, b := range m.Blocks {
		switch b := b.(type) {
		case chat.Paragraph:
			if !blank(string(b)) {
				all = append(all, part{kind: textPart, text: chat.Visible(string(b))})
			}
		case chat.Quote:
			if !blank(b.Text) {
				all = append(all, part{kind: quotePart, label: chat.VisibleLine(b.By), text: chat.Visible(b.Text)})
			}
		case chat.Fields:
			for _, f := range b {
				all = append(all, field(f)...)
			}
		case chat.Items:
			if lines := items(b); lines != "" {
				all = append(all, part{kind: textPart, text: lines, list: true})
			}
		}
	}
	return all
}

// field is a field, or a text where Discord takes it for none: without a label or
// a value, or too long.
func field(f chat.Field) []part {
	label, value := chat.VisibleLine(f.Label), chat.Visible(strings.TrimSpace(f.Value))
	switch {
	case label == "" && value == "":
		return nil
	case label == "" || value == "":
		return []part{{kind: textPart, text: label + value}}
	case escapedLength(label) > fieldNameLimit || escapedLength(value) > fieldValueLimit:
		return []part{{kind: textPart, text: label + "\n" + value}}
	}
	return []part{{kind: fieldPart, label: label, text: value}}
}

// items are the lines of a list.
func items(all chat.Items) string {
	var lines []string
	for _, item := range all {
		if !blank(item) {
			lines = append(lines, bullet+chat.Visible(strings.TrimSpace(item)))
		}
	}
	return strings.Join(lines, "\n")
}

// cut divides a part so that its escaped text has a length of limit at most. Without
// a tail there is nothing left.
func (p part) cut(limit int) (head, tail part) {
	head, tail = p, p
	head.text, tail.text = chat.Cut(p.text, limit, escapedLength)
	return head, tail
}
