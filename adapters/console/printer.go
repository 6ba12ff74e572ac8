package console

import (
	"io"
	"strings"

	"relance/adapters/chat"
)

// printer puts lines on the screen.
type printer struct {
	out    io.Writer
	screen Screen
	width  func() int // asks for the width of now; nil: it is fixed
	prompt string     // what stands before the place where a person types; empty: nobody is asked
}

func newPrinter(in io.Reader, out io.Writer, plain bool, fixed *Screen) *printer {
	if fixed != nil {
		return &printer{out: out, screen: *fixed}
	}
	p := &printer{out: out}
	p.screen, p.width = screenOf(in, out, plain)
	return p
}

// sheet is what is shown in one piece.
type sheet struct {
	head  string // where it is and who it is for; empty: none
	deep  bool   // in a thread
	lines []line
}

// show prints a sheet in one write, over the prompt, which comes again below.
func (p *printer) show(s sheet) error {
	width := p.screen.Width
	if p.width != nil {
		width = p.width()
	}
	margin := ""
	if s.deep {
		margin = "  "
	}
	var b strings.Builder
	if p.prompt != "" {
		b.WriteString(p.clear())
	}
	for i, l := range s.lines {
		if i == 0 && l.kind == titleLine {
			l.text = strings.TrimSpace(s.head + "  " + l.text)
			if l.text == "" {
				continue
			}
		}
		p.print(&b, margin, l, width)
	}
	b.WriteString(p.prompt)
	_, err := io.WriteString(p.out, b.String())
	return err
}

// print writes one line, wrapped to the width. Each part of it has a bar, as the
// terminal must not be left to begin a line with what a person wrote.
func (p *printer) print(b *strings.Builder, margin string, l line, width int) {
	bar, further := bars[l.kind], bars[l.kind]
	switch {
	case bar == "":
		further = "    "
	case l.exact:
		further = "¦ " // this line break is the screen's
	case l.kind == itemLine:
		further = "|  " // it is the same item
	}
	room := 0 // no wrapping
	if width > 0 {
		room = max(width-columns(margin)-columns(further), 10)
	}
	for _, text := range wrapHanging(l.text, room, l.hang) {
		whole := margin + p.paint(dim, bar) + p.paint(styles[l.kind], text)
		b.WriteString(strings.TrimRight(whole, " ") + "\n")
		bar = further
	}
}

// ask shows the prompt where a person sits before a terminal.
func (p *printer) ask(prompt string) {
	if !p.screen.Terminal {
		return
	}
	p.prompt = prompt
	io.WriteString(p.out, prompt) // a closed terminal ends the input too
}

// asked takes the prompt away: the line has come.
func (p *printer) asked() { p.prompt = "" }

// echo shows a typed line where it is not on the screen already: in a pipe.
func (p *printer) echo(line string) {
	if p.screen.Echo {
		io.WriteString(p.out, p.paint(dim, "> "+chat.VisibleLine(line))+"\n")
	}
}

// clear empties the line of the prompt.
func (p *printer) clear() string {
	if p.screen.Colour {
		return "\r\x1b[K"
	}
	return "\n"
}

// style is the parameter of the terminal's sequence that begins it.
type style string

const (
	bold   style = "1"
	dim    style = "2"
	cyan   style = "36"
	yellow style = "33"
)

var styles = map[lineKind]style{
	titleLine:  bold,
	quoteLine:  dim,
	partLine:   dim,
	buttonLine: cyan,
	noteLine:   yellow,
	askLine:    bold,
}

func (p *printer) paint(s style, text string) string {
	if !p.screen.Colour || s == "" || strings.TrimSpace(text) == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}
