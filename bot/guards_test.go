package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

const openMeter = `open org="energie d exemple" consent=yes subject=meter story="The meter is silent."`

func TestTheSameCaseIsOpenedOnce(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	if got := h.types("ann", strings.ReplaceAll(openMeter, "subject=meter", `subject=" METER "`)); !strings.Contains(got, string(c.ID)) {
		t.Errorf("the second time: %q, want the first case's number", got)
	}
	h.now = h.now.Add(time.Hour)
	if got := h.types("ann", openMeter); !strings.Contains(got, string(c.ID)) {
		t.Errorf("an hour later: %q, want the first case's number", got)
	}
	h.opens("bob", "meter") // somebody else's is another
	if n := len(h.of("ann")); n != 1 {
		t.Fatalf("%d cases", n)
	}
	h.types("ann", "withdraw "+string(c.ID))
	h.types("ann", openMeter)
	if n := len(h.of("ann")); n != 2 {
		t.Errorf("after the first case is over there are %d cases, want 2", n)
	}
}

func TestARedeliveryChangesNothing(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Guards.CasesPerDay = 1 })
	command := chat.Command{Name: "case", Text: openMeter}
	first := spoken(h.again("ann", "same", command))
	if second := spoken(h.again("ann", "same", command)); second != first {
		t.Errorf("heard twice: %q, then %q", first, second)
	}
	if n := len(h.of("ann")); n != 1 {
		t.Errorf("%d cases", n)
	}
}

func TestQuota(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Guards.CasesPerDay = 2 })
	h.opens("ann", "one")
	h.opens("ann", "two")
	h.types("ann", strings.ReplaceAll(openMeter, "meter", "three"))
	if n := len(h.of("ann")); n != 2 {
		t.Errorf("%d cases on one day, want 2", n)
	}
	h.now = h.now.Add(25 * time.Hour)
	h.opens("ann", "three")
}

// failing is a recorder that fails until it is mended.
type failing struct {
	Recorder
	err   atomic.Pointer[error]
	asked atomic.Int32
}

func (r *failing) Record(ctx context.Context, e escalation.Event) (escalation.Receipt, error) {
	r.asked.Add(1)
	if err := r.err.Load(); err != nil {
		return escalation.Receipt{}, *err
	}
	return r.Recorder.Record(ctx, e)
}

func TestAFailureGivesTheQuotaBack(t *testing.T) {
	var r *failing
	h := newHouse(t, func(o *Options) {
		o.Guards.CasesPerDay = 1
		r = &failing{Recorder: o.Recorder}
		o.Recorder = r
	})
	down := errors.New("the store is down")
	r.err.Store(&down)
	_ = h.types("ann", openMeter)
	r.err.Store(nil)
	h.opens("ann", "meter")
}

func TestAnUnconfirmedActIsAskedForAgain(t *testing.T) {
	h := newHouse(t)
	losing := &losing{}
	h.bot.Recorder = losing
	synctest.Test(t, func(t *testing.T) {
		turn := &turn{bot: h.bot, platform: "console", say: h.bot.Texts.For("en"), at: h.now,
			act: chat.Act{ID: "x", By: chat.Person{Account: "ann"}}, c: escalation.Case{ID: "K7M-4QZ-X"}}
		_, err := turn.commit(t.Context(), turn.event(turn.op(), escalation.Noted{Text: "words"}))
		if escalation.CodeOf(err) != escalation.CodeNotConfirmed {
			t.Errorf("answered %v, want %s", err, escalation.CodeNotConfirmed)
		}
		h.bot.Wait()
	})
	if want := []string{"console:x", "console:x", "console:x"}; !slices.Equal(losing.ids, want) {
		t.Errorf("asked with the IDs %q, want %q", losing.ids, want)
	}
	if n := len(h.quiet.said); n != 1 {
		t.Errorf("the person was told %d times, want once", n)
	}
}

// losing loses two replies, then finds that the event was recorded.
type losing struct{ ids []string }

func (r *losing) Record(_ context.Context, e escalation.Event) (escalation.Receipt, error) {
	r.ids = append(r.ids, e.ID)
	if len(r.ids) < 3 {
		return escalation.Receipt{}, escalation.ErrUnconfirmed
	}
	return escalation.Receipt{Case: escalation.Case{ID: e.Case}, Reason: escalation.DoneNoted, Repeated: true}, nil
}

// A form that is refused as a whole stays open, or all that was typed is lost: too
// many on a day, the same case again, a store that is away.
func TestARefusedFormStaysOpen(t *testing.T) {
	var r *failing
	h := newHouse(t, func(o *Options) {
		o.Guards.CasesPerDay = 2
		r = &failing{Recorder: o.Recorder}
		o.Recorder = r
	})
	send := func(subject string) chat.Answer {
		return h.submits("ann", reqOpen, "", map[string]string{"org": "energie d exemple", "subject": subject, "story": "A long story.", fieldConsent: "yes"})
	}
	down := errors.New("the store is down")
	r.err.Store(&down)
	if sent := send("one"); sent.Wrong[""] == "" || sent.Message != nil || !sent.Unrecorded {
		t.Errorf("a store that is away: %+v", sent)
	}
	r.err.Store(nil)
	if sent := send("one"); sent.Message == nil || sent.Wrong != nil {
		t.Fatalf("sent again: %+v", sent)
	}
	c := h.of("ann")[0]
	if sent := send("One"); !strings.Contains(sent.Wrong[""], string(c.ID)) {
		t.Errorf("the same again: %+v", sent)
	}
	send("two")
	if sent := send("three"); sent.Wrong[""] == "" {
		t.Errorf("the third on a day: %+v", sent)
	}
	// What may be recorded must not be sent twice.
	unsure := error(escalation.ErrUnconfirmed)
	h.now = h.now.Add(25 * time.Hour)
	r.err.Store(&unsure)
	if sent := send("four"); sent.Message == nil || sent.Wrong != nil {
		t.Errorf("one that may be recorded: %+v", sent)
	}
	r.err.Store(nil)
	h.bot.Wait()
}
