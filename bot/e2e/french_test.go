package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheFrenchREADMEIsInStep: it has the sections of the English one, its blocks of
// code, its commands in tables, its words in code and its links. What the sentences
// say is for whoever changes one to say in the other.
func TestTheFrenchREADMEIsInStep(t *testing.T) {
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	english, french := read("README.md"), read("README.fr.md")
	for what, parts := range map[string]func(string) []string{
		"blocks of code":            codeOf,
		"levels of headings":        levelsOf,
		"rows of tables":            rowsOf,
		"words in code, in a block": spansOf,
		"links":                     linksBut("README.md", "README.fr.md"),
	} {
		want, got := parts(english), parts(french)
		if len(want) == 0 {
			t.Errorf("the README has no %s", what)
		}
		if !slices.Equal(want, got) {
			t.Errorf("%s: README.md has\n%s\nREADME.fr.md has\n%s", what, strings.Join(want, "\n"), strings.Join(got, "\n"))
		}
	}
}

var (
	remark = regexp.MustCompile(`(?m) +# .*$`)
	level  = regexp.MustCompile(`(?m)^#+ `)
	row    = regexp.MustCompile("(?m)^\\|( `[^`]*`)?")
)

// codeOf are the blocks of code, without the remarks in them, which are translated.
func codeOf(page string) []string {
	return fenced.FindAllString(remark.ReplaceAllString(page, ""), -1)
}

func levelsOf(page string) []string {
	return level.FindAllString(fenced.ReplaceAllString(page, ""), -1)
}

// rowsOf are the rows of tables, by the command in their first column.
func rowsOf(page string) []string {
	return row.FindAllString(fenced.ReplaceAllString(page, ""), -1)
}

// spansOf are the words in code outside of blocks, each once: sentences have another
// order in another language.
func spansOf(page string) []string {
	spans := spanned.FindAllString(fenced.ReplaceAllString(page, ""), -1)
	slices.Sort(spans)
	return slices.DeleteFunc(slices.Compact(spans), func(s string) bool { return s == "`/case language fr`" })
}

// linksBut are the targets of links, each once, but for the other README.
func linksBut(other ...string) func(string) []string {
	return func(page string) []string {
		links := linksOf(page)
		slices.Sort(links)
		return slices.DeleteFunc(slices.Compact(links), func(l string) bool { return slices.Contains(other, l) })
	}
}
