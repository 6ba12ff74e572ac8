package slack

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"relance/adapters/chat"
)

func TestTranslate(t *testing.T) {
	at := func(seconds, micros int64) time.Time { return time.Unix(seconds, micros*1000).UTC() }
	ann := chat.Person{Account: "U1", Name: "ann"}
	nameless := chat.Person{Account: "U1", Name: "U1"}
	tests := []struct {
		name, kind, payload string
		act                 chat.Act
		surface             surface
	}{
		{
			"command", commandKind,
			`{"command":"/case","text":"note K7M it's <b> & \"so\" ","user_id":"U1","user_name":"ann","channel_id":"C1","trigger_id":"1.2.a","response_url":"https://hooks.example.org/1"}`,
			chat.Act{ID: "c:1.2.a", At: noon, By: ann, Place: chat.Place{Room: "C1"}, Deed: chat.Command{Name: "case", Text: `note K7M it's <b> & "so" `}}, onCommand,
		}, {
			"command in private", commandKind,
			`{"command":"/case","user_id":"U1","user_name":"ann","channel_id":"D1","channel_name":"directmessage","trigger_id":"t"}`,
			chat.Act{ID: "c:t", At: noon, By: ann, Place: chat.Place{Person: "U1"}, Deed: chat.Command{Name: "case"}}, onCommand,
		}, {
			"message", eventKind,
			`{"type":"event_callback","api_app_id":"A1","event_id":"Ev1","event":{"type":"message","user":"U1","text":"it's &lt;so&gt;","ts":"1700000000.000100","channel":"C1","channel_type":"channel"}}`,
			chat.Act{ID: "m:C1:1700000000.000100", At: at(1700000000, 100), By: nameless, Place: chat.Place{Room: "C1"},
				Deed: chat.Said{Text: "it's <so>", Ref: "1700000000.000100", Link: "https://example.slack.com/archives/C1/p1700000000000100"}}, onSaid,
		}, {
			"reply with a file", eventKind,
			`{"event":{"type":"message","subtype":"file_share","user":"U1","text":"","ts":"1700000001.0002","thread_ts":"1700000000.000100","channel":"G1","channel_type":"group",
			  "files":[{"name":"letter.pdf","size":1200,"permalink":"https://example.slack.com/files/U1/F1/letter.pdf"},{"mode":"tombstone"}]}}`,
			chat.Act{ID: "m:G1:1700000001.0002", At: at(1700000001, 200), By: nameless, Place: chat.Place{Room: "G1", Thread: "1700000000.000100"},
				Deed: chat.Said{Ref: "1700000001.0002", Link: "https://example.slack.com/archives/G1/p17000000010002?thread_ts=1700000000.000100&cid=G1",
					Files: []chat.File{{Name: "letter.pdf", Size: 1200, Link: "https://example.slack.com/files/U1/F1/letter.pdf"}}}}, onSaid,
		}, {
			"message in private", eventKind,
			`{"event":{"type":"message","user":"U1","text":"hello","ts":"1700000000.000100","channel":"D1","channel_type":"im"}}`,
			chat.Act{ID: "m:D1:1700000000.000100", At: at(1700000000, 100), By: nameless, Place: chat.Place{Person: "U1"},
				Deed: chat.Said{Text: "hello", Ref: "1700000000.000100", Link: "https://example.slack.com/archives/D1/p1700000000000100"}}, onSaid,
		}, {
			"an organisation's app answers", eventKind,
			`{"api_app_id":"A1","event":{"type":"message","subtype":"bot_message","bot_id":"B9","app_id":"A9","username":"Gazco answers","text":"We are closed.","ts":"1700000000.000100","channel":"C1","channel_type":"channel"}}`,
			chat.Act{ID: "m:C1:1700000000.000100", At: at(1700000000, 100), By: chat.Person{Account: "B9", Name: "Gazco answers"}, Place: chat.Place{Room: "C1"},
				Deed: chat.Said{Text: "We are closed.", Ref: "1700000000.000100", Link: "https://example.slack.com/archives/C1/p1700000000000100"}}, onSaid,
		}, {
			"edited", eventKind,
			`{"event":{"type":"message","subtype":"message_changed","channel":"C1","channel_type":"channel","ts":"1700000050.000100",
			  "message":{"type":"message","user":"U1","text":"new","ts":"1700000000.000100","thread_ts":"1700000000.000100","edited":{"user":"U1","ts":"1700000049.000000"}},
			  "previous_message":{"type":"message","user":"U1","text":"old","ts":"1700000000.000100"}}}`,
			chat.Act{ID: "m:C1:1700000000.000100:1700000049.000000", At: at(1700000049, 0), By: nameless, Place: chat.Place{Room: "C1"},
				Deed: chat.Said{Text: "new", Ref: "1700000000.000100", Edited: true, Link: "https://example.slack.com/archives/C1/p1700000000000100"}}, onSaid,
		}, {
			"button of a card with answers", interactiveKind,
			`{"type":"block_actions","trigger_id":"t1","user":{"id":"U1","username":"ann"},"channel":{"id":"C1"},"response_url":"https://hooks.example.org/2",
			  "container":{"type":"message","message_ts":"1700000000.000100","thread_ts":"1700000000.000100","channel_id":"C1"},"message":{"ts":"1700000000.000100","thread_ts":"1700000000.000100"},
			  "actions":[{"action_id":"verdict.yes#1","block_id":"x","value":"K7M|3","type":"button","action_ts":"1700000009.500000"}]}`,
			chat.Act{ID: "a:t1:verdict.yes#1", At: at(1700000009, 500000), By: ann, Place: chat.Place{Room: "C1"},
				Deed: chat.Click{Action: "verdict.yes", Value: "K7M|3", Message: "1700000000.000100"}}, onMessage,
		}, {
			"select in a thread", interactiveKind,
			`{"type":"block_actions","trigger_id":"t1","user":{"id":"U1","name":"ann"},"channel":{"id":"C1"},
			  "container":{"type":"message","message_ts":"1700000003.000100","channel_id":"C1"},"message":{"ts":"1700000003.000100","thread_ts":"1700000000.000100"},
			  "actions":[{"action_id":"rung#0","type":"static_select","selected_option":{"value":"K7M\u001fpress"}}]}`,
			chat.Act{ID: "a:t1:rung#0", At: noon, By: ann, Place: chat.Place{Room: "C1", Thread: "1700000000.000100"},
				Deed: chat.Click{Action: "rung", Value: "K7M", Option: "press", Message: "1700000003.000100"}}, onMessage,
		}, {
			"button of what one person sees", interactiveKind,
			`{"type":"block_actions","trigger_id":"t1","user":{"id":"U1","name":"ann"},
			  "container":{"type":"message","message_ts":"1700000003.000100","channel_id":"C1","is_ephemeral":true},
			  "actions":[{"action_id":"go#0","value":"on"}]}`,
			chat.Act{ID: "a:t1:go#0", At: noon, By: ann, Place: chat.Place{Room: "C1"}, Deed: chat.Click{Action: "go", Value: "on"}}, onMessage,
		}, {
			"button of the page", interactiveKind,
			`{"type":"block_actions","trigger_id":"t1","user":{"id":"U1","name":"ann"},"container":{"type":"view","view_id":"V1"},
			  "view":{"id":"V1","type":"home"},"actions":[{"action_id":"go#0","value":"on"}]}`,
			chat.Act{ID: "a:t1:go#0", At: noon, By: ann, Place: chat.Place{Person: "U1"}, Deed: chat.Click{Action: "go", Value: "on"}}, onHome,
		}, {
			"form", interactiveKind,
			`{"type":"view_submission","trigger_id":"t1","user":{"id":"U1","name":"ann"},"view":{"id":"V1","type":"modal","callback_id":"open","hash":"h",
			  "private_metadata":"{\"value\":\"K7M\",\"back\":{\"channel\":\"C1\",\"thread\":\"1700000000.000100\"}}",
			  "blocks":[{"type":"section","block_id":"s"},{"type":"input","block_id":"subject"}],
			  "state":{"values":{"subject":{"answer":{"type":"plain_text_input","value":"it's <b>"}},"story":{"answer":{"type":"plain_text_input","value":null}},
			   "until":{"answer":{"type":"datepicker","selected_date":"2026-03-01"}},"whom":{"answer":{"type":"static_select","selected_option":{"value":"daily"}}},
			   "consent":{"answer":{"type":"checkboxes","selected_options":[{"value":"yes"}]}},"phone":{"answer":{"type":"checkboxes","selected_options":[]}}}}}}`,
			chat.Act{ID: "s:t1", At: noon, By: ann, Place: chat.Place{Room: "C1", Thread: "1700000000.000100"}, Deed: chat.Submit{Form: "open", Value: "K7M",
				Fields: map[string]string{"subject": "it's <b>", "story": "", "until": "2026-03-01", "whom": "daily", "consent": "yes", "phone": ""}}}, onSubmit,
		}, {
			"typing", interactiveKind,
			`{"type":"block_suggestion","user":{"id":"U1","name":"ann"},"action_id":"answer","block_id":"org","value":"gaz","view":{"id":"V1","type":"modal","callback_id":"open","private_metadata":"{\"value\":\"x\"}"}}`,
			chat.Act{ID: "q:V1:org:gaz", At: noon, By: ann, Place: chat.Place{Person: "U1"}, Deed: chat.Suggest{Form: "open", Value: "x", Input: "org", Text: "gaz"}}, onSuggest,
		}, {
			"shortcut", interactiveKind,
			`{"type":"message_action","callback_id":"open","trigger_id":"t1","action_ts":"1700000009.000000","message_ts":"1700000003.000100","user":{"id":"U1","name":"ann"},"channel":{"id":"C1"},
			  "message":{"type":"message","user":"U2","text":"no answer &amp; no call","ts":"1700000003.000100","thread_ts":"1700000000.000100","files":[{"name":"bill.pdf","permalink":"https://example.slack.com/f"}]}}`,
			chat.Act{ID: "x:t1", At: at(1700000009, 0), By: ann, Place: chat.Place{Room: "C1", Thread: "1700000000.000100"}, Deed: chat.Shortcut{
				Name: "open", By: chat.Person{Account: "U2", Name: "U2"}, At: at(1700000003, 100), Message: chat.Said{
					Text: "no answer & no call", Ref: "1700000003.000100", Link: "https://example.slack.com/archives/C1/p1700000003000100?thread_ts=1700000000.000100&cid=C1",
					Files: []chat.File{{Name: "bill.pdf", Link: "https://example.slack.com/f"}}}}}, onMessage,
		}, {
			"page", eventKind,
			`{"event_id":"Ev7","event":{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home","event_ts":"1700000000.000000"}}`,
			chat.Act{ID: "h:Ev7", At: at(1700000000, 0), By: nameless, Place: chat.Place{Person: "U1"}, Deed: chat.Visit{}}, onVisit,
		},
	}
	p := alone(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, err := p.translate(t.Context(), tt.kind, []byte(tt.payload), noon)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(in.act, tt.act) || in.surface != tt.surface {
				t.Errorf("surface %d, act\n%+v\nwant %d\n%+v", in.surface, in.act, tt.surface, tt.act)
			}
		})
	}
}

