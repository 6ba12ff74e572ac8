package story

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"relance/escalation"
)

// script is a stage that shows what the test says, scene by scene.
type script struct {
	now    time.Time
	typed  []string
	scenes []Scene
}

func (s *script) Now() time.Time { return s.now }

func (s *script) Type(_ context.Context, line string) error {
	s.typed = append(s.typed, line)
	return nil
}

func (s *script) Advance(_ context.Context, to time.Time) error { s.now = to; return nil }

func (s *script) Digest(context.Context) error { return nil }

func (s *script) Calendar(context.Context, escalation.CaseID) (escalation.Calendar, error) {
	return escalation.Calendar{}, nil
}

func (s *script) Look(context.Context) (Scene, error) {
	scene := s.scenes[0]
	s.scenes = s.scenes[1:]
	return scene, nil
}

func said(where Where, text string) Shown { return Shown{Kind: ShownMessage, Where: where, Text: text} }

var (
	team   = Where{Room: "team"}
	thread = Where{Room: "team", Thread: true}
	ann    = Where{Person: "ann"}
)

// opening is one act, with two cases to see after it.
func opening() Scene {
	return Scene{
		Shown: []Shown{said(team, "The first\n  message"), said(ann, "Case 000-002-2 is open"), said(team, "second"), said(thread, "log")},
		Cases: []Seen{
			{ID: "000-001-1", State: State{"closed", "withdrawn", 1}, Trail: []string{"1. opened", "2. withdrawn by ann"}},
			{ID: "000-002-2", State: State{"open", "", 2}, Card: "Step 2 of 4", Trail: []string{"1. opened"}},
		},
	}
}

func play(t *testing.T, text string, scenes ...Scene) error {
	t.Helper()
	st, err := Parse("a.txtar", []byte("T\n-- story --\nat 2026-03-02 10:00 UTC\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Play(context.Background(), st, &script{now: st.Start, scenes: scenes})
	return err
}

const met = `@ann /case open
< #team: The first message
< @ann: $case is open
< #team: second
< #team thread: log
`

func TestMet(t *testing.T) {
	for name, more := range map[string]string{
		"nothing more":      "",
		"card and state":    "= card: Step … of 4\nstate: open\nstate: open rung 2\n",
		"the line that fit": "trail: 1. … opened\n",
		"what is not said":  "= card: \"Step\" !\"of 5\"\n",
	} {
		if err := play(t, met+more, opening()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	inAnotherOrder := "@ann hi\n< #team thread: log\n< @ann: Case\n< #team: first\n< #team: second\n"
	if err := play(t, inAnotherOrder, opening()); err != nil {
		t.Errorf("places have an order each, not one for all: %v", err)
	}
}

func TestNotMet(t *testing.T) {
	tests := []struct{ name, text, want, instead string }{
		{"not said", met + "< #team: third\n", "9: expected < #team: third", "nothing more was shown there"},
		{"said otherwise", strings.Replace(met, "first message", "last message", 1), "5: expected < #team: The last message", "shown instead:\n    The first\n      message"},
		{"parts in another order", strings.Replace(met, "The first message", "message … first", 1), "5: expected", "The first"},
		{"not expected", strings.Replace(met, "< #team: second\n", "", 1), "4: nobody expected this", "< #team: second"},
		{"expected elsewhere", strings.Replace(met, "#team thread", "#moderators", 1), "8: expected < #moderators: log", "nothing more"},
		{"in another order", strings.Replace(met, "The first message", "second", 1), "5: expected < #team: second", "The first"},
		{"another card", met + "= card: Step 3\n", "9: expected = card: Step 3", "Step 2 of 4"},
		{"another state", met + "state: held\n", "9: expected state: held", "state: open rung 2"},
		{"another rung", met + "state: open rung 3\n", "9: expected", "state: open rung 2"},
		{"what is never to be said", strings.Replace(met, "The first message", `"first" !"first  message"`, 1), "5: expected", "The first"},
		{"what is never on the card", met + "= card: \"Step\" !\"of 4\"\n", "9: expected", "Step 2 of 4"},
		{"not in the trail", met + "trail: climbed … opened\n", "9: expected", "1. opened"},
	}
	for _, tt := range tests {
		err := play(t, tt.text, opening())
		var failure *Failure
		if !errors.As(err, &failure) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.instead) {
			t.Errorf("%s: %v\nwant %s and %s", tt.name, err, tt.want, tt.instead)
		}
	}
}

func TestCasesHaveNames(t *testing.T) {
	one := Scene{Cases: opening().Cases[:1]}
	both := Scene{Cases: opening().Cases}
	text := `@ann /case open
case $first
state: closed withdrawn
@ann /case open
case $second
@ann /case show $first $second $case
state $first: closed
state $second: open
state: open
trail $first: withdrawn
`
	st, err := Parse("a.txtar", []byte("T\n-- story --\nat 2026-03-02 10:00 UTC\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	stage := &script{now: st.Start, scenes: []Scene{one, both, both}}
	if _, err := Play(context.Background(), st, stage); err != nil {
		t.Error(err)
	}
	if got := stage.typed[2]; got != "@ann /case show 000-001-1 000-002-2 000-002-2" {
		t.Errorf("typed: %s", got)
	}
	for _, text := range []string{"@ann hi\ncase $a\n", "@ann hi\nstate: open\n", "@ann /case show $case\n", "@ann hi\n= card: x\n"} {
		if err := play(t, text, Scene{}); err == nil || !strings.Contains(err.Error(), "no case has been opened yet") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTimeDoesNotGoBack(t *testing.T) {
	if err := play(t, "until 09:00\n", Scene{}); err == nil || !strings.Contains(err.Error(), "4: until 09:00 is no time to come: it is 2026-03-02 10:00 already") {
		t.Error(err)
	}
}

func TestComplete(t *testing.T) {
	source := "T\n-- story --\nat 2026-03-02 10:00 UTC\n@ann hi\n    there\n< #team: first\n\n# a comment\n+3d\n-- config --\nx\n"
	st, err := Parse("a.txtar", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	later := Scene{Cases: opening().Cases, Shown: []Shown{
		said(thread, `He said "no" \ twice`+"\n1\n2\n3"), {Kind: ShownTold, Where: ann, Text: "Really?"}, said(team, "[7] Yes  [8] No"),
	}}
	record, err := Perform(context.Background(), st, &script{now: st.Start, scenes: []Scene{opening(), later}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Complete([]byte(source), record)
	if err != nil {
		t.Fatal(err)
	}
	want := `T
-- story --
at 2026-03-02 10:00 UTC
@ann hi
    there
< #team: first
< @ann: "Case $case is open"
< #team: "second"
< #team thread: "log"

# a comment
+3d
< #team thread: "He said \"no\" \\ twice"
    "1"
    "2"
! @ann: "Really?"
< #team: "[7] Yes  [8] No"
-- config --
x
`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	completed, err := Parse("a.txtar", got)
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(completed, record); err != nil {
		t.Errorf("what was written is not met: %v", err)
	}
	wrong, err := Parse("a.txtar", []byte(strings.Replace(source, "first", "last", 1)))
	if err != nil {
		t.Fatal(err)
	}
	record.Story = wrong
	if _, err := Complete([]byte(source), record); err == nil {
		t.Error("an expectation that is not met is passed over")
	}
}
