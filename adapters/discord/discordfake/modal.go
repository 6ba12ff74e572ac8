package discordfake

import (
	"encoding/json"
	"fmt"
	"slices"
)

// modal is a form that is open before a person. Its owner locks.
type modal struct {
	customID, title string
	components      []component
	source          *message // whose button opened it
	channel         *channel
	values          map[string][]string // by custom_id
	failed          string
}

// openModal takes a form as the answer to an interaction.
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
func (s *Server) openModal(in *interaction, data json.RawMessage) *apiError {
	var b struct {
		CustomID   string      `json:"custom_id"`
		Title      string      `json:"title"`
		Components []component `json:"components"`
	}
	if e := read(data, &b); e != nil {
		return e
	}
	var f form
	f.length("data.custom_id", b.CustomID, 1, maxCustomID)
	f.length("data.title", b.Title, 1, maxModalTitle)
	f.count("data.components", len(b.Components), 1, maxModalInputs)
	f.identify("data.components", b.Components)
	for i := range b.Components {
		f.modalPart(fmt.Sprintf("data.components.%d", i), &b.Components[i])
	}
	if e := f.refusal(); e != nil {
		return e
	}
	m := &modal{customID: b.CustomID, title: b.Title, components: b.Components, source: in.source, channel: in.channel, values: map[string][]string{}}
	walk("", m.components, func(_ string, c *component) {
		if c.interactive() {
			m.values[c.CustomID] = c.initial()
		}
	})
	s.world.modals[in.by] = m
	return nil
}

// initial is what an input holds when the form opens.
func (c *component) initial() []string {
	switch {
	case c.Type == textInput && c.Value != "":
		return []string{c.Value}
	case c.Type == checkbox && c.Default:
		return []string{"true"}
	}
	var chosen []string
	for _, o := range c.Options {
		if o.Default {
			chosen = append(chosen, o.Value)
		}
	}
	return chosen
}

// modalPart checks one component of a form.
func (f *form) modalPart(at string, c *component) {
	switch c.Type {
	case textDisplay:
		f.length(at+".content", c.Content, 1, maxDisplayed)
	case label:
		f.length(at+".label", c.Label, 1, maxInputLabel)
		f.length(at+".description", c.Description, 0, maxInputDescription)
		if c.Component == nil {
			f.required(at + ".component")
			return
		}
		f.input(at+".component", c.Component)
		if c.Component.Label != "" {
			f.wrong(at+".component.label", "MODAL_LABEL_NESTED", "The label is that of the Label component.")
		}
	case actionRow:
		// Deprecated, but taken: a row with one text input, which has the label.
		if len(c.Components) != 1 || c.Components[0].Type != textInput {
			f.wrong(at+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row of a modal has one text input.")
			return
		}
		f.length(at+".components.0.label", c.Components[0].Label, 1, maxInputLabel)
		f.input(at+".components.0", &c.Components[0])
	default:
		f.wrong(at+".type", "UNION_TYPE_CHOICES", fmt.Sprintf("Value of field \"type\" must be one of %v.", []int{actionRow, textDisplay, label}))
	}
}

// input checks what is asked. Nothing in a modal can be disabled.
// https://docs.discord.com/developers/components/reference#label-label-child-components
func (f *form) input(at string, c *component) {
	if c.Disabled {
		f.wrong(at+".disabled", "MODAL_COMPONENT_DISABLED", "Modals cannot have disabled components.")
	}
	required := c.Required == nil || *c.Required
	chosen := 0
	for _, o := range c.Options {
		if o.Default {
			chosen++
		}
	}
	switch {
	case c.Type == textInput:
		f.textInput(at, c)
		return
	case c.isSelect():
		f.menu(at, c)
	case c.Type == radioGroup:
		f.options(at+".options", c.Options, minRadios, maxRadio)
		if chosen > 1 {
			f.wrong(at+".options", "RADIO_GROUP_DEFAULTS", "Only one option can be selected.")
		}
	case c.Type == checkboxGroup:
		f.options(at+".options", c.Options, 1, maxChecks)
		f.between(at+".min_values", c.MinValues, 0, maxChecks)
		f.between(at+".max_values", c.MaxValues, 1, maxChecks)
	case c.Type == checkbox, c.Type == fileUpload:
		return
	default:
		f.wrong(at+".type", "UNION_TYPE_CHOICES", "Not a component of a modal.")
	}
	if required && c.MinValues != nil && *c.MinValues == 0 {
		f.wrong(at+".min_values", "SELECT_COMPONENT_REQUIRED_MIN_VALUES", "min_values must be at least 1 where an answer is required.")
	}
	if most := 1; c.Type == stringSelect {
		if c.MaxValues != nil {
			most = *c.MaxValues
		}
		if chosen > most {
			f.wrong(at+".options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More options are selected than may be.")
		}
	}
}

// https://docs.discord.com/developers/components/reference#text-input-text-input-structure
func (f *form) textInput(at string, c *component) {
	if c.Style != 1 && c.Style != 2 {
		f.choice(at+".style", c.Style)
	}
	f.between(at+".min_length", c.MinLength, 0, maxInputValue)
	f.between(at+".max_length", c.MaxLength, 1, maxInputValue)
	f.length(at+".placeholder", c.Placeholder, 0, maxInputPlaceholder)
	most := maxInputValue
	if c.MaxLength != nil {
		most = min(most, *c.MaxLength)
	}
	f.length(at+".value", c.Value, 0, most)
	if c.MinLength != nil && *c.MinLength > most {
		f.wrong(at+".min_length", "TEXT_INPUT_MIN_LENGTH", "min_length must not be above max_length.")
	}
}

// inputs are the questions of a form, with the Label of each where it has one.
func (m *modal) inputs() []Input {
	var all []Input
	for _, c := range m.components {
		asked, name, description := c.Component, c.Label, c.Description
		if c.Type == actionRow {
			asked = &c.Components[0]
			name = asked.Label
		}
		if asked == nil {
			continue
		}
		in := Input{
			CustomID: asked.CustomID, Kind: asked.Type, Label: name, Description: description, Placeholder: asked.Placeholder,
			Paragraph: asked.Type == textInput && asked.Style == 2, Required: asked.Type != checkbox && (asked.Required == nil || *asked.Required),
			Value: lines(m.values[asked.CustomID]),
		}
		for _, o := range asked.Options {
			in.Options = append(in.Options, Option{Label: o.Label, Value: o.Value, Description: o.Description})
		}
		all = append(all, in)
	}
	return all
}

// find returns the component that asks for an input.
func (m *modal) find(customID string) *component {
	var found *component
	walk("", m.components, func(_ string, c *component) {
		if c.interactive() && c.CustomID == customID {
			found = c
		}
	})
	return found
}

// page is the form as it reads.
func (m *modal) page() page {
	var p page
	p.text(m.title)
	for _, c := range m.components {
		if c.Type == textDisplay {
			p.markdown(c.Content, mentions{}, false)
		}
		p.text(c.Label)
		p.text(c.Description)
	}
	for _, in := range m.inputs() {
		if i := slices.IndexFunc(m.components, func(c component) bool { return c.Type == actionRow }); i >= 0 {
			p.text(in.Label)
		}
		p.text(in.Placeholder)
		for _, o := range in.Options {
			p.text(o.Label)
			p.text(o.Description)
		}
	}
	return p
}
