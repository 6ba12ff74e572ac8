package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

var updateViews = flag.Bool("update-views", false, "write the golden files of the forms and the page anew")

// goldenView compares a view, as Slack gets it, with what it was.
func goldenView(t *testing.T, name string, view any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(view); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "view-"+name+".golden")
	if *updateViews {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s is not what it was; -update-views takes this over:\n%s", file, b.Bytes())
	}
}

// openForm has every kind of question.
func openForm() chat.Form {
	return chat.Form{
		ID: "open", Value: "K7M-4QZ-X", Title: "Open a case about a request that has stalled", Submit: "Open",
		Blocks: []chat.Block{chat.Paragraph("Who it concerns will read this.")},
		Inputs: []chat.Input{
			{Name: "org", Label: "Organisation", Hint: "Begin to type its name.", Kind: chat.Search, Initial: "gazco"},
			{Name: "subject", Label: "Subject", Hint: "A few words", Limit: 80},
			{Name: "story", Label: "Story", Kind: chat.Lines, Initial: "The meter\ndoes not communicate.", Limit: answerLimit},
			{Name: "tried", Label: "What was tried", Hint: "Calls, letters, visits.", Kind: chat.Rows, More: "Add a line", Optional: true, Columns: []chat.Input{
				{Name: "when", Label: "When", Kind: chat.Day},
				{Name: "how", Label: "How", Kind: chat.Choice, Options: []chat.Option{{Value: "call", Label: "A call"}, {Value: "letter", Label: "A letter"}}},
				{Name: "what", Label: "What came of it", Limit: 200},
			}},
			{Name: "until", Label: "Until", Kind: chat.Day, Initial: "2026-03-30", Optional: true},
			{Name: "language", Label: "Language", Kind: chat.Choice, Initial: "fr", Options: []chat.Option{{Value: "en", Label: "English"}, {Value: "fr", Label: "Français"}}},
			{Name: "consent", Label: "I agree that this is kept", Kind: chat.Check, Initial: "yes"},
		},
	}
}

func TestFormGolden(t *testing.T) {
	view, err := alone(t).modal(openForm(), back{User: "U1", Channel: "C1", Response: "https://hooks.example.org/1"})
	if err != nil {
		t.Fatal(err)
	}
	goldenView(t, "open", view)
	view = grownOnce(t, view, "tried")
	goldenView(t, "open-first-row", view)
	goldenView(t, "open-second-row", grownOnce(t, view, "tried"))
}

func TestShortFormGolden(t *testing.T) {
	view, err := alone(t).modal(chat.Form{ID: "withdraw", Title: "Withdraw the case", Inputs: []chat.Input{{Name: "reason", Optional: true}}}, back{})
	if err != nil {
		t.Fatal(err)
	}
	goldenView(t, "short", view)
}

// longText is a text of a length that nothing of may be lost or added to.
func longText(n int) string {
	text := "  It began\n\n"
	for i := 0; length(text) < n-8; i++ {
		text += strconv.Itoa(i) + " é🙂\n"
	}
	return text + strings.Repeat(".", n-length(text)-1) + "\n"
}

// longForm asks for more than one input of Slack's takes.
func longForm(initial string) chat.Form {
	return chat.Form{ID: "open", Title: "Open", Inputs: []chat.Input{
		{Name: "story", Label: "Story", Hint: "As it was.", Kind: chat.Lines, Limit: 4000, Initial: initial}, {Name: "end", Label: "End"},
	}}
}

func TestLongFormGolden(t *testing.T) {
	view, err := alone(t).modal(longForm(longText(3500)), back{})
	if err != nil {
		t.Fatal(err)
	}
	goldenView(t, "long", view)
}

// Whatever length a text has that is shown in a form and sent back, it is the same.
func TestLongAnswerIsWhole(t *testing.T) {
	for _, n := range []int{20, answerLimit - 1, answerLimit, answerLimit + 1, 4000, 2 * answerLimit} {
		text := longText(n)
		view, err := alone(t).modal(longForm(text), back{})
		if err != nil {
			t.Fatal(err)
		}
		sent := map[string]map[string]sentValue{}
		for _, b := range view.Blocks.BlockSet {
			e := b.(*slackgo.InputBlock).Element.(*slackgo.PlainTextInputBlockElement)
			if length(e.InitialValue) > e.MaxLength || e.MaxLength > answerLimit {
				t.Errorf("%s: %d of %d characters", b.ID(), length(e.InitialValue), e.MaxLength)
			}
			sent[b.ID()] = map[string]sentValue{answerAction: {Value: e.InitialValue}}
		}
		fields, _, _ := answers(sent)
		if len(fields) != 2 || fields["story"] != text {
			t.Errorf("of %d characters %d came back in %d fields", n, length(fields["story"]), len(fields))
		}
	}
}

