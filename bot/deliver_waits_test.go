package bot

import (
	"context"
	"errors"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// postponed are the lines that the trail gets of letters that wait.
func (d *desk) postponed() map[string]escalation.Postponed {
	lines := map[string]escalation.Postponed{}
	for _, e := range d.recorded {
		if f, is := e.Fact.(escalation.Postponed); is {
			lines[e.ID] = f
		}
	}
	return lines
}

func TestALetterThatWaitsForAnAdministratorSaysSo(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(nil)
	scope := &chat.Error{Failure: chat.Temporary, Code: "missing_scope", After: 15 * time.Minute}
	n := serviceLetter()
	n.NotBefore = day(3, 24, 9)
	try := func() error {
		d.console.fail = []error{scope}
		_, err := d.deliver(c, n)
		return err
	}
	retry, is := errors.AsType[*escalation.RetryError](try())
	if !is || !retry.At.Equal(day(3, 24, 9).Add(scope.After)) {
		t.Errorf("tried again %+v", retry)
	}
	if lines := d.postponed(); len(lines) != 1 || lines["mend:"+n.Key] != (escalation.Postponed{Notice: n.Key, Until: retry.At, Why: "missing_scope"}) {
		t.Errorf("recorded %+v", lines)
	}
	n.NotBefore = day(3, 24, 9).Add(-mendPatience)
	if _, is := errors.AsType[*escalation.RetryError](try()); !is {
		t.Error("it is not tried any more")
	}
	if lines := d.postponed(); len(lines) != 2 || !lines["byhand:"+n.Key].ByHand {
		t.Errorf("after some hours: %+v", lines)
	}

	d.recorded = nil
	n.Kind, n.Key = escalation.NoticeInfo, n.Key+"1"
	d.console.fail = []error{scope}
	fact, err := d.deliver(c, n)
	if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || f.Dead || f.Why != "missing_scope" || len(d.recorded) > 0 {
		t.Errorf("an answer that was asked for: %+v, %v, %+v", fact, err, d.recorded)
	}
	n.Kind, n.NotBefore, scope.After = escalation.NoticeLetter, time.Time{}, mendWait-1
	if err := try(); err == nil || len(d.recorded) > 0 {
		t.Errorf("a limit of the rate is said in the trail: %v, %+v", err, d.recorded)
	}
}

func TestALookWaitsForALimitOfTheRate(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) { c.Climb.Rung, c.Climb.Round = 0, 1 })
	d.console.deaf = &chat.Error{Failure: chat.Temporary, Code: "ratelimited", After: 30 * time.Second}
	n := escalation.Notice{Key: "K7M-4QZ-X/70", Kind: escalation.NoticeLook, To: escalation.ToBot, NotBefore: day(3, 24, 9)}
	fact, err := d.deliver(c, n)
	retry, is := errors.AsType[*escalation.RetryError](err)
	if fact != nil || !is || !retry.At.Equal(day(3, 24, 9).Add(30*time.Second)) {
		t.Errorf("got %+v, %v", fact, err)
	}
	n.NotBefore = day(3, 24, 9).Add(-lookPatience)
	if f, _ := d.deliver(c, n); f != (escalation.Looked{Notice: n.Key, Failed: "ratelimited"}) {
		t.Errorf("after an hour of it: %+v", f)
	}
}

func TestALetterThatNeverGetsThroughIsForAPerson(t *testing.T) {
	a := newAsking(t)
	c := a.keeps(nil)
	for range 2 * doubtsMost {
		a.console.fail = append(a.console.fail, errLost)
	}
	fact, at := a.tries(c, serviceLetter(), 2*doubtsMost)
	if fact != (escalation.OutcomeUnknown{Notice: serviceLetter().Key}) || len(at) != doubtsMost+1 {
		t.Errorf("got %+v after %d tries", fact, len(at))
	}
	for i := 2; i < len(at); i++ {
		if before, now := at[i-1].Sub(at[i-2]), at[i].Sub(at[i-1]); now != 2*before {
			t.Errorf("waited %s and then %s", before, now)
		}
	}

	told := escalation.Notice{Key: "K7M-4QZ-X/58", Kind: escalation.NoticeState, To: escalation.ToRequester}
	if _, at := a.tries(c, told, 2*doubtsMost); len(at) > doubtsMost+1 {
		t.Errorf("the requester was told %d times", len(at))
	}
}

