package slackfake_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/slack/slackfake"
)

// app is a bot that answers as a test says, over a socket.
type app struct {
	*office
	ear *ear
	// answer returns the payload of an acknowledgement; nil: none.
	answer func(frame, map[string]any) string
	got    []map[string]any
}

func newApp(t *testing.T) *app {
	f := newOffice(t, slackfake.Options{})
	a := &app{office: f, ear: f.listen(t)}
	go func() {
		for got := range a.ear.frames {
			var p map[string]any
			if err := json.Unmarshal(got.Payload, &p); err != nil {
				t.Error(err)
			}
			a.got = append(a.got, p)
			payload := ""
			if a.answer != nil {
				payload = a.answer(got, p)
			}
			a.ear.ack(t, got, payload)
		}
	}()
	return a
}

// last is the payload that came last.
func (a *app) last() map[string]any { return a.got[len(a.got)-1] }

const modal = `{"type":"modal","callback_id":"open","private_metadata":"p","title":{"type":"plain_text","text":"Open"},
	"submit":{"type":"plain_text","text":"Send"},"blocks":[
	{"type":"input","block_id":"subject","label":{"type":"plain_text","text":"Subject"},"element":{"type":"plain_text_input","action_id":"a","max_length":10}},
	{"type":"input","block_id":"whom#2","label":{"type":"plain_text","text":"Whom"},"element":{"type":"external_select","action_id":"a","min_query_length":2}},
	{"type":"input","block_id":"until","optional":true,"label":{"type":"plain_text","text":"Until"},"element":{"type":"datepicker","action_id":"a","initial_date":"2026-03-01"}},
	{"type":"input","block_id":"sure","optional":true,"label":{"type":"plain_text","text":"Sure"},"element":{"type":"checkboxes","action_id":"a","options":[{"text":{"type":"plain_text","text":"Yes"},"value":"yes"}]}},
	{"type":"actions","block_id":"more","elements":[{"type":"button","action_id":"grow","text":{"type":"plain_text","text":"Add"}}]}]}`

// open gives a command and opens a modal with its trigger.
func (a *app) open(t *testing.T, by, view string) map[string]any {
	t.Helper()
	if err := a.Command(by, a.press, "/case", "open"); err != nil {
		t.Fatal(err)
	}
	return a.call(t, "views.open", map[string]string{"trigger_id": a.last()["trigger_id"].(string), "view": view})
}

func TestModal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		if answer := a.open(t, a.ann, modal); answer["ok"] != true {
			t.Fatal(answer)
		}
		v, ok := a.View(a.ann)
		if !ok || v.Title != "Open" || v.CallbackID != "open" || len(v.Inputs) != 4 || v.Inputs[2].Value != "2026-03-01" || !slices.Equal(v.Labels, []string{"Add"}) {
			t.Fatalf("ann sees %+v", v)
		}
		if _, ok := a.View(a.ben); ok {
			t.Error("ben sees it too")
		}
		if err := a.Submit(a.ann); err == nil || !strings.Contains(err.Error(), "Subject") {
			t.Errorf("sent without a subject: %v", err)
		}
		if err := a.Fill(a.ann, "subject", "eleven char"); err == nil {
			t.Error("more is typed than the client takes")
		}
		if err := a.Fill(a.ann, "colour", "red"); err == nil {
			t.Error("what is not asked is answered")
		}
		a.answer = func(_ frame, p map[string]any) string {
			if p["type"] == "block_suggestion" {
				return fmt.Sprintf(`{"options":[{"text":{"type":"plain_text","text":"Gazco"},"value":"gazco-%s"}]}`, p["value"])
			}
			return `{"response_action":"errors","errors":{"subject":"Say more."}}`
		}
		if offered, err := a.Suggest(a.ann, "whom", "g"); err != nil || offered != nil {
			t.Errorf("after one character %v, %v", offered, err)
		}
		offered, err := a.Suggest(a.ann, "whom", "ga")
		if err != nil || len(offered) != 1 || offered[0] != (slackfake.Option{Text: "Gazco", Value: "gazco-ga"}) {
			t.Fatalf("offered %v, %v", offered, err)
		}
		for _, fill := range [][2]string{{"subject", "short"}, {"whom", "Gazco"}, {"until", ""}, {"sure", "Yes"}} {
			if err := a.Fill(a.ann, fill[0], fill[1]); err != nil {
				t.Error(err)
			}
		}
		if err := a.Submit(a.ann); err != nil {
			t.Fatal(err)
		}
		if v, ok := a.View(a.ann); !ok || v.Errors["subject"] != "Say more." || v.Inputs[0].Value != "short" {
			t.Errorf("ann sees %+v", v)
		}
		a.answer = nil
		if err := a.Submit(a.ann); err != nil {
			t.Fatal(err)
		}
		if _, ok := a.View(a.ann); ok {
			t.Error("the modal stays")
		}
		view := a.last()["view"].(map[string]any)
		state, err := json.Marshal(view["state"])
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`"value":"short"`, `"value":"gazco-ga"`, `"selected_date":null`, `"value":"yes"`} {
			if !strings.Contains(string(state), want) {
				t.Errorf("%s is not in %s", want, state)
			}
		}
		if view["private_metadata"] != "p" || view["callback_id"] != "open" {
			t.Errorf("sent %v", view)
		}
		if wrong := a.Refusals(); len(wrong) != 0 {
			t.Errorf("refusals %q", wrong)
		}
	})
}

