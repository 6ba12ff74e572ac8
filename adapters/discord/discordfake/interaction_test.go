package discordfake_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/discord/discordfake"
)

// commands are what the app of these tests has.
func (w *world) register() {
	w.t.Helper()
	a := w.call("PUT", "applications/"+w.Application()+"/guilds/"+w.guild+"/commands", []object{
		{"name": "case", "description": "Cases", "options": []object{
			{"type": 1, "name": "open", "description": "Open a case", "options": []object{
				{"type": 3, "name": "subject", "description": "In a few words", "required": true, "max_length": 20},
				{"type": 3, "name": "whom", "description": "Organisation", "autocomplete": true},
				{"type": 4, "name": "days", "description": "Days", "min_value": 1, "max_value": 30},
				{"type": 6, "name": "for", "description": "Somebody"},
				{"type": 3, "name": "tone", "description": "Tone", "choices": []object{{"name": "Kind", "value": "kind"}, {"name": "Firm", "value": "firm"}}},
			}},
			{"type": 1, "name": "list", "description": "My cases"},
		}},
		{"name": "Open a case", "type": 3},
		{"name": "admin", "description": "For administrators", "default_member_permissions": "0"},
	})
	if a.status != 200 {
		w.t.Fatalf("%d %s", a.status, a.body)
	}
}

// answers serves the interactions that come over a line: each is answered by what
// reply returns; nil: not at all.
func (w *world) answers(reply func(in object) object) (asked chan object) {
	w.t.Helper()
	l, _ := w.open(guilds)
	asked = make(chan object, 100)
	go func() {
		for p := range l.in {
			if p.Name != "INTERACTION_CREATE" {
				continue
			}
			var in object
			_ = json.Unmarshal(p.Data, &in)
			if answer := reply(in); answer != nil {
				w.callAs("", "POST", "interactions/"+in["id"].(string)+"/"+in["token"].(string)+"/callback", answer)
			}
			asked <- in
		}
	}()
	return asked
}

func say(text string, flags int) object {
	return object{"type": 4, "data": object{"content": text, "flags": flags}}
}

func TestCommand(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	if names, ok := w.Parameters(w.guild, "case open"); !ok || !slices.Equal(names, []string{"subject", "whom", "days", "for", "tone"}) {
		t.Errorf("parameters %q, %t", names, ok)
	}
	if _, ok := w.Parameters(w.guild, "case"); ok {
		t.Error("a command with subcommands has parameters")
	}
	asked := w.answers(func(object) object { return say("for you alone", 64) })
	err := w.Command(w.ann, w.room, "case open", map[string]string{"subject": "a meter", "days": "30", "for": "@ben", "tone": "Firm"})
	if err != nil {
		t.Fatal(err)
	}
	in := <-asked
	data := in["data"].(object)
	sub := data["options"].([]any)[0].(object)
	values := object{}
	for _, o := range sub["options"].([]any) {
		values[o.(object)["name"].(string)] = o.(object)["value"]
	}
	if sub["name"] != "open" || values["subject"] != "a meter" || values["days"] != 30.0 || values["for"] != w.ben || values["tone"] != "firm" {
		t.Errorf("the options came as %v", sub)
	}
	if users := data["resolved"].(object)["users"].(object); users[w.ben] == nil {
		t.Errorf("resolved: %v", data["resolved"])
	}
	if in["locale"] != "fr" || in["channel_id"] != w.room || in["member"].(object)["user"].(object)["id"] != w.ann || in["type"] != 2.0 {
		t.Errorf("the interaction is %v", in)
	}
	seen := w.Seen(w.ann)
	if len(seen) != 1 || !seen[0].Ephemeral || seen[0].Read != "for you alone" {
		t.Errorf("ann sees %+v", seen)
	}
	if seen := w.Seen(w.ben); len(seen) != 0 {
		t.Errorf("ben sees %+v", seen)
	}
	if a := w.call("GET", "channels/"+w.room+"/messages/"+seen[0].ID, nil); a.code != 10008 {
		t.Errorf("the API shows what is ephemeral: %s", a.body)
	}
}

