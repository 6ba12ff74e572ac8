package config

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestWhatIsNeeded leaves one key after the other out of the example: it is missed
// where the manual says "needed", and nowhere else.
func TestWhatIsNeeded(t *testing.T) {
	needed := map[string]bool{}
	for _, s := range sentences(t) {
		needed[s.key] = strings.HasPrefix(s.without, "needed")
	}
	known, _ := readKeys(t)
	tried := map[string]bool{}
	for _, path := range writtenKeys(known) {
		at := folded(schemaOf(path))
		if tried[at] {
			continue
		}
		tried[at] = true
		var document yaml.Node
		if err := yaml.Unmarshal(Example(), &document); err != nil {
			t.Fatal(err)
		}
		leaveOut(document.Content[0], path)
		text, err := yaml.Marshal(&document)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse("example.yaml", text, testOptions())
		var problems Problems
		errors.As(err, &problems)
		missed := slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == path })
		if missed != needed[at] {
			t.Errorf("%s is left out; the manual says needed: %v; what is wrong: %v", path, needed[at], err)
		}
	}
	if len(tried) < 50 {
		t.Errorf("only %d keys were left out", len(tried))
	}
}

// writtenKeys are the paths of the values that the example sets, in its order.
func writtenKeys(known map[string]key) []string {
	r := newReader("example.yaml", testOptions().withDefaults())
	r.document(Example())
	paths := slices.Sorted(maps.Keys(r.lines))
	paths = slices.DeleteFunc(paths, func(path string) bool {
		_, leaf := known[folded(schemaOf(path))]
		return !leaf
	})
	slices.SortStableFunc(paths, func(a, b string) int { return r.lines[a] - r.lines[b] })
	return paths
}

// leaveOut takes the key at a path out of a mapping.
func leaveOut(node *yaml.Node, path string) {
	first, rest, _ := strings.Cut(path, ".")
	name, item, inList := strings.Cut(strings.TrimSuffix(first, "]"), "[")
	for i := 0; i < len(node.Content); i += 2 {
		if node.Content[i].Value != name {
			continue
		}
		value := node.Content[i+1]
		if inList {
			n, _ := strconv.Atoi(item) // a path of the reader
			value = value.Content[n]
		}
		if rest == "" {
			node.Content = slices.Delete(node.Content, i, i+2)
			return
		}
		leaveOut(value, rest)
		return
	}
}
