package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// finder is a strict platform that can be asked what it has said.
type finder struct {
	*strict
	blind []error // of the next looks, in order; nil: none
	asked []time.Time
	since []time.Time
	now   *time.Time
}

func (f *finder) Find(_ context.Context, at chat.Place, key string, since time.Time) (chat.Posted, bool, error) {
	f.asked, f.since = append(f.asked, *f.now), append(f.since, since)
	if len(f.blind) > 0 {
		err := f.blind[0]
		f.blind = f.blind[1:]
		if err != nil {
			return chat.Posted{}, false, err
		}
	}
	for _, s := range f.said {
		if s.at == at && s.m.Key == key {
			return chat.Posted{Ref: s.ref, Link: "https://found.example/" + string(s.ref)}, true, nil
		}
	}
	return chat.Posted{}, false, nil
}

// inquiry is a desk whose console can be asked, with a clock that the test sets.
type inquiry struct {
	*desk
	finder *finder
	now    time.Time
}

func newAsking(t *testing.T) *inquiry {
	t.Helper()
	a := &inquiry{desk: newDesk(t), now: day(3, 24, 9)}
	a.finder = &finder{strict: a.console, now: &a.now}
	o := a.bot.Options
	o.Platforms = []chat.Platform{a.finder, a.other}
	o.Now = func() time.Time { return a.now }
	a.bot = New(o)
	return a
}

// tries carries a notice out as the engine would, until there is an outcome, and
// returns it with the times of the tries.
func (a *inquiry) tries(c escalation.Case, n escalation.Notice, limit int) (escalation.Fact, []time.Time) {
	a.t.Helper()
	n.Case, n.NotBefore = c.ID, a.now
	var at []time.Time
	for range limit {
		n.Tries++
		at = append(at, a.now)
		o, err := a.bot.Deliver(a.t.Context(), c, n, a.now)
		if err == nil {
			return o.Fact, at
		}
		if errors.Is(err, escalation.ErrMaybeSaid) {
			n.Doubts++
		}
		next := a.now.Add(2 * time.Second)
		if retry, is := errors.AsType[*escalation.RetryError](err); is {
			next = retry.At
		}
		if !next.After(a.now) {
			a.t.Fatalf("tried again at once: %v", err)
		}
		a.now = next
	}
	a.t.Fatalf("no outcome after %d tries", limit)
	return nil, nil
}

var errLost = &chat.Error{Failure: chat.Unknown, Code: "timeout", After: 5 * time.Second}

// said is a platform's answer that was lost after it had said the message.
func (a *inquiry) lands(at chat.Place, key string) {
	a.console.said = append(a.console.said, sent{at: at, m: chat.Message{Key: key, Blocks: []chat.Block{chat.Paragraph("x")}}, ref: "console-9"})
}

func TestWhatThePlatformHasSaidIsNotSaidAgain(t *testing.T) {
	service, public := chat.Place{Room: "gazco-service"}, chat.Place{Room: "public"}
	for name, test := range map[string]struct {
		n      escalation.Notice
		at     chat.Place
		change func(*escalation.Case)
		want   escalation.Fact
	}{
		"a letter": {serviceLetter(), service, nil,
			escalation.Delivered{Notice: "K7M-4QZ-X/20", Kind: escalation.NoticeLetter, Proof: "https://found.example/console-9"}},
		"a post": {thePost(), public, approved,
			escalation.Delivered{Notice: "K7M-4QZ-X/40", Kind: escalation.NoticePost, Proof: "https://found.example/console-9",
				Where: escalation.Card{Room: "console:public", Ref: "console-9"}}},
		"a question": {escalation.Notice{Key: "K7M-4QZ-X/53", Kind: escalation.NoticeState, To: escalation.ToRequester}, chat.Place{Person: "ann"}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAsking(t)
			c := a.keeps(test.change)
			a.console.fail = []error{errLost}
			a.lands(test.at, test.n.Key)
			start := a.now
			fact, at := a.tries(c, test.n, 3)
			if fact != test.want || len(a.console.said) != 1 {
				t.Errorf("got %+v, said %d times", fact, len(a.console.said))
			}
			if len(at) != 2 || at[1].Sub(start) != errLost.After {
				t.Errorf("looked after %s", at[1].Sub(start))
			}
			if since := a.finder.since[0]; since.After(start) || start.Sub(since) > 5*time.Minute {
				t.Errorf("looked for what was said since %s", since)
			}
		})
	}
}

