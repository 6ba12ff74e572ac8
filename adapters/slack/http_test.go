package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// signed is a request as Slack makes it.
func signed(where, body, secret string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/slack/"+where, strings.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	r.Header.Set(timestampHeader, stamp)
	r.Header.Set(signatureHeader, "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

// The example of https://docs.slack.dev/authentication/verifying-requests-from-slack.
func TestVerifyKnownRequest(t *testing.T) {
	body := "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	h := http.Header{}
	h.Set(timestampHeader, "1531420618")
	h.Set(signatureHeader, "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
	if err := verify(h, []byte(body), "8f742231b10e8888abcd99yyyzzz85a5", time.Unix(1531420618, 0)); err != nil {
		t.Error(err)
	}
}

// running serves HTTP while the test lasts.
func running(t *testing.T, p *Platform, h chat.Handler) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, h) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	for p.inbound.current() == nil { // it is about to begin
		synctest.Wait()
	}
}

func serve(p *Platform, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	p.HTTP().ServeHTTP(w, r)
	return w
}

const someCommand = "command=%2Fcase&text=note+%22so%22+%26&user_id=U1&user_name=ann&channel_id=C1&trigger_id=t1"

func TestHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, h := alone(t), &handler{}
		running(t, p, h)
		h.answer = func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Command); is {
				return chat.Answer{Message: &chat.Message{Title: "Noted"}}
			}
			return chat.Answer{}
		}
		w := serve(p, signed("commands", someCommand, testSecret, noon))
		var shown struct {
			Type string `json:"response_type"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &shown); err != nil || w.Code != http.StatusOK || shown.Type != "ephemeral" || shown.Text != "Noted" {
			t.Errorf("a command is answered %d %s", w.Code, w.Body)
		}
		said := `{"type":"event_callback","event":{"type":"message","user":"U1","text":"x","ts":"1700000000.000100","channel":"C1"}}`
		if w := serve(p, signed("events", said, testSecret, noon)); w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Errorf("a message is answered %d %s", w.Code, w.Body)
		}
		click := url.Values{"payload": {`{"type":"block_actions","trigger_id":"t2","user":{"id":"U1"},"channel":{"id":"C1"},"container":{"message_ts":"1.000001"},"actions":[{"action_id":"go#0","value":"on"}]}`}}.Encode()
		if w := serve(p, signed("interactivity", click, testSecret, noon)); w.Code != http.StatusOK {
			t.Errorf("a click is answered %d %s", w.Code, w.Body)
		}
		acts := h.handled()
		if len(acts) != 3 || acts[0].Deed != (chat.Command{Name: "case", Text: `note "so" &`}) {
			t.Errorf("handled %+v", acts)
		}
		// Slack asks whether the address is ours, and now and then whether its TLS is good.
		if w := serve(p, signed("events", `{"type":"url_verification","challenge":"3eZbrw1a"}`, testSecret, noon)); w.Code != http.StatusOK || w.Body.String() != "3eZbrw1a" {
			t.Errorf("the challenge is answered %d %q", w.Code, w.Body)
		}
		if w := serve(p, signed("commands", "ssl_check=1", testSecret, noon)); w.Code != http.StatusOK {
			t.Errorf("ssl_check is answered %d", w.Code)
		}
		if n := len(h.handled()); n != 3 {
			t.Errorf("%d acts were handled", n)
		}
	})
}

func TestHTTPRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		p, h := alone(t), &handler{}
		p.log = slog.New(slog.NewTextHandler(&log, nil))
		running(t, p, h)
		unsigned := signed("commands", someCommand, testSecret, noon)
		unsigned.Header.Del(signatureHeader)
		timeless := signed("commands", someCommand, testSecret, noon)
		timeless.Header.Del(timestampHeader)
		moved := signed("commands", someCommand, testSecret, noon)
		moved.Header.Set(timestampHeader, strconv.FormatInt(noon.Unix()+1, 10))
		get := signed("commands", someCommand, testSecret, noon)
		get.Method = http.MethodGet
		genuine := hex.EncodeToString([]byte(testSecret))
		for name, tt := range map[string]struct {
			request *http.Request
			status  int
		}{
			"unsigned":       {unsigned, http.StatusUnauthorized},
			"no time":        {timeless, http.StatusUnauthorized},
			"another time":   {moved, http.StatusUnauthorized},
			"another secret": {signed("commands", someCommand, genuine, noon), http.StatusUnauthorized},
			"too old":        {signed("commands", someCommand, testSecret, noon.Add(-freshFor-time.Second)), http.StatusUnauthorized},
			"too new":        {signed("commands", someCommand, testSecret, noon.Add(freshFor+time.Second)), http.StatusUnauthorized},
			"GET":            {get, http.StatusMethodNotAllowed},
			"another path":   {signed("admin", someCommand, testSecret, noon), http.StatusNotFound},
			"too long":       {signed("events", strings.Repeat(" ", bodyLimit+1), testSecret, noon), http.StatusRequestEntityTooLarge},
			"not a form":     {signed("commands", "%zz", testSecret, noon), http.StatusBadRequest},
			"not JSON":       {signed("events", "{", testSecret, noon), http.StatusBadRequest},
		} {
			if w := serve(p, tt.request); w.Code != tt.status || strings.Contains(w.Body.String(), "v0=") {
				t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, tt.status)
			}
		}
		if n := len(h.handled()); n != 0 {
			t.Errorf("%d acts were handled", n)
		}
		want := signed("commands", someCommand, testSecret, noon).Header.Get(signatureHeader)
		if strings.Contains(log.String(), want[3:]) || strings.Contains(log.String(), testSecret) {
			t.Errorf("the log has a signature: %s", log.String())
		}
		// At the very edge it is still good; a second time it is not.
		if w := serve(p, signed("commands", someCommand, testSecret, noon.Add(-freshFor))); w.Code != http.StatusOK {
			t.Errorf("of five minutes ago: %d", w.Code)
		}
		if w := serve(p, signed("commands", someCommand, testSecret, noon.Add(-freshFor))); w.Code != http.StatusConflict {
			t.Errorf("a second time: %d", w.Code)
		}
		if n := len(h.handled()); n != 1 {
			t.Errorf("%d acts were handled", n)
		}
	})
}

// Before Run nothing can be recorded, and without a secret nothing is believed.
func TestHTTPNotReady(t *testing.T) {
	p := alone(t)
	if w := serve(p, signed("commands", someCommand, testSecret, noon)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("before Run: %d", w.Code)
	}
	p.options.SigningSecret = ""
	if w := serve(p, signed("commands", someCommand, "", noon)); w.Code != http.StatusNotFound {
		t.Errorf("without a secret: %d", w.Code)
	}
}

// More than can be handled is refused, and taken when Slack sends it again, even
// with the same signature.
func TestHTTPFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		open := make(chan struct{})
		h := &handler{answer: func(context.Context, chat.Act) chat.Answer { <-open; return chat.Answer{} }}
		running(t, p, h)
		for i := range workers + queueLimit {
			go serve(p, signed("commands", someCommand+strconv.Itoa(i), testSecret, noon))
			synctest.Wait()
		}
		over := func() int { return serve(p, signed("commands", someCommand+"over", testSecret, noon)).Code }
		if code := over(); code != http.StatusServiceUnavailable {
			t.Errorf("a full queue answers %d", code)
		}
		close(open)
		synctest.Wait()
		if code := over(); code != http.StatusOK {
			t.Errorf("an empty queue answers %d", code)
		}
		if n := len(h.handled()); n != workers+queueLimit+1 {
			t.Errorf("%d acts were handled", n)
		}
	})
}

// A handler that hangs is waited for, but not for ever.
func TestHTTPSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		done := make(chan struct{})
		running(t, p, &handler{answer: func(context.Context, chat.Act) chat.Answer { <-done; return chat.Answer{} }})
		begun := time.Now()
		w := serve(p, signed("commands", someCommand, testSecret, noon))
		if w.Code != http.StatusGatewayTimeout || time.Since(begun) != patience {
			t.Errorf("%d after %s", w.Code, time.Since(begun))
		}
		close(done)
	})
}

func FuzzHTTP(f *testing.F) {
	f.Add("commands", someCommand)
	f.Add("events", `{"type":"url_verification","challenge":"x"}`)
	f.Add("interactivity", "payload=%7B%7D")
	f.Fuzz(func(t *testing.T, where, body string) {
		kind, payload, reply, err := opened(where, []byte(body))
		if err == nil && reply == nil && kind == "" {
			t.Errorf("nothing came of %s %q: %q", where, body, payload)
		}
		h := http.Header{}
		h.Set(signatureHeader, body)
		h.Set(timestampHeader, where)
		if verify(h, []byte(body), testSecret, noon) == nil {
			t.Error("a signature was guessed")
		}
	})
}
