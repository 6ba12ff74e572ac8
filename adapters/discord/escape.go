package discord

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alwaysActs are the characters that begin or end something in Discord's markdown
// wherever they stand: an escape, a style, a spoiler, code, a link, a mention, a
// custom emoji, a timestamp, a command
// (https://docs.discord.com/developers/reference#message-formatting).
const alwaysActs = "\\*_~`|[]<@"

// lineActs are those that act where a line begins: a quotation, a heading, small
// print, a list.
const lineActs = ">#-+"

// escaped returns a text in which Discord's markdown finds nothing: a backslash
// stands before every character that would act. The text begins a line. A colon is
// escaped where it could be part of an address or of an emoji's name, not before a
// space, so that most texts read the same where no markdown is shown.
func escaped(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	begins, number := true, false // what was read of the line; only figures since it began
	for i, r := range text {
		switch {
		case strings.ContainsRune(alwaysActs, r),
			begins && strings.ContainsRune(lineActs, r),
			number && (r == '.' || r == ')'),
			r == ':' && !spaceFollows(text[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		switch {
		case r == '\n':
			begins, number = true, false
		case begins && r >= '0' && r <= '9':
			begins, number = false, true
		case number && r >= '0' && r <= '9':
		case number && (r == '.' || r == ')'):
			begins, number = true, false // what follows begins the item
		case begins && (unicode.IsSpace(r) || strings.ContainsRune(lineActs, r)):
		default:
			begins, number = false, false
		}
	}
	return b.String()
}

// spaceFollows tells of a rest of a text that begins with white space, or is none.
func spaceFollows(rest string) bool {
	r, width := utf8.DecodeRuneInString(rest)
	return width == 0 || unicode.IsSpace(r)
}

// escapedLength is how long a text is once it is escaped.
func escapedLength(text string) int { return length(escaped(text)) }

// escapedPermalink is the address of a message in a server, as escaped has it: a word
// of its own, whatever sign ends the sentence.
var escapedPermalink = regexp.MustCompile(`(?m)(^|\s\(?)https\\(://discord\.com/channels/[0-9]+/[0-9]+/[0-9]+[,.;)]?)(\s|$)`)

// linked is escaped, but for addresses of messages in a server: these are there to be
// clicked. They lead nowhere else, and show nothing to whoever does not see the message.
func linked(text string) string {
	return escapedPermalink.ReplaceAllString(escaped(text), "${1}https${2}${3}")
}
