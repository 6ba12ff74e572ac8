package discord

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// draft is a form that somebody is filling in. Discord's has room for five
// questions, so that a longer one is asked in pages; and it closes when it is sent,
// so that what is wrong can only be corrected in another that holds the same
// answers.
type draft struct {
	ID      string       `json:"-"`
	Account string       `json:"account"` // whose it is
	Form    string       `json:"form"`
	Value   string       `json:"value"`
	Title   string       `json:"title"`
	Above   string       `json:"above,omitempty"` // what stands above the questions
	Submit  string       `json:"submit,omitempty"`
	Inputs  []chat.Input `json:"inputs"`

	Answers map[string]string `json:"answers"` // by the IDs of the questions
	Rows    map[string]int    `json:"rows"`    // how many rows there are, by input
	Last    int               `json:"last"`    // the page that was sent last
}

// ticked is the answer of a box that is ticked, unticked that of an option of a
// command that says no.
const (
	ticked   = "yes"
	unticked = "no"
)

// newDraft is a form with what it begins with.
func newDraft(f chat.Form, account string) draft {
	d := draft{
		ID: draftID(), Account: account, Form: f.ID, Value: f.Value, Title: f.Title, Submit: f.Submit,
		Inputs: f.Inputs, Answers: map[string]string{}, Rows: map[string]int{},
	}
	var above []string
	for _, one := range parts(chat.Message{Blocks: f.Blocks}) {
		above = append(above, one.plain())
	}
	d.Above = strings.Join(above, "\n\n")
	for _, in := range f.Inputs {
		if in.Kind != chat.Rows {
			d.Answers[in.Name] = in.Initial
			continue
		}
		d.Rows[in.Name] = max(1, len(in.Filled))
		for i, row := range in.Filled {
			for column, answer := range row {
				d.Answers[rowID(in.Name, i+1, column)] = answer
			}
		}
	}
	maps.DeleteFunc(d.Answers, func(_, answer string) bool { return answer == "" })
	return d
}

// plain is a part as text without markdown.
func (p part) plain() string {
	switch {
	case p.label == "":
		return p.text
	case p.kind == quotePart:
		return p.text + "\n— " + p.label
	}
	return p.label + "\n" + p.text
}

// question is one thing that is asked on a page.
type question struct {
	id string
	chat.Input
}

// page are the questions that are asked together.
type page []question

// pages are all questions by page. Where there are several, those come first that
// need an answer, then the boxes, which often agree to something, so that the form
// can be sent without the rest; rows come last, each on pages of its own.
func (d draft) pages() []page {
	var plain []question
	rows := false
	for _, in := range d.Inputs {
		if in.Kind == chat.Rows {
			rows = true
		} else {
			plain = append(plain, question{in.Name, in})
		}
	}
	if rows || d.space(plain) > modalLimit {
		slices.SortStableFunc(plain, func(a, b question) int { return cmp.Compare(a.rank(), b.rank()) })
	}
	pages := d.paged(nil, plain)
	for _, in := range d.Inputs {
		for row := 1; in.Kind == chat.Rows && row <= d.Rows[in.Name]; row++ {
			pages = d.paged(pages, rowOf(in, row))
		}
	}
	if len(pages) == 0 {
		pages = []page{nil}
	}
	return pages
}

// rank is how early a question is asked.
func (q question) rank() int {
	switch {
	case !q.Optional && q.Kind != chat.Check:
		return 0
	case q.Kind == chat.Check:
		return 1
	}
	return 2
}

// paged puts questions on further pages, as many on each as have room.
func (d draft) paged(pages []page, questions []question) []page {
	room := 0
	for i, q := range questions {
		if need := q.space(); i == 0 || need > room {
			room = modalLimit
			if len(pages) == 0 && d.Above != "" {
				room--
			}
			pages = append(pages, nil)
		}
		room -= q.space()
		pages[len(pages)-1] = append(pages[len(pages)-1], q)
	}
	return pages
}

// space is how many components of a form questions take.
func (d draft) space(questions []question) int {
	n := 0
	if d.Above != "" {
		n++
	}
	for _, q := range questions {
		n += q.space()
	}
	return n
}

// rowOf are the questions of a row, from 1. Only the first may be needed.
func rowOf(in chat.Input, row int) []question {
	var all []question
	for _, column := range in.Columns {
		if blank(column.Label) {
			column.Label = column.Name
		}
		column.Label = strconv.Itoa(row) + ". " + column.Label
		column.Optional = column.Optional || in.Optional || row > 1
		all = append(all, question{rowID(in.Name, row, column.Name), column})
	}
	return all
}

// rowID is the ID of a question in a row, from 1: "tried.2.when".
func rowID(name string, row int, column string) string {
	return name + "." + strconv.Itoa(row) + "." + column
}

// take puts the answers of a page into the draft.
func (d *draft) take(n int, answers map[string]string) {
	pages := d.pages()
	if n < 0 || n >= len(pages) {
		return
	}
	d.Last = n
	for _, q := range pages[n] {
		answer, asked := answers[q.id]
		if !asked {
			continue
		}
		delete(d.Answers, q.id)
		if answer = q.meant(answer); answer != "" {
			d.Answers[q.id] = answer
		}
	}
}

// meant is an answer as the bot reads it: the value of an option where its label was
// typed, for there are more of them than can be shown to choose from.
func (q question) meant(answer string) string {
	for _, o := range q.Options {
		if q.Kind == chat.Choice && strings.EqualFold(strings.TrimSpace(answer), o.Label) {
			return o.Value
		}
	}
	if blank(answer) {
		return ""
	}
	return answer
}

// missing are the questions that need an answer and have none.
func (d draft) missing() []question {
	var all []question
	for _, p := range d.pages() {
		for _, q := range p {
			if !q.Optional && q.Kind != chat.Check && d.Answers[q.id] == "" {
				all = append(all, q)
			}
		}
	}
	return all
}

// submit is the form as it is sent. filled are the rows with an answer, by input.
func (d draft) submit() (s chat.Submit, filled map[string][]int) {
	s, filled = chat.Submit{Form: d.Form, Value: d.Value, Fields: map[string]string{}}, map[string][]int{}
	for _, in := range d.Inputs {
		if in.Kind != chat.Rows {
			s.Fields[in.Name] = d.Answers[in.Name]
			continue
		}
		for n := 1; n <= d.Rows[in.Name]; n++ {
			row := map[string]string{}
			for _, column := range in.Columns {
				if answer := d.Answers[rowID(in.Name, n, column.Name)]; answer != "" {
					row[column.Name] = answer
				}
			}
			if len(row) == 0 {
				continue
			}
			if s.Rows == nil {
				s.Rows = map[string][]map[string]string{}
			}
			s.Rows[in.Name], filled[in.Name] = append(s.Rows[in.Name], row), append(filled[in.Name], n)
		}
	}
	return s, filled
}
