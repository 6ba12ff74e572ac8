package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// moderatorsRead is what stands in the moderators' room, message by message.
func (d *desk) moderatorsRead() []sent {
	var all []sent
	for _, s := range d.console.said {
		if s.at.Room == "mods" {
			all = append(all, s)
		}
	}
	return all
}

func TestTheApprovalMessageIsKeptUpToDate(t *testing.T) {
	d := newDesk(t)
	c := d.keeps(func(c *escalation.Case) {
		approved(c)
		c.Post.Approved = time.Time{}
		c.Post.Consent = &escalation.Vote{Person: "console:ann", Name: "Ann Example", At: day(3, 24, 8)}
		c.Cards = []escalation.Card{{Room: "console:team", Ref: "1"}, {Room: "other:watch", Ref: "1"}}
	})
	ask := escalation.Notice{Key: "K7M-4QZ-X/55", Kind: escalation.NoticeApproval, To: escalation.ToModerators, Hash: c.Post.Hash}
	card := escalation.Notice{Key: "K7M-4QZ-X/56q", Kind: escalation.NoticeCard, To: escalation.ToTeam}
	deliver := func(n escalation.Notice) {
		t.Helper()
		if _, err := d.deliver(c, n); err != nil {
			t.Fatal(err)
		}
	}
	deliver(ask)
	first := d.moderatorsRead()[0]
	if len(first.m.Actions) != 4 || !first.m.Exact {
		t.Fatalf("asked with %+v", first.m)
	}

	// A vote: the message says so, and can still be decided.
	c.Version++
	c.Post.Votes = []escalation.Vote{{Person: "console:mia", Name: "Mia", Linked: true}}
	deliver(card)
	read := d.moderatorsRead()
	if text := plainText(read[0].m); len(read) != 1 || !strings.Contains(text, "1 of 2") || len(read[0].m.Actions) != 4 {
		t.Errorf("after a vote: %d messages, %s", len(read), text)
	}
	edits := d.console.edits
	c.Version++
	deliver(card) // nothing about it has changed: only the card is edited
	if d.console.edits != edits+1 {
		t.Errorf("%d edits", d.console.edits-edits)
	}

	// A reminder: the older message points on.
	again := ask
	again.Key, again.Reminder = "K7M-4QZ-X/57", 1
	deliver(again)
	read = d.moderatorsRead()
	if len(read) != 2 || len(read[0].m.Actions) > 0 || !strings.Contains(plainText(read[0].m), "further down") || len(read[1].m.Actions) != 4 {
		t.Fatalf("after a reminder:\n%s\n%s", plainText(read[0].m), plainText(read[1].m))
	}

	// A refusal ends it: no buttons any more, after a restart too.
	d.bot.memory = newMemory()
	c.Version++
	c.Post.Denial, c.Post.Consent, c.Post.Votes = &escalation.Vote{Name: "Moe", Reason: "Names a person."}, nil, nil
	deliver(card)
	read = d.moderatorsRead()
	if len(read) != 2 || len(read[1].m.Actions) > 0 || !strings.Contains(plainText(read[1].m), "nothing to decide") {
		t.Errorf("after a refusal:\n%s", plainText(read[1].m))
	}

	// Somebody deletes it: it is left alone from then on.
	d.console.said = d.console.said[:1]
	c.Version++
	c.Post = escalation.Post{}
	c.State, c.Hold.Reason = escalation.StateHeld, escalation.HoldVerdict
	deliver(card)
	if all, err := d.bot.askedIn(t.Context(), c.ID, d.bot.moderatorRooms()[0]); err != nil || len(all) != 0 {
		t.Errorf("still kept up to date: %+v, %v", all, err)
	}
}

