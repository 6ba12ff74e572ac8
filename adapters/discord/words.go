package discord

import "slices"

// Words are the sentences of the adapter's own, in the bot's language.
type Words struct {
	ReadOn string // where a long message goes on in its thread: "…read on"
	// Failed is told when the bot broke down over something: it may be recorded or
	// not, look before trying again.
	Failed string

	// Of forms, which Discord shows in pages and closes when they are sent.
	FormReady string                    // above the button that opens a form: "The form is ready."
	OpenForm  string                    // that button: "Open the form"
	SoFar     string                    // above the answers so far: "Nothing is sent yet."
	Submit    string                    // the button that sends a form that has no label for it: "Send"
	Next      func(page, of int) string // the button to the next page: "Next (2 of 3)"
	Change    string                    // the menu of all pages: "Change an answer…"
	Cancel    string                    // the button that leaves a form
	Wrong     string                    // above what is wrong: "It is not sent yet:"
	Correct   string                    // the button that opens the form again: "Correct"
	Lost      string                    // of a form that is not kept any more: open it again
	Yes       string                    // of a box that is ticked
	Day       string                    // what a date is typed like: "2026-03-24"
}

// complete tells whether every sentence is there.
func (w Words) complete() bool {
	return w.Next != nil && !slices.ContainsFunc([]string{
		w.ReadOn, w.Failed, w.FormReady, w.OpenForm, w.SoFar, w.Submit, w.Change, w.Cancel, w.Wrong, w.Correct, w.Lost, w.Yes, w.Day,
	}, blank)
}
