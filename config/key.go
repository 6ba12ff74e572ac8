package config

import (
	"fmt"
	"reflect"
	"strings"
)

// key is what the reading code says of a key that may be written. The manual is
// written from it, so that it cannot say anything else.
type key struct {
	kind    string // of its value, in a few words: "length of time", "`text`, `json`"
	without string // what holds where it is not written; empty: nothing, or what follows from something else
}

// describe notes what a key takes, and the value that stands where it is not written:
// called before that value is overwritten. What is zero stands for nothing. In a list
// the first says it for all.
func (s *section) describe(name, kind string, standing any) {
	path := join(s.at, name)
	if s.schema[path].kind == "" {
		s.schema[path] = key{kind, written(reflect.ValueOf(standing))}
	}
}

// written is a value as it is written in a configuration.
func written(v reflect.Value) string {
	switch {
	case !v.IsValid() || v.IsZero():
		return ""
	case v.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = written(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprint(v.Interface())
}

// words are the values of a key of which there are only a few.
func words[T ~string](all []T) string {
	shown := make([]string, len(all))
	for i, w := range all {
		shown[i] = "`" + string(w) + "`"
	}
	return strings.Join(shown, ", ")
}
