package slack

import (
	"encoding/json"
	"fmt"
	"slices"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// seed is a question of a row as the button for the first row carries it: where a
// form shows no row yet there is none to copy, and nothing about an open form is
// kept here.
type seed struct {
	Name    string         `json:"n"`
	Label   string         `json:"l,omitempty"`
	Hint    string         `json:"h,omitempty"`
	Kind    chat.InputKind `json:"k,omitempty"`
	Limit   int            `json:"m,omitempty"`
	Options [][2]string    `json:"o,omitempty"` // value and label
}

// seeds are the columns of rows that nobody has asked for yet; false where the first
// row has to be shown at once: it is needed or filled in, there is no button to ask
// for it, or its questions are too long for one.
func seeds(in chat.Input) (string, bool) {
	if !in.Optional || len(in.Filled) > 0 || blank(in.More) {
		return "", false
	}
	var all []seed
	for _, c := range in.Columns {
		s := seed{Name: c.Name, Label: c.Label, Hint: c.Hint, Kind: c.Kind, Limit: c.Limit}
		for _, o := range c.Options {
			s.Options = append(s.Options, [2]string{o.Value, o.Label})
		}
		all = append(all, s)
	}
	text, err := json.Marshal(all)
	if err != nil || length(string(text)) > valueLimit {
		return "", false
	}
	return string(text), true
}

// sown are the questions of the first row of a form that shows none, and where
// they go.
func (p *Platform) sown(blocks []slackgo.Block, rows string) (first []slackgo.Block, at int, err error) {
	at = slices.IndexFunc(blocks, func(b slackgo.Block) bool { return b.BlockType() == slackgo.MBTAction && b.ID() == rows })
	if at < 0 {
		return nil, 0, fmt.Errorf("%w: a form that grows has no rows of that name", errMalformed)
	}
	in := chat.Input{Name: rows, Optional: true}
	for _, s := range seedsIn(blocks[at]) {
		c := chat.Input{Name: s.Name, Label: s.Label, Hint: s.Hint, Kind: s.Kind, Limit: s.Limit}
		for _, o := range s.Options {
			c.Options = append(c.Options, chat.Option{Value: o[0], Label: o[1]})
		}
		in.Columns = append(in.Columns, c)
	}
	if len(in.Columns) == 0 {
		return nil, 0, fmt.Errorf("%w: a form that grows does not say what its rows ask", errMalformed)
	}
	for _, column := range in.Columns {
		b, err := p.columnBlock(in, column, 0)
		if err != nil {
			return nil, 0, fmt.Errorf("%w: the first row: %w", errMalformed, err)
		}
		first = append(first, b)
	}
	return first, at, nil
}

// seedsIn reads what the button for the first row carries. One that carries nothing
// was not made here.
func seedsIn(b slackgo.Block) (all []seed) {
	buttons, is := b.(*slackgo.ActionBlock)
	if !is || buttons.Elements == nil {
		return nil
	}
	for _, e := range buttons.Elements.ElementSet {
		if button, is := e.(*slackgo.ButtonBlockElement); is && button.ActionID == growAction {
			_ = json.Unmarshal([]byte(button.Value), &all) // see above
		}
	}
	return all
}
