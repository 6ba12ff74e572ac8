package bot

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/escalation"
)

// TestEveryFormOpens clicks every button that opens a form, and sends it back
// empty: the form says what is missing, and nothing is recorded.
func TestEveryFormOpens(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.types("ann", `reply from=desk text="Which meter?"`)
	details := map[string]string{fieldReplyN: "1", fieldTask: "t1", fieldHash: "abc", fieldEntry: "1"}
	for _, r := range newCatalogue() {
		if !r.form || r.about == aboutOver || slices.Contains(rights(r.name), roleContact) { // those of a letter: see TestAContactAnswersByButton
			continue
		}
		who := map[role]string{roleRequester: "ann", roleTeam: "tom", roleModerator: "mia"}[rights(r.name)[0]]
		value := target(c.ID, details[r.detail])
		opened := h.clicks(who, r.name, value)
		if opened.Form == nil {
			t.Errorf("%s opens no form: %q", r.name, spoken(opened))
			continue
		}
		if opened.Form.ID != r.name || opened.Form.Value != value || opened.Form.Title == "" {
			t.Errorf("%s opens %+v", r.name, opened.Form)
		}
		needs := slices.ContainsFunc(opened.Form.Inputs, func(in chat.Input) bool { return !in.Optional })
		before := len(h.trail(c.ID))
		if sent := h.submits(who, r.name, value, map[string]string{}); needs && len(sent.Wrong) == 0 {
			t.Errorf("%s sent empty answers %q", r.name, spoken(sent))
		}
		if needs && len(h.trail(c.ID)) != before {
			t.Errorf("%s sent empty leaves a line in the trail", r.name)
		}
		for _, in := range opened.Form.Inputs {
			if strings.Contains(in.Label, "⟪") || len([]rune(in.Label)) > 45 {
				t.Errorf("%s: the label of %s is %q", r.name, in.Name, in.Label)
			}
		}
	}
}

func TestOpenByForm(t *testing.T) {
	h := newHouse(t)
	opened := h.types("ann", "open org=Energie")
	if !strings.Contains(opened, "form open") {
		t.Fatalf("an incomplete command answers %q", opened)
	}
	fields := map[string]string{
		"org": "ÉNERGIE d’exemple", "subject": "The meter", "story": "It is silent.\r\nFor a year.",
		"tried": "2026-01-10; phone; A. Agent; ; call again; service\n12/02/2026;letter", "ref": "AB-12 Example Post\nCD 34 the meter",
		"deadline": "2026-03-30", "deadline_what": "to contest", "language": "fr", "cannot_phone": "yes",
	}
	if sent := h.submits("ann", reqOpen, "", fields); sent.Wrong[fieldConsent] == "" {
		t.Fatalf("without consent: %q", spoken(sent))
	}
	fields[fieldConsent] = "yes"
	h.submits("ann", reqOpen, "", fields)
	cases := h.of("ann")
	if len(cases) != 1 {
		t.Fatalf("%d cases", len(cases))
	}
	c := cases[0]
	if c.Organisation.Key != "example-energie" || len(c.Contacts) != 2 || c.Story != "It is silent.\nFor a year." ||
		!c.Requester.CannotPhone || c.Requester.Language != "fr" {
		t.Errorf("opened %+v", c)
	}
	if len(c.Tried) != 2 || c.Tried[0].Person != "A. Agent" || c.Tried[0].Role != "service" || c.Tried[1].Channel != "letter" {
		t.Errorf("tried %+v", c.Tried)
	}
	if len(c.References) != 2 || c.References[0].Issuer != "Example Post" || c.References[1].Number != "CD" {
		t.Errorf("references %+v", c.References)
	}
	if c.Deadline == nil || c.Deadline.What != "to contest" {
		t.Errorf("deadline %+v", c.Deadline)
	}
}

