package discordfake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	fence     = regexp.MustCompile("^```(?:[a-zA-Z0-9_+.#-]+\n)?\n*([^\n][\\s\\S]*?)\n*```")
	userRef   = regexp.MustCompile(`^<@!?(\d+)>`)
	roleRef   = regexp.MustCompile(`^<@&(\d+)>`)
	roomRef   = regexp.MustCompile(`^<#(\d+)>`)
	thingRef  = regexp.MustCompile(`^<(?:@\$\d+|/[^<>:\n]+:\d+|a?:\w+:\d+|t:-?\d+(?::[tTdDfFsSR])?|id:[\w:-]+)>`)
	everyone  = regexp.MustCompile(`^@(?:everyone|here)`)
	angled    = regexp.MustCompile(`^<([A-Za-z][A-Za-z0-9+.-]*:/[^ >\n]+|[^ <>\n]+@[^ <>\n]+\.[^ <>\n]+|\+\d+)>`)
	bareLink  = regexp.MustCompile(`^https?://[^\s<]+[^<.,:;"')\]\s]`)
	masked    = regexp.MustCompile(`^\[((?:\\.|[^\[\]\\])+)\]\(\s*<?((?:https?|discord)://[^\s<>)]+)>?(?:\s+["'][^\n]*?["'])?\s*\)`)
	shortcode = regexp.MustCompile(`^:([a-z0-9_+~-]*[a-z][a-z0-9_+~-]*|100|1234):`)
)

// pairs are the marks of style that enclose text, the longer before the shorter.
var pairs = []struct {
	open  string
	style string
	text  *regexp.Regexp
}{
	{"||", "spoiler", regexp.MustCompile(`^\|\|([\s\S]+?)\|\|`)},
	{"~~", "strikethrough", regexp.MustCompile(`^~~((?:\\[\s\S]|[^\\])+?)~~`)},
	{"**", "bold", regexp.MustCompile(`^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?:[^*]|$)`)},
	{"__", "underline", regexp.MustCompile(`^__((?:\\[\s\S]|[^\\])+?)__(?:[^_]|$)`)},
	{"*", "italic", regexp.MustCompile(`^\*([^\s*\\](?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\])|[^\s*\\])*?|\\[\s\S](?:\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\])|[^\s*\\])*?)\*(?:[^*]|$)`)},
	{"_", "italic", regexp.MustCompile(`^_((?:__|\\[\s\S]|[^\\_])+?)_(?:[^\w]|$)`)},
}

// inline reads the next piece of running text.
func (r *reader) inline() {
	rest := r.rest()
	c, width := utf8.DecodeRuneInString(rest)
	switch {
	case c == '\\' && r.escape(rest):
	case c == '`' && r.code(rest):
	case c == '<' && r.reference(rest):
	case c == '[' && r.link(rest):
	case c == 'h' && r.address(rest):
	case c == '@' && r.take(everyone.FindString(rest), markEveryone):
	case c == ':' && r.take(shortcode.FindString(rest), markThing):
	case strings.ContainsRune("*_~|", c) && r.style(rest):
	default:
		r.out.WriteString(rest[:width])
		r.at += width
	}
}

// escape reads a backslash and what it stands before.
func (r *reader) escape(rest string) bool {
	c, width := utf8.DecodeRuneInString(rest[1:])
	if width == 0 || unicode.IsSpace(c) || c < utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c)) {
		return false
	}
	r.out.WriteString(rest[1 : 1+width])
	r.at += 1 + width
	return true
}

// code reads a block of code, or code between as many backticks as opened it.
func (r *reader) code(rest string) bool {
	if m := fence.FindStringSubmatch(rest); m != nil {
		r.mark(markStyle, "code block")
		r.out.WriteString(m[1])
		r.at += len(m[0])
		return true
	}
	ticks := len(rest) - len(strings.TrimLeft(rest, "`"))
	for end := ticks; end < len(rest); {
		i := strings.Index(rest[end:], "`")
		if i < 0 {
			break
		}
		end += i
		run := len(rest[end:]) - len(strings.TrimLeft(rest[end:], "`"))
		if run == ticks && end > ticks {
			r.mark(markStyle, "code")
			r.out.WriteString(rest[ticks:end])
			r.at += end + ticks
			return true
		}
		end += run
	}
	r.out.WriteString(rest[:ticks])
	r.at += ticks
	return true
}

// reference reads what stands between < and >.
func (r *reader) reference(rest string) bool {
	for kind, ref := range map[markKind]*regexp.Regexp{markUser: userRef, markRole: roleRef, markChannel: roomRef} {
		if m := ref.FindStringSubmatch(rest); m != nil {
			r.mark(kind, m[1])
			r.out.WriteString(m[0])
			r.at += len(m[0])
			return true
		}
	}
	if m := angled.FindStringSubmatch(rest); m != nil {
		r.mark(markLink, m[1])
		r.out.WriteString(m[1])
		r.at += len(m[0])
		return true
	}
	return r.take(thingRef.FindString(rest), markThing)
}

// link reads a masked link: the text is seen, the address is not.
func (r *reader) link(rest string) bool {
	m := masked.FindStringSubmatch(rest)
	if m == nil {
		return false
	}
	r.marks = append(r.marks, mark{kind: markLink, of: m[2], bare: !strings.Contains(m[0], "<"+m[2]+">")})
	r.at += len(m[0])
	r.inside(m[1], false)
	return true
}

// address reads an address that becomes a link by itself.
func (r *reader) address(rest string) bool {
	m := bareLink.FindString(rest)
	if m == "" {
		return false
	}
	r.marks = append(r.marks, mark{kind: markLink, of: m, bare: true})
	r.out.WriteString(m)
	r.at += len(m)
	return true
}

// take reads something that is shown as it is; empty: it is not there.
func (r *reader) take(text string, k markKind) bool {
	if text == "" {
		return false
	}
	r.mark(k, text)
	r.out.WriteString(text)
	r.at += len(text)
	return true
}

// style reads text between two marks of style.
func (r *reader) style(rest string) bool {
	for _, p := range pairs {
		if !strings.HasPrefix(rest, p.open) {
			continue
		}
		if m := p.text.FindStringSubmatch(rest); m != nil {
			r.mark(markStyle, p.style)
			r.at += 2*len(p.open) + len(m[1])
			r.inside(m[1], false)
			return true
		}
	}
	return false
}
