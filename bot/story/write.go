package story

import (
	"regexp"
	"strings"
)

// shownLines is how much of a message is written down: enough to know it again.
const shownLines = 3

// Complete returns the source of a story with the lines that expect what was
// shown and nobody expected yet, for a writer to read and shorten. Expectations
// that are there and not met are the error.
func Complete(source []byte, r Record) ([]byte, error) {
	c := newChecker(r.Story)
	added := map[int][]string{} // below which line
	for i, b := range r.Story.Blocks[:len(r.Scenes)] {
		left, err := c.match(b, r.Scenes[i])
		if err != nil {
			return nil, err
		}
		for _, s := range left {
			added[b.End] = append(added[b.End], c.names.expectation(s)...)
		}
	}
	var out []string
	for i, line := range strings.Split(string(source), "\n") {
		out = append(append(out, line), added[i+1]...)
	}
	return []byte(strings.Join(out, "\n")), nil
}

// expectation is how a thing that was shown is expected.
func (n names) expectation(s Shown) []string {
	head := string(s.Kind) + " " + s.Where.String() + ":"
	var lines []string
	for line := range strings.Lines(s.Text) {
		line = strings.TrimSpace(line)
		if line == "" || buttons.MatchString(line) {
			continue
		}
		lines = append(lines, quote(n.hide(line)))
	}
	lines = lines[:min(len(lines), shownLines)]
	if len(lines) == 0 {
		lines = []string{quote(strings.TrimSpace(s.Text))}
	}
	out := []string{head + " " + lines[0]}
	for _, line := range lines[1:] {
		out = append(out, "    "+line)
	}
	return out
}

// buttons tells of a line of buttons, whose numbers are nobody's business.
var buttons = regexp.MustCompile(`^\[\d+\] `)

// quote writes a part as it is read: quotation marks and backslashes have a
// backslash before them.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
