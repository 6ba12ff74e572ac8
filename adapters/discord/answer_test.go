package discord

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

const callbackRoute = "POST /interactions/{interaction.id}/{interaction.token}/callback"

var noting = map[string]string{"case": "K7M-4QZ-X", "text": "call again"}

// slow answers after a time.
func slow(d time.Duration, a chat.Answer) *handler {
	return &handler{answer: func(ctx context.Context, _ chat.Act) chat.Answer {
		if !pause(ctx, d) {
			return chat.Answer{Message: sentence("Not confirmed yet.")}
		}
		return a
	}}
}

// reads checks what somebody reads in all messages that they see.
func (f *office) reads(t *testing.T, by string, want ...string) []discordfake.Message {
	t.Helper()
	synctest.Wait()
	all := f.Seen(by)
	var got []string
	for _, m := range all {
		got = append(got, strings.ReplaceAll(m.Read, "\n", " | "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	return all
}

// An answer that takes long is announced, and comes; only its person sees it.
func TestSlowAnswers(t *testing.T) {
	for took, want := range map[time.Duration]string{
		time.Second: "Noted.", 2500 * time.Millisecond: "Noted.", 9 * time.Second: "Noted.", time.Minute: "Not confirmed yet.",
	} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, slow(took, chat.Answer{Message: sentence("Noted.")}), reading, nil)
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Fatal(err)
			}
			if took > deferAfter && took < answerWithin {
				f.reads(t, f.ann, "Thinking…")
			}
			time.Sleep(time.Minute)
			if m := f.reads(t, f.ann, want); !m[0].Ephemeral {
				t.Error("everybody sees it")
			}
			f.reads(t, f.ben)
			f.clean(t)
		})
	}
}

// An answer that is sent too early is sent again when Discord says so, if that is
// within the three seconds there are.
func TestAnswerKeepsToRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, answers(chat.Answer{Message: sentence("Noted.")}), reading, nil)
		f.Fail(callbackRoute, discordfake.Fault{RetryAfter: 500 * time.Millisecond})
		if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Minute)
		f.reads(t, f.ann, "Noted.")
		if tries := f.Calls(callbackRoute); len(tries) != 2 || tries[1].At.Sub(tries[0].At) < 500*time.Millisecond {
			t.Errorf("tried %d times", len(tries))
		}
		f.clean(t)
	})
}

// Nothing to say is nothing to see, however long it took.
func TestNoAnswer(t *testing.T) {
	for _, took := range []time.Duration{0, 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, slow(took, chat.Answer{}), reading, nil)
			card := titled("card")
			card.Actions = []chat.Action{{ID: "take", Value: "K7M-4QZ-X", Label: "Take"}}
			f.post(t, chat.Place{Room: f.team}, card)
			if err := f.Click(f.ann, f.Seen(f.ann)[0], "Take"); err != nil {
				t.Error(err)
			}
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
			f.reads(t, f.ann, "card | Take")
			f.clean(t)
		})
	}
}

// A click never changes a message that others see.
func TestAnswerToAClick(t *testing.T) {
	for _, took := range []time.Duration{0, 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, slow(took, chat.Answer{Message: sentence("Yours.")}), reading, nil)
			card := titled("card")
			card.Actions = []chat.Action{{ID: "take", Value: "K7M-4QZ-X", Label: "Take"}}
			f.post(t, chat.Place{Room: f.team}, card)
			if err := f.Click(f.ann, f.Seen(f.ann)[0], "Take"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			f.reads(t, f.ann, "card | Take", "Yours.")
			f.reads(t, f.ben, "card | Take")
			f.clean(t)
		})
	}
}

// A long answer goes on in further messages, all for one person.
func TestLongAnswer(t *testing.T) {
	for _, took := range []time.Duration{0, 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, slow(took, chat.Answer{Message: sentence(strings.Repeat("many words ", 1_500))}), reading, nil)
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			all, text := f.Seen(f.ann), ""
			for i, m := range all {
				text += m.Read
				if !m.Ephemeral || (i < len(all)-1) != strings.Contains(m.Read, "…read on") {
					t.Errorf("message %d: ephemeral %v: …%s", i, m.Ephemeral, m.Read[len(m.Read)-20:])
				}
			}
			if n := strings.Count(text, "many words"); len(all) < 3 || n != 1_500 {
				t.Errorf("%d messages with the words %d times", len(all), n)
			}
			f.clean(t)
		})
	}
}

