package discord

import (
	"cmp"
	"slices"
	"strconv"

	"relance/adapters/chat"
)

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
