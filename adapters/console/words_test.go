package console_test

import (
	"fmt"
	"strings"
	"testing"

	"relance/adapters/console"
)

func testWords() console.Words {
	mean := func(what string) func(asked, nearest string) string {
		return func(asked, nearest string) string {
			if nearest == "" {
				return fmt.Sprintf("There is no %s %s.", what, asked)
			}
			return fmt.Sprintf("There is no %s %s. Did you mean %s?", what, asked, nearest)
		}
	}
	return console.Words{
		To:      func(person string) string { return "(to " + person + ")" },
		Only:    func(person string) string { return "(only " + person + ")" },
		Updated: "(updated)",
		Part:    func(n, of int) string { return fmt.Sprintf("(part %d of %d)", n, of) },

		FormHelp:  "An empty line leaves a question out, or keeps its answer. /cancel leaves the form.",
		LinesHelp: "Several lines; a . on a line of its own ends them.",
		RowsHelp:  func(row string) string { return "One a line: " + row },
		DayHelp:   "Year-month-day, as 2026-03-01.",
		CheckHelp: "yes or no",
		UpTo:      func(limit int) string { return fmt.Sprintf("up to %d characters", limit) },
		Keeps:     func(text string) string { return "An empty line keeps: " + text },
		Yes:       "yes",
		No:        "no",
		Left:      "Nothing was sent.",

		NeedsAnswer: "This needs an answer.",
		NotADay:     "This is not a date like 2026-03-01.",
		NotYesNo:    "Please answer yes or no.",
		TooLong: func(length, limit int) string {
			return fmt.Sprintf("This has %d characters; at most %d.", length, limit)
		},

		LineTooLong: func(bytes, limit int) string {
			return fmt.Sprintf("The line has %d bytes; at most %d.", bytes, limit)
		},
		NoSuchButton:  mean("button"),
		ButtonGone:    func(asked string) string { return "The button " + asked + " is gone." },
		NeedsOption:   "Which one? Add its number.",
		NoSuchOption:  mean("choice"),
		NoSuchInput:   mean("question"),
		NoSuchRoom:    mean("room"),
		NoSuchMessage: mean("message"),
		OtherPlace:    func(asked, there string) string { return asked + " is " + there + "." },
		TooManyWords:  func(word string) string { return "A button takes no words: " + word },
		NothingToFill: func(name string) string { return "No form takes " + name + "=" },
		NoForm:        "You are in no form.",
		NoAnswer:      func(command string) string { return command + " is no answer." },
		OpenQuote:     func(near string) string { return "A quotation mark is never closed: " + near },
		GivenTwice:    func(name string) string { return name + "= is there twice." },
	}
}

func TestNewRefuses(t *testing.T) {
	good := func() console.Options {
		return console.Options{In: strings.NewReader(""), Out: &strings.Builder{}, Words: testWords()}
	}
	tests := []struct {
		name  string
		spoil func(*console.Options)
		want  string
	}{
		{"no input", func(o *console.Options) { o.In = nil }, "In and Out"},
		{"no output", func(o *console.Options) { o.Out = nil }, "In and Out"},
		{"a word is missing", func(o *console.Options) { o.Words.UpTo = nil }, "Words.UpTo is missing"},
		{"a sentence is missing", func(o *console.Options) { o.Words.Left = "" }, "Words.Left is missing"},
		{"a room with a space", func(o *console.Options) { o.Rooms = []string{"#team", "the team"} }, `"the team"`},
		{"a person with a space", func(o *console.Options) { o.Me = "@the team" }, `"@the team"`},
		{"a session with a dash", func(o *console.Options) { o.Session = "a-1" }, `"a-1"`},
	}
	for _, tt := range tests {
		o := good()
		tt.spoil(&o)
		if _, err := console.New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := console.New(good()); err != nil {
		t.Error(err)
	}
}
