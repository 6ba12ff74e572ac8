package bot

import (
	"slices"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

// carded opens a case whose card is message 77 of the team's room.
func (h *house) carded(who string) escalation.Case {
	h.t.Helper()
	c := h.opens(who, "meter")
	h.deliver(c, "1")
	h.record(c.ID, escalation.Delivered{Notice: string(c.ID) + "/1q", Kind: escalation.NoticeCard,
		Card: &escalation.Card{Room: "console:team", Ref: "77"}})
	return h.load(c.ID)
}

var underCard = chat.Place{Room: "team", Thread: "77"}

func TestAPastedAnswerIsAskedAbout(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	const words = "They wrote: we have passed it on to the billing department."
	asked := h.at("tom", underCard, chat.Said{Text: words})
	if e := h.last(c.ID, escalation.EntryNote); e.Text != words {
		t.Fatalf("the note is %+v", e)
	}
	if asked.Message == nil || len(asked.Message.Actions) != 3 || !strings.Contains(spoken(asked), "Énergie d'Exemple") {
		t.Fatalf("asked %q", spoken(asked))
	}
	yes, other, note := asked.Message.Actions[0], asked.Message.Actions[1], asked.Message.Actions[2]
	if yes.Label != "Their reply: passed on" || yes.Style != chat.Primary || len(other.Options) != len(escalation.Classes())-1 {
		t.Errorf("offered %+v", asked.Message.Actions)
	}
	if got := spoken(h.at("tom", underCard, press(note))); !strings.Contains(got, "stays a note") {
		t.Errorf("a note: %q", got)
	}
	if n := len(h.load(c.ID).Replies); n != 0 {
		t.Errorf("%d replies of a note", n)
	}
	form := h.at("tom", underCard, press(yes)).Form // to whom was it passed?
	if owner := input(t, form, "owner"); owner.Kind != chat.Line || slices.ContainsFunc(form.Inputs, func(in chat.Input) bool { return in.Name == fieldClass || in.Name == "date" }) {
		t.Errorf("asked %+v", form.Inputs)
	}
	for range 2 {
		h.at("tom", underCard, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{"owner": "billing"}})
	}
	replies := h.load(c.ID).Replies
	if len(replies) != 1 || replies[0].Text != words || replies[0].Class != escalation.ClassTransmitted || replies[0].From != "Service line" {
		t.Errorf("replies %+v", replies)
	}
	if e := h.last(c.ID, escalation.EntryPassedOn); e.Fields["owner"] != "billing" {
		t.Errorf("kept %+v", e)
	}
	if got := spoken(h.at("mia", underCard, press(yes))); !strings.Contains(got, "Only") {
		t.Errorf("a moderator's click: %q", got)
	}
	h.bot.Roles.Team = append(h.bot.Roles.Team, "console:tess")
	if got := spoken(h.at("tess", underCard, chat.Click{Action: actPasted, Value: yes.Value, Option: "refusal"})); !strings.Contains(got, "do not know that button") {
		t.Errorf("another's note: %q", got)
	}
}

func TestAnotherClassOfAPastedAnswer(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	asked := h.at("tom", underCard, chat.Said{Text: "Thank you for your message, it is being processed."})
	other := asked.Message.Actions[1]
	h.at("tom", underCard, chat.Click{Action: other.ID, Value: other.Value, Option: string(escalation.ClassRefusal)})
	if r := h.load(c.ID).Replies; len(r) != 1 || r[0].Class != escalation.ClassRefusal {
		t.Errorf("replies %+v", r)
	}
}

func TestOrdinaryNotesAreNotAskedAbout(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	for who, text := range map[string]string{
		"tom": "I rang twice, nobody there.",
		"mia": "We have passed it on.", // a moderator keeps no replies
		"eve": "We have passed it on.",
	} {
		if a := h.at(who, underCard, chat.Said{Text: text}); a.Message != nil {
			t.Errorf("%s is asked %q", who, spoken(a))
		}
	}
	if n := len(h.load(c.ID).Replies); n != 0 {
		t.Errorf("%d replies", n)
	}
}

// TestEditsAreKeptBeside changes words that were kept: the trail has both.
func TestEditsAreKeptBeside(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	file := chat.File{Name: "bill.pdf", Link: "https://chat.example/f1"}
	h.at("tom", underCard, chat.Said{Text: "I called them.", Files: []chat.File{file}})
	if a := h.at("tom", underCard, chat.Said{Text: "I called them: passed on.", Edited: true, Files: []chat.File{file, {Name: "new.pdf"}}}); a.Message != nil {
		t.Errorf("an edit is asked about: %q", spoken(a))
	}
	h.at("desk", energie, chat.Said{Text: "We will come tomorrow."})
	h.at("desk", energie, chat.Said{Text: "We will come on Monday.", Edited: true})
	var kept []string
	for _, e := range h.trail(c.ID) {
		if e.Kind == escalation.EntryNote || e.Kind == escalation.EntryReply || e.Kind == escalation.EntryAttachment {
			kept = append(kept, e.Text+e.Fields["name"]+" "+e.Fields["edited"])
		}
	}
	want := []string{"I called them. ", "bill.pdf ", "I called them: passed on. yes", "new.pdf ", "We will come tomorrow. ", "We will come on Monday. yes"}
	if !slices.Equal(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
	open := 0
	for _, task := range h.load(c.ID).Tasks {
		if task.Kind == escalation.TaskClass {
			open++
		}
	}
	if open != 2 {
		t.Errorf("%d replies wait for a class, want both: nothing may climb over either", open)
	}
}

// TestTheyReplied chooses on the card what the organisation has answered.
func TestTheyReplied(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	choose := func(option string) *chat.Form {
		return h.at("tom", underCard, chat.Click{Action: actReply, Value: string(c.ID), Option: option}).Form
	}
	form := choose(string(escalation.ClassAcknowledgement))
	if from := input(t, form, "from"); from.Initial != "Service line" {
		t.Errorf("who answered: %+v", from)
	}
	var asked []string
	for _, in := range form.Inputs {
		asked = append(asked, in.Name)
	}
	if want := []string{"from", "text", "when", "link"}; !slices.Equal(asked, want) {
		t.Errorf("an acknowledgement asks %v, want %v", asked, want)
	}
	h.at("tom", underCard, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{"from": "Service line", "text": "We have it."}})
	if r := h.load(c.ID).Replies; len(r) != 1 || r[0].Class != escalation.ClassAcknowledgement {
		t.Errorf("replies %+v", r)
	}
	input(t, choose(string(escalation.ClassPromise)), "date")
	input(t, choose(optionNone), fieldClass)
	input(t, choose(""), fieldClass)
}
