package discord

import (
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// formAction is the ID of the actions under a form that is being filled in. None of
// the bot's has it.
const formAction = "@form"

// formPage is a page of a form that was sent.
type formPage struct {
	draft   string
	page    int
	form    string // of a form whose ID and value fit: it needs no draft to be understood
	value   string
	again   bool // it was opened from the message about the form
	answers map[string]string
}

// againMark stands behind the number of a page that was opened again.
const againMark = "+"

// formID is the custom_id of a page: its draft, its number, and, where there is
// room, what the form is, so that a form of one page can be sent although its draft
// is lost.
func formID(d draft, n int, again bool) string {
	id := formAction + idMark + d.ID + idMark + strconv.Itoa(n)
	if again {
		id += againMark
	}
	whole := id + idMark + d.Form + idMark + d.Value
	if len(d.pages()) == 1 && !strings.Contains(d.Form, idMark) && length(whole) <= customIDLimit {
		return whole
	}
	return id
}

// parseFormID reads a custom_id; false: it is none of a form of the bot's.
func parseFormID(id string) (formPage, bool) {
	parts := strings.SplitN(id, idMark, 5)
	if len(parts) < 3 || parts[0] != formAction || parts[1] == "" {
		return formPage{}, false
	}
	number, again := strings.CutSuffix(parts[2], againMark)
	n, err := strconv.Atoi(number)
	p := formPage{draft: parts[1], page: n, again: again}
	if len(parts) == 5 {
		p.form, p.value = parts[3], parts[4]
	}
	return p, err == nil && n >= 0
}

// What the buttons under a form do.
const (
	stepPage   = "page" // opens a page, by its number
	stepAdd    = "add"  // adds a row, by how many there will be and its input
	stepSend   = "send"
	stepCancel = "cancel"
)

// formStep is a click on a button under a form.
type formStep struct {
	draft string
	verb  string
	page  int    // of stepPage
	rows  string // of stepAdd: the input
	count int    // of stepAdd: how many rows there will be
}

// step is a button under a form.
func step(d draft, verb, argument, label string, style chat.Style) chat.Action {
	return chat.Action{ID: formAction, Value: d.ID + "/" + verb + "/" + argument, Label: label, Style: style}
}

// stepOf reads a click on such a button, or a choice of a page.
func stepOf(c chat.Click) *formStep {
	draft, rest, _ := strings.Cut(c.Value, "/")
	verb, argument, _ := strings.Cut(rest, "/")
	s := &formStep{draft: draft, verb: verb}
	if c.Option != "" {
		argument = c.Option
	}
	switch verb {
	case stepPage:
		s.page, _ = strconv.Atoi(argument) // what is no figure is the first
	case stepAdd:
		figure, rows, _ := strings.Cut(argument, "/")
		s.rows = rows
		s.count, _ = strconv.Atoi(figure) // what is no figure adds nothing
	}
	return s
}
