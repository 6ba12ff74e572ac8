package slackfake

import (
	"slices"
	"strings"
	"time"
)

// place is where an element stands in its block.
type place int

const (
	inActions place = 1 << iota
	inSection
	inInput
)

// places is where each element may stand, and the fields that it may have.
// https://docs.slack.dev/reference/block-kit/block-elements/
func places(kind string) (where place, fields []string) {
	const anywhere = inActions | inSection | inInput
	menu := []string{"placeholder", "confirm", "focus_on_load"}
	switch kind {
	case "button":
		return inActions | inSection, []string{"text", "url", "value", "style", "confirm", "accessibility_label"}
	case "image":
		return inSection, []string{"image_url", "alt_text"}
	case "overflow":
		return inActions | inSection, []string{"options", "confirm"}
	case "checkboxes":
		return anywhere, []string{"options", "initial_options", "confirm", "focus_on_load"}
	case "radio_buttons":
		return anywhere, []string{"options", "initial_option", "confirm", "focus_on_load"}
	case "datepicker":
		return anywhere, append(menu, "initial_date")
	case "timepicker":
		return anywhere, append(menu, "initial_time", "timezone")
	case "static_select":
		return anywhere, append(menu, "options", "option_groups", "initial_option")
	case "external_select":
		return anywhere, append(menu, "min_query_length", "initial_option")
	case "multi_static_select":
		return inSection | inInput, append(menu, "options", "option_groups", "initial_options", "max_selected_items")
	case "multi_external_select":
		return inSection | inInput, append(menu, "min_query_length", "initial_options", "max_selected_items")
	case "users_select":
		return anywhere, append(menu, "initial_user")
	case "channels_select":
		return anywhere, append(menu, "initial_channel", "response_url_enabled")
	case "conversations_select":
		return anywhere, append(menu, "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter")
	case "plain_text_input":
		return inInput, []string{"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load", "placeholder"}
	case "email_text_input", "url_text_input":
		return inInput, []string{"initial_value", "dispatch_action_config", "focus_on_load", "placeholder"}
	case "number_input":
		return inInput, []string{"is_decimal_allowed", "initial_value", "min_value", "max_value", "dispatch_action_config", "focus_on_load", "placeholder"}
	}
	return 0, nil
}

func (c *blockCheck) element(n node, in place) {
	n.need("type")
	where, fields := places(n.kind())
	if where&in == 0 || in == inInput && c.on == inHome && n.kind() == "file_input" {
		n.wrong.add(n.at, "unsupported type: %s", n.kind())
		return
	}
	if n.kind() == "image" {
		c.image(n)
		return
	}
	n.only(append(fields, "action_id")...)
	if id := n.str("action_id", 0, maxActionID); id != "" {
		if c.actions[id] && in != inInput {
			n.wrong.add(n.path("action_id"), "action_id is not unique: %s", id)
		}
		c.actions[id] = true
	}
	n.plain("placeholder", maxPlaceholder)
	n.flag("focus_on_load")
	if confirm, ok := n.child("confirm"); ok {
		confirm.only("title", "text", "confirm", "deny", "style")
		confirm.need("title", "text", "confirm", "deny")
		confirm.plain("title", maxConfirmTitle)
		confirm.plain("text", maxConfirmText)
		confirm.plain("confirm", maxConfirmButton)
		confirm.plain("deny", maxConfirmButton)
		confirm.word("style", "primary", "danger")
	}
	c.elementFields(n)
}

func (c *blockCheck) elementFields(n node) {
	switch n.kind() {
	case "button":
		n.need("text")
		n.plain("text", maxButtonText)
		n.str("value", 0, maxButtonValue)
		n.str("url", 0, maxButtonURL)
		n.str("accessibility_label", 0, maxButtonLabel)
		n.word("style", "primary", "danger")
	case "overflow":
		n.need("options")
		n.options("options", 1, maxOverflow)
	case "checkboxes", "radio_buttons":
		n.need("options")
		n.options("options", 1, maxBoxes)
		n.initial()
	case "static_select", "multi_static_select":
		if (n.fields["options"] == nil) == (n.fields["option_groups"] == nil) {
			n.wrong.add(n.at, "exactly one of options and option_groups")
		}
		n.options("options", 1, maxOptions)
		n.groups("option_groups")
		n.number("max_selected_items", 1, maxOptions)
		n.initial()
	case "external_select", "multi_external_select":
		n.number("min_query_length", 0, maxTyped)
		n.number("max_selected_items", 1, maxOptions)
		n.options("initial_options", 1, maxOptions)
		if o, ok := n.child("initial_option"); ok {
			o.option()
		}
	case "datepicker":
		n.moment("initial_date", time.DateOnly)
	case "timepicker":
		n.moment("initial_time", "15:04")
	case "plain_text_input":
		most := n.number("max_length", 1, maxTyped)
		least := n.number("min_length", 0, maxTyped)
		if most < 0 {
			most = maxTyped
		}
		if least > most {
			n.wrong.add(n.path("min_length"), "must be at most max_length")
		}
		n.flag("multiline")
		n.str("initial_value", 0, most)
	case "number_input":
		n.need("is_decimal_allowed")
		n.flag("is_decimal_allowed")
	}
}

func (n node) moment(key, layout string) {
	text := n.str(key, 1, maxTyped)
	if _, err := time.Parse(layout, text); text != "" && err != nil {
		n.wrong.add(n.path(key), "must be of the form %s", layout)
	}
}

// options examines a list of options, whose values must differ.
func (n node) options(key string, least, most int) []any {
	var values []any
	for _, o := range n.list(key, least, most) {
		if value := o.option(); slices.Contains(values, value) {
			n.wrong.add(o.path("value"), "value is not unique: %v", value)
		} else {
			values = append(values, value)
		}
	}
	return values
}

func (n node) groups(key string) {
	for _, g := range n.list(key, 1, maxGroups) {
		g.only("label", "options")
		g.need("label", "options")
		g.plain("label", maxGroupLabel)
		g.options("options", 1, maxOptions)
	}
}

// option examines one option and returns its value.
// https://docs.slack.dev/reference/block-kit/composition-objects/option-object/
func (n node) option() any {
	n.only("text", "value", "description", "url")
	n.need("text", "value")
	n.text("text", maxOptionText)
	n.text("description", maxOptionDescription)
	n.str("url", 0, maxOptionURL)
	return n.str("value", 1, maxOptionValue)
}

// initial refuses what is chosen at first and not among the options.
func (n node) initial() {
	var chosen []node
	if o, ok := n.child("initial_option"); ok {
		chosen = append(chosen, o)
	}
	chosen = append(chosen, n.list("initial_options", 1, maxOptions)...)
	for _, o := range chosen {
		value := o.option()
		if !slices.ContainsFunc(optionsOf(n.fields), func(x map[string]any) bool { return x["value"] == value }) {
			n.wrong.add(o.at, "initial option is not among the options: %s", strings.TrimSpace(value.(string)))
		}
	}
}

// optionsOf are the options of an element, those in groups included.
func optionsOf(element map[string]any) []map[string]any {
	var all []map[string]any
	collect := func(list any) {
		items, _ := list.([]any)
		for _, item := range items {
			if o, ok := item.(map[string]any); ok {
				all = append(all, o)
			}
		}
	}
	collect(element["options"])
	groups, _ := element["option_groups"].([]any)
	for _, g := range groups {
		if g, ok := g.(map[string]any); ok {
			collect(g["options"])
		}
	}
	return all
}
