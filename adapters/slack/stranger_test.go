package slack

import (
	"fmt"
	"testing"
	"time"

	"relance/adapters/chat"
)

// told is who is told of other stores.
type told struct {
	all  []string // origin and when
	sure bool
}

func (s *told) of(origin string, said time.Time) bool {
	s.all = append(s.all, origin+" "+said.UTC().Format(time.TimeOnly))
	return s.sure
}

// TestAnotherOrigin: what a message or form of this app carries that another origin has
// had made is told, and whoever acts on one is known to.
func TestAnotherOrigin(t *testing.T) {
	const metadata = `"metadata":{"event_type":"relance_message","event_payload":{"mark":"m","part":1,"parts":1,"origin":"%s"}}`
	const message = `{"api_app_id":"A1","event":{"type":"message","channel":"C1","text":"x","ts":"1700000000.000100",%s,` + metadata + `}}`
	const ours = `"bot_id":"B7","app_id":"A1"`
	const click = `{"type":"block_actions","trigger_id":"t","user":{"id":"U1"},"channel":{"id":"C1"},"container":{"message_ts":"1700000000.000100"},` +
		`"message":{"ts":"1700000000.000100",` + ours + `,` + metadata + `},"actions":[{"action_id":"a#1","value":"x"}]}`
	const sent = `{"type":"view_submission","trigger_id":"t","user":{"id":"U1"},"view":{"id":"V","callback_id":"open",` +
		`"private_metadata":"{\"origin\":\"%s\",\"opened\":1700000060}"}}`
	for what, tt := range map[string]struct {
		kind, payload string
		told          string
		foreign       bool // where it is sure
	}{
		"another's message":               {eventKind, fmt.Sprintf(message, ours, "theirs"), "theirs 22:13:20", false},
		"our message":                     {eventKind, fmt.Sprintf(message, ours, "mine"), "", false},
		"one that was said without":       {eventKind, fmt.Sprintf(message, ours, ""), "", false},
		"one that another app copied":     {eventKind, fmt.Sprintf(message, `"bot_id":"B9","app_id":"A9"`, "theirs"), "", false},
		"one that was edited":             {eventKind, fmt.Sprintf(`{"api_app_id":"A1","event":{"type":"message","subtype":"message_changed","channel":"C1","message":{"text":"y","ts":"1700000000.000100","edited":{"ts":"1700000001.000100"},%s,%s},"previous_message":{"text":"x"}}}`, ours, fmt.Sprintf(metadata, "theirs")), "", false},
		"a click under another's message": {interactiveKind, fmt.Sprintf(click, "theirs"), "theirs 22:13:20", true},
		"a click under ours":              {interactiveKind, fmt.Sprintf(click, "mine"), "", false},
		"another's form":                  {interactiveKind, fmt.Sprintf(sent, "theirs"), "theirs 22:14:20", true},
		"our form":                        {interactiveKind, fmt.Sprintf(sent, "mine"), "", false},
	} {
		t.Run(what, func(t *testing.T) {
			for _, sure := range []bool{false, true} {
				p, s := alone(t), &told{sure: sure}
				p.options.Origin, p.options.Stranger = "mine", s.of
				in, err := p.translate(t.Context(), tt.kind, []byte(tt.payload), noon)
				if err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprint(s.all); got != fmt.Sprint(one(tt.told)) {
					t.Errorf("told %s, want %s", got, one(tt.told))
				}
				foreign := false
				switch deed := in.act.Deed.(type) {
				case chat.Click:
					foreign = deed.Foreign
				case chat.Submit:
					foreign = deed.Foreign
				}
				if foreign != (sure && tt.foreign) {
					t.Errorf("sure %v: foreign is %v", sure, foreign)
				}
			}
		})
	}
}

func one(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// TestTheOriginIsCarried by messages with a key and by forms, and by nothing where there
// is none.
func TestTheOriginIsCarried(t *testing.T) {
	for _, origin := range []string{"", "mine"} {
		w := open(t, &handler{}, false)
		w.platform.options.Origin = origin
		if _, err := w.platform.Post(t.Context(), chat.Place{Room: w.room}, chat.Message{Key: "k", Blocks: []chat.Block{chat.Paragraph("x")}}); err != nil {
			t.Fatal(err)
		}
		carried, _ := w.Seen(w.ann)[0].Metadata.EventPayload[markOrigin].(string)
		if carried != origin {
			t.Errorf("a message carries %q, want %q", carried, origin)
		}
		view, err := w.platform.modal(chat.Form{ID: "f", Title: "x"}, back{})
		if err != nil {
			t.Fatal(err)
		}
		if m := formMetadata(view.PrivateMetadata); m.Origin != origin || (m.Opened != 0) != (origin != "") {
			t.Errorf("a form carries %+v, want %q", m, origin)
		}
	}
}
