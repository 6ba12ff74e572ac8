package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// Limits of a form, counted as those of a message are.
const (
	// formTitleLimit, formButtonLimit, formBlocksLimit, formNameLimit and
	// metadataLimit are from https://docs.slack.dev/reference/views/modal-views.
	formTitleLimit  = 24
	formButtonLimit = 24
	formBlocksLimit = 100
	formNameLimit   = 255
	metadataLimit   = 3_000
	// questionLimit and hintLimit are from
	// https://docs.slack.dev/reference/block-kit/blocks/input-block.
	questionLimit = 2_000
	hintLimit     = 2_000
	// answerLimit is from
	// https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element.
	answerLimit = 3_000
	// sectionLimit is from
	// https://docs.slack.dev/reference/block-kit/composition-objects/text-object.
	sectionLimit = 3_000
	// blockIDLimit is from https://docs.slack.dev/reference/block-kit/blocks.
	blockIDLimit = 255
)

// answerAction is the action_id of every question: its block_id is its name.
const answerAction = "answer"

// ticked is the value of a ticked box.
const ticked = "yes"

// errForm is a form that Slack would refuse. That is the bot's fault and no
// person's.
var errForm = errors.New("slack: a form that Slack would refuse")

// metadata is what a form remembers. Nobody is shown it.
type metadata struct {
	Value  string `json:"value,omitempty"`
	Back   back   `json:"back"`
	Origin string `json:"origin,omitempty"` // see [Options].Origin
	Opened int64  `json:"opened,omitempty"` // when, in seconds since 1970; 0: without an origin
}

// formMetadata reads what a form remembers. A form that remembers nothing was not
// made here.
func formMetadata(text string) metadata {
	var m metadata
	_ = json.Unmarshal([]byte(text), &m) // see above
	return m
}

// modal lays a form out. The answer to it goes back to where the form came from.
func (p *Platform) modal(f chat.Form, b back) (slackgo.ModalViewRequest, error) {
	remembered := metadata{Value: f.Value, Back: b, Origin: p.options.Origin}
	if remembered.Origin != "" {
		remembered.Opened = p.now().Unix()
	}
	meta, err := json.Marshal(remembered)
	if err != nil {
		return slackgo.ModalViewRequest{}, err
	}
	switch {
	case length(string(meta)) > metadataLimit:
		return slackgo.ModalViewRequest{}, fmt.Errorf("%w: the value of form %q makes %d characters, at most %d", errForm, f.ID, length(string(meta)), metadataLimit)
	case f.ID == "" || length(f.ID) > formNameLimit:
		return slackgo.ModalViewRequest{}, fmt.Errorf("%w: the ID of a form has 1 to %d characters", errForm, formNameLimit)
	}
	submit := f.Submit
	if blank(submit) {
		submit = p.options.Words.Submit
	}
	title := chat.VisibleLine(f.Title)
	view := slackgo.ModalViewRequest{
		Type:            slackgo.VTModal,
		CallbackID:      f.ID,
		PrivateMetadata: string(meta),
		Title:           plainText(title, formTitleLimit),
		Submit:          plainText(chat.VisibleLine(submit), formButtonLimit),
		Close:           plainText(chat.VisibleLine(p.options.Words.Cancel), formButtonLimit),
	}
	above := blocks(parts(chat.Message{Blocks: f.Blocks}))
	if length(title) > formTitleLimit || len(f.Inputs) == 0 && len(above) == 0 {
		above = append([]slackgo.Block{slackgo.NewSectionBlock(plainText(title, sectionLimit), nil, nil)}, above...)
	}
	asked, err := p.questionsOf(f.Inputs, formBlocksLimit-len(above))
	if err != nil {
		return slackgo.ModalViewRequest{}, fmt.Errorf("%w: form %q: %w", errForm, f.ID, err)
	}
	view.Blocks.BlockSet = append(above, asked...)
	return view, nil
}

// questionsOf are the blocks of all questions. Where rows that are filled in
// already are more than there is room for, they are asked as lines of text.
func (p *Platform) questionsOf(inputs []chat.Input, room int) ([]slackgo.Block, error) {
	for _, asText := range []bool{false, true} {
		var all []slackgo.Block
		for _, in := range inputs {
			if asText && len(in.Filled) > 0 {
				in.Kind = chat.Lines
			}
			asked, err := p.questionBlocks(in)
			if err != nil {
				return nil, fmt.Errorf("input %q: %w", in.Name, err)
			}
			all = append(all, asked...)
		}
		if all = withoutGrowth(all, inputs, room); len(all) <= room {
			return all, nil
		}
	}
	return nil, fmt.Errorf("its questions need over %d blocks", room)
}

