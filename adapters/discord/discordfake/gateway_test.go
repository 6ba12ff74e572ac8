package discordfake_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"relance/adapters/discord/discordfake"
)

const (
	guilds   = 1 << 0
	messages = 1 << 9
	directs  = 1 << 12
	contents = 1 << 15
)

// line is a connection to the gateway, with all that came over it.
type line struct {
	t    *testing.T
	conn *websocket.Conn
	in   chan payload
	code chan int // of the close frame
}

type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int             `json:"s"`
	Name string          `json:"t"`
}

func (w *world) dial(query string) *line {
	w.t.Helper()
	dialer := websocket.Dialer{NetDialContext: w.Dial}
	conn, _, err := dialer.DialContext(w.t.Context(), "ws://discord.localhost/gateway?"+query, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	l := &line{t: w.t, conn: conn, in: make(chan payload, 1000), code: make(chan int, 1)}
	w.t.Cleanup(func() { conn.Close() })
	go l.listen()
	return l
}

func (l *line) listen() {
	for {
		kind, body, err := l.conn.ReadMessage()
		if err != nil {
			code := 1006
			if e, ok := err.(*websocket.CloseError); ok {
				code = e.Code
			}
			l.code <- code
			close(l.in)
			return
		}
		if kind == websocket.BinaryMessage {
			z, err := zlib.NewReader(bytes.NewReader(body))
			if err == nil {
				body, _ = io.ReadAll(z)
			}
		}
		var p payload
		if json.Unmarshal(body, &p) == nil {
			l.in <- p
		}
	}
}

func (l *line) send(op int, data any) {
	l.t.Helper()
	if err := l.conn.WriteJSON(object{"op": op, "d": data}); err != nil {
		l.t.Fatal(err)
	}
}

// next is the next payload.
func (l *line) next() payload {
	l.t.Helper()
	select {
	case p, ok := <-l.in:
		if !ok {
			l.t.Fatalf("closed: %d", <-l.code)
		}
		return p
	case <-time.After(time.Minute):
		l.t.Fatal("nothing came")
		return payload{}
	}
}

// until reads up to an event.
func (l *line) until(name string) payload {
	l.t.Helper()
	for {
		if p := l.next(); p.Name == name {
			return p
		}
	}
}

func (l *line) closed() int {
	l.t.Helper()
	select {
	case code := <-l.code:
		return code
	case <-time.After(time.Minute):
		l.t.Fatal("it stays open")
		return 0
	}
}

func (w *world) identity(intents int) object {
	return object{"token": w.Token(), "intents": intents, "properties": object{"os": "linux"}}
}

// open is a line with a session.
func (w *world) open(intents int) (*line, object) {
	w.t.Helper()
	l := w.dial("v=10&encoding=json")
	if hello := l.next(); hello.Op != 10 {
		w.t.Fatalf("%+v before HELLO", hello)
	}
	l.send(2, w.identity(intents))
	var ready object
	if err := json.Unmarshal(l.until("READY").Data, &ready); err != nil {
		w.t.Fatal(err)
	}
	return l, ready
}

// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
func TestCloseCodes(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	identity := func(more object) object {
		all := w.identity(guilds)
		for k, v := range more {
			all[k] = v
		}
		return object{"op": 2, "d": all}
	}
	tests := []struct {
		name  string
		query string
		send  any
		code  int
	}{
		{"version", "v=8&encoding=json", nil, 4012},
		{"not JSON", "", "{", 4002},
		{"too long", "", object{"op": 3, "d": strings.Repeat("x", 4100)}, 4002},
		{"before identify", "", object{"op": 3, "d": object{}}, 4003},
		{"token", "", identity(object{"token": "x"}), 4004},
		{"no such intent", "", identity(object{"intents": 1 << 30}), 4013},
		{"privileged intent", "", identity(object{"intents": contents}), 4014},
		{"shard", "", identity(object{"shard": []int{1, 1}}), 4010},
		{"resume with a wrong token", "", object{"op": 6, "d": object{"token": "x", "session_id": "s", "seq": 1}}, 4004},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.t = t
			if tt.query == "" {
				tt.query = "v=10&encoding=json"
			}
			l := w.dial(tt.query)
			switch send := tt.send.(type) {
			case nil:
			case string:
				if err := l.conn.WriteMessage(websocket.TextMessage, []byte(send)); err != nil {
					t.Fatal(err)
				}
			default:
				if err := l.conn.WriteJSON(send); err != nil {
					t.Fatal(err)
				}
			}
			if code := l.closed(); code != tt.code {
				t.Errorf("closed with %d, want %d", code, tt.code)
			}
		})
	}
	t.Run("identify twice", func(t *testing.T) {
		w.t = t
		l, _ := w.open(guilds)
		l.send(2, w.identity(guilds))
		if code := l.closed(); code != 4005 {
			t.Errorf("closed with %d", code)
		}
	})
	t.Run("too many payloads", func(t *testing.T) {
		w.t = t
		l, _ := w.open(guilds)
		before := len(w.Violations())
		for range 120 {
			l.send(1, nil)
		}
		if code := l.closed(); code != 4008 {
			t.Errorf("closed with %d", code)
		}
		if len(w.Violations()) != before+1 {
			t.Errorf("violations: %q", w.Violations())
		}
	})
}

