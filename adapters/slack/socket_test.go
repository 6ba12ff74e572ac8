package slack

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
)

// settle waits until all that goes on by itself has come to rest. Names are asked
// for, connections opened.
func settle() {
	synctest.Wait()
	time.Sleep(time.Second)
	synctest.Wait()
}

func TestSocket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Command); is {
				return chat.Answer{Message: &chat.Message{Title: "Noted"}}
			}
			return chat.Answer{}
		}}
		w := open(t, h, false)
		if err := w.Command(w.ann, w.room, "/case", `note it's <b> & "so"`); err != nil {
			t.Error(err)
		}
		ts, err := w.Say(w.ben, w.room, "", "who answers? <b>")
		if err != nil {
			t.Error(err)
		}
		settle()
		acts := h.handled()
		if len(acts) != 2 {
			t.Fatalf("handled %+v", acts)
		}
		if a := acts[0]; a.Deed != (chat.Command{Name: "case", Text: `note it's <b> & "so"`}) || !reflect.DeepEqual(a.By, chat.Person{Account: w.ann, Name: "ann", Language: "fr-FR"}) {
			t.Errorf("handled %+v", a)
		}
		if said, is := acts[1].Deed.(chat.Said); !is || said.Text != "who answers? <b>" || string(said.Ref) != ts || said.Link == "" {
			t.Errorf("handled %+v", acts[1])
		}
		if n := w.seen(w.ann, "Noted"); len(n) != 1 || !n[0].Ephemeral {
			t.Errorf("ann sees %+v", n)
		}
		if err := w.Revise(w.ben, w.room, ts, "who answers now?"); err != nil {
			t.Error(err)
		}
		settle()
		if a := h.handled()[2]; a.ID != fmt.Sprintf("m:%s:%s:%s", w.room, ts, a.ID[strings.LastIndex(a.ID, ":")+1:]) || !a.Deed.(chat.Said).Edited {
			t.Errorf("an edit is %+v", a)
		}
	})
}

// What cannot be read is acknowledged, so that it does not come for ever; what
// slack-go cannot read may still mean something here.
func TestUnknownEnvelopes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{}
		w := open(t, h, false)
		for id, raw := range map[string]string{
			"e1": `{"envelope_id":"e1","type":"telepathy","payload":{}}`,
			"e2": `{"envelope_id":"e2","type":"events_api","payload":{"type":"event_callback","event":{"type":"not_invented_yet"}}}`,
			"e3": `{"envelope_id":"e3","type":"slash_commands","payload":[]}`,
			"e4": `{"envelope_id":"e4","type":"interactive","payload":"x"}`,
			"e5": `{"envelope_id":"e5","type":"events_api","payload":null}`,
			"e6": `{"envelope_id":"e6","type":"interactive","payload":{"type":"block_actions","trigger_id":"t","actions":[{}]}}`,
		} {
			w.Envelope(raw)
			settle()
			if !w.Acknowledged(id) {
				t.Errorf("not acknowledged: %s", raw)
			}
		}
		w.Envelope(`{"type":"events_api"}`)
		w.Envelope(`{{{`)
		settle()
		if err := w.Command(w.ann, w.room, "/case", "list"); err != nil {
			t.Errorf("after all that: %v", err)
		}
		if n := len(h.handled()); n != 1 {
			t.Errorf("%d acts were handled", n)
		}
	})
}

func TestReconnect(t *testing.T) {
	for _, how := range []string{"warning", "refresh_requested", "cut"} {
		t.Run(how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &handler{}
				w := open(t, h, false)
				if how == "cut" {
					w.Cut()
				} else {
					w.Disconnect(how)
				}
				settle()
				if !w.AwaitSocket(time.Minute) {
					t.Fatal("no socket was opened again")
				}
				settle()
				if err := w.Command(w.ann, w.room, "/case", "list"); err != nil {
					t.Error(err)
				}
				if n := len(h.handled()); n != 1 {
					t.Errorf("%d acts were handled", n)
				}
			})
		})
	}
}

// A redelivered envelope is the same act, and its answer is shown once.
func TestRedelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{answer: func(context.Context, chat.Act) chat.Answer {
			return chat.Answer{Message: &chat.Message{Title: "Noted"}}
		}}
		w := open(t, h, false)
		if _, err := w.Say(w.ann, w.room, "", "hello"); err != nil {
			t.Error(err)
		}
		settle()
		w.Redeliver()
		w.Redeliver()
		settle()
		acts := h.handled()
		if len(acts) != 3 || acts[0].ID != acts[1].ID || acts[0].ID != acts[2].ID {
			t.Errorf("handled %+v", acts)
		}
		if n := len(w.seen(w.ann, "Noted")); n != 1 {
			t.Errorf("the answer was shown %d times: %s %q", n, w.log, w.Refusals())
		}
	})
}