// refusing is a recorder whose store is down.
type refusing struct{}

func (refusing) Record(context.Context, escalation.Event) (escalation.Receipt, error) {
	return escalation.Receipt{}, errDown
}

func TestWordsUnderThePostAreDeliveredAgainWhileTheStoreIsDown(t *testing.T) {
	h := newHouse(t, withPublicRoom)
	c := h.opens("ann", "meter")
	c.Version++
	c.Post.Out = &escalation.Out{Room: "console:public", Ref: "p7", Text: "Gazco, answer.", At: h.now}
	if r, err := h.store.Commit(t.Context(), h.now, escalation.Change{Op: "out", Case: c, Index: c.Terms()}); err != nil || r[0].Err != nil {
		t.Fatal(err, r)
	}
	say := func(id, text string, edited bool) chat.Answer {
		return h.bot.On("console").Handle(t.Context(), chat.Act{ID: id, At: h.now, By: chat.Person{Account: "zoe", Name: "zoe"},
			Place: chat.Place{Room: "public", Thread: "p7"}, Deed: chat.Said{Text: text, Edited: edited}})
	}
	h.bot.Recorder = refusing{}
	if a := say("s1", "Same with me.", false); !a.Unrecorded || a.Message != nil {
		t.Errorf("answered %+v", a)
	}
	h.bot.Recorder = h.engine
	if a := say("s1", "Same with me.", false); a.Unrecorded || a.Message != nil {
		t.Errorf("answered %+v", a)
	}
	if e := h.last(c.ID, escalation.EntryComment); e.Text != "Same with me." || e.Fields["edited"] != "" {
		t.Errorf("kept %+v", e)
	}
	say("s1:2", "Same with us.", true)
	if e := h.last(c.ID, escalation.EntryComment); e.Text != "Same with us." || e.Fields["edited"] == "" {
		t.Errorf("an edited comment is kept as %+v", e)
	}
}

func TestWordsThatAreKeptAreNotKeptAgain(t *testing.T) {
	h := newHouse(t)
	first, second := h.opens("ann", "meter"), h.opens("bob", "bill")
	h.deliver(first, "https://chat.example/p1700000000000100")
	h.deliver(second, "https://chat.example/p1700000000000200")
	look := func(id, text string) {
		t.Helper()
		act := chat.Act{ID: id, At: h.now, By: chat.Person{Account: "desk", Name: "desk"}, Place: chat.Place{Room: "energie"},
			Deed: chat.Said{Text: text, Link: "https://chat.example/1"}}
		if err := h.bot.hear(t.Context(), "console", first.ID, "room:energie", act, h.now); err != nil {
			t.Fatal(err)
		}
	}
	replies := func(ofFirst, ofSecond int) {
		t.Helper()
		if n, m := len(h.load(first.ID).Replies), len(h.load(second.ID).Replies); n != ofFirst || m != ofSecond {
			t.Errorf("%d and %d replies, want %d and %d", n, m, ofFirst, ofSecond)
		}
	}
	look("a", "About "+string(second.ID)+": we are on it.")
	replies(0, 1)
	look("forgotten", "About "+string(second.ID)+": we are on it.") // under another ID, as if the first were forgotten
	replies(0, 1)
	look("edited", "About "+string(second.ID)+": we have solved it.")
	replies(0, 2)
	look("b", "Nobody can tell what this is about.")
	replies(1, 2)
	look("forgotten too", "Nobody can tell what this is about.")
	replies(1, 2)
}

