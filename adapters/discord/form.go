package discord

import (
	"maps"
	"slices"
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
// typed, for there are more of them than can be shown to choose from. What was chosen
// is a value already, even if it reads like the label of another option.
func (q question) meant(answer string) string {
	chosen := len(q.Options) <= optionsLimit && slices.ContainsFunc(q.Options, func(o chat.Option) bool { return o.Value == answer })
	for _, o := range q.Options {
		if q.Kind == chat.Choice && !chosen && strings.EqualFold(strings.TrimSpace(answer), o.Label) {
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
