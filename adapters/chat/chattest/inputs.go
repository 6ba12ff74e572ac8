package chattest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"relance/adapters/chat"
)

// Searcher are people of a platform that suggests what could be meant.
type Searcher interface {
	// Suggest types into an input of kind [chat.Search] of the open form, and
	// returns the labels that are offered.
	Suggest(t *testing.T, by, input, typed string) []string
}

// Rower are people of a platform that asks the same questions in rows.
type Rower interface {
	// SubmitRows answers the open form, the rows of an input of kind [chat.Rows] as
	// often as there are answers for, and sends it. An empty row is left empty.
	SubmitRows(t *testing.T, by string, fields map[string]string, rows map[string][]map[string]string)
}

func testSearch(t *testing.T, b *bot) {
	people, ok := b.People.(Searcher)
	if !ok {
		t.Skip("nothing is suggested on the platform")
	}
	b.answers(func(a chat.Act) chat.Answer {
		switch deed := a.Deed.(type) {
		case chat.Command:
			return chat.Answer{Form: &chat.Form{ID: "open", Value: "K7M-4QZ-X", Title: "Open a case", Submit: "Open", Inputs: []chat.Input{
				{Name: "whom", Label: "Whom", Kind: chat.Search},
			}}}
		case chat.Suggest:
			return chat.Answer{Options: []chat.Option{{Value: "gazco", Label: "Gazco & sons"}, {Value: deed.Text, Label: "“" + deed.Text + "”"}}}
		}
		return chat.Answer{}
	})
	b.People.Command(t, b.Ann, b.room(), "case", "open")
	b.next()
	b.opened(b.Ann)
	if got, want := people.Suggest(t, b.Ann, "whom", "gaz"), []string{"Gazco & sons", "“gaz”"}; !slices.Equal(got, want) {
		t.Errorf("offered %q, want %q", got, want)
	}
	a := b.next()
	if want := (chat.Suggest{Form: "open", Value: "K7M-4QZ-X", Input: "whom", Text: "gaz"}); a.Deed != want || a.By.Account != b.Ann {
		t.Errorf("%+v of %s, want %+v", a.Deed, a.By.Account, want)
	}
	b.People.Submit(t, b.Ann, map[string]string{"whom": "gazco"})
	for {
		a := b.next()
		if _, asked := a.Deed.(chat.Suggest); asked { // choosing may ask again
			continue
		}
		got, _ := a.Deed.(chat.Submit)
		if got.Fields["whom"] != "gazco" {
			t.Errorf("sent %+v", a.Deed)
		}
		break
	}
	b.closed(b.Ann)
}

func testRows(t *testing.T, b *bot) {
	people, ok := b.People.(Rower)
	if !ok {
		t.Skip("the platform asks for no rows")
	}
	b.answers(func(a chat.Act) chat.Answer {
		deed, ok := a.Deed.(chat.Submit)
		switch {
		case !ok:
			return chat.Answer{Form: &chat.Form{ID: "open", Title: "Open a case", Submit: "Open", Inputs: []chat.Input{
				{Name: "subject", Label: "Subject"},
				{Name: "tried", Label: "What was tried", Kind: chat.Rows, More: "One more", Optional: true, Columns: []chat.Input{
					{Name: "when", Label: "When", Kind: chat.Day},
					{Name: "how", Label: "How", Kind: chat.Choice, Options: []chat.Option{{Value: "phone", Label: "By phone"}, {Value: "mail", Label: "By mail"}}},
					{Name: "whom", Label: "Whom", Optional: true},
				}},
			}}}
		case deed.Fields["subject"] == "bad":
			return chat.Answer{Wrong: map[string]string{"tried.2.when": "In the future."}}
		}
		return chat.Answer{}
	})
	tried := []map[string]string{
		{"when": "2026-03-01", "how": "phone", "whom": "a clerk"},
		{}, // left empty
		{"when": "2026-04-02", "how": "mail"},
	}
	want := []map[string]string{tried[0], tried[2]}
	for _, subject := range []string{"bad", "good"} {
		if subject == "bad" {
			b.People.Command(t, b.Ann, b.room(), "case", "open")
			b.next()
			b.opened(b.Ann)
			people.SubmitRows(t, b.Ann, map[string]string{"subject": subject}, map[string][]map[string]string{"tried": tried})
		} else { // what was right is still there
			b.People.Submit(t, b.Ann, map[string]string{"subject": subject})
		}
		got, _ := b.next().Deed.(chat.Submit)
		for _, row := range got.Rows["tried"] {
			for column, answer := range row {
				if answer == "" {
					delete(row, column)
				}
			}
		}
		if got.Fields["subject"] != subject || !reflect.DeepEqual(got.Rows["tried"], want) {
			t.Errorf("sent %+v, want the rows %v", got, want)
		}
		if subject == "bad" && !b.told(b.Ann, "In the future.") {
			t.Error("what is wrong with the second row is not seen")
		}
	}
	b.closed(b.Ann)
}

// told waits until a sentence stands in the open form.
func (b *bot) told(by, sentence string) bool {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		f, _ := b.People.Form(b.t, by)
		for _, wrong := range f.Wrong {
			if wrong == sentence {
				return true
			}
		}
	}
	return false
}