func TestHomeGolden(t *testing.T) {
	goldenView(t, "home", page(alone(t).layOut(&chat.Message{
		Title:   "My cases",
		Blocks:  []chat.Block{chat.Fields{{Label: "K7M-4QZ-X", Value: "The meter: it is your turn"}}, chat.Items{"The newspaper: waits until Monday"}},
		Actions: []chat.Action{{ID: "open", Label: "Open a case", Style: chat.Primary}},
	})))
}

// A page is made of whole pieces, as many as there is room for.
func TestPageLimit(t *testing.T) {
	var pieces []piece
	for range 5 {
		pieces = append(pieces, piece{blocks: make([]slackgo.Block, 30)})
	}
	if n := len(page(pieces)); n != 90 {
		t.Errorf("%d blocks", n)
	}
}

// grownOnce is a view after a click on the button that adds a row, as Slack sends
// it back.
func grownOnce(t *testing.T, view slackgo.ModalViewRequest, rows string) slackgo.ModalViewRequest {
	t.Helper()
	raw, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := unpack[sentView](raw)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := alone(t).grown(growth{view: sent, rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	return grown
}

// A form grows until no further row would fit, and then has no button for it.
func TestFormGrowsToItsLimit(t *testing.T) {
	view, err := alone(t).modal(openForm(), back{})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for hasButton(view) {
		view = grownOnce(t, view, "tried")
		rows++
		if len(view.Blocks.BlockSet) > formBlocksLimit {
			t.Fatalf("%d blocks", len(view.Blocks.BlockSet))
		}
	}
	// 10 other blocks: 30 rows of 3 make 100.
	if rows != 30 {
		t.Errorf("%d rows fit", rows)
	}
	ids := map[string]bool{}
	for _, b := range view.Blocks.BlockSet {
		if id := b.ID(); id != "" && ids[id] {
			t.Errorf("block_id %s twice", id)
		} else {
			ids[id] = true
		}
	}
	if !ids["tried."+strconv.Itoa(rows)+".what"] {
		t.Error("the last row has no last question")
	}
}

func hasButton(view slackgo.ModalViewRequest) bool {
	for _, b := range view.Blocks.BlockSet {
		if b.ID() == "tried" {
			return true
		}
	}
	return false
}

// What Slack would refuse is the bot's fault and said so.
func TestFormRefused(t *testing.T) {
	long := strings.Repeat("x", 3001)
	for name, f := range map[string]chat.Form{
		"value":           {ID: "open", Value: long},
		"name":            {},
		"no options":      {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Choice}}},
		"long option":     {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Choice, Options: []chat.Option{{Value: long, Label: "x"}}}}},
		"long suggestion": {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Search, Initial: long}}},
		"no name":         {ID: "open", Inputs: []chat.Input{{Label: "a"}}},
		"rows in rows":    {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Rows, Columns: []chat.Input{{Name: "b", Kind: chat.Rows}}}}},
		"no columns":      {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Rows}}},
		"unknown kind":    {ID: "open", Inputs: []chat.Input{{Name: "a", Kind: 99}}},
		"too many":        {ID: "open", Inputs: manyInputs(101)},
	} {
		if view, err := alone(t).modal(f, back{}); !errors.Is(err, errForm) {
			t.Errorf("%s: %+v, %v", name, view, err)
		}
	}
}

