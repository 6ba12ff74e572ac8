package slackfake_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const card = `[{"type":"section","text":{"type":"plain_text","text":"card"}},{"type":"actions","block_id":"b","elements":[
	{"type":"button","action_id":"a#0","value":"v","text":{"type":"plain_text","text":"Yes"}},
	{"type":"static_select","action_id":"a#1","placeholder":{"type":"plain_text","text":"Pick"},
	 "options":[{"text":{"type":"plain_text","text":"Ex"},"value":"x"}]}]}]`

func TestClicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.call(t, "chat.postMessage", map[string]string{"channel": a.press, "text": "card", "blocks": card})
		m := a.Seen(a.ann)[0]
		if err := a.Click(a.ann, m, "Yes"); err != nil {
			t.Fatal(err)
		}
		p := a.last()
		action := p["actions"].([]any)[0].(map[string]any)
		if p["type"] != "block_actions" || action["action_id"] != "a#0" || action["value"] != "v" || action["block_id"] != "b" ||
			p["message"].(map[string]any)["ts"] != m.TS || p["user"].(map[string]any)["id"] != a.ann || p["channel"].(map[string]any)["id"] != a.press {
			t.Errorf("%v", p)
		}
		for _, by := range []string{"x", "Ex"} { // by value, by text
			if err := a.Pick(a.ann, m, "Pick", by); err != nil {
				t.Fatal(err)
			}
			action = a.last()["actions"].([]any)[0].(map[string]any)
			if action["type"] != "static_select" || action["selected_option"].(map[string]any)["value"] != "x" {
				t.Errorf("%v", action)
			}
		}
		if err := a.Click(a.ann, m, "No"); err == nil {
			t.Error("a button that is not there is clicked")
		}
		if err := a.Pick(a.ann, m, "Pick", "y"); err == nil {
			t.Error("an option that is not there is picked")
		}
	})
}

func (f *office) hook(t *testing.T, address, body string) string {
	t.Helper()
	response, err := f.web.Post(address, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %v", response.Status, err)
	}
	return string(text)
}

// https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses
func TestResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.call(t, "chat.postMessage", map[string]string{"channel": a.press, "text": "card", "blocks": card})
		m := a.Seen(a.ann)[0]
		a.Click(a.ann, m, "Yes")
		address := a.last()["response_url"].(string)
		for _, body := range []string{
			`{"text":"for you"}`, `{"text":"for all","response_type":"in_channel"}`, `{"text":"changed","replace_original":true}`, `{"delete_original":true}`,
		} {
			if got := a.hook(t, address, body); got != "ok" {
				t.Errorf("%s: %s", body, got)
			}
		}
		if got := a.hook(t, address, `{"blocks":[{"type":"poem"}]}`); !strings.Contains(got, "invalid_blocks") {
			t.Errorf("a wrong block: %s", got)
		}
		var read []string
		for _, m := range a.Seen(a.ann) {
			read = append(read, m.Read)
		}
		if strings.Join(read, "|") != "for you|for all" {
			t.Errorf("ann sees %q", read)
		}
		if seen := a.Seen(a.ben); len(seen) != 1 || seen[0].Read != "for all" {
			t.Errorf("ben sees %+v", seen)
		}
		a.hook(t, address, `{"text":"the fifth"}`)
		if got := a.hook(t, address, `{"text":"the sixth"}`); !strings.Contains(got, "used_url") {
			t.Errorf("the sixth: %s", got)
		}
		a.Click(a.ann, a.Seen(a.ann)[0], "Yes")
		a.Command(a.ann, a.press, "/case", "")
		address = a.last()["response_url"].(string)
		time.Sleep(30*time.Minute + 1)
		if got := a.hook(t, address, `{"text":"late"}`); !strings.Contains(got, "expired_url") {
			t.Errorf("after half an hour: %s", got)
		}
	})
}

func TestShortcuts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		ts, err := a.Say(a.ben, a.press, "", "see <b>")
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Shortcut(a.ann, "open", a.press, ts); err != nil {
			t.Fatal(err)
		}
		p := a.last()
		if m := p["message"].(map[string]any); p["type"] != "message_action" || p["callback_id"] != "open" || m["user"] != a.ben || m["text"] != "see &lt;b&gt;" || p["message_ts"] != ts {
			t.Errorf("%v", p)
		}
		if err := a.Shortcut(a.ann, "open", "", ""); err != nil || a.last()["type"] != "shortcut" || a.last()["channel"] != nil {
			t.Errorf("%v, %v", err, a.last())
		}
		if err := a.Shortcut(a.ann, "open", a.press, "1.000001"); err == nil {
			t.Error("a message that is not there has a menu")
		}
	})
}
