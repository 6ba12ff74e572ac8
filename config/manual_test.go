package config

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write the list of keys of docs/configure.md")

// TestTheManualHasEveryKey keeps the list of docs/configure.md what the code reads:
// kinds and defaults from the reader, examples from example.yaml, sentences from
// keys.yaml. -update writes it.
func TestTheManualHasEveryKey(t *testing.T) {
	path := filepath.FromSlash("../docs/configure.md")
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- written by a test -->\n"), []byte("<!-- end -->\n")
	before, rest, found := bytes.Cut(manual, begin)
	_, after, ended := bytes.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no %q and %q", path, begin, end)
	}
	list := everyKey(t)
	if t.Failed() {
		return
	}
	want := bytes.Join([][]byte{before, begin, []byte(list), end, after}, nil)
	if bytes.Equal(manual, want) {
		return
	}
	if !*update {
		t.Fatalf("%s differs from what is read; run the test with -update and read the difference", path)
	}
	if err := os.WriteFile(path, want, 0o644); err != nil {
		t.Fatal(err)
	}
}

// everyKey is the list, a table for each section.
func everyKey(t *testing.T) string {
	known, examples := readKeys(t)
	var out strings.Builder
	section, said := "", map[string]bool{}
	for _, s := range sentences(t) {
		k, leaf := known[s.key]
		if !leaf && strings.Contains(s.key, ".") || !leaf && !branch(known, s.key) {
			t.Errorf("keys.yaml: %s is no key", s.key)
			continue
		}
		said[s.key] = true
		if of, _, _ := strings.Cut(s.key, "."); of != section {
			switch section = of; {
			case !leaf:
				fmt.Fprintf(&out, "\n### %s\n\n%s\n\n%s", of, s.what, tableHead)
				continue
			case of == "version":
				out.WriteString("\n### The file itself\n\n" + tableHead)
			case of == "links", of == "default_ladder":
				fmt.Fprintf(&out, "\n### %s\n\n%s", of, tableHead)
			}
		}
		if k.kind == "" {
			t.Errorf("%s: the code that reads it does not describe it", s.key)
		}
		if k.without != "" && s.without == "`"+k.without+"`" {
			t.Errorf("keys.yaml: %s: the code says already that the default is %s", s.key, k.without)
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s |\n", s.key, k.kind, withoutIt(k, s), code(examples[s.key]), s.what)
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if !said[key] {
			t.Errorf("keys.yaml does not say what %s is", key)
		}
	}
	return out.String()
}

const tableHead = "| key | takes | without it | example | what it is |\n|---|---|---|---|---|\n"

func branch(known map[string]key, section string) bool {
	for path := range known {
		if strings.HasPrefix(path, section+".") {
			return true
		}
	}
	return false
}

// withoutIt is what the table says of a key that is not written: what the reader
// says, unless that follows from something else.
func withoutIt(k key, s sentence) string {
	if s.without != "" {
		return s.without
	}
	return code(k.without)
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// sentence is what keys.yaml says of a key.
type sentence struct{ key, without, what string }

func sentences(t *testing.T) []sentence {
	t.Helper()
	data, err := os.ReadFile("keys.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	var list []sentence
	nodes := document.Content[0].Content
	for i := 0; i+1 < len(nodes); i += 2 {
		s := sentence{key: nodes[i].Value, what: nodes[i+1].Value}
		if pair := nodes[i+1].Content; len(pair) == 2 {
			s.without, s.what = pair[0].Value, pair[1].Value
		}
		if s.what == "" {
			t.Errorf("keys.yaml:%d: %s has no sentence, or a pair of three", nodes[i].Line, s.key)
		}
		list = append(list, s)
	}
	return list
}

// Where the manual has one row for several keys.
var (
	ofAPlatform = regexp.MustCompile(`^rooms\.[^.]+`)
	ofADay      = regexp.MustCompile(`^(calendars\.\*\.hours)\.[a-z]+$`)
)

func folded(path string) string {
	return ofADay.ReplaceAllString(ofAPlatform.ReplaceAllString(path, "rooms.*"), "$1.*")
}

// readKeys reads the example with every key of it set: which keys there are, and the
// first value that the example has for each.
func readKeys(t *testing.T) (map[string]key, map[string]string) {
	t.Helper()
	text := everythingSet()
	r := newReader("example.yaml", testOptions().withDefaults())
	r.document(text)
	known := map[string]key{}
	for path, k := range r.schema {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(r.schema)), func(other string) bool {
			return strings.HasPrefix(other, path+".") || strings.HasPrefix(other, path+"[].")
		}) {
			known[folded(path)] = k
		}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	examples := map[string]string{}
	collect(document.Content[0], "", known, examples)
	for path := range known {
		if examples[path] == "" {
			t.Errorf("example.yaml has no %s, not even behind a #", path)
		}
	}
	return known, examples
}

func collect(node *yaml.Node, path string, known map[string]key, examples map[string]string) {
	if at := folded(schemaOf(path)); known[at].kind != "" {
		if examples[at] == "" {
			examples[at] = oneLine(node)
		}
		return
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			collect(node.Content[i+1], join(path, node.Content[i].Value), known, examples)
		}
	case yaml.SequenceNode:
		for _, item := range node.Content {
			collect(item, path+"[0]", known, examples)
		}
	}
}

// oneLine is a value as it is written in one line.
func oneLine(node *yaml.Node) string {
	parts := make([]string, 0, len(node.Content))
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			parts = append(parts, node.Content[i].Value+": "+oneLine(node.Content[i+1]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		for _, item := range node.Content {
			parts = append(parts, oneLine(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if node.Style&yaml.DoubleQuotedStyle != 0 {
		return `"` + node.Value + `"`
	}
	return node.Value
}