// What Discord's client does not let anybody send.
func TestCommandMisuse(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	hidden := w.AddChannel(discordfake.Channel{Name: "hidden", Private: true, Members: []string{w.ben}})
	w.answers(func(object) object { return say("x", 0) })
	subject := map[string]string{"subject": "x"}
	for _, tt := range []struct {
		channel, command string
		options          map[string]string
	}{
		{w.room, "cats", nil}, {w.room, "case", nil}, {w.room, "case shut", nil}, {w.room, "case open", nil},
		{w.room, "case open", map[string]string{"subject": strings.Repeat("x", 21)}},
		{w.room, "case open", map[string]string{"subject": "x", "days": "31"}},
		{w.room, "case open", map[string]string{"subject": "x", "days": "many"}},
		{w.room, "case open", map[string]string{"subject": "x", "for": "@nobody"}},
		{w.room, "case open", map[string]string{"subject": "x", "tone": "rude"}},
		{w.room, "case open", map[string]string{"subject": "x", "cat": "x"}},
		{w.room, "admin", nil}, {hidden, "case open", subject}, {"", "case open", subject},
	} {
		if err := w.Command(w.ann, tt.channel, tt.command, tt.options); err == nil {
			t.Errorf("/%s %v was taken", tt.command, tt.options)
		}
	}
	if seen := w.Seen(w.ann); len(seen) != 0 {
		t.Errorf("ann sees %+v", seen)
	}
}

func TestAutocomplete(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	asked := w.answers(func(in object) object {
		return object{"type": 8, "data": object{"choices": []object{{"name": "Gazco", "name_localizations": object{"fr": "Gazco (gaz)"}, "value": "gazco"}}}}
	})
	choices, err := w.Autocomplete(w.ann, w.room, "case open", map[string]string{"whom": "ga"}, "whom")
	if err != nil || !slices.Equal(choices, []discordfake.Choice{{Name: "Gazco (gaz)", Value: "gazco"}}) {
		t.Errorf("%+v, %v", choices, err)
	}
	in := <-asked
	o := in["data"].(object)["options"].([]any)[0].(object)["options"].([]any)[0].(object)
	if in["type"] != 4.0 || o["focused"] != true || o["value"] != "ga" {
		t.Errorf("the interaction is %v", in)
	}
	if _, err := w.Autocomplete(w.ann, w.room, "case open", map[string]string{"subject": "x"}, "subject"); err == nil {
		t.Error("an option without autocomplete completes")
	}
}

// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback
func TestAnswerTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, discordfake.Options{})
		w.register()
		asked := w.answers(func(object) object { return nil })
		begun := time.Now()
		err := w.Command(w.ann, w.room, "case list", nil)
		if err == nil || time.Since(begun) != 3*time.Second {
			t.Errorf("unanswered for %v: %v", time.Since(begun), err)
		}
		in := <-asked
		callback := "interactions/" + in["id"].(string) + "/" + in["token"].(string) + "/callback"
		hook := "webhooks/" + w.Application() + "/" + in["token"].(string)
		if a := w.callAs("", "POST", callback, say("late", 0)); a.code != 10062 {
			t.Errorf("a late answer: %d %s", a.status, a.body)
		}
		if a := w.callAs("", "POST", hook, object{"content": "late"}); a.code != 50027 {
			t.Errorf("a follow-up of what was never answered: %d %s", a.status, a.body)
		}

		done := make(chan error)
		go func() { done <- w.Command(w.ann, w.room, "case list", nil) }()
		in = <-asked
		callback = "interactions/" + in["id"].(string) + "/" + in["token"].(string) + "/callback"
		hook = "webhooks/" + w.Application() + "/" + in["token"].(string)
		if a := w.callAs("", "POST", hook, object{"content": "early"}); a.code != 10015 {
			t.Errorf("a follow-up before the answer: %d %s", a.status, a.body)
		}
		for _, kind := range []int{6, 7, 8, 99} {
			if a := w.callAs("", "POST", callback, object{"type": kind, "data": object{"content": "x"}}); a.code != 50035 {
				t.Errorf("an answer of type %d to a command: %d %s", kind, a.status, a.body)
			}
		}
		time.Sleep(2 * time.Second)
		a := w.callAs("", "POST", callback+"?with_response=true", object{"type": 5, "data": object{"flags": 64}})
		if err := <-done; err != nil || a.status != 200 || a.object["interaction"].(object)["response_message_loading"] != true {
			t.Errorf("after two seconds: %v, %s", err, a.body)
		}
		if a := w.callAs("", "POST", callback, say("again", 0)); a.code != 40060 {
			t.Errorf("a second answer: %d %s", a.status, a.body)
		}
		if seen := w.Seen(w.ann); len(seen) != 1 || !seen[0].Loading || !seen[0].Ephemeral {
			t.Errorf("ann sees %+v", seen)
		}
		w.pass(14 * time.Minute)
		if a := w.callAs("", "PATCH", hook+"/messages/@original", object{"content": "at last"}); a.status != 200 {
			t.Errorf("the edit of the answer: %d %s", a.status, a.body)
		}
		if seen := w.Seen(w.ann); len(seen) != 1 || seen[0].Loading || seen[0].Read != "at last" || !seen[0].Ephemeral {
			t.Errorf("ann sees %+v", seen)
		}
		if a := w.callAs("", "POST", hook, object{"content": "and more", "flags": 64}); a.status != 200 {
			t.Errorf("a follow-up: %d %s", a.status, a.body)
		}
		w.pass(2 * time.Minute)
		if a := w.callAs("", "POST", hook, object{"content": "too late"}); a.code != 50027 {
			t.Errorf("after a quarter of an hour: %d %s", a.status, a.body)
		}
		if seen := w.Seen(w.ann); len(seen) != 2 || seen[1].Read != "and more" {
			t.Errorf("ann sees %+v", seen)
		}
	})
}