func TestAnEndedCaseLeavesNothingOnTheShelves(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		c.Climb.Letters = []escalation.Letter{{Key: serviceLetter().Key, Address: "room:gazco-service", Round: 1, Delivered: day(3, 20, 9)}}
		c.Climb.Rung = len(rules(t).Ladder.Rungs) - 1
	})
	card := escalation.Notice{Key: "K7M-4QZ-X/56q", Kind: escalation.NoticeCard, To: escalation.ToTeam}
	kept := func() (n int) {
		for _, shelf := range []string{shelfLetters, shelfSending, shelfApprovals} {
			all, err := d.book.All(t.Context(), shelf)
			if err != nil {
				t.Fatal(err)
			}
			n += len(all)
		}
		return n
	}
	show := func(state escalation.State) {
		t.Helper()
		c.Version++
		c.State = state
		if _, err := d.deliver(c, card); err != nil {
			t.Fatal(err)
		}
	}
	show(c.State)
	mods := d.bot.moderatorRooms()[0]
	if err := d.bot.keepAsked(t.Context(), c.ID, mods, []asked{{Ref: d.console.said[0].ref, Key: "K7M-4QZ-X/55"}}); err != nil {
		t.Fatal(err)
	}
	if err := d.book.Put(t.Context(), shelfLetters, serviceLetter().Key, []byte("1")); err != nil {
		t.Fatal(err)
	}
	if n := kept(); n != 4 { // a letter, two cards, the moderators' message
		t.Errorf("while it runs %d things are kept", n)
	}
	show(escalation.StatePublished)
	if n := kept(); n > 1 {
		t.Errorf("once it is published %d things are kept", n)
	}
	show(escalation.StateClosed)
	if n := kept(); n != 0 {
		t.Errorf("at the end %d things are kept", n)
	}
}

func TestTheDigestOfAnotherProcessIsNotSaidAgain(t *testing.T) {
	a := newAsking(t)
	a.indexed(a.keeps(nil))
	a.bot.Rooms["other"] = Rooms{}
	if err := a.bot.Digest(t.Context(), a.now); err != nil || len(a.console.said) != 1 {
		t.Fatalf("%v, said %d times", err, len(a.console.said))
	}
	if err := a.bot.Book.Put(t.Context(), shelfDigest, "console", nil); err != nil { // it ended before that was written
		t.Fatal(err)
	}
	another := New(a.bot.Options)
	err := another.Digest(t.Context(), a.now)
	retry, is := errors.AsType[*escalation.RetryError](err)
	if !is {
		t.Fatalf("got %v", err)
	}
	a.now = retry.At
	if err := another.Digest(t.Context(), a.now); err != nil || len(a.console.said) != 1 {
		t.Errorf("%v, said %d times", err, len(a.console.said))
	}
	if day, err := a.bot.Book.Get(t.Context(), shelfDigest, "console"); err != nil || len(day) == 0 {
		t.Errorf("the day is %q, %v", day, err)
	}
}

// TestAMessageDoesNotComeBackBeforeItsTurn: the wait that a platform names begins when
// it names it, not when the delivery began, and is not cut by what the store keeps.
func TestAMessageDoesNotComeBackBeforeItsTurn(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(nil)
	d.console.fail = []error{&chat.Error{Failure: chat.Temporary, Code: "not_yet", After: 967*time.Millisecond + 600*time.Microsecond}}
	began := d.bot.Now().Add(-30 * time.Millisecond)
	_, err := d.bot.Deliver(t.Context(), c, serviceLetter(), began)
	retry, is := errors.AsType[*escalation.RetryError](err)
	if want := d.bot.Now().Add(968 * time.Millisecond); !is || !retry.At.Equal(want) {
		t.Errorf("tried again %+v, want at %s", retry, want)
	}
}
