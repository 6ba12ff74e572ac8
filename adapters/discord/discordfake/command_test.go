package discordfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
)

// https://docs.discord.com/developers/interactions/application-commands
func TestCommandLimits(t *testing.T) {
	option := func(more object) object {
		o := object{"type": 3, "name": "o", "description": "d"}
		for k, v := range more {
			o[k] = v
		}
		return o
	}
	command := func(more object) object {
		c := object{"name": "case", "description": "d"}
		for k, v := range more {
			c[k] = v
		}
		return c
	}
	options := func(list ...object) object { return command(object{"options": list}) }
	tests := []struct {
		name         string
		over, within object
		path         string
	}{
		{"name", command(object{"name": strings.Repeat("a", 33)}), command(object{"name": strings.Repeat("a", 32)}), "0.name"},
		{"capitals", command(object{"name": "Case"}), command(object{"name": "dossier-été"}), "0.name"},
		{"spaces", command(object{"name": "a b"}), command(object{"name": "Open a case", "type": 3, "description": ""}), "0.name"},
		{"description", command(object{"description": long(101)}), command(object{"description": long(100)}), "0.description"},
		{"no description", command(object{"description": ""}), nil, "0.description"},
		{"description of a menu command", command(object{"type": 3}), nil, "0.description"},
		{"locale", command(object{"name_localizations": object{"tlh": "x"}}), command(object{"name_localizations": object{"fr": "dossier"}}), "0.name_localizations"},
		{"localised name", command(object{"name_localizations": object{"fr": "Dossier"}}), nil, "0.name_localizations.fr"},
		{"options", options(repeat(26, func(i int) object { return option(object{"name": fmt.Sprint("o", i)}) })...),
			options(repeat(25, func(i int) object { return option(object{"name": fmt.Sprint("o", i)}) })...), "0.options"},
		{"option twice", options(option(nil), option(nil)), nil, "0.options.1.name"},
		{"required after optional", options(option(nil), option(object{"name": "p", "required": true})),
			options(option(object{"name": "p", "required": true}), option(nil)), "0.options.1"},
		{"subcommand beside option", options(option(nil), option(object{"name": "s", "type": 1})), options(option(object{"name": "s", "type": 1})), "0.options.1"},
		{"choices", options(option(object{"choices": repeat(26, func(i int) object { return object{"name": fmt.Sprint(i), "value": fmt.Sprint(i)} })})),
			options(option(object{"choices": repeat(25, func(i int) object { return object{"name": fmt.Sprint(i), "value": fmt.Sprint(i)} })})), "0.options.0.choices"},
		{"choices and autocomplete", options(option(object{"autocomplete": true, "choices": []object{{"name": "a", "value": "a"}}})), options(option(object{"autocomplete": true})), "0.options.0.autocomplete"},
		{"choice of a wrong type", options(option(object{"choices": []object{{"name": "a", "value": 1}}})), nil, "0.options.0.choices.0.value"},
		{"length", options(option(object{"max_length": 6001})), options(option(object{"max_length": 6000})), "0.options.0.max_length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, discordfake.Options{})
			at := "applications/" + w.Application() + "/guilds/" + w.guild + "/commands"
			if a := w.call("PUT", at, []object{tt.over}); a.code != 50035 || !has(a.object["errors"], tt.path) {
				t.Errorf("%d %s, want 50035 at %s", a.status, a.body, tt.path)
			}
			if tt.within != nil {
				if a := w.call("PUT", at, []object{tt.within}); a.status != 200 {
					t.Errorf("within the limit: %d %s", a.status, a.body)
				}
			}
		})
	}
}

func TestCommandCounts(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	at := "applications/" + w.Application() + "/guilds/" + w.guild + "/commands"
	some := func(n int, prefix string) []object {
		return repeat(n, func(i int) object { return object{"name": fmt.Sprint(prefix, i), "description": "d"} })
	}
	if a := w.call("PUT", at, some(101, "a")); a.code != 30032 {
		t.Errorf("101 commands: %d %s", a.status, a.body)
	}
	for _, prefix := range []string{"a", "b"} {
		if a := w.call("PUT", at, some(100, prefix)); a.status != 200 {
			t.Fatalf("100 commands: %d %s", a.status, a.body)
		}
		if a := w.call("PUT", at, some(100, prefix)); a.status != 200 { // nothing is new
			t.Fatalf("the same again: %d %s", a.status, a.body)
		}
	}
	if a := w.call("PUT", at, some(1, "c")); a.code != 30034 {
		t.Errorf("the 201st of a day: %d %s", a.status, a.body)
	}
	w.pass(24 * time.Hour)
	if a := w.call("POST", at, some(1, "c")[0]); a.code != 30032 {
		t.Errorf("the 101st: %d %s", a.status, a.body)
	}
	var listed []object
	if err := json.Unmarshal(w.call("GET", at, nil).body, &listed); err != nil || len(listed) != 100 {
		t.Errorf("%d are listed: %v", len(listed), err)
	}
}