// Words that could not be recorded are not acknowledged: Slack delivers them again.
func TestUnrecordedWordsComeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		h := &handler{answer: func(context.Context, chat.Act) chat.Answer {
			if calls.Add(1) <= 2 {
				return chat.Answer{Message: &chat.Message{Title: "Not recorded"}, Unrecorded: true}
			}
			return chat.Answer{}
		}}
		w := open(t, h, false)
		if _, err := w.Say(w.ann, w.room, "", "hello"); err != nil {
			t.Error(err)
		}
		time.Sleep(10 * time.Minute)
		settle()
		if acts := h.handled(); len(acts) != 3 || acts[2].ID != acts[0].ID {
			t.Errorf("handled %+v", acts)
		}
		if n := len(w.seen(w.ann, "Not recorded")); n != 1 {
			t.Errorf("the refusal was shown %d times: %s", n, w.log)
		}
	})
}

// An act under way when the context ends is finished and acknowledged: the person
// sees the answer and no failure.
func TestSocketEndsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := make(chan struct{}, 10)
		h := &handler{answer: func(ctx context.Context, _ chat.Act) chat.Answer {
			begun <- struct{}{}
			select {
			case <-time.After(2 * time.Second):
			case <-ctx.Done():
				t.Error("the handler was interrupted")
			}
			return chat.Answer{Message: &chat.Message{Title: "Noted"}}
		}}
		w := open(t, h, false)
		commands := make(chan error, 10)
		for range 10 {
			go func() { commands <- w.Command(w.ann, w.room, "/case", "list") }()
		}
		for range 10 {
			<-begun
		}
		if err := w.end(); err != nil {
			t.Errorf("Run: %v", err)
		}
		for range 10 {
			if err := <-commands; err != nil {
				t.Error(err)
			}
		}
		if n := len(w.seen(w.ann, "Noted")); n != 10 {
			t.Errorf("%d answers were seen", n)
		}
		if strings.Contains(w.log.String(), "may not have arrived") {
			t.Errorf("the log: %s", w.log)
		}
	})
}

// A handler that takes too long: Slack has told the person that it failed; the
// answer comes all the same.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{answer: func(ctx context.Context, _ chat.Act) chat.Answer {
			<-ctx.Done()
			time.Sleep(time.Second)
			return chat.Answer{Message: &chat.Message{Title: "Noted"}}
		}}
		w := open(t, h, false)
		if err := w.Command(w.ann, w.room, "/case", "list"); err == nil || !strings.Contains(err.Error(), "timeout") {
			t.Errorf("the fake says %v", err)
		}
		settle()
		if n := len(w.seen(w.ann, "Noted")); n != 1 {
			t.Errorf("the answer was seen %d times", n)
		}
	})
}

// What waiting does not mend ends Run, with a sentence that says what to do.
func TestRunEnds(t *testing.T) {
	for code, remedy := range map[string]string{
		"invalid_auth":           "copy the app-level token again",
		"account_inactive":       "install the app",
		"not_authed":             "set the app-level token",
		"token_revoked":          "make a new app-level token",
		"token_expired":          "make a new app-level token",
		"missing_scope":          "connections:write",
		"not_allowed_token_type": "xapp-",
		codeNotFound:             "correct the address",
	} {
		t.Run(code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &handler{}
				w := open(t, h, false)
				w.mayBeRefused = true
				fault := slackfake.Fault{Error: code}
				if code == codeNotFound {
					fault = slackfake.Fault{Status: 404}
				}
				w.Fail("apps.connections.open", fault)
				w.Cut()
				err := <-w.ended
				w.alreadyEnded = true
				if err == nil || !strings.Contains(err.Error(), code) || !strings.Contains(err.Error(), remedy) || strings.Contains(err.Error(), w.AppToken()) {
					t.Errorf("Run ended with %v", err)
				}
			})
		})
	}
}

// What waiting does mend is waited for, and a limit is told to whoever counts them.
func TestRunWaits(t *testing.T) {
	for name, fault := range map[string]slackfake.Fault{
		"internal_error": {Error: "internal_error", Times: 3},
		"status 503":     {Status: 503, Times: 3},
		"rate limit":     {RetryAfter: 10 * time.Second, Times: 2},
		"cut":            {Cut: true, Times: 3},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := open(t, &handler{}, false)
				w.mayBeRefused = true
				w.Fail("apps.connections.open", fault)
				w.Cut()
				settle()
				if !w.AwaitSocket(10 * time.Minute) {
					t.Fatalf("no socket: %s", w.log)
				}
				if told, want := time.Duration(w.rests.Load()), time.Duration(fault.Times)*fault.RetryAfter; told != want {
					t.Errorf("limits of %s were told, want %s", told, want)
				}
			})
		})
	}
}
