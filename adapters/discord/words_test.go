package discord

import (
	"fmt"
	"testing"
)

func testWords() Words {
	return Words{
		ReadOn: "…read on", Failed: "Something broke: look before you try again.",
		FormReady: "The form is ready.", OpenForm: "Open the form", SoFar: "Nothing is sent yet.", Submit: "Send",
		Next:   func(page, of int) string { return fmt.Sprintf("Next (%d of %d)", page, of) },
		Change: "Change an answer…", Cancel: "Cancel", Wrong: "It is not sent yet:", Correct: "Correct",
		Lost: "This form is not kept any more: open it again.", Yes: "Yes", Day: "2026-03-24",
	}
}

func TestWordsAreComplete(t *testing.T) {
	if !testWords().complete() {
		t.Error("not complete")
	}
	for name, spoil := range map[string]func(*Words){
		"a blank sentence": func(w *Words) { w.Lost = " " },
		"no next":          func(w *Words) { w.Next = nil },
	} {
		w := testWords()
		if spoil(&w); w.complete() {
			t.Errorf("%s: complete", name)
		}
	}
}
