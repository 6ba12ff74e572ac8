package slack

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// wire is a Slack of which only the wire is seen: what it answers to each request
// is up to the test.
type wire struct {
	dial     error
	answer   func(conn net.Conn, r *http.Request)
	requests atomic.Int32
	done     context.Context
}

func (w *wire) Dial(context.Context, string, string) (net.Conn, error) {
	if w.dial != nil {
		return nil, w.dial
	}
	ours, theirs := net.Pipe()
	context.AfterFunc(w.done, func() { ours.Close() })
	go func() {
		defer ours.Close()
		reader := bufio.NewReader(ours)
		for {
			r, err := http.ReadRequest(reader)
			if err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return
			}
			w.requests.Add(1)
			w.answer(ours, r)
		}
	}()
	return theirs, nil
}

// platform is a platform on the wire that knows who it is.
func (w *wire) platform(t *testing.T) *Platform {
	t.Helper()
	w.done = t.Context()
	p, err := New(Options{
		BotToken: "xoxb-test", AppToken: "xapp-test", Words: englishWords,
		APIURL: "http://slack.test/api/", Dial: w.Dial, Pace: Pace{PerChannel: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.me.set(identity{user: "U1", bot: "B1", team: "T1", url: "https://team.slack.test/"})
	return p
}

func respond(status int, header, body string) func(net.Conn, *http.Request) {
	return func(conn net.Conn, _ *http.Request) {
		fmt.Fprintf(conn, "HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n%s", status, len(body), header, body)
	}
}

// What an outcome means, and whether it can be known, told from the wire.
func TestOutcomes(t *testing.T) {
	hello := chat.Message{Key: "k", Blocks: []chat.Block{chat.Paragraph("hello")}}
	for name, tt := range map[string]struct {
		dial     error
		answer   func(net.Conn, *http.Request)
		cancel   time.Duration // when the caller leaves; 0: never
		want     chat.Failure
		code     string
		is       error
		requests int32
	}{
		"refused":               {dial: errors.New("connection refused"), want: chat.Temporary, code: codeNoWay},
		"cut":                   {answer: func(c net.Conn, _ *http.Request) { c.Close() }, want: chat.Unknown, code: codeLost, requests: 1},
		"cut in the answer":     {answer: respond(200, "", `{"ok":true,"ts":"1700`), want: chat.Unknown, code: codeLost, requests: 1},
		"no answer":             {answer: func(net.Conn, *http.Request) {}, want: chat.Unknown, code: codeLost, is: context.DeadlineExceeded, requests: 1},
		"the caller leaves":     {answer: func(net.Conn, *http.Request) {}, cancel: time.Second, want: chat.Unknown, code: codeLost, is: context.Canceled, requests: 1},
		"the caller had left":   {answer: respond(200, "", `{"ok":true}`), cancel: -1, want: chat.Temporary, code: codeEnded, is: context.Canceled},
		"500":                   {answer: respond(500, "", "<html>"), want: chat.Unknown, code: "http_500", requests: 1},
		"no timestamp":          {answer: respond(200, "", `{"ok":true}`), want: chat.Unknown, code: codeLost, requests: 1},
		"neither yes nor no":    {answer: respond(200, "", `{"ok":false}`), want: chat.Unknown, code: codeLost, requests: 1},
		"another address":       {answer: respond(307, "Location: http://elsewhere.test/\r\n", ""), want: chat.Temporary, code: "http_307", requests: 1},
		"not in a room to join": {answer: respond(200, "", `{"ok":false,"error":"not_in_channel"}`), want: chat.Gone, code: "not_in_channel", requests: 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{dial: tt.dial, answer: tt.answer}
				p := w.platform(t)
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				switch {
				case tt.cancel < 0:
					leave()
				case tt.cancel > 0:
					time.AfterFunc(tt.cancel, leave)
				}
				_, err := p.Post(ctx, chat.Place{Room: "C0000"}, hello)
				e := errorOf(err)
				if err == nil || e.Failure != tt.want || e.Code != tt.code || tt.is != nil && !errors.Is(err, tt.is) {
					t.Errorf("error %+v, want failure %d, code %s", e, tt.want, tt.code)
				}
				if n := w.requests.Load(); n != tt.requests {
					t.Errorf("%d requests, want %d", n, tt.requests)
				}
				if e.Failure == chat.Unknown && e.After < settleTime {
					t.Errorf("history is trusted after %s", e.After)
				}
			})
		})
	}
}

// Nothing is asked before Slack's Retry-After is over, in that channel; in another
// one it is.
func TestRetryAfterIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limited := respond(429, "Retry-After: 7\r\n", "")
		w := &wire{answer: limited}
		p := w.platform(t)
		post := func(room, key string) *chat.Error {
			_, err := p.Post(t.Context(), chat.Place{Room: room}, chat.Message{Key: key, Title: "T"})
			if err == nil {
				return nil
			}
			return errorOf(err)
		}
		if e := post("C0001", "a"); e == nil || e.Failure != chat.Temporary || e.After != 7*time.Second {
			t.Fatalf("limited: %+v", e)
		}
		w.answer = respond(200, "", `{"ok":true,"channel":"C0001","ts":"1700000000.000100"}`)
		time.Sleep(7*time.Second - time.Nanosecond)
		if e := post("C0001", "a"); e == nil || e.Failure != chat.Temporary || e.After != time.Nanosecond || w.requests.Load() != 1 {
			t.Errorf("just before: %+v, %d requests", e, w.requests.Load())
		}
		if e := post("C0002", "b"); e != nil {
			t.Errorf("in another channel: %+v", e)
		}
		time.Sleep(time.Nanosecond)
		if e := post("C0001", "a"); e != nil {
			t.Errorf("after it: %+v", e)
		}
	})
}

// What comes from something else than Slack, and is no answer, is not taken for
// one: nothing was said, nobody is there, there is no such room.
func TestNoAnswer(t *testing.T) {
	for _, body := range []string{"{}", `{"ok":false}`, "null"} {
		w := &wire{answer: respond(200, "", body)}
		p := w.platform(t)
		_, there, err := p.Find(t.Context(), chat.Place{Room: "C0001"}, "k", time.Time{})
		failed(t, "Find: "+body, err, chat.Temporary, codeLost)
		if there {
			t.Error("found")
		}
		_, err = p.Post(t.Context(), chat.Place{Person: "U0001"}, chat.Message{Title: "T"})
		failed(t, "Post in private: "+body, err, chat.Temporary, codeLost)
		p.me.set(identity{})
		if me, err := p.identify(t.Context()); codeIn(err) != codeLost {
			t.Errorf("%s: the bot is %+v, %v", body, me, err)
		}
		for _, name := range []string{"#press", "@U0002", "C0002"} {
			_, err = p.Resolve(t.Context(), name)
			failed(t, name+": "+body, err, chat.Temporary, codeLost)
		}
	}
}
