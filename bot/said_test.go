package bot

import (
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

func (h *house) says(who, room string, thread chat.Ref, text string) chat.Answer {
	h.acts++
	return h.bot.On("console").Handle(h.t.Context(), chat.Act{
		ID: "said" + string(rune('a'+h.acts)), At: h.now, By: chat.Person{Account: who, Name: who},
		Place: chat.Place{Room: room, Thread: thread}, Deed: chat.Said{Text: text, Files: nil},
	})
}

func TestAContactsWordsAreAReply(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.deliver(c, "1")
	if a := h.says("desk", "energie", "", "We passed it on."); a.Message != nil {
		t.Errorf("answered %q, want silence", spoken(a))
	}
	e := h.last(c.ID, escalation.EntryReply)
	if e.Text != "We passed it on." || e.Fields["from"] != "room:energie" || e.Actor.Role != escalation.ActorContact {
		t.Errorf("kept %+v", e)
	}
	h.says("ann", "energie", "", "Hello?") // the requester is not the organisation
	h.says("tom", "energie", "", "Hello?") // nor is the team
	h.says("desk", "elsewhere", "", "Hello?")
	if n := len(h.load(c.ID).Replies); n != 1 {
		t.Errorf("%d replies, want 1", n)
	}
}

func TestAContactNamesTheCase(t *testing.T) {
	h := newHouse(t)
	first, second := h.opens("ann", "meter"), h.opens("bob", "bill")
	h.deliver(first, "https://chat.example/p1700000000000100")
	h.deliver(second, "https://chat.example/p1700000000000200")
	asked := spoken(h.says("desk", "energie", "", "We are on it."))
	if !strings.Contains(asked, "Give its number") {
		t.Errorf("with two cases nobody was asked which: %q", asked)
	}
	for _, secret := range []string{string(first.ID), string(second.ID), "meter", "bill"} {
		if strings.Contains(asked, secret) {
			t.Errorf("a stranger is shown %q: %q", secret, asked)
		}
	}
	h.says("desk", "energie", "", "About "+string(second.ID)+": we are on it.")
	if n, m := len(h.load(first.ID).Replies), len(h.load(second.ID).Replies); n != 0 || m != 1 {
		t.Errorf("%d and %d replies, want none and one", n, m)
	}
	h.says("desk", "energie", "1700000000.000100", "This one too.")
	if n := len(h.load(first.ID).Replies); n != 1 {
		t.Errorf("in the thread of the letter: %d replies, want 1", n)
	}
}

// TestWhoWasNeverWrittenToIsNotHeard speaks in the room of a contact whose letter
// has not arrived, as somebody who chats there.
func TestWhoWasNeverWrittenToIsNotHeard(t *testing.T) {
	h := newHouse(t)
	first, second := h.opens("ann", "meter"), h.opens("bob", "bill")
	for _, text := range []string{"Lunch?", "About " + string(first.ID) + ": no."} {
		if a := h.says("eve", "energie", "", text); a.Message != nil {
			t.Errorf("%q is answered %q", text, spoken(a))
		}
	}
	h.deliver(first, "1")
	h.says("eve", "energie", "", "This is about "+string(second.ID)+", or so I think.")
	if n, m := len(h.load(first.ID).Replies), len(h.load(second.ID).Replies); n != 1 || m != 0 {
		t.Errorf("%d and %d replies, want one of the case that was written, none of the other", n, m)
	}
}

// deliver records the receipt of a case's first letter.
func (h *house) deliver(c escalation.Case, proof string) {
	h.t.Helper()
	c = h.load(c.ID)
	if len(c.Climb.Letters) == 0 {
		h.t.Fatal("no letter")
	}
	h.record(c.ID, escalation.Delivered{Notice: c.Climb.Letters[0].Key, Kind: escalation.NoticeLetter, Proof: proof})
}

func (h *house) record(id escalation.CaseID, fact escalation.Fact) {
	h.t.Helper()
	h.acts++
	_, err := h.engine.Record(h.t.Context(), escalation.Event{ID: "fact" + string(rune('a'+h.acts)), Case: id, At: h.now, Fact: fact})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestWordsUnderACardAreANote(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.record(c.ID, escalation.Delivered{Notice: string(c.ID) + "/1q", Kind: escalation.NoticeCard,
		Card: &escalation.Card{Room: "console:team", Ref: "77"}})
	h.says("tom", "team", "77", "I called them.")
	if e := h.last(c.ID, escalation.EntryNote); e.Text != "I called them." || e.Actor.Role != escalation.ActorTeam {
		t.Errorf("kept %+v", e)
	}
	before := len(h.trail(c.ID))
	h.says("eve", "team", "77", "What is this?")
	if n := len(h.trail(c.ID)); n != before {
		t.Errorf("a bystander's words are in the trail")
	}
}

// What a room says while the store is down is said to be unrecorded, so that the
// platform delivers it again; a refusal is not.
func TestWordsThatWereNotKept(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.deliver(c, "1")
	book := h.bot.Book
	h.bot.Book = brokenBook{book}
	if a := h.says("desk", "energie", "", "We passed it on."); !a.Unrecorded {
		t.Errorf("with the store down: %+v", a)
	}
	h.bot.Book = book
	if a := h.says("desk", "energie", "", "We passed it on."); a.Unrecorded || len(h.load(c.ID).Replies) != 1 {
		t.Errorf("with the store up: %+v", a)
	}
	h.deliver(h.opens("bob", "bill"), "2")
	if a := h.says("desk", "energie", "", "Which one?"); a.Unrecorded || a.Message == nil {
		t.Errorf("a question back is no failure: %+v", a)
	}
}