// Where the way of the interaction is closed the answer comes in private: the bot was
// too slow, or Discord does not take it.
func TestAnswerInPrivate(t *testing.T) {
	for name, fault := range map[string]func(*office){
		"unknown interaction": func(f *office) {
			f.Fail(callbackRoute, discordfake.Fault{Status: 404, Code: codeUnknownInteraction, Times: -1})
		},
		"away":               func(f *office) { f.Fail(callbackRoute, discordfake.Fault{Status: 502, Times: -1}) },
		"in the queue a lot": nil, // see ahead
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var f *office
				var ahead atomic.Int64 // what the bot's clock has run ahead
				h := &handler{answer: func(context.Context, chat.Act) chat.Answer {
					if fault == nil {
						ahead.Store(int64(tokenLife))
					} else {
						fault(f)
					}
					return chat.Answer{Message: sentence("Noted.")}
				}}
				f = open(t, h, reading, func(o *Options) {
					now := o.Now
					o.Now = func() time.Time { return now().Add(time.Duration(ahead.Load())) }
				})
				if err := f.Command(f.ann, f.team, "case note", noting); err == nil {
					t.Error("Discord is content")
				}
				time.Sleep(time.Minute)
				if m := f.reads(t, f.ann, "Noted."); !m[0].DM || m[0].Ephemeral {
					t.Errorf("%+v", m[0])
				}
				if tried := len(f.Calls(callbackRoute)); fault == nil && tried > 0 {
					t.Errorf("%d answers were tried too late", tried)
				}
			})
		})
	}
}

// A first answer whose outcome is unknown is not given twice, and reaches the person.
func TestAnswerOfUnknownOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, answers(chat.Answer{Message: sentence("Noted.")}), reading, nil)
		f.Fail(callbackRoute, discordfake.Fault{Cut: true, Accept: true})
		if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
			t.Fatal(err)
		}
		f.reads(t, f.ann, "Noted.")
	})
}

// Of two processes of one bot both hear, one answers.
func TestTwoProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := answers(chat.Answer{Message: sentence("Noted.")})
		f := open(t, h, discordfake.Options{Privileged: discordfake.MessageContent}, nil)
		other, err := New(f.p.options)
		if err != nil {
			t.Fatal(err)
		}
		defer other.rest.client.CloseIdleConnections()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- other.Run(ctx, h) }()
		time.Sleep(time.Minute)
		if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
			t.Fatal(err)
		}
		f.reads(t, f.ann, "Noted.")
		acts := h.handled()
		if len(acts) != 2 || acts[0].ID != acts[1].ID {
			t.Errorf("%d acts", len(acts))
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// A handler that breaks down is answered for, and the bot lives on.
func TestHandlerBreaksDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &handler{answer: func(context.Context, chat.Act) chat.Answer { panic("the text of a person") }}
		f := open(t, h, reading, nil)
		for range 2 {
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Error(err)
			}
		}
		f.reads(t, f.ann, testWords().Failed, testWords().Failed)
		if strings.Contains(f.log.String(), "the text of a person") {
			t.Error("a person's words are in the log")
		}
	})
}

// The menu of a message.
func TestShortcut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := answers(chat.Answer{Message: sentence("Filed.")})
		f := open(t, h, discordfake.Options{}, func(o *Options) { o.MessageContent = false })
		id := f.say(t, f.ben, f.team, "The meter was never read.")
		if err := f.MessageCommand(f.ann, "Add to a case's file", f.team, id); err != nil {
			t.Fatal(err)
		}
		got, _ := h.handled()[0].Deed.(chat.Shortcut)
		if got.Name != "file" || got.Message.Text != "The meter was never read." || got.By.Account != f.ben || got.Message.Link == "" || got.At.IsZero() {
			t.Errorf("%+v", got)
		}
		f.clean(t)
	})
}

// What nobody can read does no harm.
func TestMalformed(t *testing.T) {
	p := solitary(t)
	who := `"user":{"id":"2","username":"ann"},"channel":{"id":"4","type":0},"application_id":"1","token":"t","id":"9"`
	for _, payload := range []string{
		``, `{}`, `[]`, `{"type":"x"}`, `{"id":"9","type":2}`,
		`{"type":3,"data":{"custom_id":"other"},"message":{"id":"5"},` + who + `}`,
		`{"type":3,"data":{"custom_id":"x:y"},"message":{"id":"5"},` + who + `}`,
		`{"type":5,"data":{"custom_id":"other"},` + who + `}`,
		`{"type":5,"data":{"custom_id":"@form:x:-1"},` + who + `}`,
		`{"type":2,"data":{"name":"Unknown","type":3,"target_id":"7"},` + who + `}`,
	} {
		if in, err := p.translate(t.Context(), delivery{event: interactionEvent, payload: []byte(payload)}); err == nil {
			t.Errorf("%s means %+v", payload, in)
		}
	}
	for _, payload := range []string{``, `{}`, `{"id":"x","channel_id":"4"}`} {
		if in, err := p.translate(t.Context(), delivery{event: messageEvent, payload: []byte(payload)}); err == nil {
			t.Errorf("%s means %+v", payload, in)
		}
	}
	// What is new to this program is left alone.
	in, err := p.translate(t.Context(), delivery{event: interactionEvent, payload: []byte(`{"type":99,` + who + `}`)})
	if err != nil || in.act.Deed != nil || in.reply != nil {
		t.Errorf("%+v, %v", in, err)
	}
}
