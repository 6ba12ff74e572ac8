package slackfake

import (
	"fmt"
	"slices"
	"time"
)

// checkView examines a view as Slack does before it takes it.
// https://docs.slack.dev/reference/views/modal-views/
// https://docs.slack.dev/reference/views/home-tab-views/
func checkView(on surface, text string) (map[string]any, error) {
	v, err := decode(text)
	if err != nil {
		return nil, bad("invalid_arguments", "[ERROR] view is not JSON")
	}
	if len(text) > maxViewSize {
		return nil, bad("view_too_large")
	}
	var wrong problems
	n, ok := asNode(v, "/view", &wrong)
	if ok {
		checkViewFields(on, n)
	}
	if len(wrong) > 0 {
		return nil, bad("invalid_arguments", wrong...)
	}
	return n.fields, nil
}

func checkViewFields(on surface, n node) {
	n.need("type", "blocks")
	n.str("private_metadata", 0, maxPrivate)
	n.str("callback_id", 0, maxCallbackID)
	n.str("external_id", 0, maxExternalID)
	blocks, ok := n.fields["blocks"].([]any)
	if !ok {
		n.wrong.add(n.path("blocks"), "must be an array")
	}
	if on == inHome {
		n.word("type", "home")
		n.only("blocks", "private_metadata", "callback_id", "external_id")
		checkBlocks(inHome, blocks, n.path("blocks"), n.wrong)
		return
	}
	n.word("type", "modal")
	n.only("title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close", "external_id", "submit_disabled")
	n.need("title")
	n.plain("title", maxViewTitle)
	n.plain("submit", maxViewButton)
	n.plain("close", maxViewButton)
	n.flag("clear_on_close")
	n.flag("notify_on_close")
	if hasInput(blocks) && n.fields["submit"] == nil {
		n.wrong.add(n.at, "missing required field: submit, as there is an input block")
	}
	checkBlocks(inModal, blocks, n.path("blocks"), n.wrong)
}

func hasInput(blocks []any) bool {
	return slices.ContainsFunc(blocks, func(b any) bool {
		fields, _ := b.(map[string]any)
		return fields["type"] == "input"
	})
}

// initialState is what a view holds before anybody has filled anything in.
func initialState(blocks []any) map[string]map[string]object {
	state := map[string]map[string]object{}
	each(blocks, func(b map[string]any) {
		for _, e := range elementsOf(b) {
			value := initialValue(e)
			if value == nil {
				continue
			}
			id := str(b, "block_id")
			if state[id] == nil {
				state[id] = map[string]object{}
			}
			state[id][str(e, "action_id")] = value
		}
	})
	return state
}

// initialValue is what an element holds at first, in the shape of a view's state;
// nil for an element that holds nothing.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload/
func initialValue(e map[string]any) object {
	kind := str(e, "type")
	o := object{"type": kind}
	set := func(key, from string) object {
		o[key] = e[from]
		return o
	}
	switch kind {
	case "plain_text_input", "number_input", "email_text_input", "url_text_input":
		return set("value", "initial_value")
	case "static_select", "external_select", "radio_buttons":
		return set("selected_option", "initial_option")
	case "checkboxes", "multi_static_select", "multi_external_select":
		o["selected_options"] = []any{}
		if e["initial_options"] != nil {
			o["selected_options"] = e["initial_options"]
		}
		return o
	case "datepicker":
		return set("selected_date", "initial_date")
	case "timepicker":
		return set("selected_time", "initial_time")
	case "users_select":
		return set("selected_user", "initial_user")
	case "channels_select":
		return set("selected_channel", "initial_channel")
	case "conversations_select":
		return set("selected_conversation", "initial_conversation")
	}
	return nil
}

// filled returns what is filled in, as text.
func filled(value object) string {
	for _, key := range []string{"value", "selected_date", "selected_time", "selected_user", "selected_channel", "selected_conversation"} {
		if text, ok := value[key].(string); ok {
			return text
		}
	}
	if o, ok := value["selected_option"].(map[string]any); ok {
		return str(o, "value")
	}
	text := ""
	each(value["selected_options"], func(o map[string]any) {
		if text != "" {
			text += "\n"
		}
		text += str(o, "value")
	})
	return text
}

// fill puts what a person gives into the shape of a state.
func fill(e map[string]any, offered []Option, given string) (object, error) {
	kind := str(e, "type")
	o := initialValue(e)
	text := func(key string) (object, error) {
		o[key] = nil
		if given != "" {
			o[key] = given
		}
		return o, nil
	}
	switch kind {
	case "plain_text_input":
		return text("value")
	case "number_input", "email_text_input", "url_text_input":
		return text("value")
	case "datepicker":
		if _, err := time.Parse(time.DateOnly, given); given != "" && err != nil {
			return nil, fmt.Errorf("%q is not a date", given)
		}
		return text("selected_date")
	case "timepicker":
		return text("selected_time")
	case "users_select":
		return text("selected_user")
	case "channels_select":
		return text("selected_channel")
	case "conversations_select":
		return text("selected_conversation")
	case "static_select", "external_select", "radio_buttons":
		o["selected_option"] = nil
		if given == "" {
			return o, nil
		}
		chosen := choose(e, offered, given)
		if chosen == nil {
			return nil, fmt.Errorf("there is no option %q", given)
		}
		o["selected_option"] = chosen
		return o, nil
	case "checkboxes", "multi_static_select", "multi_external_select":
		return fillSeveral(e, offered, given, o)
	}
	return nil, fmt.Errorf("a %s cannot be filled in", kind)
}
