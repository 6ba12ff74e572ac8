package slackfake_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"relance/adapters/slack/slackfake"
)

// frame is what comes over a socket.
type frame struct {
	Type     string          `json:"type"`
	Envelope string          `json:"envelope_id"`
	Payload  json.RawMessage `json:"payload"`
	Answers  bool            `json:"accepts_response_payload"`
	Attempt  int             `json:"retry_attempt"`
	Reason   string          `json:"retry_reason"`
	Why      string          `json:"reason"`
	N        int             `json:"num_connections"`
}

func (f frame) event(t *testing.T) (id, kind, text string) {
	t.Helper()
	var p struct {
		ID    string `json:"event_id"`
		Event struct{ Type, Text string }
	}
	if err := json.Unmarshal(f.Payload, &p); err != nil {
		t.Fatal(err)
	}
	return p.ID, p.Event.Type, p.Event.Text
}

// ear is one socket of the app, opened by hand.
type ear struct {
	*websocket.Conn
	frames chan frame // closed when the connection ends
}

func (f *office) listen(t *testing.T) *ear {
	t.Helper()
	_, address, err := f.api.StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e := f.dial(t, address)
	if hello := <-e.frames; hello.Type != "hello" {
		t.Fatalf("first came %+v", hello)
	}
	return e
}

func (f *office) dial(t *testing.T, address string) *ear {
	t.Helper()
	d := websocket.Dialer{NetDialContext: f.Dial}
	conn, _, err := d.DialContext(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{Conn: conn, frames: make(chan frame, 100)}
	go func() {
		defer close(e.frames)
		for {
			var f frame
			if conn.ReadJSON(&f) != nil {
				return
			}
			e.frames <- f
		}
	}()
	t.Cleanup(func() { conn.Close() })
	return e
}

func (e *ear) ack(t *testing.T, f frame, payload string) {
	t.Helper()
	if payload == "" {
		payload = "null"
	}
	text := `{"envelope_id":"` + f.Envelope + `","payload":` + payload + `}`
	if err := e.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Error(err)
	}
}

func TestEventsComeAgainUntilAcknowledged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		e := f.listen(t)
		start := time.Now()
		if _, err := f.Say(f.ann, f.press, "", "hello <b>"); err != nil {
			t.Fatal(err)
		}
		var first string
		for attempt, after := range []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second} {
			got := <-e.frames
			id, kind, text := got.event(t)
			if attempt == 0 {
				first = id
			}
			if got.Type != "events_api" || got.Attempt != attempt || got.Answers || id != first || kind != "message" || text != "hello &lt;b&gt;" {
				t.Errorf("attempt %d: %+v", attempt, got)
			}
			if since := time.Since(start); since != after {
				t.Errorf("attempt %d came after %s, want %s", attempt, since, after)
			}
		}
		time.Sleep(time.Hour)
		if len(e.frames) != 0 {
			t.Errorf("it came once more: %+v", <-e.frames)
		}
		f.Say(f.ann, f.press, "", "again")
		got := <-e.frames
		e.ack(t, got, "")
		time.Sleep(time.Hour)
		if len(e.frames) != 0 || !f.Acknowledged(got.Envelope) {
			t.Error("an acknowledged event came again")
		}
	})
}

func TestCommandOverSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		if err := f.Command(f.ann, f.press, "/case", "x"); err == nil || !strings.Contains(err.Error(), "dispatch_failed") {
			t.Errorf("with nobody there: %v", err)
		}
		e := f.listen(t)
		answered := make(chan error)
		give := func() {
			go func() { answered <- f.Command(f.ann, f.press, "/case", ` it's "late" & <b> `) }()
		}
		give()
		got := <-e.frames
		var p map[string]string
		if err := json.Unmarshal(got.Payload, &p); err != nil {
			t.Fatal(err)
		}
		if got.Type != "slash_commands" || !got.Answers || p["command"] != "/case" || p["text"] != `it's "late" & <b>` || p["user_id"] != f.ann || p["channel_id"] != f.press {
			t.Errorf("%+v", got)
		}
		e.ack(t, got, `{"text":"only for you"}`)
		if err := <-answered; err != nil {
			t.Error(err)
		}
		if seen := f.Seen(f.ann); len(seen) != 1 || seen[0].Read != "only for you" || !seen[0].Ephemeral {
			t.Errorf("ann sees %+v", seen)
		}
		give()
		<-e.frames
		if err := <-answered; err == nil || !strings.Contains(err.Error(), "operation_timeout") {
			t.Errorf("without an acknowledgement: %v", err)
		}
		give()
		e.ack(t, <-e.frames, `{"blocks":[{"type":"poem"}]}`)
		if err := <-answered; err == nil {
			t.Error("a wrong answer is taken")
		}
		give()
		e.ack(t, <-e.frames, `{"text":"`+strings.Repeat("a", 20*1024)+`"}`)
		if err := <-answered; err == nil || !strings.Contains(err.Error(), "operation_timeout") {
			t.Errorf("an answer of 20 KB: %v", err)
		}
		if wrong := f.Refusals(); len(wrong) != 2 {
			t.Errorf("refusals %q", wrong)
		}
	})
}

func TestSocketsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		ears := []*ear{f.listen(t), f.listen(t), f.listen(t)}
		for range 9 {
			f.Say(f.ann, f.press, "", "x")
		}
		synctest.Wait()
		for i, e := range ears {
			if len(e.frames) != 3 {
				t.Errorf("socket %d got %d of 9", i, len(e.frames))
			}
			for range len(e.frames) {
				e.ack(t, <-e.frames, "")
			}
		}
	})
}

func TestSocketEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		e := f.listen(t)
		f.Disconnect("warning")
		if got := <-e.frames; got.Type != "disconnect" || got.Why != "warning" {
			t.Errorf("%+v", got)
		}
		f.Disconnect("refresh_requested")
		if got := <-e.frames; got.Why != "refresh_requested" {
			t.Errorf("%+v", got)
		}
		if _, open := <-e.frames; open {
			t.Error("the connection stays open")
		}
		e = f.listen(t)
		f.Cut()
		if _, open := <-e.frames; open {
			t.Error("the connection is not cut")
		}
		if f.AwaitSocket(time.Second) {
			t.Error("a socket is open")
		}
	})
}

func TestSocketLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		_, address, err := f.api.StartSocketModeContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f.dial(t, address)
		d := websocket.Dialer{NetDialContext: f.Dial}
		if _, _, err := d.DialContext(t.Context(), address, nil); !errors.Is(err, websocket.ErrBadHandshake) {
			t.Errorf("a ticket is good twice: %v", err)
		}
		for range 9 {
			f.listen(t)
		}
		_, address, err = f.api.StartSocketModeContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := <-f.dial(t, address).frames; got.Type != "disconnect" {
			t.Errorf("the eleventh socket got %+v", got)
		}
	})
}

func TestLostAndStrangeAndAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{})
		e := f.listen(t)
		f.Lose(1)
		f.Say(f.ann, f.press, "", "lost")
		f.Say(f.ann, f.press, "", "heard")
		got := <-e.frames
		id, _, text := got.event(t)
		if text != "heard" {
			t.Errorf("heard %q", text)
		}
		e.ack(t, got, "")
		f.Redeliver()
		again := <-e.frames
		if same, _, _ := again.event(t); same != id || again.Attempt != 1 || again.Envelope == got.Envelope {
			t.Errorf("again: %+v", again)
		}
		e.ack(t, again, "")
		f.Envelope(`{"type":"tea_ready","envelope_id":"e1","payload":{}}`)
		if got := <-e.frames; got.Type != "tea_ready" || f.Acknowledged("e1") {
			t.Errorf("%+v", got)
		}
	})
}

// What the app is told of, and of what not.
func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(t, slackfake.Options{Scopes: []string{"channels:history", "channels:read", "im:history"}})
		secret := f.AddChannel(slackfake.Channel{Name: "secret", Private: true, Members: []string{f.ann}})
		away := f.AddChannel(slackfake.Channel{Name: "away", NoBot: true, Members: []string{f.ann}})
		e := f.listen(t)
		ts, _ := f.Say(f.ann, f.press, "", "one")
		f.Say(f.ann, secret, "", "no scope for private channels")
		f.Say(f.ann, away, "", "not there")
		f.Say(f.ann, f.press, ts, "two", slackfake.File{Name: "bill.pdf", Size: 12})
		f.Say(f.ann, "", "", "privately")
		f.Revise(f.ann, f.press, ts, "three")
		f.Delete(f.ann, f.press, ts)
		f.OpenHome(f.ann)
		f.Join(away, f.BotUser())
		f.Leave(f.press, f.ben)
		f.Archive(f.press)
		f.DeleteChannel(away)
		want := []string{
			"message one", "message file_share two", "message im privately", "message message_changed", "message message_deleted",
			"app_home_opened", "member_joined_channel", "member_left_channel", "channel_archive", "channel_deleted",
		}
		for _, w := range want {
			got := <-e.frames
			e.ack(t, got, "")
			for _, word := range strings.Fields(w) {
				if !strings.Contains(string(got.Payload), `"`+word+`"`) {
					t.Errorf("%s is not in %s", word, got.Payload)
				}
			}
		}
		synctest.Wait()
		if len(e.frames) != 0 {
			t.Errorf("beyond that came %s", (<-e.frames).Payload)
		}
	})
}