func TestClick(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	asked := w.answers(func(in object) object {
		if in["data"].(object)["component_type"] == 3.0 {
			return object{"type": 6}
		}
		return object{"type": 7, "data": object{"content": "clicked", "components": []object{}}}
	})
	id := w.post(w.room, object{"content": "a card", "components": []object{row(press("go:1")), row(object{
		"type": 3, "custom_id": "pick", "placeholder": "Pick", "options": []object{{"label": "Ex", "value": "x"}, {"label": "Why", "value": "y"}},
	})}})
	m, _ := w.see(w.ben, id)
	if !slices.Equal(m.Labels, []string{"Yes", "Pick"}) || len(m.Selects) != 1 || m.Read != "a card\nYes\nPick\nEx\nWhy" {
		t.Errorf("ben sees %+v", m)
	}
	if err := w.Pick(w.ben, m, "Pick", "Why"); err != nil {
		t.Fatal(err)
	}
	if in := <-asked; in["data"].(object)["custom_id"] != "pick" || in["data"].(object)["values"].([]any)[0] != "y" {
		t.Errorf("the choice came as %v", in["data"])
	}
	if err := w.Pick(w.ben, m, "Pick", "Zed"); err == nil {
		t.Error("what is no option can be picked")
	}
	if err := w.Click(w.ben, m, "No"); err == nil {
		t.Error("a button that is not there can be clicked")
	}
	if err := w.Click(w.ben, m, "Yes"); err != nil {
		t.Fatal(err)
	}
	in := <-asked
	if in["type"] != 3.0 || in["data"].(object)["custom_id"] != "go:1" || in["message"].(object)["id"] != id {
		t.Errorf("the click came as %v", in)
	}
	if m, _ = w.see(w.ben, id); m.Read != "clicked" || len(m.Labels) != 0 {
		t.Errorf("afterwards ben sees %+v", m)
	}
}

func TestMessageCommand(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	w.register()
	asked := w.answers(func(object) object { return say("filed", 64) })
	id, err := w.Say(w.ben, w.room, "my meter is broken")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.MessageCommand(w.ann, "Open a case", w.room, id); err != nil {
		t.Fatal(err)
	}
	data := (<-asked)["data"].(object)
	said := data["resolved"].(object)["messages"].(object)[id].(object)
	if data["target_id"] != id || data["type"] != 3.0 || said["content"] != "my meter is broken" || said["author"].(object)["id"] != w.ben {
		t.Errorf("the command came as %v", data)
	}
}
