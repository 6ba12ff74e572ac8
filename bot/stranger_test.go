package bot

import (
	"errors"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

// TestTheTeamHearsOnceOfASharedToken: where the platform does not tell whether it has said
// it, it is asked, once it can know.
func TestTheTeamHearsOnceOfASharedToken(t *testing.T) {
	const key = "stranger/console/1"
	a := newAsking(t)
	a.console.fail = []error{errLost}
	say := func() error { return a.bot.SayShared(t.Context(), a.console.Name(), key) }
	if err := say(); !errors.Is(err, escalation.ErrMaybeSaid) {
		t.Fatalf("got %v", err)
	}
	a.lands(chat.Place{Room: "team"}, key)
	if err := say(); !errors.Is(err, escalation.ErrMaybeSaid) || len(a.finder.asked) > 0 {
		t.Errorf("asked %v, %v before the platform can know", a.finder.asked, err)
	}
	a.now = a.now.Add(errLost.After)
	if err := say(); err != nil || len(a.console.said) != 1 || len(a.finder.asked) != 1 {
		t.Errorf("%v, said %d times, asked %v", err, len(a.console.said), a.finder.asked)
	}
	for failure, tried := range map[chat.Failure]bool{chat.Temporary: true, chat.Gone: false} {
		a.console.fail = []error{&chat.Error{Failure: failure, Code: "no"}}
		if err := a.bot.SayShared(t.Context(), a.console.Name(), "stranger/console/2"); (err != nil) != tried || errors.Is(err, escalation.ErrMaybeSaid) {
			t.Errorf("of failure %d: %v", failure, err)
		}
	}
}
