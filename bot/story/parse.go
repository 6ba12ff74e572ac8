package story

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

// The sections of a story's file.
const (
	sectionStory  = "story"
	sectionConfig = "config"
)

// Error is a line that cannot be read.
type Error struct {
	File string
	Line int
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text) }

// Load reads a story's file.
func Load(path string) (Story, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Story{}, fmt.Errorf("read the story: %w", err)
	}
	return Parse(path, content)
}

// Parse reads a story. The error is an *Error.
func Parse(file string, content []byte) (Story, error) {
	content = []byte(strings.ReplaceAll(string(content), "\r\n", "\n"))
	archive := txtar.Parse(content)
	p := &parser{story: Story{File: file, Head: map[string]string{}}}
	p.head(string(archive.Comment))
	found := false
	for _, f := range archive.Files {
		switch f.Name {
		case sectionStory:
			found = true
			if err := p.script(string(f.Data), sectionLine(content, sectionStory)); err != nil {
				return Story{}, err
			}
		case sectionConfig:
			above := sectionLine(content, sectionConfig) - 1
			p.story.Config = append(bytes.Repeat([]byte("\n"), above), f.Data...)
		default:
			return Story{}, p.fail(sectionLine(content, f.Name)-1,
				"unknown section %q: there are -- story -- and -- config --", f.Name)
		}
	}
	switch {
	case p.story.Title == "":
		return Story{}, p.fail(1, "a story begins with a line that is its title")
	case !found:
		return Story{}, p.fail(1, "there is no line -- story --: what happens stands behind it")
	case p.story.Start.IsZero():
		return Story{}, p.fail(sectionLine(content, sectionStory), "when does it begin? Write first: at 2026-03-02 10:00 Europe/Paris")
	}
	return p.story, nil
}

// sectionLine is the number of the first line of a section.
func sectionLine(content []byte, name string) int {
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		if strings.TrimRight(line, "\n ") == "-- "+name+" --" {
			return n + 1
		}
	}
	return n
}

type parser struct {
	story Story
	names []string // of cases, so far
}

func (p *parser) fail(line int, format string, args ...any) error {
	return &Error{p.story.File, line, fmt.Sprintf(format, args...)}
}

var headLine = regexp.MustCompile(`^(\pL[\pL ]*):\s+(.+)$`)

// head reads the comment: the title, then lines of prose or "Name: value".
func (p *parser) head(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && p.story.Title == "" {
			p.story.Title = line
			continue
		}
		if m := headLine.FindStringSubmatch(line); m != nil {
			p.story.Head[strings.ToLower(m[1])] = m[2]
		}
	}
}

// script reads the lines of the story. A line that begins with a space goes on
// with the line before.
func (p *parser) script(text string, first int) error {
	var whole []string
	var at, last int // its first line, and its last so far
	n := first - 1
	end := func() error {
		if len(whole) == 0 {
			return nil
		}
		lines := whole
		whole = nil
		err := p.statement(at, lines)
		if len(p.story.Blocks) > 0 {
			p.story.Blocks[len(p.story.Blocks)-1].End = last
		}
		return err
	}
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n\t ")
		indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed == "#" || strings.HasPrefix(trimmed, "# "):
			continue
		case indented && len(whole) == 0:
			return p.fail(n, "this line begins with a space, so it would go on with the line before, and there is none")
		case indented:
			whole, last = append(whole, trimmed), n
		default:
			if err := end(); err != nil {
				return err
			}
			whole, at, last = []string{trimmed}, n, n
		}
	}
	return end()
}

// statement reads one line with those that go on with it.
func (p *parser) statement(n int, lines []string) error {
	text := strings.Join(lines, " ")
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if at, ok := strings.CutPrefix(text, "at "); ok {
		return p.start(n, strings.TrimSpace(at))
	}
	if p.story.Start.IsZero() {
		return p.fail(n, "when does it begin? Write first: at 2026-03-02 10:00 Europe/Paris")
	}
	switch {
	case strings.HasPrefix(text, "@"):
		p.do(Act{n, text})
		return p.known(n, text)
	case strings.HasPrefix(text, "+"), word == "until":
		step, err := ParseStep(text)
		if err != nil {
			return p.fail(n, "%v", err)
		}
		p.do(Lapse{n, text, step})
		return nil
	case word == "case":
		return p.naming(n, rest)
	case text == "digest":
		p.do(Digest{n})
		return nil
	}
	return p.expect(n, text, lines)
}

func (p *parser) do(d Do) { p.story.Blocks = append(p.story.Blocks, Block{Do: d}) }

// start reads "2026-03-02 10:00 Europe/Paris".
func (p *parser) start(n int, text string) error {
	if !p.story.Start.IsZero() {
		return p.fail(n, "the story has begun already: time passes with +3d or until 2026-03-09 10:00")
	}
	fields := strings.Fields(text)
	if len(fields) != 3 {
		return p.fail(n, "write the day, the time and the time zone: at 2026-03-02 10:00 Europe/Paris")
	}
	zone, err := time.LoadLocation(fields[2])
	if err != nil || fields[2] == "Local" {
		return p.fail(n, "unknown time zone %q: write one like Europe/Paris", fields[2])
	}
	step, err := ParseStep(fields[0] + " " + fields[1])
	if err != nil || step.Day == nil || step.Clock == nil {
		return p.fail(n, "%q is no time: write 2026-03-02 10:00", fields[0]+" "+fields[1])
	}
	p.story.Start = step.From(time.Time{}, noCalendar, zone)
	return nil
}

var caseName = regexp.MustCompile(`\$[\pL][\pL\d_]*`)

// naming reads "case $meter".
func (p *parser) naming(n int, name string) error {
	if caseName.FindString(name) != name || name == "" {
		return p.fail(n, "%q is no name of a case: write one like $meter", name)
	}
	if name == lastCase || slices.Contains(p.names, name) {
		return p.fail(n, "%s is the name of a case already", name)
	}
	if len(p.story.Blocks) == 0 {
		return p.fail(n, "no case has been opened yet: this line stands below the one that opens it")
	}
	p.names = append(p.names, name)
	last := &p.story.Blocks[len(p.story.Blocks)-1]
	last.Names = append(last.Names, name)
	return nil
}

// lastCase is the name of the case that was opened last.
const lastCase = "$case"

// known refuses a name that no case has been given yet.
func (p *parser) known(n int, text string) error {
	for _, name := range caseName.FindAllString(text, -1) {
		if name != lastCase && !slices.Contains(p.names, name) {
			return p.fail(n, "no case is called %s: after it was opened write: case %s", name, name)
		}
	}
	return nil
}