// What was filled in stays where block_id and action_id stay.
func TestModalGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.open(t, a.ann, modal)
		a.Fill(a.ann, "subject", "kept")
		if err := a.ClickView(a.ann, "Add"); err != nil {
			t.Fatal(err)
		}
		p := a.last()
		view := p["view"].(map[string]any)
		if p["type"] != "block_actions" || p["response_url"] != nil || p["actions"].([]any)[0].(map[string]any)["action_id"] != "grow" {
			t.Errorf("%v", p)
		}
		refused(t, "an old hash", a.call(t, "views.update", map[string]string{"view_id": view["id"].(string), "hash": "1.1", "view": modal}), "hash_conflict")
		grown := strings.Replace(modal, `{"type":"actions"`, `{"type":"section","text":{"type":"plain_text","text":"grown"}},{"type":"actions"`, 1)
		if answer := a.call(t, "views.update", map[string]string{"view_id": view["id"].(string), "hash": view["hash"].(string), "view": grown}); answer["ok"] != true {
			t.Fatal(answer)
		}
		if v, _ := a.View(a.ann); v.Inputs[0].Value != "kept" || !strings.Contains(v.Read, "grown") {
			t.Errorf("ann sees %+v", v)
		}
		refused(t, "no such view", a.call(t, "views.update", map[string]string{"view_id": "V1", "view": modal}), "not_found")
	})
}

func TestModalsStack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.open(t, a.ann, modal)
		push := func() map[string]any {
			if err := a.ClickView(a.ann, "Add"); err != nil {
				t.Fatal(err)
			}
			return a.call(t, "views.push", map[string]string{"trigger_id": a.last()["trigger_id"].(string), "view": modal})
		}
		for range 2 {
			if answer := push(); answer["ok"] != true {
				t.Fatal(answer)
			}
		}
		refused(t, "a fourth", push(), "push_limit_reached")
		for range 2 {
			a.Close(a.ann)
		}
		if _, ok := a.View(a.ann); !ok {
			t.Error("the first is gone")
		}
		a.answer = func(frame, map[string]any) string { return `{"response_action":"clear"}` }
		a.Fill(a.ann, "subject", "x")
		push()
		a.answer = func(_ frame, p map[string]any) string {
			if p["type"] == "view_submission" {
				return `{"response_action":"clear"}`
			}
			return `{"options":[{"text":{"type":"plain_text","text":"G"},"value":"g"}]}`
		}
		a.Fill(a.ann, "subject", "x")
		if err := a.Fill(a.ann, "whom", "gg"); err == nil {
			t.Error("an option that was not offered is chosen")
		}
		if err := a.Fill(a.ann, "whom", "G"); err != nil {
			t.Error(err)
		}
		if err := a.Submit(a.ann); err != nil {
			t.Error(err)
		}
		if _, ok := a.View(a.ann); ok {
			t.Error("a modal stays")
		}
	})
}

