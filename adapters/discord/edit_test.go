package discord

import (
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
)

// A message that is edited without a key is found by the one it was posted with,
// whoever edits it.
func TestEditKeepsTheMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, discordfake.Options{})
		began, at := s.now().Add(-time.Minute), chat.Place{Room: s.team}
		posted := s.post(t, at, titled("the card"))
		for _, p := range []*Platform{s.p, s.platform(t)} {
			if err := p.Edit(t.Context(), at, posted.Ref, chat.Message{Title: "as it is now"}); err != nil {
				t.Fatal(err)
			}
			if got, found, err := s.p.Find(t.Context(), at, "the card", began); got != posted || !found || err != nil {
				t.Errorf("found %+v, %t, %v", got, found, err)
			}
		}
		if n := len(s.Calls("GET /channels/{channel.id}/messages/{message.id}")); n != 1 {
			t.Errorf("the mark was asked for %d times", n)
		}
		s.clean(t)
	})
}
