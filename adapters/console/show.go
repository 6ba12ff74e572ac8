package console

import (
	"strconv"

	"relance/adapters/chat"
)

// The methods of this file are called with c.mu held.

// showPost prints lines of a message and tells the observer of the whole of it.
func (c *Console) showPost(p *post, kind Kind, lines []line) error {
	by := ""
	if p.said != nil {
		by = p.said.By.Account
	}
	c.observe(Shown{
		Kind: kind, Place: p.place, Ref: p.ref, Number: p.number,
		By: by, To: p.to, Text: plain(p.shown), Message: p.message,
	})
	err := c.print.show(sheet{
		head:  c.head(p, kind),
		deep:  p.place.Thread != "",
		lines: lines,
	})
	if err != nil {
		return &chat.Error{Failure: chat.Unknown, Code: codeScreen, Err: err}
	}
	return nil
}

// head says where a message is, its number, who alone sees it and who said it.
func (c *Console) head(p *post, kind Kind) string {
	var head string
	switch {
	case kind == BotAnswer || kind == PersonSaid && p.to != "":
		head = c.words.Only("@" + p.to)
	case p.to != "":
		head = c.words.To("@" + p.to)
	default:
		head = "#" + p.place.Room
	}
	if root := c.board.refs[p.place.Thread]; root != nil {
		head += " >" + strconv.Itoa(root.number)
	}
	head += " >" + strconv.Itoa(p.number)
	if kind == BotEdited {
		head += " " + c.words.Updated
	}
	if p.said != nil {
		head += "  @" + p.said.By.Account
		if name := p.said.By.Name; name != "" && name != p.said.By.Account {
			head += " (" + chat.VisibleLine(name) + ")"
		}
	}
	return head
}

// tell prints the console's own sentence to one person and returns it as the
// error of the line.
func (c *Console) tell(account string, at chat.Place, sentence string) error {
	lines := appendText(nil, noteLine, sentence)
	c.observe(Shown{Kind: ConsoleSaid, Place: at, To: account, Text: plain(lines)})
	if err := c.print.show(sheet{lines: lines}); err != nil {
		return err
	}
	return &LineError{Sentence: plain(lines)}
}
