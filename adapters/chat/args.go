package chat

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Args is a line of words as a person types them after a command or a button.
type Args struct {
	// Words are the positional words, without their quotes.
	Words []string
	// Named are the key=value pairs; keys are in lower case.
	Named map[string]string
	// Rest is the text after the first word or pair, exactly as it was typed
	// but for the space around it: what a subcommand that takes free text reads.
	Rest string
}

// ArgsProblem says what is wrong with a line of words.
type ArgsProblem int

// The problems of a line of words.
const (
	OpenQuote  ArgsProblem = iota + 1 // a quotation mark is opened and never closed
	GivenTwice                        // the same key has two values
)

// ArgsError is why a line of words cannot be read.
type ArgsError struct {
	Problem ArgsProblem
	Near    string // the quotation mark and what follows, or the key
}

func (e *ArgsError) Error() string {
	if e.Problem == GivenTwice {
		return fmt.Sprintf("chat: %s= is given twice", e.Near)
	}
	return fmt.Sprintf("chat: quotation mark never closed: %s", e.Near)
}

// ParseArgs reads words and key=value pairs.
//
// Words are separated by white space, the French non-breaking spaces included.
// A quotation mark opens only at the start of a word or of a value, so that
// 6"x4" and l'an are ordinary words: "…", “…”, „…“ and « … » (inside the last
// the space next to the marks belongs to them). Inside "…" a backslash stands
// before a quotation mark or a backslash. A key is a letter followed by letters,
// digits, - _ or a dot: an address with an = in its query is a word.
//
// The error is an *ArgsError. What was read before it is returned with it, and
// Rest is whole in any case: free text may hold half a quotation.
func ParseArgs(text string) (Args, error) {
	text = strings.TrimSpace(text)
	r := argReader{text: text}
	args := Args{Named: map[string]string{}}
	for first := true; r.skipSpace(); first = false {
		if first {
			args.Rest = afterFirst(r)
		}
		key := r.key()
		word, err := r.word()
		switch {
		case err != nil:
			return args, err
		case key == "":
			args.Words = append(args.Words, word)
		default:
			if _, twice := args.Named[key]; twice {
				return args, &ArgsError{Problem: GivenTwice, Near: key}
			}
			args.Named[key] = word
		}
	}
	return args, nil
}

// afterFirst reads ahead with a copy of the reader. A first word whose quotation
// is never closed ends at its first space.
func afterFirst(r argReader) string {
	plain := r
	r.key()
	if _, err := r.word(); err != nil {
		plain.bare()
		r = plain
	}
	return strings.TrimSpace(r.text[r.at:])
}

// argReader is a position in a text.
type argReader struct {
	text string
	at   int
}

// peek returns the next character, and a width of 0 at the end.
func (r *argReader) peek() (rune, int) {
	if r.at >= len(r.text) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(r.text[r.at:])
}

// skipSpace moves to the next word and reports whether there is one.
func (r *argReader) skipSpace() bool {
	for {
		c, width := r.peek()
		if width == 0 {
			return false
		}
		if !unicode.IsSpace(c) {
			return true
		}
		r.at += width
	}
}

// key reads "name=" and returns the name in lower case, or nothing and stays.
func (r *argReader) key() string {
	for i, c := range r.text[r.at:] {
		switch {
		case unicode.IsLetter(c):
		case i == 0:
			return ""
		case c == '=':
			key := strings.ToLower(r.text[r.at : r.at+i])
			r.at += i + 1
			return key
		case !unicode.IsDigit(c) && !strings.ContainsRune("-_.", c):
			return ""
		}
	}
	return ""
}

// word reads a quoted or a bare word. What is glued to a closing mark belongs
// to the word.
func (r *argReader) word() (string, error) {
	open, width := r.peek()
	closing, quoted := closingMarks[open]
	if width == 0 || !quoted {
		return r.bare(), nil
	}
	from := r.at
	r.at += width
	inside, closed := r.quoted(open, closing)
	if !closed {
		return "", &ArgsError{Problem: OpenQuote, Near: r.text[from:]}
	}
	return inside + r.bare(), nil
}

// bare reads up to the next space.
func (r *argReader) bare() string {
	rest := r.text[r.at:]
	end := strings.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	r.at += end
	return rest[:end]
}

// quoted reads up to the mark that closes; marks of the same pair may nest.
func (r *argReader) quoted(open rune, closing string) (string, bool) {
	var b strings.Builder
	depth := 1
	for {
		c, width := r.peek()
		if width == 0 {
			return "", false
		}
		raw := r.text[r.at : r.at+width]
		r.at += width
		switch {
		case strings.ContainsRune(closing, c):
			if depth--; depth == 0 {
				if open == '«' {
					return strings.TrimSpace(b.String()), true
				}
				return b.String(), true
			}
		case c == open:
			depth++
		case c == '\\' && open == '"':
			if next, w := r.peek(); next == '"' || next == '\\' {
				raw = r.text[r.at : r.at+w]
				r.at += w
			}
		}
		b.WriteString(raw)
	}
}

// closingMarks holds what closes each mark that opens. A closing mark opens too:
// some keyboards have only that one.
var closingMarks = map[rune]string{
	'"': `"`,
	'“': "”",
	'”': "”",
	'„': "“”",
	'«': "»",
}