func TestWhatIsWrongInAForm(t *testing.T) {
	good := map[string]string{"org": "x", "subject": "y", "story": "z", fieldConsent: "yes"}
	tests := []struct{ field, value, want string }{
		{"tried", "2026-01-10; phone\nphone", "line 2"},
		{"tried", "2026-02-30; phone", "does not exist"},
		{"tried", "2026-05-01; phone", "still to come"},
		{"tried", "2026-01-10; phone; ; ; ; servise", "service"},
		{"tried", strings.Repeat("2026-01-10;a\n", mostAttempts+1), "51"},
		{"ref", strings.Repeat("9", limitReference+1), "60"},
		{"deadline", "2026-03-01", "is over"},
		{"deadline", "31/04/2026", "does not exist"},
		{"deadline_what", "to contest", "missing"},
		{"subject", "two\nlines", "one line"},
		{"language", "klingon", "none of the choices"},
	}
	h := newHouse(t)
	for _, tt := range tests {
		fields := maps.Clone(good)
		fields[tt.field] = tt.value
		sent := h.submits("ann", reqOpen, "", fields)
		said := strings.Join(slices.Collect(maps.Values(sent.Wrong)), " ")
		if !strings.Contains(said, tt.want) {
			t.Errorf("%s %q: %q, want %q in it", tt.field, tt.value, said, tt.want)
		}
	}
	if n := len(h.of("ann")); n != 0 {
		t.Errorf("%d cases were opened", n)
	}
}

func TestClassByClick(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.types("ann", `reply from=desk text="We received it."`)
	h.act("tom", chat.Click{Action: actClass, Value: target(c.ID, "1"), Option: "auto_reply"})
	if got := h.load(c.ID).Replies[0].Class; got != escalation.ClassAutoReply {
		t.Fatalf("class %q", got)
	}
	form := h.act("tom", chat.Click{Action: actClass, Value: target(c.ID, "1"), Option: "promise"}).Form
	if form == nil {
		t.Fatal("a promise asks for no date")
	}
	h.submits("tom", actClass, form.Value, map[string]string{"date": "2026-03-09"})
	if got := h.load(c.ID).Replies[0].Class; got != escalation.ClassPromise {
		t.Errorf("class %q", got)
	}
}

func TestVerdictIsAboutItsReply(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	h.types("ann", `reply from=desk text="No." class=refusal`)
	h.clicks("ann", actVerdictYes, target(c.ID, "7"))
	if got := h.load(c.ID).State; got != escalation.StateHeld {
		t.Fatalf("another reply's button made it %s", got)
	}
	if said := spoken(h.clicks("tom", actVerdictYes, target(c.ID, "1"))); !strings.Contains(said, "Only") {
		t.Errorf("the team's verdict: %q", said)
	}
	h.clicks("ann", actVerdictYes, target(c.ID, "1"))
	if got := h.load(c.ID).State; got != escalation.StateAnswered {
		t.Errorf("state %s", got)
	}
}

func TestDraftIsCompletedAndKept(t *testing.T) {
	h := newHouse(t)
	h.types("ann", `open org="Enargie d'Exemple" consent=yes subject=bill story="Too high."`)
	c := h.of("ann")[0]
	if c.State != escalation.StateDraft {
		t.Fatalf("state %s", c.State)
	}
	form := h.clicks("mia", actAddOrg, target(c.ID, "")).Form
	if form == nil || form.Inputs[1].Initial != "Enargie d'Exemple" {
		t.Fatalf("the form is %+v", form)
	}
	fields := map[string]string{"key": "example-water", "org": "Example Water", "address": "mailto:no-reply@example.org", "role": "service", "source": "bill", "language": "en"}
	if sent := h.submits("mia", actAddOrg, form.Value, fields); sent.Wrong["address"] == "" {
		t.Errorf("an address that nobody reads: %q", spoken(sent))
	}
	fields["address"] = "room:water"
	if sent := h.submits("mia", actAddOrg, form.Value, fields); sent.Wrong != nil {
		t.Fatalf("refused: %q", spoken(sent))
	}
	if c = h.load(c.ID); c.State != escalation.StateOpen || c.Organisation.Key != "example-water" {
		t.Errorf("the draft is %s with %+v", c.State, c.Organisation)
	}
	h.types("bob", `open org="example WATER" consent=yes subject=bill story="Too high."`)
	if c := h.of("bob")[0]; c.State != escalation.StateOpen || c.Contacts[0].Source != "bill" {
		t.Errorf("the next case is %s with %+v", c.State, c.Contacts)
	}
}

func TestUnknownButtons(t *testing.T) {
	h := newHouse(t)
	c := h.opens("ann", "meter")
	for _, click := range []chat.Click{{Action: "no.such"}, {Action: actWithdraw}, {Action: actVerdictYes, Value: string(c.ID)}, {Action: "", Value: "/"}} {
		if said := spoken(h.act("ann", click)); !strings.Contains(said, "button") {
			t.Errorf("%+v: %q", click, said)
		}
	}
	if got := h.load(c.ID).State; got != escalation.StateOpen {
		t.Errorf("state %s", got)
	}
}
