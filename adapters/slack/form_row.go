package slack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// growAction is the action_id of the button that adds a row; its block has the
// name of the rows.
const growAction = "grow"

// rowID is the block_id of a question in a row, from 1: "tried.2.when".
func rowID(name string, row int, column string) string {
	return name + "." + strconv.Itoa(row) + "." + column
}

// parseRowID reads a block_id; ok says whether it is that of a question in a row.
func parseRowID(id string) (name string, row int, column string, ok bool) {
	name, rest, _ := strings.Cut(id, ".")
	figure, column, dotted := strings.Cut(rest, ".")
	row, err := strconv.Atoi(figure)
	return name, row, column, dotted && err == nil && row > 0 && name != "" && column != ""
}

// rowBlocks are a heading, the rows that are filled in, and the button for another.
// Where none is filled in there is one to begin with, unless nobody needs to fill it
// in: then the button brings it.
func (p *Platform) rowBlocks(in chat.Input) ([]slackgo.Block, error) {
	if in.Name == "" || strings.Contains(in.Name, ".") || len(in.Columns) == 0 {
		return nil, fmt.Errorf("rows need columns, and a name without dots")
	}
	blocks := []slackgo.Block{slackgo.NewSectionBlock(plainText(chat.VisibleLine(in.Label), sectionLimit), nil, nil)}
	if !blank(in.Hint) {
		blocks = append(blocks, slackgo.NewContextBlock("", plainText(chat.Visible(in.Hint), sectionLimit)))
	}
	rows := max(len(in.Filled), 1)
	columns, later := seeds(in)
	if later {
		rows = 0
	}
	for row := range rows {
		for _, column := range in.Columns {
			b, err := p.columnBlock(in, column, row)
			if err != nil {
				return nil, err
			}
			blocks = append(blocks, b)
		}
	}
	if blank(in.More) {
		return blocks, nil
	}
	more := slackgo.NewButtonBlockElement(growAction, columns, plainText(chat.VisibleLine(in.More), labelLimit))
	return append(blocks, slackgo.NewActionBlock(in.Name, more)), nil
}

// columnBlock is one question of a row, which is counted from 0 here. Only the
// first row may be needed.
func (p *Platform) columnBlock(in, column chat.Input, row int) (*slackgo.InputBlock, error) {
	if column.Kind == chat.Rows {
		return nil, fmt.Errorf("rows in rows")
	}
	if blank(column.Label) {
		column.Label = column.Name
	}
	if row < len(in.Filled) {
		column.Initial = in.Filled[row][column.Name]
	}
	column.Label = numbered(row+1, column.Label)
	column.Optional = column.Optional || in.Optional || row > 0
	return p.question(column, rowID(in.Name, row+1, column.Name))
}

// withoutGrowth leaves out the buttons for a further row where none would fit, not
// even in place of the button.
func withoutGrowth(blocks []slackgo.Block, inputs []chat.Input, room int) []slackgo.Block {
	for _, in := range inputs {
		if in.Kind == chat.Rows && len(blocks)+len(in.Columns)-1 > room {
			blocks = slices.DeleteFunc(blocks, func(b slackgo.Block) bool { return b.BlockType() == slackgo.MBTAction && b.ID() == in.Name })
		}
	}
	return blocks
}

// numbered says which row a question belongs to.
func numbered(row int, label string) string { return strconv.Itoa(row) + ". " + label }

// growth is a form that somebody wants another row in. All that is needed is in
// the form itself.
type growth struct {
	view sentView
	rows string // their name
}

// grown is the form with one more empty row. What was typed stays: Slack keeps it
// where block_id and action_id stay the same
// (https://docs.slack.dev/surfaces/modals#updating_views). When no further row
// would fit, the button goes.
func (p *Platform) grown(g growth) (slackgo.ModalViewRequest, error) {
	view := slackgo.ModalViewRequest{Type: slackgo.VTModal, CallbackID: g.view.CallbackID, PrivateMetadata: g.view.Metadata}
	for of, to := range map[*json.RawMessage]any{
		&g.view.Title: &view.Title, &g.view.Submit: &view.Submit, &g.view.Close: &view.Close, &g.view.Blocks: &view.Blocks,
	} {
		if len(*of) == 0 {
			continue
		}
		if err := json.Unmarshal(*of, to); err != nil {
			return slackgo.ModalViewRequest{}, fmt.Errorf("%w: a form that grows: %s", errMalformed, jsonTrouble(err))
		}
	}
	next, end, err := p.nextRow(view.Blocks.BlockSet, g.rows)
	if err != nil {
		return slackgo.ModalViewRequest{}, err
	}
	blocks := slices.Concat(view.Blocks.BlockSet[:end], next)
	for _, b := range view.Blocks.BlockSet[end:] {
		if b.ID() == g.rows && len(view.Blocks.BlockSet)+2*len(next)-1 > formBlocksLimit {
			continue
		}
		blocks = append(blocks, b)
	}
	if len(blocks) > formBlocksLimit {
		return slackgo.ModalViewRequest{}, fmt.Errorf("%w: no further row fits", errForm)
	}
	view.Blocks.BlockSet = blocks
	return view, nil
}

// nextRow are the questions of one more row, and where they go.
func (p *Platform) nextRow(blocks []slackgo.Block, rows string) (next []slackgo.Block, end int, err error) {
	first, last, end := rowsIn(blocks, rows)
	if len(first) == 0 {
		return p.sown(blocks, rows)
	}
	for _, b := range first {
		next = append(next, inRow(*b, rows, last+1))
	}
	return next, end, nil
}

// rowsIn finds the questions of the first row, the number of the last, and where
// the rows end.
func rowsIn(blocks []slackgo.Block, rows string) (first []*slackgo.InputBlock, last, end int) {
	for i, b := range blocks {
		question, is := b.(*slackgo.InputBlock)
		name, row, _, inRows := parseRowID(b.ID())
		if !is || !inRows || name != rows {
			continue
		}
		if row == 1 {
			first = append(first, question)
		}
		last, end = max(last, row), i+1
	}
	return first, last, end
}

// inRow is a question of the first row in another row, with no answer and none
// needed.
func inRow(b slackgo.InputBlock, rows string, row int) *slackgo.InputBlock {
	_, _, column, _ := parseRowID(b.BlockID)
	b.BlockID = rowID(rows, row, column)
	b.Optional = true
	if b.Label != nil {
		b.Label = plainText(numbered(row, strings.TrimPrefix(b.Label.Text, numbered(1, ""))), questionLimit)
	}
	b.Element = unanswered(b.Element)
	return &b
}

// unanswered is an element without what it begins with.
func unanswered(e slackgo.BlockElement) slackgo.BlockElement {
	switch e := e.(type) {
	case *slackgo.PlainTextInputBlockElement:
		fresh := *e
		fresh.InitialValue = ""
		return &fresh
	case *slackgo.DatePickerBlockElement:
		fresh := *e
		fresh.InitialDate = ""
		return &fresh
	case *slackgo.SelectBlockElement:
		fresh := *e
		fresh.InitialOption = nil
		return &fresh
	case *slackgo.CheckboxGroupsBlockElement:
		fresh := *e
		fresh.InitialOptions = nil
		return &fresh
	}
	return e
}
