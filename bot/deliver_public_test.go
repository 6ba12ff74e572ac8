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

// out is a case whose post the strict console has said.
func (d *desk) out(change func(c *escalation.Case)) escalation.Case {
	d.t.Helper()
	posted, err := d.console.Post(d.t.Context(), chat.Place{Room: "public"}, chat.Message{Key: "old", Blocks: []chat.Block{chat.Paragraph("Gazco, answer.")}})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.keeps(func(c *escalation.Case) {
		approved(c)
		c.Post.Link = posted.Link
		c.Post.Out = &escalation.Out{Room: "console:public", Ref: string(posted.Ref), Text: "Gazco, answer.", Hash: escalation.TextHash("Gazco, answer.")}
		if change != nil {
			change(c)
		}
	})
}

func withdrawnByMia(c *escalation.Case) {
	c.Requester.Language = "fr"
	c.Post.Out.Withdrawn = &escalation.Vote{Person: "console:mia", Name: "Mia", Role: escalation.ActorModerator, At: day(3, 24, 8)}
}

func TestACorrectionIsPutInThePlaceOfThePost(t *testing.T) {
	d := newDesk(t)
	c := d.out(nil)
	fact, err := d.deliver(c, thePost())
	want := escalation.Delivered{Notice: "K7M-4QZ-X/40", Kind: escalation.NoticePost, Proof: c.Post.Link}
	if err != nil || fact != want {
		t.Fatalf("got %+v, %v", fact, err)
	}
	if len(d.console.said) != 1 || plainText(d.console.said[0].m) != "Gazco, please answer." || !d.console.said[0].m.Exact {
		t.Errorf("the public reads %+v", d.console.said)
	}
	d.console.said = nil // somebody has deleted it
	n := thePost()
	fact, err = d.deliver(c, n)
	if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || !f.Dead || len(d.console.said) > 0 {
		t.Errorf("a post that is gone: %+v, %v", fact, err)
	}
}

func TestAWithdrawnPostBecomesASentence(t *testing.T) {
	d := newDesk(t)
	c := d.out(withdrawnByMia)
	n := escalation.Notice{Key: "K7M-4QZ-X/60q", Kind: escalation.NoticeTakeDown, To: escalation.ToPublic}
	fact, err := d.deliver(c, n)
	if f, is := fact.(escalation.Delivered); err != nil || !is || f.Kind != escalation.NoticeTakeDown || len(d.console.said) != 1 {
		t.Fatalf("got %+v, %v", fact, err)
	}
	text := plainText(d.console.said[0].m)
	if !strings.Contains(text, "retiré le mardi 24 mars 2026 par") || strings.Contains(text, "Mia") || strings.Contains(text, "Gazco") {
		t.Errorf("the public reads %q", text)
	}
}

// closed is a platform that refuses every edit, though the message is there.
type closed struct {
	*strict
	err error
}

func (p closed) Edit(context.Context, chat.Place, chat.Ref, chat.Message) error { return p.err }

func (d *desk) refusesEdits(err error) {
	o := d.bot.Options
	o.Platforms = []chat.Platform{closed{d.console, err}, d.other}
	d.bot = New(o)
}

func TestAnEditThatIsRefusedLeavesThePostStanding(t *testing.T) {
	for _, code := range []string{"is_archived", "edit_window_closed", "cant_update_message", "channel_not_found", "not_in_channel"} {
		d := newDesk(t)
		c := d.out(nil)
		d.refusesEdits(&chat.Error{Failure: chat.Gone, Code: code})
		fact, err := d.deliver(c, thePost())
		if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || f.Dead || f.Why != code {
			t.Errorf("%s: %+v, %v", code, fact, err)
		}
	}
}

func TestAnEditThatStaysInDoubtBecomesAPersons(t *testing.T) {
	d := newDesk(t)
	c := d.out(withdrawnByMia)
	d.refusesEdits(errLost)
	edit, sentence := thePost(), escalation.Notice{Key: "K7M-4QZ-X/60q", Kind: escalation.NoticeTakeDown, To: escalation.ToPublic}
	for range postDoubts {
		for _, n := range []*escalation.Notice{&edit, &sentence} {
			if fact, err := d.deliver(c, *n); fact != nil || !errors.Is(err, escalation.ErrMaybeSaid) {
				t.Fatalf("after %d doubts: %+v, %v", n.Doubts, fact, err)
			}
			n.Doubts++
		}
	}
	if fact, err := d.deliver(c, edit); err != nil || fact != (escalation.OutcomeUnknown{Notice: edit.Key}) {
		t.Errorf("the correction: %+v, %v", fact, err)
	}
	fact, err := d.deliver(c, sentence)
	if f, is := fact.(escalation.DeliveryFailed); err != nil || !is || f.Dead || f.Kind != escalation.NoticeTakeDown {
		t.Errorf("the sentence: %+v, %v", fact, err)
	}
}

func TestAPostThatStaysInDoubtBecomesAPersons(t *testing.T) {
	a := newAsking(t)
	for range 2 * postDoubts {
		a.console.fail = append(a.console.fail, errLost)
	}
	c := a.keeps(approved)
	fact, at := a.tries(c, thePost(), 3*postDoubts)
	if fact != (escalation.OutcomeUnknown{Notice: "K7M-4QZ-X/40"}) || len(at) != postDoubts+1 {
		t.Errorf("after %d tries: %+v", len(at), fact)
	}
}

