package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"relance/escalation"
)

// reader collects what is wrong while a document is read.
type reader struct {
	name     string
	folder   string
	options  Options
	problems Problems
	source   []string       // the lines of the document
	lines    map[string]int // of every key that is written, by path
	schema   map[string]key // every key that may be written, by path with * for free names
}

func newReader(name string, o Options) *reader {
	return &reader{
		name: name, folder: filepath.Dir(name), options: o,
		lines: map[string]int{}, schema: map[string]key{},
	}
}

// fail notes a problem of a key. One key has one problem: what follows from it
// is no news.
func (r *reader) fail(line int, key, format string, args ...any) {
	for _, p := range r.problems {
		if p.Key == withoutTokens(key) && p.Line == line && key != "" {
			return
		}
	}
	r.problems = append(r.problems, Problem{r.name, line, withoutTokens(key), withoutTokens(fmt.Sprintf(format, args...))})
}

// domain notes what the domain's Validate methods say, at the lines of their keys.
func (r *reader) domain(prefix string, err error) {
	var problems escalation.Problems
	if !errors.As(err, &problems) {
		return
	}
	for _, p := range problems {
		path := prefix
		if p.Path != "" {
			path = strings.TrimSuffix(prefix, ".") + "." + p.Path
			path = strings.ReplaceAll(path, ".[", "[")
		}
		r.fail(r.lineOf(path), path, "%s", p.Text)
	}
}

// lineOf is the line of a key, or of the nearest part of the tree around it.
func (r *reader) lineOf(path string) int {
	for path != "" {
		if line, ok := r.lines[path]; ok {
			return line
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return 1
}

// beside is the path of a file that the configuration names.
func (r *reader) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(r.folder, path)
}

// parse reads the YAML itself; false when there is nothing to go on with.
func (r *reader) parse(data []byte) (*section, bool) {
	r.source = strings.Split(string(data), "\n")
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		r.fail(1, "", "the file is empty: begin with version: 1")
		return nil, false
	case err != nil:
		line, text := r.broken(err)
		r.fail(line, "", "this is no YAML: %s", text)
		return nil, false
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		r.fail(max(1, more.Line), "", "a second document begins here: write everything in one")
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		r.fail(root.Line, "", "this is no configuration: write keys and values, beginning with version: 1")
		return nil, false
	}
	return r.mapping(root, "", ""), true
}

// section is a mapping of the document: keys with their values. A section that
// is not written is an empty one.
type section struct {
	*reader
	path   string
	at     string // the path with * for free names
	line   int
	fields map[string]*yaml.Node
	order  []*yaml.Node // the keys, as they are written
	known  []string     // the keys that were asked for
}

// mapping makes a section of a mapping node.
func (r *reader) mapping(node *yaml.Node, path, schema string) *section {
	s := &section{reader: r, path: path, at: schema, line: node.Line, fields: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := join(path, key.Value)
		switch _, twice := s.fields[key.Value]; {
		case key.Kind != yaml.ScalarNode || key.Value == "<<" || key.Value == "":
			r.fail(key.Line, path, "a key is a word: write it out, without anchors and lists")
		case twice:
			r.fail(key.Line, at, "written twice, first on line %d: leave one out", r.lines[at])
		case value.Kind == yaml.AliasNode:
			r.fail(value.Line, at, "aliases (*%s) are not read: write it out", value.Value)
		default:
			s.fields[key.Value] = value
			s.order = append(s.order, key)
			r.lines[at] = key.Line
		}
	}
	return s
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// ask is the node of a key that may be written here.
func (s *section) ask(key string) (*yaml.Node, bool) {
	s.known = append(s.known, key)
	s.describe(key, "", nil)
	node, ok := s.fields[key]
	return node, ok
}

// done refuses the keys that nobody asked for.
func (s *section) done() {
	asked := map[string]bool{}
	for _, key := range s.known {
		asked[key] = true
	}
	for _, key := range s.order {
		if !asked[key.Value] {
			s.fail(key.Line, join(s.path, key.Value), "unknown key: %s", instead(key.Value, s.known))
		}
	}
}

// section is the mapping under a key.
func (s *section) section(key string) *section {
	node, ok := s.ask(key)
	path, schema := join(s.path, key), join(s.at, key)
	line := s.line
	if ok {
		line = node.Line
	}
	if ok && node.Kind != yaml.MappingNode {
		if node.Tag != "!!null" { // a section whose keys are all left out is empty
			s.fail(node.Line, path, "write keys and values under it, indented")
		}
		ok = false
	}
	if !ok {
		return &section{reader: s.reader, path: path, at: schema, line: line}
	}
	return s.mapping(node, path, schema)
}

// named is one of several sections whose names the author of the file chose.
type named struct {
	*section
	name string
}

// sections are the mappings under a key, in the order of the file.
func (s *section) sections(key string) []named {
	all := s.section(key)
	var list []named
	for _, k := range all.order {
		node, path, schema := all.fields[k.Value], join(all.path, k.Value), join(all.at, "*")
		if node.Kind != yaml.MappingNode {
			s.fail(node.Line, path, "write keys and values under it, indented")
			continue
		}
		list = append(list, named{s.mapping(node, path, schema), k.Value})
	}
	return list
}

// list are the mappings of a list under a key.
func (s *section) list(key string) []*section {
	node, ok := s.ask(key)
	if !ok {
		return nil
	}
	path, schema := join(s.path, key), join(s.at, key)
	if node.Kind != yaml.SequenceNode {
		s.fail(node.Line, path, "write a list: lines that begin with -")
		return nil
	}
	var list []*section
	for i, item := range node.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		s.lines[at] = item.Line
		if item.Kind != yaml.MappingNode {
			s.fail(item.Line, at, "write keys and values after the -")
			continue
		}
		list = append(list, s.mapping(item, at, schema+"[]"))
	}
	return list
}