// What is nobody's act is acknowledged and handed to nobody.
func TestTranslateNothing(t *testing.T) {
	for name, payload := range map[string]string{
		"our own message":          `{"event":{"type":"message","user":"UBOT","text":"x","ts":"1.000001","channel":"C1"}}`,
		"our own message, by bot":  `{"event":{"type":"message","subtype":"bot_message","bot_id":"BBOT","text":"x","ts":"1.000001","channel":"C1"}}`,
		"our own message, by app":  `{"api_app_id":"A1","event":{"type":"message","bot_id":"B7","app_id":"A1","text":"x","ts":"1.000001","channel":"C1"}}`,
		"our own edit":             `{"event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UBOT","text":"y","ts":"1.000001","edited":{"ts":"2.000001"}},"previous_message":{"text":"x"}}}`,
		"a preview was added":      `{"event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","text":"x","ts":"1.000001","edited":{"ts":"2.000001"}},"previous_message":{"text":"x"}}}`,
		"somebody joined":          `{"event":{"type":"message","subtype":"channel_join","user":"U1","text":"x","ts":"1.000001","channel":"C1"}}`,
		"deleted":                  `{"event":{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.000001","ts":"2.000001"}}`,
		"the tab of messages":      `{"event_id":"Ev1","event":{"type":"app_home_opened","user":"U1","tab":"messages"}}`,
		"an event of another kind": `{"event":{"type":"reaction_added","user":"U1","reaction":"eyes","item":{"type":"message"}}}`,
	} {
		in, err := alone(t).translate(t.Context(), eventKind, []byte(payload), noon)
		if err != nil || in.surface != nowhere {
			t.Errorf("%s: %+v, %v", name, in, err)
		}
	}
	for _, payload := range []string{`{"type":"view_closed","user":{"id":"U1"},"view":{"id":"V1"}}`, `{"type":"shortcut","user":{"id":"U1"},"callback_id":"x"}`} {
		if in, err := alone(t).translate(t.Context(), interactiveKind, []byte(payload), noon); err != nil || in.surface != nowhere {
			t.Errorf("%s: %+v, %v", payload, in, err)
		}
	}
}