func TestReady(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	l, ready := w.open(guilds)
	if ready["session_id"] == "" || ready["resume_gateway_url"] == "" || len(ready["guilds"].([]any)) != 1 {
		t.Errorf("READY %v", ready)
	}
	var made object
	if err := json.Unmarshal(l.until("GUILD_CREATE").Data, &made); err != nil || made["id"] != w.guild || len(made["channels"].([]any)) != 1 {
		t.Errorf("GUILD_CREATE %v, %v", made, err)
	}
	l.send(1, 2)
	if p := l.next(); p.Op != 11 {
		t.Errorf("a heartbeat was answered %+v", p)
	}
	if !w.AwaitSession(time.Minute) {
		t.Error("there is a session")
	}
}

// https://docs.discord.com/developers/events/gateway#message-content-intent
func TestMessageContent(t *testing.T) {
	for _, granted := range []bool{false, true} {
		t.Run(fmt.Sprint(granted), func(t *testing.T) {
			o, intents := discordfake.Options{}, guilds|messages|directs
			if granted {
				o.Privileged, intents = discordfake.MessageContent, intents|contents
			}
			w := newWorld(t, o)
			l, _ := w.open(intents)
			tests := []struct {
				channel, text string
				seen          bool
			}{{w.room, "hello", granted}, {w.room, "hello @relay", true}, {"", "in private", true}}
			for _, tt := range tests {
				if _, err := w.Say(w.ann, tt.channel, tt.text); err != nil {
					t.Fatal(err)
				}
				var m object
				if err := json.Unmarshal(l.until("MESSAGE_CREATE").Data, &m); err != nil || (m["content"] != "") != tt.seen {
					t.Errorf("%q came as %q, %v", tt.text, m["content"], err)
				}
			}
			id := w.post(w.room, object{"content": "my own"})
			var own object
			if err := json.Unmarshal(l.until("MESSAGE_CREATE").Data, &own); err != nil || own["content"] != "my own" || own["id"] != id {
				t.Errorf("its own came as %v, %v", own, err)
			}
			var history []object
			if err := json.Unmarshal(w.call("GET", "channels/"+w.room+"/messages", nil).body, &history); err != nil || len(history) != 3 {
				t.Fatalf("%v, %v", history, err)
			}
			if history[0]["id"] != id || (history[2]["content"] != "") != granted {
				t.Errorf("the history is %v", history)
			}
		})
	}
}

