package bot

import (
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

// inRoom hands a deed of somebody in a place to the bot.
func (h *house) at(who string, place chat.Place, deed chat.Deed) chat.Answer {
	h.acts++
	return h.bot.On("console").Handle(h.t.Context(), chat.Act{
		ID: "at" + string(rune('a'+h.acts)), At: h.now, By: chat.Person{Account: who, Name: who}, Place: place, Deed: deed,
	})
}

var energie = chat.Place{Room: "energie"}

// asked opens a case whose first letter has come to the room energie, and returns
// the buttons that it carries, by action.
func (h *house) asked(who, subject string) (escalation.Case, map[string]chat.Action) {
	h.t.Helper()
	c := h.opens(who, subject)
	h.deliver(c, "1")
	return h.load(c.ID), h.buttons(c.ID)
}

// buttons are those of the letter that a case has sent last.
func (h *house) buttons(id escalation.CaseID) map[string]chat.Action {
	h.t.Helper()
	c := h.load(id)
	l := c.Climb.Letters[len(c.Climb.Letters)-1]
	v, err := h.bot.view(h.t.Context(), c, h.bot.speaker("en"), h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	found := map[string]chat.Action{}
	for _, a := range v.letter(escalation.Notice{Key: l.Key, Kind: escalation.NoticeLetter, Address: l.Address, Rung: l.Rung, Reminder: l.Reminder}).Actions {
		found[a.ID] = a
	}
	return found
}

func press(a chat.Action) chat.Click { return chat.Click{Action: a.ID, Value: a.Value} }

func TestAContactAnswersByButton(t *testing.T) {
	tests := []struct {
		action string
		fields map[string]string
		class  escalation.Class
		text   string
		state  escalation.State
		kind   escalation.EntryKind
		want   map[string]string
	}{
		{actSayAnswer, map[string]string{"text": "A technician has been."}, escalation.ClassAnswer, "A technician has been.", escalation.StateHeld, escalation.EntryHeld, map[string]string{"why": "verdict"}},
		{actSayNeedsInfo, map[string]string{"asked": "Which meter?"}, escalation.ClassNeedsInfo, "Which meter?", escalation.StateHeld, escalation.EntryHeld, map[string]string{"why": "requester"}},
		{actSayPromise, map[string]string{"date": "2026-03-09"}, escalation.ClassPromise, "", escalation.StateOpen, escalation.EntryPromise, map[string]string{"date": "2026-03-09T23:59:00Z"}},
		{actSayTransmitted, map[string]string{"owner": "billing", "text": "They know."}, escalation.ClassTransmitted, "They know.", escalation.StateOpen, escalation.EntryPassedOn, map[string]string{"owner": "billing"}},
		{actSayWrongBody, map[string]string{"body": "mailto:elsewhere@example.org"}, escalation.ClassWrongBody, "mailto:elsewhere@example.org", escalation.StateOpen, escalation.EntryHandedOver, nil},
		{actSayWrongBody, map[string]string{"body": "mailto:director@example.org", "text": "Ask her."}, escalation.ClassWrongBody, "Ask her.\nmailto:director@example.org", escalation.StateOpen, escalation.EntryHandedOver, map[string]string{"to": "mailto:director@example.org"}},
		{actSayReceived, nil, escalation.ClassAcknowledgement, "", escalation.StateOpen, escalation.EntryClassed, map[string]string{"class": "acknowledgement"}},
	}
	for _, tt := range tests {
		t.Run(tt.action, func(t *testing.T) {
			h := newHouse(t)
			c, buttons := h.asked("ann", "meter")
			button, there := buttons[tt.action]
			if !there {
				t.Fatalf("the letter has %v", buttons)
			}
			answer := h.at("desk", energie, press(button))
			if tt.fields != nil {
				form := answer.Form
				if form == nil {
					t.Fatalf("no form opens: %q", spoken(answer))
				}
				if sent := h.at("desk", energie, chat.Submit{Form: form.ID, Value: form.Value}); tt.action != actSayWrongBody && len(sent.Wrong) == 0 {
					t.Errorf("sent empty: %q", spoken(sent))
				}
				if tt.action == actSayWrongBody {
					h = newHouse(t)
					c, buttons = h.asked("ann", "meter")
					form.Value = buttons[tt.action].Value
				}
				answer = h.at("desk", energie, chat.Submit{Form: form.ID, Value: form.Value, Fields: tt.fields})
			}
			if !strings.Contains(spoken(answer), "Thank you") {
				t.Errorf("answered %q", spoken(answer))
			}
			c = h.load(c.ID)
			if len(c.Replies) != 1 {
				t.Fatalf("replies %+v", c.Replies)
			}
			if r := c.Replies[0]; r.Class != tt.class || r.Text != tt.text || r.From != "room:energie" || r.By != "desk" {
				t.Errorf("kept %+v", r)
			}
			if c.State != tt.state {
				t.Errorf("the case is %s", c.State)
			}
			e := h.last(c.ID, tt.kind)
			for name, want := range tt.want {
				if e.Fields[name] != want {
					t.Errorf("%s is %q, want %q", name, e.Fields[name], want)
				}
			}
			if e := h.last(c.ID, escalation.EntryReply); e.Actor.Role != escalation.ActorContact || e.Actor.ID != "room:energie" {
				t.Errorf("said by %+v", e.Actor)
			}
			for _, contact := range c.Contacts {
				if contact.Address == "mailto:elsewhere@example.org" {
					t.Error("a contact had the file sent to an address that nobody of the team has looked at")
				}
			}
		})
	}
}

func TestAContactPassesItUp(t *testing.T) {
	h := newHouse(t)
	c, buttons := h.asked("ann", "meter")
	form := h.at("desk", energie, press(buttons[actSayClimb])).Form
	if form == nil {
		t.Fatal("no form opens")
	}
	h.at("desk", energie, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{"reason": "I may not decide."}})
	if c = h.load(c.ID); c.Climb.Rung != 1 || len(c.Replies) != 0 {
		t.Fatalf("at rung %d with %d replies", c.Climb.Rung, len(c.Replies))
	}
	if e := h.last(c.ID, escalation.EntryClimbed); e.Text != "I may not decide." || e.Actor.Role != escalation.ActorContact {
		t.Errorf("kept %+v", e)
	}
	if _, there := h.buttons(c.ID)[actSayClimb]; there {
		t.Error("on the highest step there is nobody to pass it up to")
	}
	for _, a := range buttons {
		if got := spoken(h.at("desk", energie, press(a))); !strings.Contains(got, "Somebody else is being asked") {
			t.Errorf("%s of the old letter: %q", a.ID, got)
		}
	}
	h.types("ann", "withdraw")
	if got := spoken(h.at("desk", energie, press(buttons[actSayAnswer]))); !strings.Contains(got, "is over") {
		t.Errorf("after the end: %q", got)
	}
	if n := len(h.load(c.ID).Replies); n != 0 {
		t.Errorf("%d replies", n)
	}
}

// TestWhoIsNotTheContact clicks a letter's buttons as everybody who may not.
func TestWhoIsNotTheContact(t *testing.T) {
	h := newHouse(t)
	c, buttons := h.asked("ann", "meter")
	before := len(h.trail(c.ID))
	for _, who := range []string{"ann", "tom", "mia", "ada"} {
		for _, a := range buttons {
			if got := spoken(h.at(who, energie, press(a))); !strings.Contains(got, "Only whoever the letter came to") {
				t.Errorf("%s clicks %s: %q", who, a.ID, got)
			}
		}
	}
	elsewhere := []chat.Place{{Room: "hall"}, {Person: "desk"}, {Person: "energie"}, {Room: "@energie"}}
	for _, place := range elsewhere {
		for _, a := range buttons {
			if got := spoken(h.at("desk", place, press(a))); !strings.Contains(got, "no such case") {
				t.Errorf("%s clicked in %+v: %q", a.ID, place, got)
			}
			h.at("desk", place, chat.Submit{Form: a.ID, Value: a.Value, Fields: map[string]string{"text": "x", "asked": "x", "date": "2026-03-09", "owner": "x", "reason": "x"}})
		}
	}
	other := h.opens("bob", "bill") // not written to yet
	for id, a := range buttons {
		value := strings.Replace(a.Value, string(c.ID), string(other.ID), 1)
		if got := spoken(h.at("desk", energie, chat.Click{Action: id, Value: value})); !strings.Contains(got, "no such case") {
			t.Errorf("%s of another case: %q", id, got)
		}
	}
	h.deliver(other, "2")
	wrong := target(other.ID, "99999")
	if got := spoken(h.at("desk", energie, chat.Click{Action: actSayReceived, Value: wrong})); !strings.Contains(got, "do not know that button") {
		t.Errorf("a letter that does not exist: %q", got)
	}
	if n := len(h.trail(c.ID)); n != before {
		t.Errorf("%d lines more in the trail", n-before)
	}
}

func TestReceivedIsSaidOnce(t *testing.T) {
	h := newHouse(t)
	c, buttons := h.asked("ann", "meter")
	for range 3 {
		if got := spoken(h.at("desk", energie, press(buttons[actSayReceived]))); !strings.Contains(got, "Thank you") {
			t.Errorf("answered %q", got)
		}
	}
	if n := len(h.load(c.ID).Replies); n != 1 {
		t.Errorf("%d replies, want 1", n)
	}
	h.types("tom", "class "+string(c.ID)+" 1 transmitted owner=billing")
	if r := h.load(c.ID).Replies[0]; r.Class != escalation.ClassTransmitted {
		t.Errorf("a person cannot correct the contact's own word: %+v", r)
	}
}

// TestAContactIsAPerson writes to somebody in private: their words there are the
// reply, and their clicks too.
func TestAContactIsAPerson(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Directory.Entries[0].Contacts[0].Address = "room:@lea"
	})
	if p, place, ok := h.bot.contactPlace("console:@lea"); !ok || place != (chat.Place{Person: "lea"}) || p.Name() != "console" {
		t.Errorf("console:@lea is %+v", place)
	}
	private := chat.Place{Person: "lea"}
	if got := spoken(h.at("lea", private, chat.Said{Text: "Hello?"})); !strings.Contains(got, "did not understand") {
		t.Errorf("before any letter: %q", got)
	}
	c, buttons := h.asked("ann", "meter")
	if got := spoken(h.at("lea", private, chat.Said{Text: "We passed it on."})); !strings.Contains(got, string(c.ID)) {
		t.Errorf("answered %q", got)
	}
	if got := spoken(h.at("eve", chat.Place{Person: "eve"}, chat.Said{Text: "Me too."})); !strings.Contains(got, "did not understand") {
		t.Errorf("a stranger is answered %q", got)
	}
	h.at("lea", private, press(buttons[actSayReceived]))
	replies := h.load(c.ID).Replies
	if len(replies) != 2 || replies[0].Text != "We passed it on." || replies[0].From != "room:@lea" || replies[1].Class != escalation.ClassAcknowledgement {
		t.Errorf("replies %+v", replies)
	}
	if got := addressLine(h.bot.speaker("en"), "room:@lea"); got != "lea (in private)" {
		t.Errorf("the address reads %q", got)
	}
}