func TestARecalledPostIsLookedFor(t *testing.T) {
	const first = "K7M-4QZ-X/40"
	recall := escalation.Notice{Key: "K7M-4QZ-X/61q", Kind: escalation.NoticeRecall, To: escalation.ToBot, Text: first}
	recalled := func(c *escalation.Case) {
		c.State = escalation.StateHeld
		c.Post.Recalled = &escalation.Recalled{Notice: first, Text: "Gazco, please answer.", Hash: c.Post.Hash, Since: day(3, 20, 9)}
	}
	isOver := escalation.DeliveryFailed{Notice: first, Kind: escalation.NoticeRecall, Why: "taken_back"}
	unknown := escalation.OutcomeUnknown{Notice: first, Kind: escalation.NoticeRecall}
	t.Run("it has landed", func(t *testing.T) {
		a := newAsking(t)
		c := a.keeps(func(c *escalation.Case) { approved(c); recalled(c) })
		a.lands(chat.Place{Room: "public"}, first)
		fact, _ := a.tries(c, recall, 3)
		f, is := fact.(escalation.Delivered)
		if !is || f.Notice != first || f.Kind != escalation.NoticePost || f.Where.Ref != "console-9" {
			t.Errorf("got %+v", fact)
		}
		if since := a.finder.since[0]; since.After(day(3, 20, 9)) {
			t.Errorf("looked for what was said since %s, and it was approved before", since)
		}
	})
	t.Run("it has not", func(t *testing.T) {
		a := newAsking(t)
		c := a.keeps(func(c *escalation.Case) { approved(c); recalled(c) })
		if fact, _ := a.tries(c, recall, 3); fact != isOver || len(a.console.said) > 0 {
			t.Errorf("got %+v", fact)
		}
	})
	t.Run("nobody can tell", func(t *testing.T) {
		d := newDesk(t)
		c := d.keeps(func(c *escalation.Case) { approved(c); recalled(c) })
		if fact, err := d.deliver(c, recall); fact != unknown || err != nil {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
	t.Run("the text that stands is put back", func(t *testing.T) {
		d := newDesk(t)
		c := d.out(recalled)
		d.console.said[0].m.Blocks = []chat.Block{chat.Paragraph("Gazco, please answer.")} // it had landed
		if fact, err := d.deliver(c, recall); fact != isOver || err != nil || plainText(d.console.said[0].m) != "Gazco, answer." {
			t.Errorf("got %+v, %v; the public reads %q", fact, err, plainText(d.console.said[0].m))
		}
	})
	t.Run("it cannot be put back", func(t *testing.T) {
		d := newDesk(t)
		c := d.out(recalled)
		d.refusesEdits(&chat.Error{Failure: chat.Gone, Code: "is_archived"})
		if fact, err := d.deliver(c, recall); fact != unknown || err != nil {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
	t.Run("nothing is there any more", func(t *testing.T) {
		d := newDesk(t)
		c := d.out(recalled)
		d.console.said = nil
		gone := isOver
		gone.Dead = true
		if fact, err := d.deliver(c, recall); fact != gone || err != nil {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
	t.Run("the sentence takes its place", func(t *testing.T) {
		d := newDesk(t)
		c := d.out(func(c *escalation.Case) { recalled(c); withdrawnByMia(c) })
		if fact, err := d.deliver(c, recall); fact != isOver || err != nil {
			t.Errorf("got %+v, %v", fact, err)
		}
	})
}

func TestWordsUnderThePost(t *testing.T) {
	h := newHouse(t, withPublicRoom)
	c := h.opens("ann", "meter")
	c.Version++
	c.Post.Link = "https://public.example/7"
	c.Post.Out = &escalation.Out{Room: "console:public", Ref: "p7", Text: "Gazco, answer.", Hash: escalation.TextHash("Gazco, answer."), At: time.Now()}
	c.Contacts = append(c.Contacts, escalation.Contact{Address: "console:@desk", Role: "service", Name: "Desk"})
	if r, err := h.store.Commit(t.Context(), h.now, escalation.Change{Op: "out", Case: c, Index: c.Terms()}); err != nil || r[0].Err != nil {
		t.Fatal(err, r)
	}
	say := func(who, id, text string) chat.Answer {
		return h.bot.On("console").Handle(t.Context(), chat.Act{ID: id, At: h.now, By: chat.Person{Account: who, Name: who},
			Place: chat.Place{Room: "public", Thread: "p7"}, Deed: chat.Said{Text: text, Link: "https://public.example/" + id}})
	}
	for range 2 { // delivered twice
		if a := say("zoe", "s1", "Same with me."); a.Message != nil || a.Form != nil {
			t.Errorf("answered %+v", a)
		}
	}
	e := h.last(c.ID, escalation.EntryComment)
	if e.Text != "Same with me." || e.Actor.Role != escalation.ActorPublic || e.Actor.Name != "zoe" || e.Fields["link"] == "" {
		t.Errorf("kept %+v", e)
	}
	say("desk", "s2", "We have passed it on.")
	if r := h.load(c.ID).Replies; len(r) != 1 || r[0].From != "console:@desk" || r[0].Proposed != escalation.ClassTransmitted {
		t.Errorf("the contact's words are %+v", r)
	}
	comments := 0
	for _, e := range h.trail(c.ID) {
		if e.Kind == escalation.EntryComment {
			comments++
		}
	}
	if comments != 1 {
		t.Errorf("%d comments are kept", comments)
	}
	say("zoe", "s3", "  ")
}