// What a form begins with is cut visibly where Slack would not show the form else.
func TestFormLongInitial(t *testing.T) {
	long := strings.Repeat("x", 4000)
	view, err := alone(t).modal(chat.Form{ID: "open", Inputs: []chat.Input{{Name: "a", Kind: chat.Lines, Initial: long}, {Name: "b", Initial: "abc", Limit: 2}}}, back{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{long[:answerLimit-1] + "…", "a…"} {
		if got := view.Blocks.BlockSet[i].(*slackgo.InputBlock).Element.(*slackgo.PlainTextInputBlockElement).InitialValue; got != want {
			t.Errorf("it begins with %d characters: …%s", length(got), got[max(0, len(got)-9):])
		}
	}
}

// Rows that are filled in already are shown; where they are too many, as text.
func TestFormFilledRows(t *testing.T) {
	p := alone(t)
	f := openForm()
	for i := range 30 {
		f.Inputs[3].Filled = append(f.Inputs[3].Filled, map[string]string{"when": "2026-01-03", "how": "letter", "what": strconv.Itoa(i)})
		f.Inputs[3].Initial += "letter " + strconv.Itoa(i) + "\n"
		view, err := p.modal(f, back{})
		if err != nil {
			t.Fatal(err)
		}
		// 10 other blocks: 30 rows fit, the last in place of the button.
		if rows := i + 1; hasButton(view) != (rows < 30) || len(view.Blocks.BlockSet) > formBlocksLimit {
			t.Errorf("%d rows make %d blocks, with a button: %v", rows, len(view.Blocks.BlockSet), hasButton(view))
		}
	}
	f.Inputs[3].Filled = append(f.Inputs[3].Filled, f.Inputs[3].Filled[0])
	view, err := p.modal(f, back{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range view.Blocks.BlockSet {
		if text, is := b.(*slackgo.InputBlock); is && text.BlockID == "tried" {
			if e := text.Element.(*slackgo.PlainTextInputBlockElement); !e.Multiline || !strings.Contains(e.InitialValue, "letter 29") {
				t.Errorf("the rows are asked as %+v", e)
			}
			return
		}
	}
	t.Error("the rows are not asked")
}

func manyInputs(n int) []chat.Input {
	all := make([]chat.Input, n)
	for i := range all {
		all[i].Name = "a" + strconv.Itoa(i)
	}
	return all
}

func TestAnswers(t *testing.T) {
	answer := func(v sentValue) map[string]sentValue { return map[string]sentValue{answerAction: v} }
	fields, rows, filled := answers(map[string]map[string]sentValue{
		"subject":      answer(sentValue{Value: "The meter"}),
		"tried.1.when": answer(sentValue{}),
		"tried.1.what": answer(sentValue{Value: "  "}),
		"tried.2.when": answer(sentValue{Date: "2026-01-03"}),
		"tried.2.what": answer(sentValue{}),
		"tried.10.how": answer(sentValue{Selected: &sentOption{Value: "call"}}),
		"other.1.what": answer(sentValue{}),
	})
	if want := map[string]string{"subject": "The meter"}; !reflect.DeepEqual(fields, want) {
		t.Errorf("fields %v", fields)
	}
	if want := map[string][]map[string]string{"tried": {{"when": "2026-01-03", "what": ""}, {"how": "call"}}}; !reflect.DeepEqual(rows, want) {
		t.Errorf("rows %v", rows)
	}
	// The second row that was handed on is the tenth of the form.
	questions := []string{"subject", "tried.1.when", "tried.1.what", "tried.2.when", "tried.2.what", "tried.10.when", "tried.10.how"}
	got := under(map[string]string{
		"subject": "Say more.", "tried.2.how": "How?", "tried.1": "One of two.", "tried": "Too few.", "tried.9.x": "Which?", "case": "It is closed.", "tried.2.nothing": "What?",
	}, questions, filled)
	want := map[string]string{
		"subject":       "It is closed.\nSay more.",
		"tried.10.how":  "How?",
		"tried.2.when":  "One of two.",
		"tried.1.when":  "Too few.\nWhich?",
		"tried.10.when": "What?",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("sentences %q\nwant %q", got, want)
	}
	if got := under(map[string]string{"x": "y"}, nil, nil); got != nil {
		t.Errorf("sentences without a question: %v", got)
	}
}

// TestFormWithRowsFilled opens a form on a message, with rows that were typed.
func TestFormWithRowsFilled(t *testing.T) {
	f := openForm()
	f.Blocks = []chat.Block{chat.Paragraph("This is kept:"), chat.Quote{Text: "<!here> *silent*", By: "Ann"}}
	f.Inputs = f.Inputs[3:4]
	f.Inputs[0].Filled = []map[string]string{{"when": "2026-01-10", "how": "call", "what": "Wait."}, {"what": "Wait again."}}
	view, err := alone(t).modal(f, back{})
	if err != nil {
		t.Fatal(err)
	}
	goldenView(t, "filled", view)
	goldenView(t, "filled-third-row", grownOnce(t, view, "tried"))
}
