package console_test

import (
	"strings"
	"testing"

	"relance/adapters/chat"
	"relance/adapters/console"
)

// TestACommandIsNoAnswer: in a form a line with a known command is refused, in an
// answer of several lines too; any other is the answer, and so is one after a
// backslash.
func TestACommandIsNoAnswer(t *testing.T) {
	form := chat.Form{ID: "f", Title: "A form", Submit: "Send", Inputs: []chat.Input{
		{Name: "one", Label: "One", Kind: chat.Line}, {Name: "more", Label: "More", Kind: chat.Lines},
	}}
	d := &desk{t: t, reply: func(a chat.Act) chat.Answer {
		if _, is := a.Deed.(chat.Command); is {
			return chat.Answer{Form: &form}
		}
		return chat.Answer{}
	}}
	var out strings.Builder
	lines := "/case open\n/case list\n/path is my answer\nfirst\n/CASE help\n\\/case second\n.\n"
	c, err := console.New(console.Options{In: strings.NewReader(lines), Out: &out, Words: testWords(), Session: "run1", Commands: []string{"case"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	sent, is := d.last().(chat.Submit)
	if !is || sent.Fields["one"] != "/path is my answer" || sent.Fields["more"] != "first\n/case second" || len(d.acts) != 2 {
		t.Errorf("%d acts, the last %+v\n%s", len(d.acts), d.last(), out.String())
	}
	if n := strings.Count(out.String(), "/case is no answer."); n != 2 {
		t.Errorf("it is said %d times:\n%s", n, out.String())
	}
}

// TestAnItemIsOneItem: what goes on in the next line of a narrow screen begins no
// item of its own.
func TestAnItemIsOneItem(t *testing.T) {
	d := newDesk(t, console.Screen{Width: 40})
	d.post(team, chat.Message{Blocks: []chat.Block{chat.Items{strings.Repeat("word ", 20)}}})
	if out := d.out.String(); strings.Count(out, "|- ") != 1 || strings.Count(out, "|  word") < 2 {
		t.Error(out)
	}
}
