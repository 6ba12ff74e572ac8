package discord

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
)

// broken keeps drafts, except when it fails.
type broken struct {
	heldDrafts
	fail func() bool
}

func (b *broken) Keep(ctx context.Context, id string, raw []byte, until time.Time) error {
	if b.fail() {
		return errors.New("the store is away")
	}
	return b.heldDrafts.Keep(ctx, id, raw, until)
}

// failsOn is a store that fails the nth time it is to keep something; 0: always.
func failsOn(nth int32) func(*Options) {
	var kept atomic.Int32
	return func(o *Options) {
		o.Drafts = &broken{heldDrafts{now: time.Now}, func() bool { return kept.Add(1) == nth || nth == 0 }}
	}
}

// short is a form of one page, which can be sent without being kept.
func short() *chat.Form {
	return &chat.Form{ID: "note", Value: "K7M", Title: "Note", Inputs: []chat.Input{{Name: "text", Label: "Text", Kind: chat.Lines}}}
}

// story is longer than what is shown of an answer while a form is filled in.
var story = strings.Repeat("my long story ", 100) + "THE END"

// A page that cannot be kept is shown whole to whoever wrote it: nothing else of it
// is left.
func TestPageThatIsNotKeptIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filing(opening(), nil), reading, failsOn(2))
		f.asked(t)
		f.fill(t, map[string]string{"org": "Gazco", "subject": "The meter", "story": story})
		read := f.last(t, f.ann).Read
		for _, want := range []string{testWords().Lost, "Gazco", "The meter", "THE END"} {
			if !strings.Contains(read, want) {
				t.Errorf("%q is not in %q", want, read)
			}
		}
		f.clean(t)
	})
}

// A form of several pages that cannot be kept is not opened: what would be filled in
// would get lost.
func TestFormThatCannotBeKeptIsNotOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filing(opening(), nil), reading, failsOn(0))
		f.asked(t)
		f.reads(t, f.ann, testWords().Failed)
		f.clean(t)
	})
}

// What is wrong with a form that is not kept is told with the whole of what was
// typed, however much it is.
func TestRefusedFormThatIsNotKeptIsShown(t *testing.T) {
	for _, nth := range []int32{0, 2} {
		synctest.Test(t, func(t *testing.T) {
			h := filing(short(), func(chat.Submit) map[string]string { return map[string]string{"": "Not recorded, try again."} })
			f := open(t, h, reading, failsOn(nth))
			f.asked(t)
			f.fill(t, map[string]string{"text": story})
			read := ""
			for _, m := range f.Seen(f.ann) {
				read += m.Read
			}
			for _, want := range []string{"Not recorded, try again.", testWords().Lost, "THE END"} {
				if !strings.Contains(read, want) {
					t.Errorf("failing at %d: %q is not in %q", nth, want, read)
				}
			}
			f.clean(t)
		})
	}
}

// Whoever sends a form that the handler breaks down over can send it again as it was.
func TestFormOutlivesTheHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		h := &handler{answer: func(_ context.Context, a chat.Act) chat.Answer {
			if _, is := a.Deed.(chat.Submit); !is {
				return chat.Answer{Form: short()}
			}
			if sent++; sent == 1 {
				panic("broken")
			}
			return chat.Answer{Message: sentence("Noted.")}
		}}
		f := open(t, h, reading, nil)
		f.asked(t)
		f.fill(t, map[string]string{"text": story})
		if read := f.last(t, f.ann).Read; !strings.Contains(read, testWords().Failed) {
			t.Errorf("told %q", read)
		}
		f.press(t, "Correct")
		f.fill(t, nil)
		f.reads(t, f.ann, "Noted.")
		got := h.sent()
		if len(got) != 2 || strings.TrimSpace(got[1].Fields["text"]) != story {
			t.Errorf("sent %+v", got)
		}
		f.clean(t)
	})
}

// step does what a button under a form says, as somebody's process would.
func (f *office) step(t *testing.T, p *Platform, by string, s *formStep) {
	t.Helper()
	p.newQueue(t.Context(), &handler{}).formStep(incoming{step: s, reply: &reply{
		platform: p, id: "123456789012345678", application: "1", token: "x", user: by, at: f.now(), kind: askedComponent, source: ontoAlone,
	}})
}

