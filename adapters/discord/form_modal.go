package discord

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// Limits of a form.
const (
	// modalLimit and modalTitleLimit are from
	// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal.
	modalLimit      = 5
	modalTitleLimit = 45
	// questionLimit and hintLimit are from https://docs.discord.com/developers/components/reference#label.
	questionLimit = 45
	hintLimit     = 100
	// inputLimit and inputHintLimit are from https://docs.discord.com/developers/components/reference#text-input.
	inputLimit     = 4_000
	inputHintLimit = 100
	// aboveLimit is from https://docs.discord.com/developers/components/reference#text-display,
	// which shares the 4,000 characters of all text that is displayed.
	aboveLimit = 2_000
)

// Types of component that stand in a form
// (https://docs.discord.com/developers/components/reference#component-object-component-types).
const (
	selectComponent   = 3
	inputComponent    = 4
	textComponent     = 10
	labelComponent    = 18
	checkboxComponent = 23

	shortStyle = 1 // of a text input: one line
	longStyle  = 2 // several
)

// modal is a form as Discord shows it.
type modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []modalPart `json:"components"`
}

// modalPart is a question with its label, or a text.
type modalPart struct {
	Type        int         `json:"type"`
	Content     string      `json:"content,omitempty"`
	Label       string      `json:"label,omitempty"`
	Description string      `json:"description,omitempty"`
	Component   *modalInput `json:"component,omitempty"`
}

// modalInput is what is filled in.
type modalInput struct {
	Type        int           `json:"type"`
	CustomID    string        `json:"custom_id"`
	Style       int           `json:"style,omitempty"`
	Placeholder string        `json:"placeholder,omitempty"`
	Value       string        `json:"value,omitempty"`
	MaxLength   int           `json:"max_length,omitempty"`
	Required    *bool         `json:"required,omitempty"` // a checkbox has none
	MinValues   *int          `json:"min_values,omitempty"`
	Options     []modalOption `json:"options,omitempty"`
	Default     bool          `json:"default,omitempty"`
}

type modalOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// errForm is a form that Discord would refuse. That is the bot's fault and no
// person's.
var errForm = errors.New("discord: a form that Discord would refuse")

// modal lays a page of a form out, with the answers that are there.
func (p *Platform) modal(d draft, n int, again bool) (modal, error) {
	pages := d.pages()
	n = max(0, min(n, len(pages)-1))
	title := chat.VisibleLine(d.Title)
	if of := len(pages); of > 1 {
		count := " (" + strconv.Itoa(n+1) + "/" + strconv.Itoa(of) + ")"
		title = shortened(title, modalTitleLimit-length(count)) + count
	}
	m := modal{CustomID: formID(d, n, again), Title: shortened(title, modalTitleLimit)}
	if above := d.Above; n == 0 && (above != "" || len(pages[0]) == 0) {
		if above == "" {
			above = chat.Visible(d.Title)
		}
		m.Components = append(m.Components, shownText(above))
	}
	for _, q := range pages[n] {
		parts, err := p.asked(q, d.Answers[q.id])
		if err != nil {
			return modal{}, fmt.Errorf("%w: form %q: %w", errForm, d.Form, err)
		}
		m.Components = append(m.Components, parts...)
	}
	return m, nil
}

// shownText is a text in a form. What has no room is cut, and a mark shows it.
func shownText(text string) modalPart {
	if head, tail := chat.Cut(text, aboveLimit-len(cutMark)-1, escapedLength); tail != "" {
		text = head + "\n" + cutMark
	}
	return modalPart{Type: textComponent, Content: escaped(text)}
}

// space is how many components a question takes: one more where its label or its
// hint is too long to stand beside it.
func (q question) space() int {
	if q.explained() != "" {
		return 2
	}
	return 1
}

// explained is what stands above a question because it is too long to stand beside
// it.
func (q question) explained() string {
	var all []string
	if label := q.label(); length(label) > questionLimit {
		all = append(all, label)
	}
	if hint := chat.Visible(q.Hint); length(hint) > hintLimit {
		all = append(all, hint)
	}
	return strings.Join(all, "\n")
}

func (q question) label() string {
	if blank(q.Label) {
		return chat.VisibleLine(q.Name)
	}
	return chat.VisibleLine(q.Label)
}

// asked is a question with the answer that it has.
func (p *Platform) asked(q question, answer string) ([]modalPart, error) {
	if q.id == "" || length(q.id) > customIDLimit || q.Kind == chat.Rows {
		return nil, fmt.Errorf("a question has a name of up to %d characters, and rows hold no rows", customIDLimit)
	}
	in, err := p.input(q, answer)
	if err != nil {
		return nil, fmt.Errorf("question %q: %w", q.id, err)
	}
	label := modalPart{Type: labelComponent, Label: shortened(q.label(), questionLimit), Component: in}
	if hint := chat.Visible(strings.TrimSpace(q.Hint)); length(hint) <= hintLimit {
		label.Description = hint
	}
	if above := q.explained(); above != "" {
		return []modalPart{shownText(above), label}, nil
	}
	return []modalPart{label}, nil
}

// input is what a question is answered in.
func (p *Platform) input(q question, answer string) (*modalInput, error) {
	required := !q.Optional
	switch {
	case q.Kind == chat.Check:
		return &modalInput{Type: checkboxComponent, CustomID: q.id, Default: answer != ""}, nil
	case q.Kind == chat.Choice && len(q.Options) > 0 && len(q.Options) <= optionsLimit:
		in := &modalInput{Type: selectComponent, CustomID: q.id, Required: &required}
		if q.Optional {
			in.MinValues = new(int)
		}
		for _, o := range q.Options {
			if o.Value == "" || length(o.Value) > optionValueLimit {
				return nil, fmt.Errorf("the value of an option is empty or over %d characters", optionValueLimit)
			}
			label := o.Label
			if blank(label) {
				label = o.Value
			}
			in.Options = append(in.Options, modalOption{shortened(chat.VisibleLine(label), optionLabelLimit), o.Value, o.Value == answer})
		}
		return in, nil
	}
	return p.textInput(q, answer, required)
}

// textInput is a line or several. Options that are too many to choose from are typed.
func (p *Platform) textInput(q question, answer string, required bool) (*modalInput, error) {
	if i := slices.IndexFunc(q.Options, func(o chat.Option) bool { return o.Value == answer }); i >= 0 {
		answer = q.Options[i].Label
	}
	in := &modalInput{Type: inputComponent, CustomID: q.id, Style: shortStyle, Required: &required, Value: answer}
	if q.Kind == chat.Lines || strings.Contains(answer, "\n") {
		in.Style = longStyle
	}
	if q.Kind == chat.Day {
		in.Placeholder = shortened(chat.VisibleLine(p.options.Words.Day), inputHintLimit)
	}
	if length(answer) > inputLimit {
		return nil, fmt.Errorf("an answer may begin with %d characters at most", inputLimit)
	}
	if q.Limit > 0 {
		in.MaxLength = min(max(q.Limit, length(answer)), inputLimit)
	}
	return in, nil
}
