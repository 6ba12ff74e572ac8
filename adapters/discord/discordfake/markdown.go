package discordfake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// markKind is what a piece of text does beyond being read.
type markKind int

const (
	markStyle    markKind = iota // bold, a heading, a list: of says which
	markLink                     // to an address
	markUser                     // shown as a person's name, and pings where it is allowed
	markRole                     // the same for a role
	markChannel                  // a link to a channel
	markEveryone                 // @everyone or @here
	markThing                    // a timestamp, an emoji, a command to click
	markHidden                   // a character that is not seen, or reorders others
)

// mark is one such piece.
type mark struct {
	kind markKind
	of   string
	bare bool // of a link: an address that Discord would show a preview of
}

// marked is a text as a reader sees it, and what is live in it.
type marked struct {
	text  string
	marks []mark
}

// parse reads Discord's markdown the way its clients show it.
// https://docs.discord.com/developers/reference#message-formatting and
// https://support.discord.com/hc/en-us/articles/210298617
func parse(src string) marked {
	r := reader{src: src}
	r.blocks()
	for _, c := range r.out.String() {
		if c != '\n' && c != '\t' && !unicode.IsGraphic(c) {
			r.mark(markHidden, fmt.Sprintf("%U", c))
		}
	}
	return marked{text: r.out.String(), marks: r.marks}
}

// reader goes through one text.
type reader struct {
	src   string
	at    int
	out   strings.Builder
	marks []mark
}

func (r *reader) mark(k markKind, of string) { r.marks = append(r.marks, mark{kind: k, of: of}) }

func (r *reader) rest() string { return r.src[r.at:] }

// inside reads a piece of text that stands within another.
func (r *reader) inside(src string, blocks bool) {
	in := reader{src: src}
	if blocks {
		in.blocks()
	} else {
		for in.at < len(in.src) {
			in.inline()
		}
	}
	r.out.WriteString(in.out.String())
	r.marks = append(r.marks, in.marks...)
}

var (
	headingLine = regexp.MustCompile(`^ *(#{1,3}) +([^\n]+)`)
	subtextLine = regexp.MustCompile(`^ *-# +([^\n]+)`)
	listLine    = regexp.MustCompile(`^ *([*-]|\d+\.) +([^\n]+)`)
	quoteAll    = regexp.MustCompile(`^ *>>> +`)
	quoteLines  = regexp.MustCompile(`^( *> [^\n]*(?:\n|$))+`)
	quoteMark   = regexp.MustCompile(`(?m)^ *> `)
)

// blocks reads text whose lines may be headings, lists or quotations.
func (r *reader) blocks() {
	for r.at < len(r.src) {
		if r.at == 0 || r.src[r.at-1] == '\n' {
			r.block()
		}
		if r.at < len(r.src) {
			r.inline()
		}
	}
}

// block reads what can only stand at the start of a line.
func (r *reader) block() {
	rest := r.rest()
	if m := quoteAll.FindString(rest); m != "" {
		r.mark(markStyle, "quotation")
		r.at = len(r.src)
		r.inside(rest[len(m):], true)
		return
	}
	if m := quoteLines.FindString(rest); m != "" {
		r.mark(markStyle, "quotation")
		r.at += len(m)
		r.inside(quoteMark.ReplaceAllString(m, ""), true)
		return
	}
	for style, line := range map[string]*regexp.Regexp{"heading": headingLine, "subtext": subtextLine, "list": listLine} {
		m := line.FindStringSubmatch(rest)
		if m == nil {
			continue
		}
		r.mark(markStyle, style)
		r.at += len(m[0])
		if style == "list" {
			r.out.WriteString(m[1] + " ")
			r.inside(m[2], true)
		} else {
			r.inside(m[len(m)-1], false)
		}
		return
	}
}
