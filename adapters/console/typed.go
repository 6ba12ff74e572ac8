package console

import (
	"strconv"
	"strings"
	"unicode"
)

// typed is a line as it was typed, its address taken off.
type typed struct {
	room  string // without its #; empty: none given
	reply int    // the message replied to; 0: none given
	text  string
}

// person takes "@ann" off the front of a line.
func person(line string) (account, rest string) {
	return sigil(line, '@')
}

// address takes "#team" and ">12" off the front of a line.
func address(line string) typed {
	var t typed
	t.room, t.text = sigil(line, '#')
	number, rest := sigil(t.text, '>')
	if n, err := strconv.Atoi(number); err == nil && n > 0 {
		t.reply, t.text = n, rest
	}
	return t
}

// sigil takes a name with the sign before it off the front of a line. Names have
// no case. Without such a name the line comes back as it was.
func sigil(line string, sign rune) (name, rest string) {
	text := strings.TrimLeftFunc(line, unicode.IsSpace)
	if !strings.HasPrefix(text, string(sign)) {
		return "", line
	}
	text = text[len(string(sign)):]
	end := strings.IndexFunc(text, notInName)
	if end < 0 {
		end = len(text)
	}
	name, rest = text[:end], strings.TrimLeftFunc(text[end:], unicode.IsSpace)
	if name == "" || rest != "" && len(name)+len(rest) == len(text) {
		return "", line // "@" alone, or "@ann!"
	}
	return strings.ToLower(name), rest
}

// notInName tells of a character that no name of a person or room has.
func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
}

// label takes "[Yes]" off the front of a line.
func label(line string) (name, rest string, ok bool) {
	if !strings.HasPrefix(line, "[") {
		return "", line, false
	}
	name, rest, ok = strings.Cut(line[1:], "]")
	return strings.TrimSpace(name), rest, ok && strings.TrimSpace(name) != ""
}

// figure takes "12" off the front of a line.
func figure(line string) (n int, rest string, ok bool) {
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		end = len(line)
	}
	first, rest := line[:end], line[end:]
	if strings.Trim(first, "0123456789") != "" {
		return 0, line, false
	}
	n, err := strconv.Atoi(first)
	return n, rest, err == nil
}

// command takes "/case" off the front of a line.
func command(line string) (name, rest string, ok bool) {
	if !strings.HasPrefix(line, "/") {
		return "", line, false
	}
	name, rest = sigil(line, '/')
	return name, strings.TrimSpace(rest), name != ""
}

// unescape takes away the backslash that makes the sign after it an ordinary one.
func unescape(text string) string {
	if len(text) > 1 && text[0] == '\\' && (strings.ContainsRune(`@#>/[.\`, rune(text[1])) || text[1] >= '0' && text[1] <= '9') {
		return text[1:]
	}
	return text
}

// excerpt is the beginning of what was typed, for a sentence that names it.
func excerpt(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
