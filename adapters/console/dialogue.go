package console

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"relance/adapters/chat"
)

// dialogue is a form that one person is answering, question by question.
type dialogue struct {
	by     chat.Person
	place  chat.Place
	form   chat.Form
	fields map[string]string // answers so far
	ask    []chat.Input      // questions still open; the first is being asked
	lines  []string          // of an answer of several lines, so far
	length int               // characters of those lines, the ones over the limit too
}

// open shows the title of a form. The caller asks or fills in.
func (c *Console) open(by chat.Person, at chat.Place, form chat.Form) (*dialogue, error) {
	d := &dialogue{by: by, place: at, form: form, fields: map[string]string{}, ask: slices.Clone(form.Inputs)}
	if len(d.ask) == 0 {
		// A form without questions is one question all the same: is it to be sent?
		d.ask = []chat.Input{{Label: form.Submit, Kind: chat.Check}}
	}
	c.dialogues[by.Account] = d
	c.mu.Lock()
	defer c.mu.Unlock()
	shown := render(chat.Message{Title: form.Title, Blocks: form.Blocks}, nil, c.words.Part)
	return d, c.showForm(d, FormOpened, "", c.words.Only("@"+by.Account), appendText(shown, textLine, c.words.FormHelp))
}

// question asks the question whose turn it is.
func (c *Console) question(d *dialogue) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.showForm(d, FormAsks, d.ask[0].Name, "", c.words.question(d.ask[0]))
}

// wrong says why an answer is not taken.
func (c *Console) wrong(d *dialogue, in chat.Input, sentence string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := chat.Visible(sentence)
	if in.Label != "" {
		text = chat.VisibleLine(in.Label) + " — " + text
	}
	return c.showForm(d, FormWrong, in.Name, "", appendText(nil, noteLine, text))
}

func (c *Console) showForm(d *dialogue, kind Kind, input, head string, lines []line) error {
	c.observe(Shown{Kind: kind, Place: d.place, To: d.by.Account, Text: plain(lines), Form: d.form, Input: input})
	return c.print.show(sheet{head: head, lines: lines})
}

// answer takes a line that was typed into a form.
func (c *Console) answer(ctx context.Context, h chat.Handler, d *dialogue, text string) error {
	trimmed := strings.TrimSpace(text)
	switch name, rest, _ := command(trimmed); {
	case name == "cancel" && rest == "":
		return c.leave(d)
	case name == "fill":
		args, err := chat.ParseArgs(rest)
		if err != nil {
			return c.misread(d.place, c.argsProblem(err))
		}
		return c.fill(ctx, h, d, args.Named)
	case slices.Contains(c.known, name):
		return c.misread(d.place, c.words.NoAnswer("/"+name))
	}
	if severalLines(d.ask[0]) && !d.write(text) {
		return nil
	}
	in, answer := d.ask[0], unescape(trimmed)
	length := utf8.RuneCountInString(answer)
	if severalLines(in) {
		answer, length = d.written()
	}
	value, problem := c.words.read(in, answer, length)
	if problem != "" {
		if err := c.wrong(d, in, problem); err != nil {
			return err
		}
		if err := c.question(d); err != nil {
			return err
		}
		return &LineError{Sentence: problem}
	}
	d.fields[in.Name] = value
	d.ask = d.ask[1:]
	return c.next(ctx, h, d)
}

// stored is how many characters of an answer are kept while it is typed: more
// than any limit, so that the answer can be measured without the space around it.
const stored = 2 * AnswerLimit

// write adds a line to an answer of several and tells whether it was the last.
func (d *dialogue) write(text string) (last bool) {
	text = strings.TrimRight(text, " \t\r")
	if text == "." || text == "" && len(d.lines) == 0 {
		return true
	}
	text = unescape(text)
	d.length += utf8.RuneCountInString(text) + len("\n")
	if d.length <= stored {
		d.lines = append(d.lines, text)
	}
	return false
}

// written takes the answer of several lines and its length.
func (d *dialogue) written() (text string, length int) {
	text = strings.TrimSpace(strings.Join(d.lines, "\n"))
	length = utf8.RuneCountInString(text)
	if d.length > stored {
		length = d.length
	}
	d.lines, d.length = nil, 0
	return text, length
}

// next asks the next question or, after the last, sends the form.
func (c *Console) next(ctx context.Context, h chat.Handler, d *dialogue) error {
	if len(d.ask) > 0 {
		return c.question(d)
	}
	fields := maps.Clone(d.fields)
	maps.DeleteFunc(fields, func(name, value string) bool { return name == "" || value == "" })
	act := c.act(d.by, d.place, chat.Submit{Form: d.form.ID, Value: d.form.Value, Fields: fields})
	answer := h.Handle(ctx, act)
	if len(answer.Wrong) > 0 {
		if err := c.showAnswer(d.by, d.place, answer); err != nil {
			return err
		}
		return c.again(d, answer.Wrong)
	}
	delete(c.dialogues, d.by.Account)
	opened, err := c.take(act, answer)
	if err == nil && opened != nil {
		err = c.question(opened)
	}
	return err
}

// again says what is wrong and asks those questions once more, with what was
// answered as what an empty line keeps. A sentence about no question in
// particular asks them all.
func (c *Console) again(d *dialogue, wrong map[string]string) error {
	for _, in := range d.form.Inputs {
		if wrong[in.Name] != "" {
			d.ask = append(d.ask, d.keeping(in))
			if err := c.wrong(d, in, wrong[in.Name]); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		if !slices.ContainsFunc(d.form.Inputs, func(in chat.Input) bool { return in.Name == name }) {
			if err := c.wrong(d, chat.Input{}, wrong[name]); err != nil {
				return err
			}
		}
	}
	if len(d.ask) == 0 {
		for _, in := range d.form.Inputs {
			d.ask = append(d.ask, d.keeping(in))
		}
	}
	if len(d.ask) == 0 { // a form without questions
		d.ask = []chat.Input{{Label: d.form.Submit, Kind: chat.Check}}
	}
	return c.question(d)
}

// keeping is a question whose initial answer is the one given before.
func (d *dialogue) keeping(in chat.Input) chat.Input {
	in.Initial = d.fields[in.Name]
	return in
}

// leave ends a dialogue without sending anything.
func (c *Console) leave(d *dialogue) error {
	delete(c.dialogues, d.by.Account)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.showForm(d, ConsoleSaid, "", "", appendText(nil, noteLine, c.words.Left))
}

// leaveAll ends every dialogue at the end of the input.
func (c *Console) leaveAll() {
	c.typing.Lock()
	defer c.typing.Unlock()
	for _, account := range slices.Sorted(maps.Keys(c.dialogues)) {
		c.leave(c.dialogues[account])
	}
}

// Asking returns the form that a person is answering and the name of the
// question whose turn it is.
func (c *Console) Asking(account string) (form chat.Form, input string, ok bool) {
	c.typing.Lock()
	defer c.typing.Unlock()
	d := c.dialogues[account]
	if d == nil {
		return chat.Form{}, "", false
	}
	return d.form, d.ask[0].Name, true
}