// https://docs.discord.com/developers/events/gateway#resuming
func TestResume(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	l, ready := w.open(guilds | messages)
	seq := l.until("GUILD_CREATE").Seq
	w.Cut()
	l.closed()
	var want []string
	for range 3 {
		id, err := w.Say(w.ann, w.room, "missed")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	resume := func() *line {
		l := w.dial("v=10&encoding=json")
		l.next()
		l.send(6, object{"token": w.Token(), "session_id": ready["session_id"], "seq": seq})
		return l
	}
	l = resume()
	var got []string
	for range want {
		var m object
		_ = json.Unmarshal(l.until("MESSAGE_CREATE").Data, &m)
		got = append(got, m["id"].(string))
	}
	if p := l.next(); p.Name != "RESUMED" || !slices.Equal(got, want) {
		t.Errorf("replayed %q, then %+v; want %q", got, p, want)
	}
	w.Lose(1)
	w.Say(w.ann, w.room, "lost")
	w.Say(w.ann, w.room, "not lost")
	first := l.until("MESSAGE_CREATE")
	w.Redeliver()
	if again := l.next(); again.Seq != first.Seq+1 || !bytes.Equal(again.Data, first.Data) {
		t.Errorf("delivered again as %+v", again)
	}
	w.Raw(`{"op":1,"d":null}`)
	if p := l.next(); p.Op != 1 {
		t.Errorf("%+v, want a request for a heartbeat", p)
	}
	w.Reconnect()
	if p := l.next(); p.Op != 7 {
		t.Errorf("%+v, want opcode 7", p)
	}
	w.InvalidSession(true)
	if p := l.next(); p.Op != 9 || string(p.Data) != "true" {
		t.Errorf("%+v, want opcode 9", p)
	}
	w.Cut()
	l.closed()
	w.pass(time.Hour)
	if p := resume().next(); p.Op != 9 || string(p.Data) != "false" {
		t.Errorf("an hour later: %+v", p)
	}
}

func TestGoodbyeEndsTheSession(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	l, ready := w.open(guilds)
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	l.closed()
	l = w.dial("v=10&encoding=json")
	l.next()
	l.send(6, object{"token": w.Token(), "session_id": ready["session_id"], "seq": 1})
	if p := l.next(); p.Op != 9 {
		t.Errorf("after a goodbye the session is %+v", p)
	}
}

// https://docs.discord.com/developers/events/gateway#session-start-limit-object
func TestIdentifyLimits(t *testing.T) {
	w := newWorld(t, discordfake.Options{Limits: true})
	w.open(guilds)
	limit := w.call("GET", "gateway/bot", nil).object["session_start_limit"].(object)
	if limit["total"] != 1000.0 || limit["remaining"] != 999.0 || limit["reset_after"] != 86400000.0 || limit["max_concurrency"] != 1.0 {
		t.Errorf("session_start_limit %v", limit)
	}
	l := w.dial("v=10&encoding=json")
	l.next()
	l.send(2, w.identity(guilds))
	if p := l.next(); p.Op != 9 || len(w.Violations()) != 1 {
		t.Errorf("two identifies at once: %+v, %q", p, w.Violations())
	}
}

// What the client library that the adapter stands on reads in the fake's events.
func TestDiscordgo(t *testing.T) {
	w := newWorld(t, discordfake.Options{})
	l := w.dial("v=" + discordgo.APIVersion + "&encoding=json")
	l.next()
	identity := w.identity(guilds | messages)
	identity["compress"] = true
	l.send(2, identity)
	var ready discordgo.Ready
	if err := json.Unmarshal(l.until("READY").Data, &ready); err != nil || ready.User.ID != w.Application() || fmt.Sprint(ready.Version) != discordgo.APIVersion {
		t.Errorf("%+v, %v", ready, err)
	}
	var made discordgo.GuildCreate
	if err := json.Unmarshal(l.until("GUILD_CREATE").Data, &made); err != nil || len(made.Roles) != 3 || made.Channels[0].Name != "team" {
		t.Errorf("%+v, %v", made, err)
	}
	if _, err := w.Say(w.ann, w.room, "hello"); err != nil {
		t.Fatal(err)
	}
	var m discordgo.MessageCreate
	if err := json.Unmarshal(l.until("MESSAGE_CREATE").Data, &m); err != nil || m.Author.Username != "ann" || m.GuildID != w.guild || len(m.Member.Roles) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}
