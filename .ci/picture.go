// Command picture turns the conversation that it reads into a page that looks like a
// terminal, shortened to what makes a case climb: .ci/picture takes its picture.
package main

import (
	"bufio"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
)

// block is a message, a typed line or a date, with the lines that belong to it.
type block struct {
	lines []string
	class string
}

// wanted finds the blocks of the picture.
var wanted = regexp.MustCompile(`^> .*(/case open|\[I consent|\[Approve)|State       open|Climbed from|^#public`)

var starts = []struct {
	begin *regexp.Regexp
	class string
}{
	{regexp.MustCompile(`^---`), "date"},
	{regexp.MustCompile(`^> `), "typed"},
	{regexp.MustCompile(`^#public`), "post"},
	{regexp.MustCompile(`^ *[#(]`), ""},
	{regexp.MustCompile(`^=== `), "end"},
}

func main() {
	fmt.Print(`<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 18px 22px; background: #14181f; color: #cfd6e0;
  font: 14px/19px "DejaVu Sans Mono", monospace; white-space: pre; }
b { color: #fff; } .date { color: #e8b968; } .typed { color: #8fd18a; } .post, .post b { color: #9cc7ff; }
i { color: #6f7a88; font-style: normal; } u { color: #b9a3e3; text-decoration: none; }
</style>`)
	var date *block
	gap := false
	for _, b := range blocks() {
		switch {
		case b.class == "date":
			date, gap = &b, false
			continue
		case b.class == "end":
			return
		case !wanted.MatchString(strings.Join(b.lines, "\n")):
			gap = true
			continue
		}
		if date != nil {
			fmt.Printf("\n<span class=date>%s</span>\n", html.EscapeString(date.lines[0]))
			date = nil
		}
		if gap {
			fmt.Println("<i>  …</i>")
		}
		gap = false
		write(b)
	}
}

func blocks() (all []block) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			continue
		}
		class, begins := "", false
		for _, s := range starts {
			if s.begin.MatchString(line) {
				class, begins = s.class, true
				break
			}
		}
		if begins || len(all) == 0 {
			all = append(all, block{class: class})
		}
		last := &all[len(all)-1]
		last.lines = append(last.lines, line)
	}
	return all
}

var button = regexp.MustCompile(`\[\d+\]`)

func write(b block) {
	fmt.Printf("<span class=%q>", b.class)
	for i, line := range b.lines {
		line = html.EscapeString(wrap(line))
		if i == 0 && b.class == "" {
			line = "<b>" + line + "</b>"
		}
		fmt.Println(button.ReplaceAllString(line, "<u>$0</u>"))
	}
	fmt.Print("</span>")
}

// wrap breaks a long line between words.
func wrap(line string) string {
	const width = 118
	var out []string
	for r := []rune(line); len(r) > width; r = []rune(line) {
		at := strings.LastIndex(string(r[:width]), " ")
		out = append(out, line[:at])
		line = "  " + line[at+1:]
	}
	return strings.Join(append(out, line), "\n")
}
