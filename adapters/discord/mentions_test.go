package discord

import (
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// Whichever way a message goes, at first, edited or as an answer, it says that nobody
// may be mentioned.
func TestEveryMessageAllowsNoMention(t *testing.T) {
	for took, routes := range map[time.Duration][]string{
		0:               {routePost, routeEdit, routeForum, callbackRoute},
		5 * time.Second: {"PATCH /webhooks/{application.id}/{interaction.token}/messages/@original"},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := open(t, slow(took, chat.Answer{Message: sentence("Noted.")}), reading, nil)
			if err := f.everything(t); err != nil {
				t.Fatal(err)
			}
			if err := f.Command(f.ann, f.team, "case note", noting); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			for _, route := range routes {
				n := 0
				for _, c := range f.Calls(route) {
					n += len(allowedMentions(t, c))
				}
				if n == 0 {
					t.Errorf("no message went by %s", route)
				}
			}
			f.clean(t)
		})
	}
}
