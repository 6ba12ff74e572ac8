package e2e

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestLinks follows every link of every page that does not leave the repository: the
// file is there, and the heading.
func TestLinks(t *testing.T) {
	root := filepath.FromSlash("../..")
	pages, links := 0, 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := strings.HasPrefix(entry.Name(), ".") && path != root; entry.IsDir() && (hidden || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		pages++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, target := range linksOf(string(content)) {
			if u, err := url.Parse(target); err == nil && u.Scheme != "" {
				continue
			}
			links++
			if problem := follow(path, target); problem != "" {
				t.Errorf("%s: (%s) %s", filepath.ToSlash(strings.TrimPrefix(path, root)), target, problem)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 10 || links < 50 {
		t.Errorf("only %d pages and %d links were found", pages, links)
	}
}

// TestFollow: what is wrong with a link is seen.
func TestFollow(t *testing.T) {
	from := filepath.FromSlash("../../README.md")
	for target, good := range map[string]bool{
		"docs/stories.md": true, "docs/stories.md#the-file": true, "docs": true, "#more": true,
		"docs/nowhere.md": false, "docs/stories.md#nowhere": false, "#nowhere": false, "../../../etc": false,
	} {
		if problem := follow(from, target); (problem == "") != good {
			t.Errorf("%s: %q", target, problem)
		}
	}
}

var (
	fenced    = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	spanned   = regexp.MustCompile("`[^`\n]*`")
	linked    = regexp.MustCompile(`\]\(<?([^)\s>]+)>?\)`)
	emphasis  = regexp.MustCompile("[*_`]|\\]\\([^)]*\\)|[\\[\\]]")
	headlined = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
)

// linksOf are the targets of the links of a page, without what stands in code.
func linksOf(page string) []string {
	page = spanned.ReplaceAllString(fenced.ReplaceAllString(page, ""), "")
	var targets []string
	for _, m := range linked.FindAllStringSubmatch(page, -1) {
		targets = append(targets, m[1])
	}
	return targets
}

// follow says what is wrong with a link of a page.
func follow(page, target string) string {
	name, anchor, _ := strings.Cut(target, "#")
	file := page
	if name != "" {
		file = filepath.Join(filepath.Dir(page), filepath.FromSlash(name))
	}
	if up := filepath.FromSlash("../../.."); strings.HasPrefix(file, up) {
		return "leaves the repository"
	}
	if _, err := os.Stat(file); err != nil {
		return "is not there"
	}
	if anchor == "" {
		return ""
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "cannot be read"
	}
	for _, m := range headlined.FindAllStringSubmatch(fenced.ReplaceAllString(string(content), ""), -1) {
		if slug(m[1]) == anchor {
			return ""
		}
	}
	return "has no such heading"
}

// slug is the anchor of a heading, as the places where such pages are read make it:
// letters, figures, - and _ in lower case, - for each space.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, emphasis.ReplaceAllString(heading, ""))
}

// TestEveryPageIsReached: whoever begins at the README finds every page.
func TestEveryPageIsReached(t *testing.T) {
	root := filepath.FromSlash("../..")
	reached := map[string]bool{}
	var walk func(page string)
	walk = func(page string) {
		if reached[page] || filepath.Ext(page) != ".md" {
			return
		}
		reached[page] = true
		content, err := os.ReadFile(page)
		if err != nil {
			return // TestLinks says so
		}
		for _, target := range linksOf(string(content)) {
			name, _, _ := strings.Cut(target, "#")
			walk(filepath.Join(filepath.Dir(page), filepath.FromSlash(name)))
		}
	}
	walk(filepath.Join(root, "README.md"))
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		pages, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(pages) == 0 {
			t.Fatalf("no pages like %s: %v", pattern, err)
		}
		for _, page := range pages {
			if !reached[page] {
				t.Errorf("no way leads from the README to %s: link it, from docs/operate/README.md for example", filepath.ToSlash(page))
			}
		}
	}
}
