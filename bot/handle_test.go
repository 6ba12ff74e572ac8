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

func TestWhenTheStoreIsDown(t *testing.T) {
	h := newHouse(t)
	want := h.bot.Texts.For("fr").Refusal(refuse(escalation.CodeNotRecorded))
	h.bot.Book = brokenBook{h.bot.Book}
	got := spoken(h.bot.Handle(t.Context(), chat.Act{ID: "1", By: chat.Person{Account: "ann", Language: "fr"}, Deed: chat.Command{Text: "list"}}))
	if strings.TrimSpace(got) != want {
		t.Errorf("answered %q, want %q", got, want)
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
