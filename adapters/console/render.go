package console

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"relance/adapters/chat"
)

// line is one line of a message before it is cut to a screen's width.
type line struct {
	kind  lineKind
	text  string
	exact bool // its line breaks matter
	hang  int  // columns before what follows a break: a value stays beside its label
}

// lineKind says what stands before a line.
type lineKind int

const (
	titleLine lineKind = iota // goes into the head
	textLine
	fieldLine
	quoteLine
	itemLine
	partLine // between two parts of a long text
	buttonLine
	noteLine // a sentence of the console
	askLine  // a question of a form
)

// bars stand before lines, so that none can be mistaken for one of another kind.
var bars = map[lineKind]string{
	titleLine:  "",
	textLine:   "| ",
	fieldLine:  "|: ",
	quoteLine:  "|> ",
	itemLine:   "|- ",
	partLine:   "|… ",
	buttonLine: "",
	noteLine:   "! ",
	askLine:    "? ",
}

// render turns a message into lines, its title first. part is written between
// the parts of a text that is over the limit.
func render(m chat.Message, buttons []*button, part func(n, of int) string) []line {
	lines := []line{{kind: titleLine, text: chat.VisibleLine(m.Title)}}
	for _, block := range m.Blocks {
		switch block := block.(type) {
		case chat.Paragraph:
			lines = appendText(lines, textLine, string(block))
		case chat.Quote:
			lines = appendText(lines, quoteLine, block.Text)
			if block.By != "" {
				lines = append(lines, line{kind: quoteLine, text: "— " + chat.VisibleLine(block.By)})
			}
		case chat.Fields:
			lines = appendFields(lines, block)
		case chat.Items:
			for _, item := range block {
				lines = appendHanging(lines, itemLine, "", item)
			}
		}
	}
	for i := range lines {
		lines[i].exact = m.Exact
	}
	if !m.Exact {
		lines = split(lines, MessageLimit, part)
	}
	return append(lines, renderButtons(buttons)...)
}

func appendText(lines []line, kind lineKind, text string) []line {
	for l := range strings.SplitSeq(chat.Visible(text), "\n") {
		lines = append(lines, line{kind: kind, text: l})
	}
	return lines
}

// appendHanging puts a head before the first line of a text and as much room
// before the others.
func appendHanging(lines []line, kind lineKind, head, text string) []line {
	for l := range strings.SplitSeq(chat.Visible(text), "\n") {
		lines = append(lines, line{kind: kind, text: strings.TrimRight(head+l, " "), hang: columns(head)})
		head = pad("", columns(head))
	}
	return lines
}

// appendFields puts the values of fields under one another.
func appendFields(lines []line, fields chat.Fields) []line {
	const widest = 24 // a longer label does not push all values to the right
	width := 0
	for _, f := range fields {
		if w := columns(chat.VisibleLine(f.Label)); w <= widest {
			width = max(width, w)
		}
	}
	for _, f := range fields {
		lines = appendHanging(lines, fieldLine, pad(chat.VisibleLine(f.Label), width)+"  ", f.Value)
	}
	return lines
}

// renderButtons puts buttons side by side and each select on its own line.
func renderButtons(buttons []*button) []line {
	var lines []line
	var row []string
	end := func() {
		if len(row) > 0 {
			lines = append(lines, line{kind: buttonLine, text: strings.Join(row, "  ")})
		}
		row = nil
	}
	for _, b := range buttons {
		face := "[" + strconv.Itoa(b.number) + "] " + chat.VisibleLine(b.action.Label)
		if len(b.action.Options) > 0 {
			end()
			row = append(row, face+":")
			for i, option := range b.action.Options {
				row = append(row, strconv.Itoa(i+1)+". "+chat.VisibleLine(option.Label))
			}
			end()
			continue
		}
		row = append(row, face)
	}
	end()
	return lines
}

// split writes a line between the parts of a text that is longer than limit
// characters. A single line that is longer is broken.
func split(lines []line, limit int, part func(n, of int) string) []line {
	var parts [][]line
	room := 0
	for _, l := range lines {
		for {
			n := utf8.RuneCountInString(l.text)
			if len(parts) == 0 || n > room && room < limit {
				parts = append(parts, nil)
				room = limit
			}
			end := len(parts) - 1
			if n <= room {
				parts[end] = append(parts[end], l)
				room -= n
				break
			}
			cut := l
			cut.text = string([]rune(l.text)[:limit])
			parts[end] = append(parts[end], cut)
			l.text = l.text[len(cut.text):]
			if l.kind == titleLine {
				l.kind = textLine
			}
			room = 0
		}
	}
	if len(parts) == 1 {
		return lines
	}
	var all []line
	for i, p := range parts {
		if i > 0 {
			all = append(all, line{kind: partLine, text: part(i+1, len(parts))})
		}
		all = append(all, p...)
	}
	return all
}

// length is how many characters of text a message has.
func length(m chat.Message) int {
	n := utf8.RuneCountInString(m.Title)
	for _, block := range m.Blocks {
		switch block := block.(type) {
		case chat.Paragraph:
			n += utf8.RuneCountInString(string(block))
		case chat.Quote:
			n += utf8.RuneCountInString(block.Text) + utf8.RuneCountInString(block.By)
		case chat.Fields:
			for _, f := range block {
				n += utf8.RuneCountInString(f.Label) + utf8.RuneCountInString(f.Value)
			}
		case chat.Items:
			for _, item := range block {
				n += utf8.RuneCountInString(item)
			}
		}
	}
	return n
}

// plain is the text of lines as it reads, without bars.
func plain(lines []line) string {
	var texts []string
	for _, l := range lines {
		if l.kind != titleLine || l.text != "" {
			texts = append(texts, l.text)
		}
	}
	return strings.Join(texts, "\n")
}
