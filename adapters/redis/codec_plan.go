package redis

import (
	"fmt"
	"reflect"
	"time"
)

// plans says for every stored struct how its fields are written and read.
type plans map[reflect.Type]*plan

// plan is one struct: its fields by number.
type plan struct {
	fields []*field // index is number-1; nil: the place of a field that is gone
	newer  bool     // something in it is newer than form 1
}

// field is one field of a struct. It writes every value that is not zero under
// its number, and reads one back.
type field struct {
	index  int
	key    uint64 // number and wire kind
	append func(b []byte, v reflect.Value) []byte
	read   func(b []byte, n uint64, v reflect.Value) error

	since int            // the form it came with; 0: the first
	words map[string]int // of its words those that came later, with their form
	sub   *plan          // of the structs in it; nil: there are none
	newer bool           // it, or something in it, is newer than form 1
}

// compile checks the layouts against the domain's types and prepares them.
func compile(layouts []layout) (plans, error) {
	all := plans{}
	for _, l := range layouts {
		if l.fields != nil {
			all[l.of] = &plan{}
		}
	}
	for _, l := range layouts {
		if l.fields == nil {
			continue
		}
		known := map[string]bool{}
		for i, name := range l.fields {
			if name == "-" {
				all[l.of].fields = append(all[l.of].fields, nil)
				continue
			}
			sf, ok := l.of.FieldByName(name)
			if !ok || known[name] {
				return nil, fmt.Errorf("redis: the stored form of %s names %q, which is not a field of it or is named twice", l.of, name)
			}
			known[name] = true
			f, err := all.field(sf.Type, uint64(i+1))
			if err != nil {
				return nil, fmt.Errorf("redis: %s.%s: %w", l.of, name, err)
			}
			f.index = sf.Index[0]
			all[l.of].fields = append(all[l.of].fields, f)
		}
		for i := range l.of.NumField() {
			if name := l.of.Field(i).Name; !known[name] {
				return nil, fmt.Errorf("redis: %s.%s has no number in the stored form: add it to the end of its list in codec_fields.go", l.of, name)
			}
		}
	}
	all.age(layouts)
	return all, nil
}

// field chooses how a type is stored.
func (p plans) field(t reflect.Type, number uint64) (*field, error) {
	if t == reflect.TypeFor[time.Time]() {
		return varint(number, appendTime, readTime), nil
	}
	switch t.Kind() {
	case reflect.Bool:
		return varint(number, appendBool, readBool), nil
	case reflect.Int, reflect.Int64:
		return varint(number, appendInt, readInt), nil
	case reflect.String:
		return counted(number, appendString, readString), nil
	case reflect.Struct:
		if sub := p[t]; sub != nil {
			return counted(number, sub.append, sub.read), nil
		}
	case reflect.Pointer:
		if sub := p[t.Elem()]; sub != nil {
			return counted(number,
				func(b []byte, v reflect.Value) []byte { return sub.append(b, v.Elem()) },
				func(b []byte, v reflect.Value) error {
					v.Set(reflect.New(t.Elem()))
					return sub.read(b, v.Elem())
				}), nil
		}
	case reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return counted(number, appendArray, readArray), nil
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String && t.Elem().Kind() == reflect.String {
			return pairs(number), nil
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return counted(number, appendBytes, readBytes), nil
		}
		if sub := p[t.Elem()]; sub != nil {
			return repeated(number, sub), nil
		}
	}
	return nil, fmt.Errorf("the stored form has no way to write a %s", t)
}