// One click adds one row, though two processes of the bot hear of it.
func TestOneClickAddsOneRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filing(opening(), nil), reading, func(o *Options) { o.Drafts = &heldDrafts{now: time.Now} })
		other, err := New(f.p.options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(other.rest.client.CloseIdleConnections)
		d := newDraft(*opening(), f.ann)
		d.Answers["tried.1.how"] = "mail"
		if err := f.p.keep(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		more := d.growers()[0]
		for _, p := range []*Platform{f.p, other} {
			f.step(t, p, f.ann, stepOf(chat.Click{Action: more.ID, Value: more.Value}))
		}
		got, _ := f.p.draft(t.Context(), d.ID, f.ann)
		if got.Rows["tried"] != 2 {
			t.Errorf("%d rows after one click", got.Rows["tried"])
		}
	})
}

// Nobody drops the form of another.
func TestOnlyTheirOwnFormIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, filing(opening(), nil), reading, nil)
		d := newDraft(*opening(), f.ann)
		if err := f.p.keep(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		f.step(t, f.p, f.ben, &formStep{draft: d.ID, verb: stepCancel})
		if _, kept := f.p.draft(t.Context(), d.ID, f.ann); !kept {
			t.Error("another person has dropped it")
		}
		f.step(t, f.p, f.ann, &formStep{draft: d.ID, verb: stepCancel})
		if _, kept := f.p.draft(t.Context(), d.ID, f.ann); kept {
			t.Error("its own person cannot leave it")
		}
	})
}

// What is chosen is a value, what is typed a label.
func TestMeant(t *testing.T) {
	few := []chat.Option{{Value: "a", Label: "b"}, {Value: "b", Label: "c"}}
	many := few
	for range optionsLimit {
		many = append(many, chat.Option{Value: "x", Label: "y"})
	}
	for _, one := range []struct {
		options []chat.Option
		answer  string
		want    string
	}{{few, "b", "b"}, {few, "c", "b"}, {many, "b", "a"}, {many, " C ", "b"}, {many, "z", "z"}} {
		q := question{"how", chat.Input{Kind: chat.Choice, Options: one.options}}
		if got := q.meant(one.answer); got != one.want {
			t.Errorf("%q of %d means %q, want %q", one.answer, len(one.options), got, one.want)
		}
	}
}

// stuck keeps nothing until its caller gives up.
type stuck struct{ heldDrafts }

func (s *stuck) Load(ctx context.Context, id string) ([]byte, error) {
	if id == "slow" {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.heldDrafts.Load(ctx, id)
}

// A draft that the store does not give holds no other, and nobody for long.
func TestSlowDraftHoldsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := open(t, &handler{}, reading, func(o *Options) { o.Drafts = &stuck{heldDrafts{now: time.Now}} })
		d := newDraft(*opening(), f.ann)
		if err := f.p.keep(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		began, over := time.Now(), make(chan time.Duration, 2)
		for range 2 {
			go func() {
				f.p.change(t.Context(), "slow", f.ann, func(*draft) {})
				over <- time.Since(began)
			}()
		}
		synctest.Wait()
		if _, there, err := f.p.change(t.Context(), d.ID, f.ann, func(*draft) {}); !there || err != nil || time.Since(began) > 0 {
			t.Errorf("another waits %s: there %v, %v", time.Since(began), there, err)
		}
		for range 2 {
			if took := <-over; took > draftWithin {
				t.Errorf("it took %s", took)
			}
		}
	})
}

// loading is told before each draft that is loaded.
type loading struct {
	heldDrafts
	before func(id string)
}

func (l *loading) Load(ctx context.Context, id string) ([]byte, error) {
	l.before(id)
	return l.heldDrafts.Load(ctx, id)
}

// Whoever is told what is wrong may send again at once: by the time that it is shown,
// nothing is being sent.
func TestFormIsFreeBeforeItsAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f *office
		h := filing(short(), func(chat.Submit) map[string]string { return map[string]string{"text": "Say more."} })
		shown := 0
		drafts := &loading{heldDrafts: heldDrafts{now: time.Now}, before: func(id string) {
			if len(h.sent()) == 0 {
				return
			}
			if shown++; !f.p.inbound.forms.sends(id) {
				t.Error("a second try would be taken for a second click")
				return
			}
			f.p.inbound.forms.sent(id)
		}}
		f = open(t, h, reading, func(o *Options) { o.Drafts = drafts })
		f.asked(t)
		f.fill(t, map[string]string{"text": "no"})
		if shown == 0 {
			t.Error("what is wrong was shown without the draft")
		}
		f.clean(t)
	})
}