func TestTranslateMalformed(t *testing.T) {
	for kind, payloads := range map[string][]string{
		commandKind:     {``, `[]`, `{}`, `{"command":"/case","user_id":"U1"}`, `{"command":7}`},
		eventKind:       {`x`, `{"event":{"type":"message","text":"x"}}`, `{"event":{"type":"message","user":"U1","channel":"C1","ts":"soon"}}`, `{"event":{"type":"message","subtype":"message_changed"}}`, `{"event":{"type":"app_home_opened","tab":"home"}}`},
		interactiveKind: {`null`, `{"type":"block_actions","user":{"id":"U1"}}`, `{"type":"view_submission","user":{"id":"U1"}}`, `{"type":"message_action","user":{"id":"U1"}}`, `{"type":"block_suggestion","user":{"id":"U1"}}`, `{"type":"block_actions"}`},
		"hearsay":       {`{}`},
	} {
		for _, payload := range payloads {
			if in, err := alone(t).translate(t.Context(), kind, []byte(payload), noon); !errors.Is(err, errMalformed) {
				t.Errorf("%s %s: %+v, %v", kind, payload, in, err)
			}
		}
	}
}

func FuzzTranslate(f *testing.F) {
	p := alone(f)
	f.Add(commandKind, []byte(`{"command":"/case","text":"x","user_id":"U1","channel_id":"C1","trigger_id":"t"}`))
	f.Add(eventKind, []byte(`{"event":{"type":"message","user":"U1","text":"<@U2> &amp;","ts":"1700000000.000100","channel":"C1"}}`))
	f.Add(eventKind, []byte(`{"event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","text":"y","ts":"1.1","edited":{"ts":"2.000001"}},"previous_message":{"text":"x"}}}`))
	f.Add(interactiveKind, []byte(`{"type":"block_actions","trigger_id":"t","user":{"id":"U1"},"actions":[{"action_id":"a#1","selected_option":{"value":"x\u001fy"}}]}`))
	f.Add(interactiveKind, []byte(`{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V","callback_id":"open","blocks":[{"type":"input","block_id":"a.1.b"}],"state":{"values":{"a.1.b":{"answer":{"value":"x"}}}}}}`))
	f.Add(interactiveKind, []byte(`{"type":"block_actions","trigger_id":"t","user":{"id":"U1"},"view":{"type":"modal","blocks":[]},"actions":[{"action_id":"grow","block_id":"a"}]}`))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		ctx, stop := context.WithCancel(t.Context())
		stop() // nobody is asked for names
		in, err := p.translate(ctx, kind, payload, noon)
		if err != nil && !errors.Is(err, errMalformed) {
			t.Errorf("error %v", err)
		}
		if in.grow != nil {
			_, _ = p.grown(*in.grow)
		}
		if err != nil || in.surface == nowhere {
			return
		}
		if a := in.act; a.ID == "" || a.At.IsZero() || a.By.Account == "" || a.Deed == nil || (a.Place.Room == "") == (a.Place.Person == "") {
			t.Errorf("an act without an ID, a time, a person, a place or a deed: %+v", a)
		}
		again, err := p.translate(ctx, kind, payload, noon.Add(time.Minute))
		if err != nil || again.act.ID != in.act.ID {
			t.Errorf("delivered again it is %+v, %v, not %s", again.act, err, in.act.ID)
		}
	})
}
