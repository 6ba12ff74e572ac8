package redis

import (
	"reflect"

	"relance/escalation"
)

// NewTomorrow is [New] of two programs to come, one version apart, in which
// attachments and the state "published" came with form 2: the one that knows up to
// form 2, and the one before it, which knows up to form 1.
func NewTomorrow(o Options, newest int) (*Store, error) {
	layouts := storedForm()
	for i := range layouts {
		if layouts[i].of == reflect.TypeFor[escalation.Case]() {
			layouts[i].since = map[string]int{"Attachments": 2}
		}
	}
	layouts = append(layouts, layout{of: reflect.TypeFor[escalation.State](), words: map[string]int{"published": 2}})
	c, err := newCodecOf(layouts, newest)
	if err != nil {
		return nil, err
	}
	return newStore(o, c)
}
