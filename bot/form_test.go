package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relance/adapters/chat"
	"relance/escalation"
)

// input finds a question of a form.
func input(t *testing.T, form *chat.Form, name string) chat.Input {
	t.Helper()
	if form == nil {
		t.Fatalf("no form to ask for %s", name)
	}
	for _, in := range form.Inputs {
		if in.Name == name {
			return in
		}
	}
	t.Fatalf("the form %s does not ask for %s", form.ID, name)
	return chat.Input{}
}

func TestATypedCaseAsksForConsent(t *testing.T) {
	h := newHouse(t)
	const typed = `open org=example-energie subject=meter story="Silent." deadline=30/03/2026 deadline_what="last day" cannot_phone=oui tried="2026-01-10; fax; A. Agent; X-1; no line; service | 2026-02-01; phone"`
	for _, text := range []string{typed, typed + " consent=no"} {
		form := h.act("ann", chat.Command{Name: "case", Text: text}).Form
		for name, want := range map[string]string{
			"org": "example-energie", "subject": "meter", "story": "Silent.", "deadline": "2026-03-30", "cannot_phone": "oui", fieldConsent: "",
		} {
			if got := input(t, form, name).Initial; got != want {
				t.Errorf("%s: the form shows %q in %s, want %q", text, got, name, want)
			}
		}
		rows := fmt.Sprint(input(t, form, "tried").Filled)
		want := fmt.Sprint([]map[string]string{
			{"when": "2026-01-10", "channel": "other", "person": "A. Agent", "reference": "X-1", "result": "fax; no line", "role": "service"},
			{"when": "2026-02-01", "channel": "phone", "person": "", "reference": "", "result": "", "role": ""},
		})
		if rows != want {
			t.Errorf("the rows are\n%s, want\n%s", rows, want)
		}
	}
	if n := len(h.of("ann")); n != 0 {
		t.Fatalf("%d cases were opened without consent", n)
	}
	if got := h.types("ann", `open org=example-energie subject=meter story="Silent." tried="some day; phone"`); !strings.Contains(got, "line 1") {
		t.Errorf("a line that cannot be used: %q", got)
	}
	h.types("ann", `open org=example-energie subject=meter story="Silent." consent=oui`)
	if n := len(h.of("ann")); n != 1 {
		t.Errorf("%d cases with consent", n)
	}
}

// TestNothingTypedIsLost opens the form of an incomplete command: what fits no
// column stands before the result, and what fits no row stays text.
func TestNothingTypedIsLost(t *testing.T) {
	h := newHouse(t)
	tried := input(t, h.act("ann", chat.Command{Name: "case", Text: `open tried="some day; phone; ; ; wait; king | all in vain"`}).Form, "tried")
	want := fmt.Sprint([]map[string]string{
		{"when": "", "channel": "phone", "person": "", "reference": "", "result": "king; some day; wait", "role": ""},
		{"result": "all in vain"},
	})
	if got := fmt.Sprint(tried.Filled); got != want || tried.Kind != chat.Rows {
		t.Errorf("the rows are\n%s, want\n%s", got, want)
	}
	long := "2026-01-10; phone; " + strings.Repeat("A", limitName+1)
	tried = input(t, h.act("ann", chat.Command{Name: "case", Text: `open tried="` + long + `"`}).Form, "tried")
	if tried.Kind != chat.Lines || tried.Initial != long || tried.Filled != nil {
		t.Errorf("asked %+v", tried)
	}
}