// questionBlocks are the blocks of one question.
func (p *Platform) questionBlocks(in chat.Input) ([]slackgo.Block, error) {
	if in.Kind == chat.Rows {
		return p.rowBlocks(in)
	}
	if in.Kind == chat.Lines && in.Limit > answerLimit {
		return p.longBlocks(in)
	}
	b, err := p.question(in, in.Name)
	return []slackgo.Block{b}, err
}

// question is a question that is asked once.
func (p *Platform) question(in chat.Input, blockID string) (*slackgo.InputBlock, error) {
	if blockID == "" || length(blockID) > blockIDLimit {
		return nil, fmt.Errorf("its name has 1 to %d characters", blockIDLimit)
	}
	element, err := p.answerElement(in)
	if err != nil {
		return nil, err
	}
	label := chat.VisibleLine(in.Label)
	if blank(label) {
		label = chat.VisibleLine(in.Name)
	}
	b := slackgo.NewInputBlock(blockID, plainText(label, questionLimit), nil, element)
	if !blank(in.Hint) {
		b.Hint = plainText(chat.Visible(in.Hint), hintLimit)
	}
	return b.WithOptional(in.Optional), nil
}

// answerElement is where a question is answered.
func (p *Platform) answerElement(in chat.Input) (slackgo.BlockElement, error) {
	switch in.Kind {
	case chat.Line, chat.Lines:
		return textElement(in), nil
	case chat.Day:
		e := slackgo.NewDatePickerBlockElement(answerAction)
		if _, err := time.Parse(time.DateOnly, in.Initial); err == nil {
			e.InitialDate = in.Initial
		}
		return e, nil
	case chat.Choice:
		return choiceElement(in)
	case chat.Check:
		yes := slackgo.NewOptionBlockObject(ticked, plainText(chat.VisibleLine(p.options.Words.Yes), optionLabelLimit), nil)
		e := slackgo.NewCheckboxGroupsBlockElement(answerAction, yes)
		if in.Initial != "" {
			e.InitialOptions = []*slackgo.OptionBlockObject{yes}
		}
		return e, nil
	case chat.Search:
		return searchElement(in)
	}
	return nil, fmt.Errorf("kind %d is none", in.Kind)
}

func textElement(in chat.Input) slackgo.BlockElement {
	e := slackgo.NewPlainTextInputBlockElement(nil, answerAction)
	e.Multiline = in.Kind == chat.Lines
	e.MaxLength = answerLimit
	if in.Limit > 0 {
		e.MaxLength = min(in.Limit, answerLimit)
	}
	e.InitialValue = shortened(in.Initial, e.MaxLength) // or the form would not open at all
	return e
}

func choiceElement(in chat.Input) (slackgo.BlockElement, error) {
	if len(in.Options) == 0 || len(in.Options) > optionsLimit {
		return nil, fmt.Errorf("it has %d options, 1 to %d are possible", len(in.Options), optionsLimit)
	}
	e := slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeStatic, nil, answerAction)
	for _, o := range in.Options {
		option, ok := optionOf(o)
		if !ok {
			return nil, fmt.Errorf("the value of an option has 1 to %d characters", optionValueLimit)
		}
		e.Options = append(e.Options, option)
		if o.Value == in.Initial {
			e.InitialOption = option
		}
	}
	return e, nil
}

// searchElement offers what could be meant from the first moment on, before
// anything is typed.
func searchElement(in chat.Input) (slackgo.BlockElement, error) {
	e := slackgo.NewOptionsSelectBlockElement(slackgo.OptTypeExternal, nil, answerAction)
	atOnce := 0
	e.MinQueryLength = &atOnce
	if in.Initial != "" {
		option, ok := optionOf(chat.Option{Value: in.Initial})
		if !ok {
			return nil, fmt.Errorf("it begins with over %d characters", optionValueLimit)
		}
		e.InitialOption = option
	}
	return e, nil
}

// optionOf is an option as Slack takes it. It is none if its value is empty or too
// long: a value cannot be cut.
func optionOf(o chat.Option) (*slackgo.OptionBlockObject, bool) {
	if o.Value == "" || length(o.Value) > optionValueLimit {
		return nil, false
	}
	label := o.Label
	if blank(label) {
		label = o.Value
	}
	return slackgo.NewOptionBlockObject(o.Value, plainText(chat.VisibleLine(label), optionLabelLimit), nil), true
}
