package slack

import (
	"strings"

	"relance/adapters/chat"
)

// part is a piece of a message that can be cut: a title, a paragraph, a quotation,
// a field, an item. Parts of one group share a block.
type part struct {
	kind  partKind
	group int
	spans []span
}

// span is text in one style.
type span struct {
	text  string
	style style
}

type partKind int

const (
	textPart partKind = iota
	quotePart
	fieldPart
	itemPart
)

type style int

const (
	plain style = iota
	bold
	slanted
	linked // an address, that opens
)

// parts takes a message apart, empty parts left out.
func parts(m chat.Message) []part {
	var all []part
	group := 0
	add := func(kind partKind, spans ...span) { all = append(all, part{kind, group, spans}) }
	if !blank(m.Title) {
		add(textPart, span{chat.VisibleLine(m.Title), bold})
	}
	for _, block := range m.Blocks {
		group++
		switch block := block.(type) {
		case chat.Paragraph:
			if text := string(block); !blank(text) {
				add(textPart, span{chat.Visible(text), plain})
			}
		case chat.Quote:
			if blank(block.Text) {
				continue
			}
			spans := []span{{chat.Visible(block.Text), plain}}
			if !blank(block.By) {
				spans = append(spans, span{"\n— " + chat.VisibleLine(block.By), plain})
			}
			add(quotePart, spans...)
		case chat.Fields:
			for _, f := range block {
				if blank(f.Value) {
					continue
				}
				value := []span{{chat.Visible(f.Value), plain}}
				if f.Link && isPermalink(f.Value) {
					value[0].style = linked
				}
				if !blank(f.Label) {
					value = labelled(chat.VisibleLine(f.Label), value[0])
				}
				add(fieldPart, value...)
			}
		case chat.Items:
			for _, item := range block {
				if !blank(item) {
					add(itemPart, span{chat.Visible(item), plain})
				}
			}
		}
	}
	return all
}

// labelled puts a label before a value.
func labelled(label string, value span) []span {
	const gap = "  "
	if value.style == linked { // no blanks in an address
		return []span{{label, bold}, {gap, plain}, value}
	}
	return []span{{label, bold}, {gap + value.text, value.style}}
}

// text is a part as it reads.
func (p part) text() string {
	var b strings.Builder
	for _, s := range p.spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// cut divides a part so that its head has a length of limit at most.
func (p part) cut(limit int) (head, tail part) {
	head, tail = p, p
	head.spans, tail.spans = nil, nil
	for i, s := range p.spans {
		n := length(s.text)
		if n <= limit {
			head.spans = append(head.spans, s)
			limit -= n
			continue
		}
		tail.spans = append(tail.spans, p.spans[i:]...)
		if limit > 0 || len(head.spans) == 0 {
			before, after := chat.Cut(s.text, limit, length)
			head.spans = append(head.spans, span{before, s.style})
			tail.spans[0] = span{after, s.style}
			if after == "" {
				tail.spans = tail.spans[1:]
			}
		}
		break
	}
	return head, tail
}
