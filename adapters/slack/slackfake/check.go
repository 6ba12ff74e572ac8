package slackfake

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// problems collects what is wrong with a JSON document, in the manner of Slack's
// response_metadata.
type problems []string

func (p *problems) add(at, format string, args ...any) {
	*p = append(*p, fmt.Sprintf("[ERROR] "+format, args...)+" [json-pointer:"+at+"]")
}

// node is an object of the document under examination.
type node struct {
	fields map[string]any
	at     string // JSON pointer
	wrong  *problems
}

// asNode examines a value as an object.
func asNode(v any, at string, wrong *problems) (node, bool) {
	fields, ok := v.(map[string]any)
	if !ok {
		wrong.add(at, "must be an object")
	}
	return node{fields: fields, at: at, wrong: wrong}, ok
}

func (n node) path(key string) string { return n.at + "/" + key }

func (n node) kind() string {
	kind, _ := n.fields["type"].(string)
	return kind
}

// only refuses fields that the document does not name.
func (n node) only(known ...string) {
	for key := range n.fields {
		if key != "type" && !slices.Contains(known, key) {
			n.wrong.add(n.at, "invalid additional property: %s", key)
		}
	}
}

// need refuses an object without some fields.
func (n node) need(keys ...string) {
	for _, key := range keys {
		if _, ok := n.fields[key]; !ok {
			n.wrong.add(n.at, "missing required field: %s", key)
		}
	}
}

// str examines a string; a field that is not there is fine.
func (n node) str(key string, least, most int) string {
	v, there := n.fields[key]
	if !there {
		return ""
	}
	text, ok := v.(string)
	if !ok {
		n.wrong.add(n.path(key), "must be a string")
		return ""
	}
	n.length(n.path(key), text, least, most)
	return text
}

func (n node) length(at, text string, least, most int) {
	switch length := utf8.RuneCountInString(text); {
	case length > most:
		n.wrong.add(at, "must be less than %d characters", most+1)
	case length < least:
		n.wrong.add(at, "must be more than %d characters", least-1)
	}
}

// word examines a string that is one of a few.
func (n node) word(key string, words ...string) string {
	v, there := n.fields[key]
	if !there {
		return ""
	}
	word, _ := v.(string)
	if !slices.Contains(words, word) {
		n.wrong.add(n.path(key), "must be one of: %s", strings.Join(words, ", "))
	}
	return word
}

func (n node) flag(key string) bool {
	v, there := n.fields[key]
	if !there {
		return false
	}
	flag, ok := v.(bool)
	if !ok {
		n.wrong.add(n.path(key), "must be a boolean")
	}
	return flag
}

// number examines a whole number; -1 is one that is not there.
func (n node) number(key string, least, most int) int {
	v, there := n.fields[key]
	if !there {
		return -1
	}
	number, ok := v.(float64)
	switch {
	case !ok || number != math.Trunc(number):
		n.wrong.add(n.path(key), "must be an integer")
	case int(number) < least:
		n.wrong.add(n.path(key), "must be at least %d", least)
	case int(number) > most:
		n.wrong.add(n.path(key), "must be at most %d", most)
	}
	return int(number)
}

// list examines a list of objects.
func (n node) list(key string, least, most int) []node {
	v, there := n.fields[key]
	if !there {
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		n.wrong.add(n.path(key), "must be an array")
		return nil
	}
	if len(items) > most {
		n.wrong.add(n.path(key), "no more than %d items allowed", most)
	}
	if len(items) < least {
		n.wrong.add(n.path(key), "no fewer than %d items allowed", least)
	}
	var all []node
	for i, item := range items {
		if item, ok := asNode(item, fmt.Sprintf("%s/%d", n.path(key), i), n.wrong); ok {
			all = append(all, item)
		}
	}
	return all
}

// child examines an object in a field.
func (n node) child(key string) (node, bool) {
	v, there := n.fields[key]
	if !there {
		return node{}, false
	}
	return asNode(v, n.path(key), n.wrong)
}

// plain examines a text object that must be plain_text.
func (n node) plain(key string, most int) string { return n.text(key, most, "plain_text") }

// text examines a text object.
// https://docs.slack.dev/reference/block-kit/composition-objects/text-object/
func (n node) text(key string, most int, kinds ...string) string {
	t, ok := n.child(key)
	if !ok {
		return ""
	}
	return t.textObject(most, kinds...)
}

func (n node) textObject(most int, kinds ...string) string {
	if len(kinds) == 0 {
		kinds = []string{"plain_text", "mrkdwn"}
	}
	n.word("type", kinds...)
	n.need("type", "text")
	if n.kind() == "plain_text" {
		n.only("text", "emoji")
		n.flag("emoji")
	} else {
		n.only("text", "verbatim")
		n.flag("verbatim")
	}
	return n.str("text", 1, most)
}

// decode reads a JSON value with its numbers as float64.
func decode(text string) (any, error) {
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return v, nil
}
