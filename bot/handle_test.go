package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

// brokenBook is a store that is down.
type brokenBook struct{ escalation.Book }

var errDown = errors.New("connection refused")

func (brokenBook) Get(context.Context, string, string) ([]byte, error) { return nil, errDown }

// brokenStore is one in which nothing can be read.
type brokenStore struct{ escalation.Store }

func (brokenStore) Load(context.Context, escalation.CaseID, string) (escalation.Case, *escalation.Result, error) {
	return escalation.Case{}, nil, errDown
}

func (brokenStore) Find(context.Context, escalation.Query) ([]escalation.CaseID, error) {
	return nil, errDown
}

// TestWhenTheStoreIsDown: who wanted to keep something is told that it was not kept,
// and who wanted to read is not, wherever it fails.
func TestWhenTheStoreIsDown(t *testing.T) {
	for _, language := range []string{"en", "fr"} {
		h := newHouse(t)
		c := h.opens("ann", "meter")
		book, store := h.bot.Book, h.bot.Store
		say := h.bot.Texts.For(language)
		unrecorded, unread := say.Refusal(refuse(escalation.CodeNotRecorded)), say.Say("answer.unread")
		for _, tt := range []struct {
			deed chat.Deed
			want string
		}{
			{chat.Command{Text: "note " + string(c.ID) + " they called back"}, unrecorded},
			{chat.Click{Action: actWithdraw, Value: target(c.ID, "")}, unrecorded},
			{chat.Command{Text: "list"}, unread},
			{chat.Command{Text: "search meter"}, unread},
			{chat.Command{Text: "show " + string(c.ID)}, unread},
			{chat.Command{Text: "export " + string(c.ID)}, unread},
			{chat.Click{Action: actWhy, Value: target(c.ID, "")}, unread},
			{chat.Command{Text: "nonsense"}, unrecorded},
		} {
			for part, down := range map[string]func(){
				"the book":  func() { h.bot.Book, h.bot.Store = brokenBook{book}, store },
				"the store": func() { h.bot.Book, h.bot.Store = book, brokenStore{store} },
			} {
				if tt.deed == (chat.Command{Text: "nonsense"}) && part == "the store" {
					continue // which is not asked
				}
				down()
				got := h.bot.Handle(t.Context(), chat.Act{ID: "1", By: chat.Person{Account: "ann", Language: language}, Deed: tt.deed})
				if said := strings.TrimSpace(spoken(got)); said != tt.want || !got.Unrecorded {
					t.Errorf("%s, %+v: answered %q, want %q", part, tt.deed, said, tt.want)
				}
			}
		}
	}
}

func TestEventsCarryWhatThePlatformSays(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	seen := &seeing{Recorder: h.bot.Recorder}
	h.bot.Recorder = seen
	h.again("ann", "4711", chat.Command{Text: "note words"})
	e := seen.events[0]
	if e.ID != "console:4711" || !e.At.Equal(h.now) || e.Case != c.ID || e.Actor.ID != "console:ann" || e.Actor.Role != escalation.ActorRequester {
		t.Errorf("recorded %+v", e)
	}
}

type seeing struct {
	Recorder
	events []escalation.Event
}

func (s *seeing) Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	s.events = append(s.events, e)
	return s.Recorder.Record(ctx, e)
}

func TestSeveralPlatformsAreToldApart(t *testing.T) {
	h := newHouse(t, twoPlatforms)
	h.bot.Handle(t.Context(), chat.Act{ID: "1", By: chat.Person{Account: "ann"}, Deed: chat.Command{Text: openMeter}})
	if n := len(h.of("ann")); n != 0 {
		t.Error("an act of nobody knows which platform was done")
	}
}

func TestPreviewNowIsForThisPreview(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	rung := h.load(c.ID).Climb.Rung
	h.clicks("ann", actNow, target(c.ID, "")) // nothing has been announced
	if got := h.load(c.ID).Climb.Rung; got != rung {
		t.Errorf("a stale button climbed to rung %d", got)
	}
	h.deliver(c, "1")
	h.clicks("ann", actNow, target(c.ID, ""))
	if got := h.load(c.ID).Climb.Rung; got != rung+1 {
		t.Errorf("now leads to rung %d, want %d", got, rung+1)
	}
}
