package console

import (
	"strings"
	"unicode"
)

// columns is how many columns a text takes in a terminal.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide are the blocks whose characters take two columns, in rough strokes: a
// stray one makes a line a little short.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1},
		{Lo: 0x2e80, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1},
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

// pad fills a text with spaces up to a width.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}

// wrap breaks a line between words; a word that is too long is broken anywhere.
// A width of 0 leaves it alone.
func wrap(line string, width int) []string {
	var lines []string
	for width > 0 && columns(line) > width {
		end, next := breakAt(line, width)
		lines = append(lines, line[:end])
		if line = line[next:]; line == "" {
			return lines
		}
	}
	return append(lines, line)
}

// wrapHanging is wrap with room before every line but the first, unless that
// leaves too little.
func wrapHanging(line string, width, hang int) []string {
	if width <= 0 || columns(line) <= width || hang > width/2 {
		return wrap(line, width)
	}
	end, next := breakAt(line, width)
	lines := []string{line[:end]}
	for _, further := range wrap(line[next:], width-hang) {
		lines = append(lines, strings.Repeat(" ", hang)+further)
	}
	return lines
}

// breakAt returns where the first part of a line that is too long ends and where
// the next part begins.
func breakAt(line string, width int) (end, next int) {
	taken, space := 0, 0
	word := false // a break in leading spaces would leave an empty line
	for i, r := range line {
		if word = word || r != ' '; word && r == ' ' {
			space = i
		}
		taken += columnsOf(r)
		switch {
		case taken <= width:
		case space > 0:
			return space, space + 1
		case i > 0:
			return i, i
		}
	}
	return len(line), len(line)
}
