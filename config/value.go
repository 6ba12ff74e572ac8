package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"relance/escalation"
)

// value is one word or line of the document, with its place.
type value struct {
	*reader
	path string
	line int
	text string
}

func (v value) fail(format string, args ...any) { v.reader.fail(v.line, v.path, format, args...) }

// scalar makes a value of a node. What YAML would take it for (a number, a date,
// a truth) is not asked: the key says what it is.
func (r *reader) scalar(node *yaml.Node, path string) (value, bool) {
	v := value{r, path, node.Line, strings.TrimSpace(node.Value)}
	switch {
	case node.Kind == yaml.AliasNode:
		v.fail("aliases (*%s) are not read: write it out", node.Value)
	case node.Kind != yaml.ScalarNode:
		v.fail("write one value here")
	case v.text == "" || node.Tag == "!!null":
		v.fail("empty: write a value, or leave the key out%s", r.unquoted(node.Line))
	default:
		return v, true
	}
	return value{}, false
}

// value is the value of a key; false when there is none, or none that can be read.
func (s *section) value(key string) (value, bool) {
	node, ok := s.ask(key)
	if !ok {
		return value{}, false
	}
	return s.scalar(node, join(s.path, key))
}

// peek is the value of a key that is not one of the schema's.
func (s *section) peek(key string) (value, bool) {
	node, ok := s.fields[key]
	if !ok {
		return value{}, false
	}
	s.known = append(s.known, key)
	return value{s.reader, join(s.path, key), node.Line, node.Value}, true
}

// values are the values of a list under a key; one value alone is a list as well.
func (s *section) values(key string) []value {
	node, ok := s.ask(key)
	if !ok {
		return nil
	}
	return s.scalars(node, join(s.path, key))
}

func (r *reader) scalars(node *yaml.Node, path string) []value {
	if node.Kind != yaml.SequenceNode {
		if v, ok := r.scalar(node, path); ok {
			return []value{v}
		}
		return nil
	}
	var list []value
	for i, item := range node.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		r.lines[at] = item.Line
		if v, ok := r.scalar(item, at); ok {
			list = append(list, v)
		}
	}
	return list
}

func (s *section) text(key string, dst *string) {
	s.describe(key, "text", *dst)
	if v, ok := s.value(key); ok {
		*dst = v.text
	}
}

// oneOf reads one of a few words.
func oneOf[T ~string](s *section, key string, dst *T, known ...T) {
	s.describe(key, words(known), *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	if slices.Contains(known, T(v.text)) {
		*dst = T(v.text)
		return
	}
	candidates := make([]string, len(known))
	for i, w := range known {
		candidates[i] = string(w)
	}
	v.fail("unknown %q: %s", v.text, instead(v.text, candidates))
}

// yes reads a truth.
func (s *section) yes(key string, dst *bool) {
	s.describe(key, "`true`, `false`", strconv.FormatBool(*dst))
	v, ok := s.value(key)
	switch {
	case !ok:
	case v.text == "true", v.text == "yes":
		*dst = true
	case v.text == "false", v.text == "no":
		*dst = false
	default:
		v.fail("unknown %q: write true or false", v.text)
	}
}

// count reads a whole number that is not negative.
func (s *section) count(key string, dst *int) {
	s.describe(key, "number", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	n, err := strconv.Atoi(v.text)
	switch {
	case errors.Is(err, strconv.ErrRange) || n > 1_000_000:
		v.fail("%s is too much", v.text)
	case err != nil:
		v.fail("%q is no whole number: write for example 3", v.text)
	case n < 0:
		v.fail("%d is less than nothing", n)
	default:
		*dst = n
	}
}

func (s *section) wait(key string, dst *escalation.Wait) {
	s.describe(key, "length of time", *dst)
	if v, ok := s.value(key); ok {
		v.wait(dst)
	}
}

func (v value) wait(dst *escalation.Wait) {
	w, err := escalation.ParseWait(v.text)
	if err != nil {
		v.fail("%v", err)
		return
	}
	*dst = w
}

// language reads a language code, of a language that may be written.
func (s *section) language(key string, dst *string) {
	s.describe(key, "language", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	if !languageForm.MatchString(v.text) {
		v.fail("%q is no language: write a code, like fr or en-GB", v.text)
		return
	}
	if known := s.options.Languages; len(known) > 0 && !spoken(v.text, known) {
		v.fail("the bot does not speak %q: %s", v.text, choices(known))
		return
	}
	*dst = v.text
}

// spoken says that a tag, or what it begins with, is one of those known.
func spoken(tag string, known []string) bool {
	is := func(tag string) bool {
		return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, tag) })
	}
	base, _, _ := strings.Cut(tag, "-")
	return is(tag) || is(base)
}

var languageForm = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)

func (s *section) zone(key string, dst **time.Location) {
	s.describe(key, "time zone", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	if v.text == "Local" {
		v.fail("a date must be the same on every computer: write a time zone, like Europe/Paris")
		return
	}
	zone, err := time.LoadLocation(v.text)
	if err != nil {
		near := nearest(v.text, zoneNames())
		if near == "" {
			near = "Europe/Paris"
			v.fail("unknown time zone %q: write one like %s", v.text, near)
			return
		}
		v.fail("unknown time zone %q: did you mean %s?", v.text, near)
		return
	}
	*dst = zone
}

// firstLine is the first line of a file, without the spaces around it.
func firstLine(data []byte) string {
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(line)
}
