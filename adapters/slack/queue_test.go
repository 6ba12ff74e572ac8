package slack

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// What was begun when the context ends is finished and acknowledged before Run
// returns, and what comes later is not taken.
func TestRunFinishesWhatWasBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		open := make(chan struct{})
		h := &handler{answer: func(ctx context.Context, _ chat.Act) chat.Answer {
			<-open
			if ctx.Err() != nil {
				t.Error("the handler was interrupted")
			}
			return chat.Answer{}
		}}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- p.Run(ctx, h) }()
		synctest.Wait()
		codes := make(chan int, 1)
		go func() { codes <- serve(p, signed("commands", someCommand, testSecret, noon)).Code }()
		synctest.Wait()
		stop()
		synctest.Wait()
		select {
		case err := <-ended:
			t.Fatalf("Run returned %v with an act under way", err)
		default:
		}
		if code := serve(p, signed("commands", someCommand+"2", testSecret, noon)).Code; code != http.StatusServiceUnavailable {
			t.Errorf("a command after the end is answered %d", code)
		}
		close(open)
		if err := <-ended; err != nil || <-codes != http.StatusOK {
			t.Errorf("Run returned %v", err)
		}
	})
}

func TestRunTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		running(t, p, &handler{})
		if err := p.Run(t.Context(), &handler{}); err == nil {
			t.Error("a second Run began beside the first")
		}
	})
}

// A handler that breaks down is answered for, and nobody's words are logged.
func TestHandlerBreaksDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		p := alone(t)
		p.log = slog.New(slog.NewTextHandler(&log, nil))
		running(t, p, &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if c, is := a.Deed.(chat.Command); is {
				panic("cannot bear: " + c.Text)
			}
			var none []int
			return chat.Answer{Message: &chat.Message{Title: string(rune(none[1]))}}
		}})
		w := serve(p, signed("commands", strings.ReplaceAll(someCommand, "note", "secret"), testSecret, noon))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), englishWords.Failed) {
			t.Errorf("answered %d %s", w.Code, w.Body)
		}
		// A form stays open, with all that was typed into it.
		form := `{"type":"view_submission","trigger_id":"t3","user":{"id":"U1"},"view":{"id":"V1","callback_id":"open","blocks":[{"type":"input","block_id":"subject"}]}}`
		w = serve(p, signed("interactivity", url.Values{"payload": {form}}.Encode(), testSecret, noon))
		var reply viewReply
		if err := json.Unmarshal(w.Body.Bytes(), &reply); err != nil || reply.Action != "errors" || reply.Errors["subject"] != englishWords.Failed {
			t.Errorf("a form is answered %s", w.Body)
		}
		if strings.Contains(log.String(), "secret") || !strings.Contains(log.String(), "index out of range") {
			t.Errorf("the log: %s", log.String())
		}
	})
}

// What is delivered again is handled again, as the same act; its answer is shown
// once, but what is wrong with a form is said as often as it is asked.
func TestDeliveredAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		h := &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Submit); is {
				return chat.Answer{Wrong: map[string]string{"subject": "Say more."}}
			}
			return chat.Answer{Message: &chat.Message{Title: "Noted"}}
		}}
		running(t, p, h)
		shown := 0
		for i := range 3 {
			w := serve(p, signed("commands", someCommand, testSecret, noon.Add(time.Duration(i)*time.Second)))
			if strings.Contains(w.Body.String(), "Noted") {
				shown++
			}
			form := `{"type":"view_submission","trigger_id":"t3","user":{"id":"U1"},"view":{"id":"V1","callback_id":"open","blocks":[{"type":"input","block_id":"subject"}]}}`
			w = serve(p, signed("interactivity", url.Values{"payload": {form}}.Encode(), testSecret, noon.Add(time.Duration(i)*time.Second)))
			if !strings.Contains(w.Body.String(), "Say more.") {
				t.Errorf("delivery %d of a form is answered %s", i+1, w.Body)
			}
		}
		if shown != 1 {
			t.Errorf("the answer was shown %d times", shown)
		}
		ids := map[string]int{}
		for _, a := range h.handled() {
			ids[a.ID]++
		}
		if len(ids) != 2 || ids["c:t1"] != 3 || ids["s:t3"] != 3 {
			t.Errorf("handled %v", ids)
		}
	})
}

func TestSuggestions(t *testing.T) {
	long := strings.Repeat("x", optionValueLimit+1)
	options := []chat.Option{{Value: "gazco", Label: "Gazco"}, {Value: long}, {Value: "daily", Label: strings.Repeat("y", 80)}}
	for range 200 {
		options = append(options, chat.Option{Value: "more"})
	}
	reply := alone(t).suggestions(options)
	if len(reply.Options) != optionsLimit || reply.Options[0].Value != "gazco" || reply.Options[1].Value != "daily" || length(reply.Options[1].Text.Text) != optionLabelLimit {
		t.Errorf("%d options, the first %+v %+v", len(reply.Options), reply.Options[0], reply.Options[1])
	}
	if raw, err := json.Marshal(alone(t).suggestions(nil)); err != nil || string(raw) != `{"options":[]}` {
		t.Errorf("no suggestions are %s, %v", raw, err)
	}
}

// What breaks down in the adapter itself costs one delivery, not the bot.
func TestDeliveryBreaksDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := alone(t)
		h := &handler{}
		running(t, p, h)
		p.now = func() time.Time {
			if len(h.handled()) == 0 {
				p.now = func() time.Time { return noon }
				panic("no clock")
			}
			return noon
		}
		acknowledged := 0
		p.inbound.current().offer(delivery{kind: commandKind, payload: []byte(`{"command":"/case","user_id":"U1","channel_id":"C1","trigger_id":"t"}`), at: noon,
			ack: func(any) error { acknowledged++; return nil }})
		synctest.Wait()
		if w := serve(p, signed("commands", someCommand, testSecret, noon)); w.Code != http.StatusOK || acknowledged != 1 || len(h.handled()) != 1 {
			t.Errorf("%d, %d acknowledgements, %d acts", w.Code, acknowledged, len(h.handled()))
		}
	})
}
