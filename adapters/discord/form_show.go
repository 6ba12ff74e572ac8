package discord

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

const (
	// answerShown is how much is shown of an answer while a form is filled in, and
	// rowsLimit how many rows there may be. Ours.
	answerShown = 200
	rowsMost    = 20
)

// soFar shows what was filled in, and how to go on.
func (q *queue) soFar(r *reply, d draft) {
	words, pages := q.platform.options.Words, d.pages()
	m := chat.Message{Title: d.Title, Blocks: []chat.Block{chat.Paragraph(words.SoFar), q.platform.filled(d)}}
	if len(d.missing()) == 0 {
		m.Actions = append(m.Actions, step(d, stepSend, "", d.sendLabel(words), chat.Primary))
	}
	if next := d.Last + 1; next < len(pages) {
		m.Actions = append(m.Actions, step(d, stepPage, strconv.Itoa(next), words.Next(next+1, len(pages)), chat.Plain))
	}
	m.Actions = append(m.Actions, d.growers()...)
	m.Actions = append(m.Actions, step(d, stepCancel, "", words.Cancel, chat.Plain), d.chooser(words))
	q.platform.showForm(q.ctx, r, m)
}

// wrong shows what is wrong with a form, and the button that opens it again:
// Discord has no way to say it in the form.
func (q *queue) wrong(r *reply, d draft, wrong map[string]string, rows map[string][]int) {
	words := q.platform.options.Words
	m := chat.Message{Title: d.Title, Blocks: []chat.Block{chat.Paragraph(words.Wrong)}}
	asked := d.questions()
	first := len(d.pages())
	var marked chat.Fields
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		i := placed(name, asked, rows)
		if i < 0 {
			m.Blocks = append(m.Blocks, chat.Paragraph(wrong[name]))
			continue
		}
		marked = append(marked, chat.Field{Label: asked[i].Label, Value: wrong[name]})
		first = min(first, d.pageOf(asked[i].id))
	}
	m.Blocks = append(m.Blocks, marked)
	q.again(r, d, m, first)
}

// again shows a message with the button that opens a form once more, at a page, with
// all that was filled in. What is not kept is shown whole: it is nowhere else.
func (q *queue) again(r *reply, d draft, m chat.Message, first int) {
	words := q.platform.options.Words
	if kept, there := q.platform.draft(q.ctx, d.ID, r.user); there && maps.Equal(kept.Answers, d.Answers) {
		if first == len(d.pages()) {
			first = 0
		}
		m.Actions = append(m.Actions, step(d, stepPage, strconv.Itoa(first), words.Correct, chat.Primary))
		if len(d.pages()) > 1 {
			m.Actions = append(m.Actions, d.chooser(words))
		}
		m.Actions = append(m.Actions, step(d, stepCancel, "", words.Cancel, chat.Plain))
		q.platform.showForm(q.ctx, r, m)
		return
	}
	m.Blocks = append(m.Blocks, q.platform.lost(d.Answers).Blocks...)
	r.show(q.ctx, q.platform.layOut(m))
}

// showForm shows a message about a form, in one piece: it is replaced by the next.
func (p *Platform) showForm(ctx context.Context, r *reply, m chat.Message) {
	one, err := p.edited(m)
	if err != nil {
		p.log.Error("discord: a form cannot be gone on with", "error", err)
		r.show(ctx, p.layOut(*sentence(p.options.Words.Failed)))
		return
	}
	r.show(ctx, []piece{one})
}

// waiting is a message with the button that opens a form.
func (p *Platform) waiting(d draft, m *chat.Message) chat.Message {
	all := chat.Message{Title: d.Title, Blocks: []chat.Block{chat.Paragraph(p.options.Words.FormReady)}}
	if m != nil {
		all = chat.Message{Title: m.Title, Blocks: m.Blocks, Actions: slices.Clone(m.Actions)}
	}
	all.Actions = append(all.Actions, step(d, stepPage, "0", p.options.Words.OpenForm, chat.Primary))
	return all
}

