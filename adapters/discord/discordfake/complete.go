package discordfake

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

func lines(values []string) string { return strings.Join(values, "\n") }

// complete checks an answer the way Discord's client does before it sends a form.
func (c *component) complete(values []string) error {
	text := lines(values)
	n := utf8.RuneCountInString(text)
	needed := c.Required == nil || *c.Required
	switch {
	case c.Type == checkbox:
		return nil
	case text == "" && needed:
		return fmt.Errorf("%s: this field is required", c.CustomID)
	case text == "":
		return nil
	case c.Type == textInput && c.MinLength != nil && n < *c.MinLength:
		return fmt.Errorf("%s: at least %d characters", c.CustomID, *c.MinLength)
	case c.Type == textInput && n > maxInputValue, c.Type == textInput && c.MaxLength != nil && n > *c.MaxLength:
		return fmt.Errorf("%s: too many characters", c.CustomID)
	case c.Type == textInput:
		return nil
	}
	most := 1
	if c.Type == checkboxGroup {
		most = len(c.Options)
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	if len(values) > most || c.MinValues != nil && len(values) < *c.MinValues {
		return fmt.Errorf("%s: not that many choices", c.CustomID)
	}
	return nil
}

// chosen finds the options that are meant by their values or labels, one a line.
func chosen(options []option, text string) ([]string, error) {
	values := []string{}
	for line := range strings.SplitSeq(text, "\n") {
		found := false
		for _, o := range options {
			if line == o.Value || line == o.Label {
				values, found = append(values, o.Value), true
				break
			}
		}
		if line != "" && !found {
			return nil, fmt.Errorf("no option %q", line)
		}
	}
	return values, nil
}

// sent is an input as the app gets it.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-component-interaction-response-structures
func (c *component) sent(values []string) object {
	o := object{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	switch c.Type {
	case textInput:
		o["value"] = lines(values)
	case checkbox:
		o["value"] = len(values) > 0
	case radioGroup:
		o["value"] = nil
		if len(values) > 0 {
			o["value"] = values[0]
		}
	default:
		o["values"] = append([]string{}, values...)
	}
	return o
}

// submission is a form as the app gets it.
func (m *modal) submission() object {
	parts := []object{}
	for _, c := range m.components {
		part := object{"type": c.Type, "id": c.ID}
		switch c.Type {
		case label:
			part["component"] = c.Component.sent(m.values[c.Component.CustomID])
		case actionRow:
			part["components"] = []object{c.Components[0].sent(m.values[c.Components[0].CustomID])}
		}
		parts = append(parts, part)
	}
	return object{"custom_id": m.customID, "components": parts}
}
