package discord

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// TestAnotherOrigin: a message of this application that another origin has had said is
// told, and whose it is answers what is done under it.
func TestAnotherOrigin(t *testing.T) {
	const made = "1100000000000000000"
	const message = `{"id":"` + made + `","channel_id":"4","author":{"id":"%s","bot":true},"embeds":[{"url":"%s"}]}`
	const click = `{"id":"6","application_id":"1","type":3,"token":"t","channel":{"id":"4","type":1},"user":{"id":"9"},"data":{"custom_id":"0` + idMark + `a` + idMark + `x"},"message":` + message + `}`
	theirs, mine := urlOf(marked("m", 2, "theirs")), urlOf(marked("m", 2, "mine"))
	for what, tt := range map[string]struct {
		event, payload string
		told           bool
		acts           bool // where it is sure
	}{
		"another's message":               {messageEvent, fmt.Sprintf(message, "1", theirs), true, false},
		"our message":                     {messageEvent, fmt.Sprintf(message, "1", mine), false, false},
		"one that was said without":       {messageEvent, fmt.Sprintf(message, "1", urlOf("m")), false, false},
		"one that somebody copied":        {messageEvent, fmt.Sprintf(message, "2", theirs), false, false},
		"one that was edited":             {changeEvent, fmt.Sprintf(message, "1", theirs), false, false},
		"a click under another's message": {interactionEvent, fmt.Sprintf(click, "1", theirs), true, false},
		"a click under ours":              {interactionEvent, fmt.Sprintf(click, "1", mine), false, true},
	} {
		t.Run(what, func(t *testing.T) {
			for _, sure := range []bool{false, true} {
				p, heard := solitary(t), []string(nil)
				p.options.Origin = "mine"
				p.options.Stranger = func(origin string, said time.Time) bool {
					heard = append(heard, origin)
					if !said.Equal(madeAt(made)) {
						t.Errorf("it was said at %s", said)
					}
					return sure
				}
				in, err := p.translate(t.Context(), delivery{event: tt.event, payload: []byte(tt.payload), own: "1"})
				if err != nil {
					t.Fatal(err)
				}
				if got := strings.Join(heard, " "); (got == "theirs") != tt.told || got != "" && !tt.told {
					t.Errorf("told %q", got)
				}
				if acts := in.act.Deed != nil; acts != (tt.event == interactionEvent && (tt.acts || !sure)) {
					t.Errorf("sure %v: handed on %v", sure, acts)
				}
			}
		})
	}
}

// TestTheOriginIsCarried by every piece of a message with a key, also after an edit, and
// does not keep it from being found.
func TestTheOriginIsCarried(t *testing.T) {
	for _, origin := range []string{"", "mine"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStand(t, discordfake.Options{})
			s.p.options.Origin = origin
			at := chat.Place{Room: s.team}
			m := chat.Message{Key: "k", Blocks: []chat.Block{chat.Paragraph(strings.Repeat("It is dark. ", 700))}}
			posted := s.post(t, at, m)
			for range 2 {
				seen := s.Seen(s.ann)
				if len(seen) < 2 {
					t.Fatalf("%d pieces", len(seen))
				}
				for _, piece := range seen {
					if carried := strings.Contains(string(piece.Embeds), originMark+"mine"); carried != (origin != "") {
						t.Errorf("the origin %q: %s", origin, piece.Embeds)
					}
				}
				if found, said, err := s.p.Find(t.Context(), at, "k", s.now().Add(-time.Minute)); err != nil || !said || found.Ref != posted.Ref {
					t.Errorf("found %+v, %v, %v", found, said, err)
				}
				if err := s.p.Edit(t.Context(), at, posted.Ref, chat.Message{Key: "k", Title: "It is light."}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