func TestWhatWasCertainlyNotSaidIsSaidAsForTheFirstTime(t *testing.T) {
	for name, test := range map[string]struct {
		n      escalation.Notice
		change func(*escalation.Case)
	}{"a letter": {serviceLetter(), nil}, "a post": {thePost(), approved}} {
		t.Run(name, func(t *testing.T) {
			a := newAsking(t)
			c := a.keeps(test.change)
			a.console.fail = []error{errLost, errLost, errLost, nil}
			fact, _ := a.tries(c, test.n, 9)
			f, is := fact.(escalation.Delivered)
			if !is || f.Twice || len(a.console.said) != 1 || len(a.finder.asked) != 3 {
				t.Fatalf("got %+v, said %d, asked %d times", fact, len(a.console.said), len(a.finder.asked))
			}
			if text := plainText(a.console.said[0].m); strings.Contains(text, "répétition") {
				t.Errorf("flagged:\n%s", text)
			}
		})
	}
}

func TestAfterACrashThePlatformIsAskedOnceItCanKnow(t *testing.T) {
	a := newAsking(t)
	n := serviceLetter()
	n.Doubts = 1 // the mark of a program that has died: nothing else is known
	a.lands(chat.Place{Room: "gazco-service"}, n.Key)
	start := a.now
	fact, at := a.tries(a.keeps(nil), n, 3)
	if f, is := fact.(escalation.Delivered); !is || f.Twice || len(a.console.said) != 1 {
		t.Fatalf("got %+v", fact)
	}
	if len(at) != 2 || len(a.finder.asked) != 1 || a.finder.asked[0].Sub(start) != findAfter {
		t.Errorf("tried at %v, asked at %v", at, a.finder.asked)
	}
}

func TestAPlatformThatCannotBeAsked(t *testing.T) {
	down := &chat.Error{Failure: chat.Temporary, Code: "rate", After: 3 * time.Minute}
	blind := func() []error { return []error{down, down, down, down, down, down, down} }
	t.Run("a letter is said again, and says so", func(t *testing.T) {
		a := newAsking(t)
		a.console.fail, a.finder.blind = []error{errLost}, blind()
		fact, at := a.tries(a.keeps(nil), serviceLetter(), 20)
		if f, is := fact.(escalation.Delivered); !is || !f.Twice || len(a.finder.asked) != findTries {
			t.Fatalf("got %+v, asked %d times", fact, len(a.finder.asked))
		}
		for i := 2; i < len(at); i++ {
			if waited := at[i].Sub(at[i-1]); waited < down.After {
				t.Errorf("asked again after %s", waited)
			}
		}
	})
	t.Run("a post asks a person", func(t *testing.T) {
		a := newAsking(t)
		a.console.fail, a.finder.blind = []error{errLost}, blind()
		fact, _ := a.tries(a.keeps(approved), thePost(), 20)
		if _, is := fact.(escalation.OutcomeUnknown); !is || len(a.console.said) != 0 {
			t.Fatalf("got %+v, said %d", fact, len(a.console.said))
		}
	})
}

func TestALineIsFoundWhereItWasSaid(t *testing.T) {
	a := newAsking(t)
	c := a.keeps(func(c *escalation.Case) {
		c.Cards = []escalation.Card{{Room: "console:team", Ref: "console-5"}, {Room: "other:watch", Ref: "1"}}
	})
	// Said at the top of the room, before the program died and the card was up.
	n := escalation.Notice{Key: "K7M-4QZ-X/51", Kind: escalation.NoticeTask, To: escalation.ToTeam, Task: "t1", Doubts: 1}
	a.lands(chat.Place{Room: "team"}, n.Key)
	a.tries(c, n, 5)
	if len(a.console.said) != 1 || len(a.other.said) != 1 {
		t.Errorf("said %d and %d times", len(a.console.said), len(a.other.said))
	}
}

