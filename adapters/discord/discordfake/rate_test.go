package discordfake_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"relance/adapters/discord/discordfake"
)

const postRoute = "POST /channels/{channel.id}/messages"

// https://docs.discord.com/developers/topics/rate-limits
func TestBuckets(t *testing.T) {
	w := newWorld(t, discordfake.Options{Limits: true})
	other := w.AddChannel(discordfake.Channel{Name: "other"})
	at := "channels/" + w.room + "/messages"
	for i := range 5 {
		a := w.call("POST", at, object{"content": "x"})
		if a.status != 200 || a.header.Get("X-RateLimit-Limit") != "5" || a.header.Get("X-RateLimit-Remaining") != fmt.Sprint(4-i) || a.header.Get("X-RateLimit-Bucket") == "" {
			t.Fatalf("%d %v", a.status, a.header)
		}
	}
	w.pass(time.Second)
	a := w.call("POST", at, object{"content": "x"})
	if a.status != 429 || a.object["retry_after"] != 4.0 || a.object["global"] != false || a.header.Get("Retry-After") != "4" || a.header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("the sixth: %d %s %v", a.status, a.body, a.header)
	}
	if v := w.Violations(); len(v) != 0 {
		t.Errorf("nobody had been told: %q", v)
	}
	if a := w.call("POST", "channels/"+other+"/messages", object{"content": "x"}); a.status != 200 {
		t.Errorf("another channel: %d", a.status)
	}
	w.pass(time.Second)
	if a := w.call("POST", at, object{"content": "x"}); a.status != 429 {
		t.Errorf("too early again: %d", a.status)
	}
	if v := w.Violations(); len(v) != 1 {
		t.Errorf("violations: %q", v)
	}
	w.pass(3 * time.Second)
	if a := w.call("POST", at, object{"content": "x"}); a.status != 200 {
		t.Errorf("in time: %d %s", a.status, a.body)
	}
	if n := len(w.Seen(w.ann)); n != 7 {
		t.Errorf("ann sees %d messages", n)
	}
}

func TestGlobalLimit(t *testing.T) {
	w := newWorld(t, discordfake.Options{Limits: true})
	var rooms []string
	for i := range 51 {
		rooms = append(rooms, w.AddChannel(discordfake.Channel{Name: fmt.Sprint("room", i)}))
	}
	for i, room := range rooms {
		a := w.call("GET", "channels/"+room, nil)
		if last := i == 50; last != (a.status == 429) || last && (a.header.Get("X-RateLimit-Global") != "true" || a.object["global"] != true) {
			t.Fatalf("request %d: %d %v", i, a.status, a.header)
		}
	}
	// Interactions are not bound to it.
	if a := w.callAs("", "POST", "interactions/1/token/callback", object{"type": 4}); a.status != 404 {
		t.Errorf("an interaction: %d", a.status)
	}
	if a := w.call("GET", "users/@me", nil); a.status != 429 || len(w.Violations()) != 0 {
		t.Errorf("a request that had left before: %d %q", a.status, w.Violations())
	}
	w.pass(100 * time.Millisecond)
	if a := w.call("GET", "users/@me", nil); a.status != 429 || len(w.Violations()) != 1 {
		t.Errorf("before the time: %d %q", a.status, w.Violations())
	}
}

// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
func TestInvalidRequests(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	for range 10_000 {
		if a := w.callAs("Bot x", "GET", "users/@me", nil); a.status != 401 {
			t.Fatalf("%d", a.status)
		}
	}
	if a := w.call("GET", "users/@me", nil); a.status != 429 || len(a.body) > 0 {
		t.Errorf("banned: %d %s", a.status, a.body)
	}
	w.pass(10 * time.Minute)
	if a := w.call("GET", "users/@me", nil); a.status != 200 {
		t.Errorf("ten minutes later: %d %s", a.status, a.body)
	}
}

func TestFaults(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	at := "channels/" + w.room + "/messages"
	tests := []struct {
		name         string
		fault        discordfake.Fault
		status, code int
		said         bool
	}{
		{"502", discordfake.Fault{Status: 502}, 502, 0, false},
		{"502 and done", discordfake.Fault{Status: 502, Accept: true}, 502, 0, true},
		{"code", discordfake.Fault{Status: 403, Code: 50013}, 403, 50013, false},
		{"cut", discordfake.Fault{Cut: true}, 0, 0, false},
		{"cut and done", discordfake.Fault{Cut: true, Accept: true}, 0, 0, true},
		{"429", discordfake.Fault{RetryAfter: 1500 * time.Millisecond}, 429, 0, false},
		{"429 for all", discordfake.Fault{RetryAfter: time.Second, Global: true}, 429, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.t = t
			w.pass(time.Minute)
			before := len(w.Seen(w.ann))
			w.Fail(postRoute, tt.fault)
			a := w.call("POST", at, object{"content": "x"})
			if a.status != tt.status || a.code != tt.code {
				t.Errorf("%d %s", a.status, a.body)
			}
			if said := len(w.Seen(w.ann)) > before; said != tt.said {
				t.Errorf("said: %v", said)
			}
			w.pass(time.Minute)
			if a := w.call("POST", at, object{"content": "x"}); a.status != 200 {
				t.Errorf("the next call: %d %s", a.status, a.body)
			}
		})
	}
	w.t = t
	w.Fail(postRoute, discordfake.Fault{Status: 500, Times: -1, When: func(c discordfake.Call) bool { return strings.Contains(string(c.Body), "bad") }})
	for _, text := range []string{"bad", "good", "bad"} {
		if a := w.call("POST", at, object{"content": text}); (a.status == 500) != (text == "bad") {
			t.Errorf("%s: %d", text, a.status)
		}
	}
	w.Heal()
	if a := w.call("POST", at, object{"content": "bad"}); a.status != 200 {
		t.Errorf("healed: %d", a.status)
	}
	if v := w.Violations(); len(v) > 0 {
		t.Errorf("violations: %q", v)
	}
}

// https://docs.discord.com/developers/reference#user-agent
func TestUserAgent(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	r, err := http.NewRequestWithContext(t.Context(), "GET", w.APIURL()+"users/@me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+w.Token())
	res, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 403 {
		t.Errorf("without a user agent: %d", res.StatusCode)
	}
}
