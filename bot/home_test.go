package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// visits shows somebody their page in a language.
func (h *house) visits(who, language string) chat.Message {
	h.t.Helper()
	h.acts++
	a := h.bot.On("console").Handle(h.t.Context(), chat.Act{ID: "visit" + string(rune('a'+h.acts)), At: h.now,
		By: chat.Person{Account: who, Name: who, Language: language}, Place: chat.Place{Person: who}, Deed: chat.Visit{}})
	if a.Message == nil {
		h.t.Fatal("no page")
	}
	return *a.Message
}

func TestThePageOfEverybody(t *testing.T) {
	for _, language := range []string{"en", "fr"} {
		h := newHouse(t)
		does := func(who, text string, args ...any) {
			h.types(who, fmt.Sprintf(text, args...))
			h.now = h.now.Add(time.Minute) // so that nothing is as old as anything else
		}
		open := func(who, subject string) escalation.CaseID {
			t.Helper()
			c := h.opens(who, subject)
			h.deliver(c, "1")
			h.now = h.now.Add(time.Minute)
			return c.ID
		}
		verdict, asked, quiet, over := open("ann", "the meter"), open("ann", "the bill"), open("bob", "the leak"), open("ann", "an old story")
		does("tom", `reply %s from=desk class=answer text="%s"`, verdict, strings.Repeat("We are sorry. ", 60))
		does("tom", `reply %s from=desk class=needs_info text="Which meter?"`, asked)
		does("tom", "deadline %s +2d the water is cut off", quiet)
		does("ann", "withdraw %s", over)
		does("bob", `open org="Unknown Water" consent=yes subject=tap story="It drips."`)
		names := []string{string(verdict), "MET-ER0-0", string(asked), "BIL-L00-0", string(quiet), "LEA-K00-0", string(over), "OLD-000-0"}
		for _, c := range h.of("bob") {
			if c.State == escalation.StateDraft {
				names = append(names, string(c.ID), "TAP-000-0")
			}
		}
		for _, who := range []string{"ann", "tom", "mia", "eve"} {
			golden(t, "home_"+who+"."+language+".txt", strings.NewReplacer(names...).Replace(neutral(h.visits(who, language))))
		}
	}
}

// TestThePageActs clicks what the page shows.
func TestThePageActs(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.deliver(c, "1")
	h.types("tom", "reply "+string(c.ID)+` from=desk class=answer text="A voucher."`)
	page := h.visits("ann", "en")
	find := func(id string) chat.Action {
		t.Helper()
		for _, a := range page.Actions {
			if a.ID == id {
				return a
			}
		}
		t.Fatalf("the page has no %s: %s", id, neutral(page))
		return chat.Action{}
	}
	private := chat.Place{Person: "ann"}
	if form := h.at("ann", private, press(find(reqOpen))).Form; form == nil || form.ID != reqOpen {
		t.Errorf("open opens %+v", form)
	}
	for _, id := range []string{actWhy, actTrail, reqShow} {
		a := find(id)
		if got := spoken(h.at("ann", private, chat.Click{Action: id, Value: a.Value, Option: a.Options[0].Value})); !strings.Contains(got, string(c.ID)) {
			t.Errorf("%s answers %q", id, got)
		}
		if got := spoken(h.at("eve", chat.Place{Person: "eve"}, chat.Click{Action: id, Option: string(c.ID)})); !strings.Contains(got, "no such case") {
			t.Errorf("%s of a stranger answers %q", id, got)
		}
	}
	h.at("ann", private, press(find(actVerdictYes)))
	if got := h.load(c.ID).State; got != escalation.StateAnswered {
		t.Errorf("after yes the case is %s", got)
	}
}

// TestThePageIsBounded: a page is one message, however much there is.
func TestThePageIsBounded(t *testing.T) {
	h := newHouse(t)
	for i := range 30 {
		c := h.opens("ann", fmt.Sprintf("meter %02d", i))
		h.deliver(c, "1")
		h.types("tom", "reply "+string(c.ID)+` from=desk class=answer text="A voucher."`)
		h.now = h.now.Add(time.Minute)
	}
	page := h.visits("ann", "en")
	text := neutral(page)
	for _, want := range []string{"These 30 wait for you", "and 25 more: /case list", "Your 30 cases", "and 20 more: /case list"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if len(page.Actions) > 20 || len(page.Blocks) > 30 {
		t.Errorf("%d buttons and %d blocks", len(page.Actions), len(page.Blocks))
	}
	if n := strings.Count(neutral(h.visits("tom", "en")), "\n- "); n > homeListed {
		t.Errorf("the team's board lists %d cases", n)
	}
}

// TestThePageSendsToTheExactText: consent is given where the text is.
func TestThePageSendsToTheExactText(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Directory.Ladders["short"] = escalation.Ladder{Name: "short", Rungs: []escalation.Rung{
			{Name: "service", Kind: escalation.RungLetter, Role: "service", Order: escalation.Together, Wait: escalation.Wait{Days: 10}},
			{Name: "post", Kind: escalation.RungPost, Quorum: 1},
		}}
	})
	c := h.opens("ann", "meter")
	h.types("tom", "climb "+string(c.ID)+" nobody there")
	h.record(c.ID, escalation.Drafted{Text: "Please answer."})
	page := h.visits("ann", "en")
	for _, a := range page.Actions {
		if a.ID == actConsent {
			t.Error("consent is one click away from a text that is not there")
		}
	}
	if page.Exact || !strings.Contains(neutral(page), "[Look at it — "+string(c.ID)+"]") {
		t.Errorf("the page is\n%s", neutral(page))
	}
}
