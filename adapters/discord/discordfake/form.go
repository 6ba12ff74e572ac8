package discordfake

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// object is a JSON object.
type object = map[string]any

// with returns an object with more in it.
func with(o, more object) object {
	for k, v := range more {
		o[k] = v
	}
	return o
}

// form collects what is wrong with a body, as the error tree of a 50035.
// https://docs.discord.com/developers/reference#error-messages
type form struct{ errors object }

// wrong records an error at a path: "embeds.0.title".
func (f *form) wrong(path, code, message string) {
	if f.errors == nil {
		f.errors = object{}
	}
	at := f.errors
	if path != "" {
		for key := range strings.SplitSeq(path, ".") {
			next, ok := at[key].(object)
			if !ok {
				next = object{}
				at[key] = next
			}
			at = next
		}
	}
	list, _ := at["_errors"].([]object)
	at["_errors"] = append(list, object{"code": code, "message": message})
}

// length checks how long a text is, in characters.
func (f *form) length(path, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && least > 0:
		f.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
	case n < least || n > most && least > 0:
		f.wrong(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", least, most))
	case n > most:
		f.wrong(path, "BASE_TYPE_MAX_LENGTH", fmt.Sprintf("Must be %d or fewer in length.", most))
	}
}

// count checks how many there are of something.
func (f *form) count(path string, n, least, most int) {
	if n < least || n > most {
		f.wrong(path, "BASE_TYPE_BAD_LENGTH", fmt.Sprintf("Must be between %d and %d in length.", least, most))
	}
}

// between checks a number; nil is none.
func (f *form) between(path string, n *int, least, most int) {
	switch {
	case n == nil:
	case *n < least:
		f.wrong(path, "NUMBER_TYPE_MIN", fmt.Sprintf("int value should be greater than or equal to %d.", least))
	case *n > most:
		f.wrong(path, "NUMBER_TYPE_MAX", fmt.Sprintf("int value should be less than or equal to %d.", most))
	}
}

// choice says that a value is none of those there are.
func (f *form) choice(path string, value any) {
	f.wrong(path, "BASE_TYPE_CHOICES", fmt.Sprintf("Value (%v) is not one of those that are allowed.", value))
}

func (f *form) required(path string) {
	f.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")
}

// refusal is the 50035, or nil.
func (f *form) refusal() *apiError {
	if f.errors == nil {
		return nil
	}
	e := refuse(invalidForm)
	e.errors = f.errors
	return e
}

// read decodes a body.
func read(body json.RawMessage, into any) *apiError {
	if !utf8.Valid(body) || !json.Valid(body) {
		return refuse(invalidJSON)
	}
	err := json.Unmarshal(body, into)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		var f form
		f.wrong(wrong.Field, "BASE_TYPE_CONVERT", fmt.Sprintf("Could not interpret %s as %s.", wrong.Value, wrong.Type))
		return f.refusal()
	}
	if err != nil {
		return refuse(invalidJSON)
	}
	return nil
}

// given tells which fields of an object are there at all.
func given(body json.RawMessage) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	_ = json.Unmarshal(body, &fields)
	return fields
}
