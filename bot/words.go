package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"relance/adapters/chat"
	"relance/escalation"
)

// typed is a command as it was understood, before its fields are read.
type typed struct {
	request request
	id      escalation.CaseID // empty where none was named
	raw     map[string]string
}

// understand reads the text behind the command.
func (c catalogue) understand(text string) (typed, error) {
	text = strings.TrimSpace(text)
	first, rest := cutToken(text)
	if first == "" { // who types nothing more wants what the command is for
		r, _ := c.named(reqOpen)
		return typed{request: r, raw: map[string]string{}}, nil
	}
	second, afterSecond := cutToken(rest)
	r, ok := c.commanded([]string{first, second})
	if !ok {
		return typed{}, c.unknown(first, second)
	}
	if strings.Contains(r.words, " ") {
		rest = afterSecond
	}
	return r.understand(rest)
}

// unknown is the objection to a word that is no subcommand.
func (c catalogue) unknown(first, second string) error {
	for _, words := range []string{first + " " + second, first} {
		if near := nearest(words, c.subcommands()); near != "" {
			return object("cmd.unknown.near", "Text", first, "Near", aCommand(near))
		}
	}
	return object("cmd.unknown", "Text", first, "Help", aCommand(reqHelp))
}

// understand reads what follows the subcommand: a case ID where the request
// concerns a case, positional words in the order of the fields, key=value pairs.
func (r request) understand(text string) (typed, error) {
	out := typed{request: r, raw: map[string]string{}}
	places := slices.DeleteFunc(slices.Clone(r.fields), func(f field) bool { return !f.place })
	for text = strings.TrimSpace(text); text != ""; {
		token, after := cutToken(text)
		pair, err := chat.ParseArgs(token)
		key, value := onlyPair(pair)
		free := len(places) > 0 && places[0].rest
		switch {
		case err == nil && key != "" && r.takes(key):
			if err := out.set(r, key, value); err != nil {
				return typed{}, err
			}
		case err == nil && key != "" && !free:
			return typed{}, r.unknownField(key)
		case err == nil && key == "" && out.id == "" && r.about != aboutNothing && meansCase(pair.Words[0], places):
			if out.id, err = escalation.ParseCaseID(pair.Words[0]); err != nil {
				return typed{}, err
			}
		case free:
			out.raw[places[0].name] = unquote(text)
			return out, nil
		case err != nil:
			return typed{}, object("cmd.open_quote", "Near", token)
		case len(places) == 0:
			return typed{}, object("cmd.extra", "Text", pair.Words[0], "Usage", theUsage(r))
		default:
			out.raw[places[0].name] = pair.Words[0]
			places = places[1:]
		}
		text = after
	}
	return out, nil
}

// keyCase names the case where it is not the first word.
const keyCase = "case"

// takes says that a key may be given.
func (r request) takes(key string) bool {
	return key == keyCase && r.about != aboutNothing || slices.Contains(r.fieldNames(), key)
}

// set keeps the value of a pair.
func (t *typed) set(r request, key, value string) error {
	if key == keyCase && r.about != aboutNothing {
		id, err := escalation.ParseCaseID(value)
		t.id = id
		return err
	}
	if _, twice := t.raw[key]; twice {
		return object("cmd.twice", "Key", key)
	}
	t.raw[key] = value
	return nil
}

// unknownField is the objection to a key that the request does not know.
func (r request) unknownField(key string) error {
	if near := nearest(key, r.fieldNames()); near != "" {
		return object("cmd.field.near", "Key", key, "Near", near)
	}
	return object("cmd.field", "Key", key, "Usage", theUsage(r))
}

// spelled is an ID as cards and letters show it, right or mistyped.
var spelled = regexp.MustCompile(`^[0-9A-Za-z]{3}-[0-9A-Za-z]{3}-[0-9A-Za-z]$`)

// meansCase says whether a word is meant as a case ID. With its hyphens, or a
// number sign before it, it is. Without them it may be a word of the text or a
// reference, so that it must be a valid ID of letters and digits; where no other
// word is expected, every word is meant as one.
func meansCase(word string, places []field) bool {
	if spelled.MatchString(word) || strings.HasPrefix(word, "#") || len(places) == 0 {
		return true
	}
	if _, err := escalation.ParseCaseID(word); err != nil || places[0].name == fieldReference {
		return false
	}
	return strings.ContainsFunc(word, unicode.IsDigit) && strings.ContainsFunc(word, unicode.IsLetter)
}

// cutToken takes the first word or pair off a text, as it was typed.
func cutToken(text string) (token, rest string) {
	text = strings.TrimSpace(text)
	// An error means half a quotation further on; Rest is whole nevertheless.
	args, _ := chat.ParseArgs(text)
	return strings.TrimSpace(strings.TrimSuffix(text, args.Rest)), args.Rest
}

// onlyPair is the key and the value of a single pair; an empty key where it is a word.
func onlyPair(args chat.Args) (key, value string) {
	for k, v := range args.Named {
		return k, v
	}
	return "", ""
}

// unquote takes the quotation marks off a text that is one quotation.
func unquote(text string) string {
	args, err := chat.ParseArgs(text)
	if err == nil && len(args.Words) == 1 && len(args.Named) == 0 {
		return args.Words[0]
	}
	return text
}
