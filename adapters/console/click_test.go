package console_test

import (
	"errors"
	"reflect"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// asks is a message with a button for a case.
func asks(title, value string) chat.Message {
	return chat.Message{Title: title, Actions: []chat.Action{
		{ID: "yes", Value: value, Label: "Yes"}, {ID: "no", Value: value, Label: "No"},
	}}
}

func TestWhichButton(t *testing.T) {
	d := newDesk(t, console.Screen{})
	d.post(team, asks("Case AAA", "aaa|1"))                      // 1 2
	d.post(team, asks("Case BBB", "bbb|1"))                      // 3 4
	d.post(chat.Place{Person: "ann"}, asks("Case CCC", "ccc|1")) // 5 6
	d.post(chat.Place{Person: "ben"}, asks("Case AAA", "aaa|2")) // 7 8
	withSelect := card()                                         // 9 10 11
	withSelect.Actions[2].Options = append(withSelect.Actions[2].Options, chat.Option{Value: "1", Label: "Director"})
	d.post(team, withSelect)

	tests := []struct {
		line string
		want chat.Click // without its message
	}{
		{"@ann 1", chat.Click{Action: "yes", Value: "aaa|1"}},
		{"@ann 4", chat.Click{Action: "no", Value: "bbb|1"}},
		{"@ann [Yes]", chat.Click{Action: "verdict.yes", Value: "K7M-4QZ-X"}},
		{"@ann [ yes ]", chat.Click{Action: "verdict.yes", Value: "K7M-4QZ-X"}},
		{"@ann [no] ccc", chat.Click{Action: "no", Value: "ccc|1"}},
		{"@ann [No] aaa", chat.Click{Action: "no", Value: "aaa|1"}},
		{"@ben [No] aaa", chat.Click{Action: "no", Value: "aaa|2"}},
		{`@ann [yes] "case bbb"`, chat.Click{Action: "yes", Value: "bbb|1"}},
		{"@ann [yes] bbb|1 Case", chat.Click{Action: "yes", Value: "bbb|1"}},
		{"@ann 11 line", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "line"}},
		{"@ann 11 2", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "press"}},
		{"@ann 11 1", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "1"}}, // a value before a number
		{"@ann 11 service line", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "line"}},
		{"@ann [Next contact] press K7M", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "press"}},
		{"@ann [next contact] K7M “Communications department”", chat.Click{Action: "contact", Value: "K7M-4QZ-X", Option: "press"}},
	}
	for _, tt := range tests {
		if err := d.types(tt.line); err != nil {
			t.Errorf("%s: %v", tt.line, err)
		}
		got, ok := d.last().(chat.Click)
		got.Message = ""
		if !ok || got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.line, d.last(), tt.want)
		}
	}

	n := len(d.acts)
	for _, line := range []string{"@ann 7", "@ann [No] DDD", "@ann [Never]", "@ann 0", "@ann 99999999999999999999999", "[Yes] press"} {
		err := d.types(line)
		if _, ok := errors.AsType[*console.LineError](err); !ok && len(d.acts) == n {
			t.Errorf("%s: %v", line, err)
		}
	}
	if _, ok := d.last().(chat.Said); len(d.acts) != n+1 || !ok { // a figure no button can have is words
		t.Errorf("after lines that click nothing: %+v", d.acts[n:])
	}
}

// A button keeps its number while it is there; no number comes back.
func TestButtonNumbers(t *testing.T) {
	d := newDesk(t, console.Screen{})
	m := asks("Card", "aaa")
	at := d.post(team, m)
	edits := [][]chat.Action{
		{m.Actions[1]}, // 1 is gone
		{{ID: "new", Label: "New"}, m.Actions[1]},                // 3 2
		{m.Actions[0], {ID: "no", Value: "aaa", Label: "Never"}}, // 4 2
	}
	for _, actions := range edits {
		m.Actions = actions
		d.edit(team, at.Ref, m)
	}
	for line, want := range map[string]string{"1": "", "2": "no", "3": "", "4": "yes", "[Never]": "no", "[No]": ""} {
		d.acts = nil
		d.types(line)
		got, _ := d.last().(chat.Click)
		if got.Action != want {
			t.Errorf("%s clicks %q, want %q", line, got.Action, want)
		}
	}
}

