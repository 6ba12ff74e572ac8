package bot

import (
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// chosen is a message of lea that somebody gives a command on.
func chosen(name, text string, at time.Time, files ...chat.File) chat.Shortcut {
	return chat.Shortcut{Name: name, By: chat.Person{Account: "U7", Name: "Léa"}, At: at.Add(-time.Hour),
		Message: chat.Said{Text: text, Ref: "500", Link: "https://chat.example/p500", Files: files}}
}

var (
	hall = chat.Place{Room: "hall"}
	bill = chat.File{Name: "bill.pdf", Size: 1200, Link: "https://chat.example/f1", Hash: strings.Repeat("ab", 32)}
)

// kept is what the trail says of a message and its file.
func (h *house) kept(t *testing.T, id escalation.CaseID, text string) {
	t.Helper()
	var note, file bool
	for _, e := range h.trail(id) {
		if e.Kind == escalation.EntryNote && e.Text == text && e.Fields["from"] == "Léa" &&
			e.Fields["link"] == "https://chat.example/p500" && e.Fields["at"] == "2026-03-02T09:00:00Z" {
			note = true
		}
		if e.Kind == escalation.EntryAttachment && e.Fields["name"] == "bill.pdf" && e.Fields["link"] == bill.Link {
			file = true
		}
	}
	if !note || !file {
		t.Errorf("the trail has the message: %t, its file: %t", note, file)
	}
	if a := h.load(id).Attachments; len(a) != 1 || a[0].Author != "Léa" || a[0].Hash != bill.Hash {
		t.Errorf("attachments %+v", a)
	}
}

func TestACaseFromAMessage(t *testing.T) {
	h := newHouse(t)
	const text = "My meter is silent.\nAgain."
	form := h.at("ann", hall, chosen("open", text, h.now, bill)).Form
	if form == nil || form.ID != reqOpen || input(t, form, "story").Initial != text {
		t.Fatalf("opened %+v", form)
	}
	if shown := spoken(chat.Answer{Message: &chat.Message{Blocks: form.Blocks}}); !strings.Contains(shown, text) || !strings.Contains(shown, "Léa") {
		t.Errorf("the form shows %q", shown)
	}
	send := func(who string) chat.Answer {
		return h.at(who, hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{
			"org": "example-energie", "subject": "meter", "story": "It is silent. Told again.", fieldConsent: "yes"}})
	}
	if got := spoken(send("bob")); !strings.Contains(got, "Choose it again") || len(h.of("bob")) != 0 {
		t.Errorf("somebody else sends the form: %q", got)
	}
	send("ann")
	cases := h.of("ann")
	if len(cases) != 1 || cases[0].Story != "It is silent. Told again." {
		t.Fatalf("opened %+v", cases)
	}
	h.kept(t, cases[0].ID, text)
}

func TestALongMessageIsKeptWhole(t *testing.T) {
	h := newHouse(t)
	text := strings.Repeat("é", 10*longestStory)
	form := h.at("ann", hall, chosen("open", text, h.now, bill)).Form
	if n := len([]rune(input(t, form, "story").Initial)); n > 3000 {
		t.Errorf("the story begins with %d characters", n)
	}
	h.at("ann", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{
		"org": "example-energie", "subject": "meter", "story": "Long.", fieldConsent: "yes"}})
	h.kept(t, h.of("ann")[0].ID, text)
}

func TestAMessageIsFiled(t *testing.T) {
	h := newHouse(t)
	c := h.carded("ann")
	h.opens("bob", "bill")
	const text = "They rang: a technician comes."
	form := h.at("tom", underCard, chosen("file", text, h.now, bill)).Form
	if got := input(t, form, keyCase).Initial; got != string(c.ID) {
		t.Errorf("under the card of %s, %q is meant", c.ID, got)
	}
	if got := input(t, h.at("tom", hall, chosen("file", text, h.now)).Form, keyCase).Initial; got != "" {
		t.Errorf("of two cases %q is meant", got)
	}
	for given, want := range map[string]string{"": "missing", "K7M-4QZ-A": "not a case ID", "000-000-0": "no such case"} {
		sent := h.at("tom", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{keyCase: given}})
		if !strings.Contains(sent.Wrong[keyCase], want) {
			t.Errorf("case %q: %q", given, spoken(sent))
		}
	}
	for range 2 {
		h.at("tom", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{keyCase: string(c.ID), "remark": "Sounds good."}})
	}
	h.kept(t, c.ID, text)
	if e := h.last(c.ID, escalation.EntryNote); e.Text != "Sounds good." || e.Fields["from"] != "" || e.Actor.ID != "console:tom" {
		t.Errorf("the remark is %+v", e)
	}
	notes := 0
	for _, e := range h.trail(c.ID) {
		if e.Kind == escalation.EntryNote {
			notes++
		}
	}
	if notes != 2 {
		t.Errorf("%d notes, want the message and the remark once each", notes)
	}
}