// https://docs.slack.dev/reference/methods/views.open/
func TestExternalID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		named := strings.Replace(modal, `"callback_id"`, `"external_id":"mine","callback_id"`, 1)
		if answer := a.open(t, a.ann, named); answer["ok"] != true {
			t.Fatal(answer)
		}
		refused(t, "the same again", a.open(t, a.ben, named), "duplicate_external_id")
		if answer := a.call(t, "views.update", map[string]string{"external_id": "mine", "view": named}); answer["ok"] != true {
			t.Error(answer)
		}
	})
}

// https://docs.slack.dev/interactivity/handling-user-interaction/
func TestTriggers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		if answer := a.open(t, a.ann, modal); answer["ok"] != true {
			t.Fatal(answer)
		}
		used := a.last()["trigger_id"].(string)
		refused(t, "used", a.call(t, "views.open", map[string]string{"trigger_id": used, "view": modal}), "exchanged_trigger_id")
		refused(t, "invented", a.call(t, "views.open", map[string]string{"trigger_id": "1.2.3", "view": modal}), "invalid_trigger_id")
		a.Command(a.ann, a.press, "/case", "")
		old := a.last()["trigger_id"].(string)
		time.Sleep(3*time.Second + 1)
		refused(t, "old", a.call(t, "views.open", map[string]string{"trigger_id": old, "view": modal}), "expired_trigger_id")
	})
}

func TestViewRules(t *testing.T) {
	modalWith := func(field, value string) string {
		fields := map[string]string{
			"type": `"modal"`, "title": `{"type":"plain_text","text":"T"}`, "submit": `{"type":"plain_text","text":"S"}`, "blocks": `[]`,
		}
		fields[field] = value
		var all []string
		for key, value := range fields {
			if value != "" {
				all = append(all, fmt.Sprintf("%q:%s", key, value))
			}
		}
		return "{" + strings.Join(all, ",") + "}"
	}
	long := func(n int) string { return `{"type":"plain_text","text":"` + strings.Repeat("a", n) + `"}` }
	quoted := func(n int) string { return `"` + strings.Repeat("a", n) + `"` }
	input := func(more string) string {
		return `[{"type":"input","label":{"type":"plain_text","text":"L"},` + more + `}]`
	}
	const views, elements = "https://docs.slack.dev/reference/views/modal-views/", blockKit + "block-elements/plain-text-input-element/"
	tests := []struct{ rule, document, view, code, says string }{
		{"title", views, modalWith("title", long(25)), "invalid_arguments", "must be less than 25 characters [json-pointer:/view/title/text]"},
		{"a title there is", views, modalWith("title", ""), "invalid_arguments", "missing required field: title"},
		{"submit", views, modalWith("submit", long(25)), "invalid_arguments", "[json-pointer:/view/submit/text]"},
		{"close", views, modalWith("close", long(25)), "invalid_arguments", "[json-pointer:/view/close/text]"},
		{"private_metadata", views, modalWith("private_metadata", quoted(3001)), "invalid_arguments", "[json-pointer:/view/private_metadata]"},
		{"callback_id", views, modalWith("callback_id", quoted(256)), "invalid_arguments", "[json-pointer:/view/callback_id]"},
		{"blocks", views, modalWith("blocks", "["+strings.Repeat(`{"type":"divider"},`, 100)+`{"type":"divider"}]`), "invalid_arguments", "no more than 100 items allowed"},
		{"type", views, modalWith("type", `"home"`), "invalid_arguments", "must be one of: modal"},
		{"size", "https://docs.slack.dev/reference/methods/views.open/", modalWith("x", quoted(250001)), "view_too_large", ""},
		{"who asks can be answered", views, strings.Replace(modalWith("blocks", input(`"element":{"type":"plain_text_input"}`)), `"submit":`, `"submit_disabled":`, 1), "invalid_arguments", "missing required field: submit"},
		{"label", blockKit + "blocks/input-block/", modalWith("blocks", `[{"type":"input","label":`+long(2001)+`,"element":{"type":"plain_text_input"}}]`), "invalid_arguments", "must be less than 2001 characters"},
		{"hint", blockKit + "blocks/input-block/", modalWith("blocks", input(`"hint":`+long(2001)+`,"element":{"type":"plain_text_input"}`)), "invalid_arguments", "must be less than 2001 characters"},
		{"element", blockKit + "blocks/input-block/", modalWith("blocks", input(`"element":{"type":"button","text":{"type":"plain_text","text":"b"}}`)), "invalid_arguments", "unsupported type: button"},
		{"max_length", elements, modalWith("blocks", input(`"element":{"type":"plain_text_input","max_length":3001}`)), "invalid_arguments", "must be at most 3000"},
		{"initial_value", elements, modalWith("blocks", input(`"element":{"type":"plain_text_input","max_length":2,"initial_value":"abc"}`)), "invalid_arguments", "must be less than 3 characters"},
		{"initial_date", blockKit + "block-elements/date-picker-element/", modalWith("blocks", input(`"element":{"type":"datepicker","initial_date":"soon"}`)), "invalid_arguments", "must be of the form 2006-01-02"},
	}
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		for _, tt := range tests {
			answer := a.open(t, a.ann, tt.view)
			says, _ := json.Marshal(answer["response_metadata"])
			if answer["error"] != tt.code || !strings.Contains(string(says), tt.says) {
				t.Errorf("%s (%s): %v, want %s, %q", tt.rule, tt.document, answer, tt.code, tt.says)
			}
		}
		if _, ok := a.View(a.ann); ok {
			t.Error("a modal that was refused is open")
		}
	})
}

