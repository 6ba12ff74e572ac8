package console

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"relance/adapters/chat"
)

// Codes of the console's errors.
const (
	codeEnded   = "context_ended"
	codeNowhere = "no_such_place"
	codeMessage = "no_such_message"
	codeLong    = "message_too_long"
	codeScreen  = "screen_failed"
	codeRefused = "refused"
)

// Post shows a message of the bot. A once-only key that was used in the same
// place before says nothing and returns where that message is.
func (c *Console) Post(ctx context.Context, at chat.Place, m chat.Message) (chat.Posted, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, err := c.place(ctx, at)
	if err != nil {
		return chat.Posted{}, err
	}
	if err := fits(m); err != nil {
		return chat.Posted{}, err
	}
	if said, ok := c.board.keys[placedKey{at, m.Key}]; ok && m.Key != "" {
		return posted(said), nil
	}
	p := &post{place: at, to: at.Person, message: m}
	c.board.add(p)
	p.shown = render(m, p.buttons, c.words.Part)
	return posted(p), c.showPost(p, BotSaid, p.shown)
}

// Edit replaces a message of the bot and shows what is new in it.
func (c *Console) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, err := c.place(ctx, at)
	if err != nil {
		return err
	}
	if err := fits(m); err != nil {
		return err
	}
	p := c.board.refs[ref]
	if p == nil && c.board.isEarlier(ref) {
		p = &post{ref: ref, place: at, to: at.Person, message: m}
		c.board.add(p)
		p.shown = render(m, p.buttons, c.words.Part)
		return c.showPost(p, BotEdited, p.shown)
	}
	switch {
	case p == nil:
		return &chat.Error{Failure: chat.Missing, Code: codeMessage, Err: fmt.Errorf("no message %q", ref)}
	case p.said != nil || p.place.Room != at.Room || p.place.Person != at.Person:
		return &chat.Error{Failure: chat.Gone, Code: codeMessage, Err: fmt.Errorf("no message %q of the bot there", ref)}
	}
	p.message = m
	c.board.hang(p)
	before := p.shown
	p.shown = render(m, p.buttons, c.words.Part)
	if slices.Equal(before, p.shown) {
		return nil
	}
	return c.showPost(p, BotEdited, changed(before, p.shown))
}

// Heard returns what people said in a place since a time, at that very time
// included. Without a thread it is what they said at the top of the room.
func (c *Console) Heard(ctx context.Context, at chat.Place, since time.Time) ([]chat.Act, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, err := c.place(ctx, at)
	if err != nil {
		return nil, err
	}
	return c.board.heard(at, since), nil
}

// place checks where something is to be said or heard and returns it in the
// console's own spelling.
func (c *Console) place(ctx context.Context, at chat.Place) (chat.Place, error) {
	if err := ctx.Err(); err != nil {
		return at, &chat.Error{Failure: chat.Temporary, Code: codeEnded, Err: err}
	}
	if err := c.refuse(at); err != nil {
		if e, ok := errors.AsType[*chat.Error](err); ok {
			return at, e
		}
		return at, &chat.Error{Failure: chat.Temporary, Code: codeRefused, Err: err}
	}
	nowhere := &chat.Error{Failure: chat.Gone, Code: codeNowhere, Err: fmt.Errorf("room %q, person %q", at.Room, at.Person)}
	var ok bool
	switch {
	case (at.Room == "") == (at.Person == ""):
		return at, nowhere
	case at.Room != "":
		if at.Room, ok = roomOf(at.Room); !ok || !c.board.hasRoom(at.Room) {
			return at, nowhere
		}
	default:
		if at.Person, ok = accountOf(at.Person); !ok {
			return at, nowhere
		}
	}
	if at.Thread == "" || c.board.isEarlier(at.Thread) {
		return at, nil
	}
	root := c.board.refs[at.Thread]
	if root == nil || root.place.Room != at.Room || root.place.Person != at.Person {
		return at, &chat.Error{Failure: chat.Gone, Code: codeMessage, Err: fmt.Errorf("no thread %q there", at.Thread)}
	}
	at.Thread = c.board.root(root)
	return at, nil
}

// fits refuses an exact message that would have to be split.
func fits(m chat.Message) error {
	if n := length(m); m.Exact && n > MessageLimit {
		return &chat.Error{Failure: chat.TooLong, Code: codeLong, Err: fmt.Errorf("%d characters, at most %d", n, MessageLimit)}
	}
	return nil
}

func posted(p *post) chat.Posted { return chat.Posted{Ref: p.ref, Link: p.link()} }

// link is what a person types before words to answer the message.
func (p *post) link() string {
	if p.place.Room == "" {
		return fmt.Sprintf(">%d", p.number)
	}
	return fmt.Sprintf("#%s >%d", p.place.Room, p.number)
}

// changed are the title of a message and the lines that were not there before.
func changed(before, now []line) []line {
	had := map[line]bool{}
	for _, l := range before {
		had[l] = true
	}
	short := now[:1:1]
	for _, l := range now[1:] {
		if !had[l] {
			short = append(short, l)
		}
	}
	return short
}