func TestAnApprovalMessageThatCannotBeEditedJustNow(t *testing.T) {
	d := newDesk(t)
	stiff := &unedited{strict: d.console}
	o := d.bot.Options
	o.Platforms = []chat.Platform{stiff, d.other}
	d.bot = New(o)
	c := d.keeps(func(c *escalation.Case) {
		approved(c)
		c.Post.Approved = time.Time{}
		c.Post.Consent = &escalation.Vote{Person: "console:ann", Name: "Ann Example", At: day(3, 24, 8)}
	})
	ask := escalation.Notice{Key: "K7M-4QZ-X/55", Kind: escalation.NoticeApproval, To: escalation.ToModerators, Hash: c.Post.Hash}
	if _, err := d.deliver(c, ask); err != nil {
		t.Fatal(err)
	}
	stiff.busy = true
	c.Version++
	c.Post.Votes = []escalation.Vote{{Person: "console:mia", Name: "Mia", Linked: true}}
	card := escalation.Notice{Key: "K7M-4QZ-X/56q", Kind: escalation.NoticeCard, To: escalation.ToTeam}
	fact, err := d.deliver(c, card)
	if f, is := fact.(escalation.Delivered); err != nil || !is || f.Card == nil {
		t.Fatalf("the card that has just been posted must be known: %+v, %v", fact, err)
	}
	c.Version++
	c.Cards = []escalation.Card{{Room: "console:team", Ref: string(d.console.said[1].ref)}, {Room: "other:watch", Ref: "other-1"}}
	if _, err := d.deliver(c, card); err == nil {
		t.Error("an edit that failed is not tried again")
	}
	stiff.busy = false
	if _, err := d.deliver(c, card); err != nil || !strings.Contains(plainText(d.moderatorsRead()[0].m), "1 of 2") {
		t.Errorf("%v:\n%s", err, plainText(d.moderatorsRead()[0].m))
	}
}

// unedited is a platform that lets no message be edited while it is busy.
type unedited struct {
	*strict
	busy bool
}

func (u *unedited) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	if u.busy {
		return &chat.Error{Failure: chat.Temporary, Code: "rate", After: time.Minute}
	}
	return u.strict.Edit(ctx, at, ref, m)
}

// TestAStaleButtonDecidesNothing: a click that was under way while the message
// lost its buttons.
func TestAStaleButtonDecidesNothing(t *testing.T) {
	h := newHouse(t, withPublicRoom)
	c := h.opens("ann", "meter")
	c.Version++
	c.State = escalation.StateAwaitingApproval
	c.Post = escalation.Post{Text: "New.", Hash: escalation.TextHash("New."), Consent: &escalation.Vote{Person: "console:ann", At: h.now}}
	if r, err := h.store.Commit(t.Context(), h.now, escalation.Change{Op: "awaits", Case: c, Index: c.Terms()}); err != nil || r[0].Err != nil {
		t.Fatal(err, r)
	}
	old := escalation.TextHash("Old.")
	if said := spoken(h.clicks("mia", actApprove, target(c.ID, old))); !strings.Contains(said, "text has changed") {
		t.Errorf("an old text is approved: %q", said)
	}
	if said := spoken(h.submits("mia", actDeny, target(c.ID, old), map[string]string{"reason": "no"})); !strings.Contains(said, "text has changed") {
		t.Errorf("an old text is refused: %q", said)
	}
	if said := spoken(h.submits("mia", actCorrect, target(c.ID, old), map[string]string{"text": "Newer."})); !strings.Contains(said, "text has changed") {
		t.Errorf("an old text is corrected: %q", said)
	}
	if said := spoken(h.clicks("ann", actKeep, target(c.ID, old))); !strings.Contains(said, "text has changed") {
		t.Errorf("an old correction is given up: %q", said)
	}
	if said := spoken(h.clicks("ann", actKeep, target(c.ID, c.Post.Hash))); !strings.Contains(said, "Nothing of this case is public") {
		t.Errorf("given up what corrects nothing: %q", said)
	}
	if said := spoken(h.clicks("ann", actUnpublish, target(c.ID, ""))); !strings.Contains(said, "Nothing of this case is public") {
		t.Errorf("taken back what is not out: %q", said)
	}
	if c := h.load(c.ID); len(c.Post.Votes) > 0 || c.Post.Denial != nil || c.Post.Text != "New." {
		t.Errorf("the post is %+v", c.Post)
	}
}

func TestACorrectionIsGivenUpByAButton(t *testing.T) {
	h := newHouse(t, withPublicRoom)
	c := h.opens("ann", "meter")
	c.Version++
	c.State = escalation.StateAwaitingApproval
	c.Post = escalation.Post{Text: "New.", Hash: escalation.TextHash("New."), Link: "https://public.example/7",
		Out: &escalation.Out{Room: "console:public", Ref: "p7", Text: "Old.", Hash: escalation.TextHash("Old.")}}
	if r, err := h.store.Commit(t.Context(), h.now, escalation.Change{Op: "corrects", Case: c, Index: c.Terms()}); err != nil || r[0].Err != nil {
		t.Fatal(err, r)
	}
	if said := spoken(h.clicks("ann", actKeep, target(c.ID, c.Post.Hash))); !strings.Contains(said, "the correction is given up") {
		t.Errorf("the requester reads %q", said)
	}
	if c := h.load(c.ID); c.State != escalation.StatePublished || c.Post.Text != "Old." {
		t.Errorf("state %s, post %+v", c.State, c.Post)
	}
}
