package console

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"relance/adapters/chat"
)

// fill answers questions by name. When every question that needs an answer has
// one, the form is sent; else the open ones are asked. A name the form does not
// know stops the sending: what it was meant for would be lost.
func (c *Console) fill(ctx context.Context, h chat.Handler, d *dialogue, named map[string]string) error {
	d.lines, d.length = nil, 0
	wrong := map[string]bool{}
	var misread []error
	for _, name := range slices.Sorted(maps.Keys(named)) {
		in, ok := d.input(name)
		if !ok {
			err := c.misread(d.place, c.words.NoSuchInput(excerpt(name), d.nearest(name)))
			misread = append(misread, err)
			continue
		}
		in.Initial = "" // an empty value is meant
		value, problem := c.words.read(in, named[name], utf8.RuneCountInString(named[name]))
		if problem != "" {
			wrong[in.Name] = true
			misread = append(misread, c.wrong(d, in, problem), &LineError{Sentence: problem})
			continue
		}
		d.fields[in.Name] = value
		d.ask = slices.DeleteFunc(d.ask, func(open chat.Input) bool { return open.Name == in.Name })
	}
	unknown := len(misread) > 0 && len(wrong) == 0
	d.ask = slices.DeleteFunc(d.ask, func(in chat.Input) bool {
		if unknown || wrong[in.Name] || !in.Optional && in.Initial == "" {
			return false
		}
		d.fields[in.Name] = in.Initial
		return true
	})
	if len(d.ask) == 0 && len(misread) > 0 {
		d.ask = slices.Clone(d.form.Inputs)
		for i := range d.ask {
			d.ask[i] = d.keeping(d.ask[i])
		}
	}
	return errors.Join(append(misread, c.next(ctx, h, d))...)
}

// input finds a question of the form by name; names have no case.
func (d *dialogue) input(name string) (chat.Input, bool) {
	i := slices.IndexFunc(d.form.Inputs, func(in chat.Input) bool { return strings.EqualFold(in.Name, name) })
	if i < 0 {
		return chat.Input{}, false
	}
	return d.form.Inputs[i], true
}

func (d *dialogue) nearest(name string) string {
	var names []string
	for _, in := range d.form.Inputs {
		names = append(names, in.Name)
	}
	return nearest(name, names)
}