// https://docs.slack.dev/surfaces/modals/
func TestWrongAnswersToSubmissions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		view := strings.Replace(modal, `"block_id":"whom#2",`, `"block_id":"whom#2","optional":true,`, 1)
		a.open(t, a.ann, view)
		a.Fill(a.ann, "subject", "x")
		for _, answer := range []string{
			`{"response_action":"errors","errors":{"more":"no input"}}`, `{"response_action":"errors","errors":{"gone":"no block"}}`,
			`{"response_action":"errors","errors":{}}`, `{"response_action":"sing"}`, `{"response_action":"update","view":{"type":"modal"}}`,
		} {
			a.answer = func(frame, map[string]any) string { return answer }
			if err := a.Submit(a.ann); err == nil {
				t.Errorf("%s is taken", answer)
			}
		}
		if got := len(a.Refusals()); got != 5 {
			t.Errorf("%d refusals of 5", got)
		}
		if _, ok := a.View(a.ann); !ok {
			t.Error("the modal is gone")
		}
	})
}

func TestHome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		home := `{"type":"home","blocks":[{"type":"section","text":{"type":"plain_text","text":"yours"},"accessory":{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Go"}}}]}`
		answer := a.call(t, "views.publish", map[string]string{"user_id": a.ann, "view": home})
		if answer["ok"] != true {
			t.Fatal(answer)
		}
		if v, ok := a.Home(a.ann); !ok || v.Read != "yours\nGo" {
			t.Errorf("ann sees %+v", v)
		}
		if err := a.ClickView(a.ann, "Go"); err != nil || a.last()["view"].(map[string]any)["type"] != "home" {
			t.Errorf("a click: %v, %v", err, a.last())
		}
		refused(t, "an old hash", a.call(t, "views.publish", map[string]string{"user_id": a.ann, "view": home, "hash": "1.1"}), "hash_conflict")
		refused(t, "a home with a title", a.call(t, "views.publish", map[string]string{"user_id": a.ann, "view": modal}), "invalid_arguments")
		refused(t, "nobody", a.call(t, "views.publish", map[string]string{"user_id": "U9", "view": home}), "invalid_arguments")
	})
}