func TestACardThatIsUpIsFound(t *testing.T) {
	a := newAsking(t)
	c := a.keeps(nil)
	n := escalation.Notice{Key: "K7M-4QZ-X/50q", Kind: escalation.NoticeCard, To: escalation.ToTeam}
	a.console.fail = []error{errLost}
	a.lands(chat.Place{Room: "team"}, "K7M-4QZ-X/card")
	fact, _ := a.tries(c, n, 3)
	f, is := fact.(escalation.Delivered)
	if !is || f.Card == nil || *f.Card != (escalation.Card{Room: "console:team", Ref: "console-9"}) || len(a.console.said) != 1 {
		t.Fatalf("got %+v, said %d", fact, len(a.console.said))
	}
	if text := plainText(a.console.said[0].m); !strings.Contains(text, c.Subject) {
		t.Errorf("the card that was found is not brought up to date:\n%s", text)
	}
	t.Run("one that is not is posted without a flag", func(t *testing.T) {
		a := newAsking(t)
		a.console.fail = []error{errLost, errLost, errLost}
		a.tries(a.keeps(nil), n, 9)
		if len(a.console.said) != 1 || strings.Contains(plainText(a.console.said[0].m), "We are not sure") {
			t.Errorf("said %+v", a.console.said)
		}
	})
}

func TestTheCardIsWaitedForByTime(t *testing.T) {
	a := newAsking(t)
	n := escalation.Notice{Key: "K7M-4QZ-X/51", Kind: escalation.NoticeTask, To: escalation.ToTeam, Task: "t1"}
	start := a.now
	_, at := a.tries(a.keeps(nil), n, 100)
	if waited := a.now.Sub(start); waited < cardPatience || waited > cardPatience+cardLast || len(at) > 20 {
		t.Errorf("said at the top of the room after %s and %d tries", waited, len(at))
	}
}

// A room whose card was posted twice, and nobody knows what came of it, does without:
// nothing waits for it, also in a process that was not there.
func TestACardThatWillNotComeIsNotWaitedFor(t *testing.T) {
	a := newAsking(t)
	n := escalation.Notice{Key: "K7M-4QZ-X/51", Kind: escalation.NoticeTask, To: escalation.ToTeam, Task: "t1"}
	c := a.keeps(nil)
	for _, s := range a.bot.teamRooms() {
		if err := a.bot.markCard(t.Context(), c.ID, s.name(), cardPosts); err != nil {
			t.Fatal(err)
		}
	}
	if _, at := a.tries(c, n, 100); len(at) != 1 || len(a.console.said) != 1 {
		t.Errorf("tried at %v, said %d times", at, len(a.console.said))
	}
}

func TestADigestThatWasSaidIsNotSaidAgain(t *testing.T) {
	a := newAsking(t)
	a.console.fail = []error{errLost}
	if err := a.bot.Digest(t.Context(), a.now); !errors.Is(err, escalation.ErrMaybeSaid) {
		t.Fatalf("got %v", err)
	}
	a.lands(chat.Place{Room: "team"}, "digest/"+escalation.DateOf(a.now.In(a.bot.Zone)).String())
	if err := a.bot.Digest(t.Context(), a.now.Add(time.Second)); err == nil || len(a.finder.asked) > 0 {
		t.Errorf("asked %v, %v before the platform can know", a.finder.asked, err)
	}
	a.now = a.now.Add(errLost.After)
	for range 2 {
		if err := a.bot.Digest(t.Context(), a.now); err != nil || len(a.console.said) != 1 {
			t.Errorf("%v, said %d times", err, len(a.console.said))
		}
	}
}
