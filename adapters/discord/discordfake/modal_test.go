package discordfake_test

import (
	"testing"

	"relance/adapters/discord/discordfake"
)

// modal is a form with one input of every sort.
func modal() object {
	label := func(name string, part object) object {
		return object{"type": 18, "label": name, "component": part}
	}
	return object{"custom_id": "open", "title": "Open a case", "components": []object{
		label("Subject", object{"type": 4, "custom_id": "subject", "style": 1, "max_length": 10, "placeholder": "A few words"}),
		label("Story", object{"type": 4, "custom_id": "story", "style": 2, "required": false, "value": "so far"}),
		label("Whom", object{"type": 3, "custom_id": "whom", "options": []object{{"label": "Gazco", "value": "g"}, {"label": "The Daily", "value": "d"}}}),
		label("Agreed", object{"type": 23, "custom_id": "agreed"}),
		label("How", object{"type": 21, "custom_id": "how", "required": false, "options": []object{{"label": "Mail", "value": "m"}, {"label": "Call", "value": "c"}}}),
	}}
}

func TestModal(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	asked := w.answers(func(in object) object {
		if in["type"] == 2.0 {
			return object{"type": 9, "data": modal()}
		}
		return say("it is open", 64)
	})
	if err := w.Command(w.ann, w.room, "case list", nil); err != nil {
		t.Fatal(err)
	}
	<-asked
	m, ok := w.Modal(w.ann)
	if !ok || m.Title != "Open a case" || len(m.Inputs) != 5 || m.Inputs[0].Label != "Subject" || !m.Inputs[0].Required || m.Inputs[1].Value != "so far" {
		t.Errorf("the form is %+v", m)
	}
	if err := w.Submit(w.ann); err == nil {
		t.Error("a form can be sent without what is required")
	}
	for _, wrong := range [][2]string{{"subject", "two\nlines"}, {"whom", "Nobody"}, {"agreed", "maybe"}, {"cat", "x"}} {
		if err := w.Fill(w.ann, wrong[0], wrong[1]); err == nil {
			t.Errorf("%q can be %q", wrong[0], wrong[1])
		}
	}
	for _, right := range [][2]string{{"Subject", "a meter"}, {"whom", "The Daily"}, {"agreed", "true"}} {
		if err := w.Fill(w.ann, right[0], right[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Submit(w.ann); err != nil {
		t.Fatal(err)
	}
	in := <-asked
	data := in["data"].(object)
	got := object{}
	for _, part := range data["components"].([]any) {
		c := part.(object)["component"].(object)
		got[c["custom_id"].(string)] = c["value"]
		if c["values"] != nil {
			got[c["custom_id"].(string)] = c["values"].([]any)[0]
		}
	}
	if data["custom_id"] != "open" || got["subject"] != "a meter" || got["story"] != "so far" || got["whom"] != "d" || got["agreed"] != true || got["how"] != nil {
		t.Errorf("the form came as %v", data)
	}
	if _, open := w.Modal(w.ann); open {
		t.Error("the form is still open")
	}
	if seen := w.Seen(w.ann); len(seen) != 1 || seen[0].Read != "it is open" {
		t.Errorf("ann sees %+v", seen)
	}
}

// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
func TestModalLimits(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	asked := w.answers(func(object) object { return nil })
	done := make(chan error)
	go func() { done <- w.Command(w.ann, w.room, "case list", nil) }()
	in := <-asked
	callback := "interactions/" + in["id"].(string) + "/" + in["token"].(string) + "/callback"
	input := func(more object) object {
		part := object{"type": 4, "custom_id": "i", "style": 1}
		for k, v := range more {
			part[k] = v
		}
		return object{"type": 18, "label": "L", "component": part}
	}
	for name, data := range map[string]object{
		"title":                     {"custom_id": "m", "title": long(46), "components": []object{input(nil)}},
		"no title":                  {"custom_id": "m", "title": "", "components": []object{input(nil)}},
		"custom_id":                 {"custom_id": long(101), "title": "t", "components": []object{input(nil)}},
		"no inputs":                 {"custom_id": "m", "title": "t", "components": []object{}},
		"six inputs":                {"custom_id": "m", "title": "t", "components": repeat(6, func(i int) object { return input(object{"custom_id": string(rune('a' + i))}) })},
		"same id":                   {"custom_id": "m", "title": "t", "components": []object{input(nil), input(nil)}},
		"label":                     {"custom_id": "m", "title": "t", "components": []object{{"type": 18, "label": long(46), "component": object{"type": 4, "custom_id": "i", "style": 1}}}},
		"description":               {"custom_id": "m", "title": "t", "components": []object{{"type": 18, "label": "L", "description": long(101), "component": object{"type": 4, "custom_id": "i", "style": 1}}}},
		"value":                     {"custom_id": "m", "title": "t", "components": []object{input(object{"value": long(4001)})}},
		"value too long for itself": {"custom_id": "m", "title": "t", "components": []object{input(object{"value": "xxx", "max_length": 2})}},
		"placeholder":               {"custom_id": "m", "title": "t", "components": []object{input(object{"placeholder": long(101)})}},
		"max_length":                {"custom_id": "m", "title": "t", "components": []object{input(object{"max_length": 4001})}},
		"style":                     {"custom_id": "m", "title": "t", "components": []object{input(object{"style": 0})}},
		"button":                    {"custom_id": "m", "title": "t", "components": []object{row(press("b"))}},
		"input without label":       {"custom_id": "m", "title": "t", "components": []object{row(object{"type": 4, "custom_id": "i", "style": 1})}},
	} {
		if a := w.callAs("", "POST", callback, object{"type": 9, "data": data}); a.code != 50035 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	old := object{"custom_id": "m", "title": long(45), "components": []object{row(object{"type": 4, "custom_id": "i", "style": 1, "label": long(45)})}}
	if a := w.callAs("", "POST", callback, object{"type": 9, "data": old}); a.status != 204 {
		t.Errorf("a row with a text input: %d %s", a.status, a.body)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if m, ok := w.Modal(w.ann); !ok || len(m.Inputs) != 1 || m.Inputs[0].Label != long(45) {
		t.Errorf("the form is %+v", m)
	}
}
