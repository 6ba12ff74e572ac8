package slack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"relance/adapters/chat/chattest"
	"relance/adapters/slack/slackfake"
)

// What only some platforms have.
var (
	_ chattest.Searcher = office{}
	_ chattest.Rower    = office{}
	_ chattest.Pointer  = office{}
	_ chattest.Visitor  = office{}
	_ chattest.Reviser  = office{}
)

func (o office) Suggest(t *testing.T, by, input, typed string) []string {
	t.Helper()
	offered, err := o.Server.Suggest(by, input, typed)
	if err != nil {
		t.Errorf("typing %q: %v", typed, err)
	}
	var labels []string
	for _, option := range offered {
		labels = append(labels, option.Text)
	}
	return labels
}

func (o office) SubmitRows(t *testing.T, by string, fields map[string]string, rows map[string][]map[string]string) {
	t.Helper()
	for name, all := range rows {
		for i, row := range all {
			if i > 0 || !o.has(by, name+".1.") {
				if err := o.ClickView(by, "One more"); err != nil {
					t.Fatalf("another row: %v", err)
				}
				o.grown(t, by, fmt.Sprintf("%s.%d.", name, i+1))
			}
			for column, value := range row {
				if err := o.Fill(by, fmt.Sprintf("%s.%d.%s", name, i+1, column), value); err != nil {
					t.Errorf("row %d, %s: %v", i+1, column, err)
				}
			}
		}
	}
	o.Submit(t, by, fields)
}

func (o office) Shortcut(t *testing.T, by, name string, seen chattest.Seen) {
	t.Helper()
	o.connected(t)
	if err := o.Server.Shortcut(by, name, seen.Place.Room, string(seen.Ref)); err != nil {
		t.Errorf("shortcut %s: %v", name, err)
	}
}

func (o office) Visit(t *testing.T, by string) {
	t.Helper()
	o.connected(t)
	if err := o.OpenHome(by); err != nil {
		t.Errorf("opening the page: %v", err)
	}
}

func (o office) Page(_ *testing.T, by string) (chattest.Seen, bool) {
	v, ok := o.Home(by)
	return chattest.Seen{Text: v.Read, Labels: v.Labels, Effects: v.Effects, Private: true}, ok
}

func (o office) ClickPage(t *testing.T, by, label string) {
	t.Helper()
	if err := o.ClickView(by, label); err != nil {
		t.Errorf("clicking %q: %v", label, err)
	}
}

func (o office) Revise(t *testing.T, by string, seen chattest.Seen, text string) {
	t.Helper()
	if err := o.Server.Revise(by, seen.Place.Room, string(seen.Ref), text); err != nil {
		t.Errorf("changing %q: %v", seen.Ref, err)
	}
}

// has says that the form has a row.
func (o office) has(by, row string) bool {
	v, _ := o.View(by)
	return slices.ContainsFunc(v.Inputs, func(in slackfake.Input) bool { return strings.HasPrefix(in.Block, row) })
}

// grown waits until the form has grown by a row, which Slack does not do at once.
func (o office) grown(t *testing.T, by, row string) {
	t.Helper()
	if !soon(t, func() bool {
		return o.has(by, row)
	}) {
		t.Fatalf("the form did not grow by %s", row)
	}
}