func TestRowsOfWhatWasTried(t *testing.T) {
	h := newHouse(t)
	form := h.act("ann", chat.Command{Name: "case", Text: "open"}).Form
	tried := input(t, form, "tried")
	if tried.Kind != chat.Rows || tried.More == "" || len(tried.Columns) != 6 || tried.Columns[0].Kind != chat.Day ||
		tried.Columns[0].Optional || len(tried.Columns[5].Options) != 2 {
		t.Fatalf("asked: %+v", tried)
	}
	send := func(rows ...map[string]string) chat.Answer {
		return h.act("ann", chat.Submit{Form: reqOpen,
			Fields: map[string]string{"org": "example-energie", "subject": "meter", "story": "Silent.", fieldConsent: "yes"},
			Rows:   map[string][]map[string]string{"tried": rows}})
	}
	good := map[string]string{"when": "2026-02-01", "channel": "phone", "person": "A. Agent", "reference": "FR-1", "result": "call again", "role": "service"}
	wrong := send(good,
		map[string]string{"channel": "phone"},
		map[string]string{"when": "2027-01-01", "channel": "pigeon", "role": "king", "reference": strings.Repeat("9", limitReference+1)}).Wrong
	for _, name := range []string{"tried.2.when", "tried.3.when", "tried.3.channel", "tried.3.role", "tried.3.reference"} {
		if wrong[name] == "" {
			t.Errorf("nothing is said against %s: %v", name, wrong)
		}
	}
	if len(wrong) != 5 {
		t.Errorf("said: %v", wrong)
	}
	if wrong["tried.2.when"] != "When: this is missing." {
		t.Errorf("said %q", wrong["tried.2.when"])
	}
	many := send(make([]map[string]string, mostAttempts+1)...).Wrong
	if !strings.Contains(many["tried"], "51 lines are too many") {
		t.Errorf("too many rows: %v", many)
	}
	send(good, map[string]string{"when": "2026-02-03", "channel": "other"})
	cases := h.of("ann")
	if len(cases) != 1 || len(cases[0].Tried) != 2 {
		t.Fatalf("opened %+v", cases)
	}
	a := cases[0].Tried[0]
	if a.Channel != "phone" || a.Person != "A. Agent" || a.Reference != "FR-1" || a.Result != "call again" || a.Role != "service" || !a.At.Equal(time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("kept %+v", a)
	}
	if len(cases[0].References) != 1 {
		t.Errorf("references %+v", cases[0].References)
	}
}

func TestARoleThatTheLadderDoesNotAsk(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Directory.Ladders["tall"] = escalation.Ladder{Name: "tall", Rungs: []escalation.Rung{{Name: "top", Kind: escalation.RungLetter, Role: "ombudsman"}}}
	})
	form := h.act("ann", chat.Command{Name: "case", Text: "open"}).Form
	if n := len(input(t, form, "tried").Columns[5].Options); n != 3 {
		t.Errorf("%d roles are offered while no organisation is chosen, want those of every ladder", n)
	}
	wrong := h.act("ann", chat.Submit{Form: reqOpen,
		Fields: map[string]string{"org": "example-energie", "subject": "meter", "story": "Silent.", fieldConsent: "yes"},
		Rows:   map[string][]map[string]string{"tried": {{"when": "2026-02-01", "channel": "phone", "role": "ombudsman"}}}}).Wrong
	if !strings.Contains(wrong["tried.1.role"], "director") {
		t.Errorf("said %v", wrong)
	}
}

func TestOrganisationsAreSuggested(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		for i := range 30 {
			o.Directory.Entries = append(o.Directory.Entries, Listing{Organisation: escalation.Organisation{Key: fmt.Sprintf("water-%02d", i), Name: fmt.Sprintf("Example Water %02d", i)}})
		}
	})
	suggested := func(form, input, text string) []string {
		var labels []string
		for _, o := range h.act("ann", chat.Suggest{Form: form, Input: input, Text: text}).Options {
			labels = append(labels, o.Value+"="+o.Label)
		}
		return labels
	}
	first := func(labels []string) string {
		if len(labels) == 0 {
			return ""
		}
		return labels[0]
	}
	tests := []struct {
		text, first, last string
		n                 int
	}{
		{"energie", "Énergie d'Exemple=Énergie d'Exemple", "energie=Use “energie”", 2},
		{"D’EXEMPLE", "Énergie d'Exemple=Énergie d'Exemple", "D’EXEMPLE=Use “D’EXEMPLE”", 2},
		{"energie d exemple", "Énergie d'Exemple=Énergie d'Exemple", "", 1},
		{"Enregie d'Exempel", "Énergie d'Exemple=Énergie d'Exemple", "Enregie d'Exempel=Use “Enregie d'Exempel”", 2},
		{"example", "Énergie d'Exemple=Énergie d'Exemple", "example=Use “example”", mostSuggested},
		{"zzz", "zzz=Use “zzz”", "", 1},
		{"", "Énergie d'Exemple=Énergie d'Exemple", "", mostSuggested},
	}
	for _, tt := range tests {
		got := suggested(reqOpen, "org", tt.text)
		if len(got) != tt.n || tt.text != "example" && tt.text != "" && first(got) != tt.first {
			t.Errorf("%q: %d suggestions %v", tt.text, len(got), got)
		}
		if tt.last != "" && got[len(got)-1] != tt.last {
			t.Errorf("%q: what was typed is not the last: %v", tt.text, got)
		}
	}
	if got := suggested(reqOpen, "subject", "e"); got != nil {
		t.Errorf("a question without suggestions has %v", got)
	}
	if got := suggested(actAddOrg, "org", "e"); got != nil {
		t.Errorf("a form that may not be sent has %v", got)
	}
}