func TestOnlyOnesOwnCasesAreFiledIn(t *testing.T) {
	h := newHouse(t)
	own, other := h.opens("ann", "meter"), h.opens("bob", "bill")
	form := h.at("ann", hall, chosen("file", "Look.", h.now)).Form
	if got := input(t, form, keyCase).Initial; got != string(own.ID) {
		t.Errorf("the only case is not meant: %q", got)
	}
	for _, typed := range []string{"", "bill", "example", string(other.ID), "meter"} {
		for _, o := range h.at("ann", hall, chat.Suggest{Form: reqFile, Input: keyCase, Text: typed}).Options {
			if o.Value != string(own.ID) || strings.Contains(o.Label, "bill") {
				t.Errorf("%q suggests %+v", typed, o)
			}
		}
	}
	if n := len(h.at("tom", hall, chat.Suggest{Form: reqFile, Input: keyCase, Text: "exemple"}).Options); n != 2 {
		t.Errorf("the team is suggested %d cases, want 2", n)
	}
	if n := len(h.at("mia", hall, chat.Suggest{Form: reqFile, Input: keyCase, Text: "exemple"}).Options); n != 0 {
		t.Errorf("a moderator, who may add nothing, is suggested %d cases", n)
	}
	before := len(h.trail(other.ID))
	sent := h.at("ann", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{keyCase: string(other.ID)}})
	if sent.Wrong[keyCase] == "" || len(h.trail(other.ID)) != before {
		t.Errorf("words went into another's case: %q", spoken(sent))
	}
	if got := spoken(h.at("eve", hall, chosen("file", "Look.", h.now))); !strings.Contains(got, "no such case") {
		t.Errorf("who has no case is answered %q", got)
	}
	if got := spoken(h.at("ann", hall, chosen("file", " ", h.now))); !strings.Contains(got, "nothing in that message") {
		t.Errorf("an empty message: %q", got)
	}
	if got := spoken(h.at("ann", hall, chosen("withdraw", "Look.", h.now))); !strings.Contains(got, "did not understand") {
		t.Errorf("a shortcut that is none: %q", got)
	}
}

// TestMessagesAndCodesAreSwept lets both have their time.
func TestMessagesAndCodesAreSwept(t *testing.T) {
	h := newHouse(t)
	h.opens("ann", "meter")
	form := h.at("ann", hall, chosen("file", "Look.", h.now)).Form
	h.types("ann", "link")
	on := func(shelf string) int {
		all, err := h.store.(escalation.Book).All(t.Context(), shelf)
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	h.now = h.now.Add(messageLife)
	h.at("bob", hall, chosen("open", "Look.", h.now))
	h.types("bob", "link")
	if n, m := on(shelfMessages), on(shelfCodes); n != 2 || m != 1 {
		t.Errorf("after a day: %d messages and %d codes, want both messages and the new code", n, m)
	}
	h.now = h.now.Add(time.Minute)
	if got := spoken(h.at("ann", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{keyCase: string(h.of("ann")[0].ID)}})); !strings.Contains(got, "Choose it again") {
		t.Errorf("a message that had its time: %q", got)
	}
	bobs := h.at("bob", hall, chosen("open", "Look.", h.now)).Form
	if err := h.bot.Digest(t.Context(), h.now); err != nil {
		t.Fatal(err)
	}
	if n := on(shelfMessages); n != 2 {
		t.Errorf("%d messages, want the two of bob", n)
	}
	form = h.at("ann", hall, chosen("file", "Look again.", h.now)).Form
	h.at("ann", hall, chat.Submit{Form: form.ID, Value: form.Value, Fields: map[string]string{keyCase: string(h.of("ann")[0].ID)}})
	if n := on(shelfMessages); n != 2 || bobs == nil {
		t.Errorf("%d messages, want none that is in a case", n)
	}
}