// lost is what a person is told whose form is not kept any more, with what they
// wrote: they can copy it.
func (p *Platform) lost(answers map[string]string) chat.Message {
	m := *sentence(p.options.Words.Lost)
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		if answer := answers[name]; !blank(answer) {
			m.Blocks = append(m.Blocks, chat.Quote{Text: answer})
		}
	}
	return m
}

// filled are the answers that there are, as they read.
func (p *Platform) filled(d draft) chat.Fields {
	var all chat.Fields
	for _, q := range d.questions() {
		answer := d.Answers[q.id]
		switch i := slices.IndexFunc(q.Options, func(o chat.Option) bool { return o.Value == answer }); {
		case answer == "":
			continue
		case q.Kind == chat.Check:
			answer = p.options.Words.Yes
		case i >= 0 && !blank(q.Options[i].Label):
			answer = q.Options[i].Label
		}
		all = append(all, chat.Field{Label: q.label(), Value: shortened(answer, answerShown)})
	}
	return all
}

func (d draft) sendLabel(words Words) string {
	if blank(d.Submit) {
		return words.Submit
	}
	return d.Submit
}

// growers are the buttons that add a row, once there is something in the first.
func (d draft) growers() []chat.Action {
	var all []chat.Action
	for _, in := range d.Inputs {
		n := d.Rows[in.Name]
		if in.Kind != chat.Rows || blank(in.More) || n >= rowsMost {
			continue
		}
		if n > 1 || slices.ContainsFunc(in.Columns, func(c chat.Input) bool { return d.Answers[rowID(in.Name, 1, c.Name)] != "" }) {
			all = append(all, step(d, stepAdd, strconv.Itoa(n+1)+"/"+in.Name, in.More, chat.Plain))
		}
	}
	return all
}

// grow makes so many rows, and returns the first page of the last of them. It names
// the number because one click may arrive twice.
func (d *draft) grow(rows string, count int) int {
	for _, in := range d.Inputs {
		if in.Kind == chat.Rows && in.Name == rows {
			d.Rows[rows] = max(d.Rows[rows], min(count, rowsMost))
		}
	}
	return d.pageOf(rowID(rows, min(count, d.Rows[rows]), ""))
}

// chooser is a menu of all pages, each with its questions.
func (d draft) chooser(words Words) chat.Action {
	menu := step(d, stepPage, "", words.Change, chat.Plain)
	for n, page := range d.pages() {
		var labels []string
		for _, q := range page {
			labels = append(labels, q.label())
		}
		value := strconv.Itoa(n)
		menu.Options = append(menu.Options, chat.Option{Value: value, Label: strings.Join(labels, ", ")})
	}
	return menu
}

// questions are all that are asked, in the order of the pages.
func (d draft) questions() []question {
	var all []question
	for _, page := range d.pages() {
		all = append(all, page...)
	}
	return all
}

// pageOf is the page with a question, by its ID or the beginning of it; the first if
// there is none.
func (d draft) pageOf(id string) int {
	for n, page := range d.pages() {
		if slices.ContainsFunc(page, func(q question) bool { return q.id == id || strings.HasSuffix(id, ".") && strings.HasPrefix(q.id, id) }) {
			return n
		}
	}
	return 0
}

// placed is the question for what is wrong, or -1: that of its name; the first of
// its row, or of its rows. Rows are numbered as they were handed on: without the
// empty ones.
func placed(name string, asked []question, rows map[string][]int) int {
	find := func(begin string) int {
		return slices.IndexFunc(asked, func(q question) bool { return strings.HasPrefix(q.id, begin) })
	}
	if i := slices.IndexFunc(asked, func(q question) bool { return q.id == name }); i >= 0 && !strings.Contains(name, ".") {
		return i
	}
	input, rest, _ := strings.Cut(name, ".")
	figure, column, _ := strings.Cut(rest, ".")
	if n, err := strconv.Atoi(figure); err == nil && n >= 1 && n <= len(rows[input]) {
		id := rowID(input, rows[input][n-1], column)
		if i := slices.IndexFunc(asked, func(q question) bool { return q.id == id }); i >= 0 {
			return i
		}
		if i := find(rowID(input, rows[input][n-1], "")); i >= 0 {
			return i
		}
	}
	return find(input + ".")
}