func TestFillInOneLine(t *testing.T) {
	form := openForm()
	d := newDesk(t, console.Screen{})
	d.reply = func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Click); ok {
			return chat.Answer{Form: &form}
		}
		return chat.Answer{}
	}
	d.post(team, asks("Card", "aaa"))
	tests := []struct {
		line string
		want map[string]string // nil: the form stays open
	}{
		{`[Yes] organisation=gazco subject="The meter" story=“it does not”`,
			map[string]string{"organisation": "gazco", "subject": "The meter", "story": "it does not", "phone": "yes"}},
		{`[Yes] Organisation=2 SUBJECT=«` + "\u00a0L'été\u00a0" + `» story="a
b" phone=no until=2026-03-01`,
			map[string]string{"organisation": "the-daily", "subject": "L'été", "story": "a\nb", "until": "2026-03-01"}},
		{`[Yes] organisation=gazco story=x`, nil},
		{`[Yes] organisation=gazco subject=x story=x until=never`, nil},
		{`[Yes] organisation=gazco subject=x story=x untill=2026-03-01`, nil},
		{`[Yes] organisation=gazco subject="" story=x`, nil},
	}
	for _, tt := range tests {
		d.types("/cancel")
		d.types("@ann " + tt.line)
		_, _, open := d.Asking("ann")
		submit, _ := d.last().(chat.Submit)
		if open != (tt.want == nil) || !reflect.DeepEqual(submit.Fields, tt.want) {
			t.Errorf("%s: open %t, %q, want %q", tt.line, open, submit.Fields, tt.want)
		}
	}
}

// Another person's line may come between the answers of a form.
func TestFormsOfTwo(t *testing.T) {
	d := newDesk(t, console.Screen{})
	d.reply = opens
	d.types("@ann /case open", "1", "@ben /case open", "@ben 2", "@ann The meter", `@ann \@gazco never answers`, ".",
		"@ben", "Late paper", "@ann", "", "no", "@ben It is late.", "@ben .", `@ben /fill phone="no"`)
	want := []chat.Deed{
		chat.Command{Name: "case", Text: "open"}, chat.Command{Name: "case", Text: "open"},
		chat.Submit{Form: "open", Value: "v1", Fields: map[string]string{"organisation": "gazco", "subject": "The meter", "story": "@gazco never answers"}},
		chat.Submit{Form: "open", Value: "v1", Fields: map[string]string{"organisation": "the-daily", "subject": "Late paper", "story": "It is late."}},
	}
	for i, a := range d.acts {
		if i >= len(want) || !reflect.DeepEqual(a.Deed, want[i]) {
			t.Errorf("act %d: %+v", i, a.Deed)
		}
	}
	if len(d.acts) != len(want) {
		t.Errorf("%d acts, want %d", len(d.acts), len(want))
	}
}

// A form without questions is sent only when that is said.
func TestFormWithoutQuestions(t *testing.T) {
	d := newDesk(t, console.Screen{})
	d.reply = func(a chat.Act) chat.Answer {
		if _, ok := a.Deed.(chat.Command); ok {
			return chat.Answer{Form: &chat.Form{ID: "sure", Title: "Withdraw?", Submit: "Withdraw"}}
		}
		return chat.Answer{}
	}
	d.types("/case withdraw", "", "no")
	if len(d.acts) != 1 {
		t.Fatalf("sent without a yes: %+v", d.acts)
	}
	d.types("yes")
	if got, ok := d.last().(chat.Submit); !ok || got.Form != "sure" || len(got.Fields) != 0 {
		t.Errorf("%+v", d.last())
	}
}
