package console

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// line acts on one line of input.
func (c *Console) line(ctx context.Context, h chat.Handler, in inputLine) error {
	c.typing.Lock()
	defer c.typing.Unlock()
	text := strings.ToValidUTF8(in.text, "\ufffd")
	if over := max(in.over, len(in.text)); over > LineLimit {
		return c.misread(chat.Place{Person: c.current}, c.words.LineTooLong(over, LineLimit))
	}
	whole := text
	account, text := person(text)
	if account != "" {
		c.current = account
	}
	by := c.who(c.current)
	if d := c.dialogues[c.current]; d != nil {
		c.echo(whole)
		if account != "" && text == "" {
			return c.question(d) // only came back to it
		}
		return c.answer(ctx, h, d, text)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	return c.deed(ctx, h, by, whole, address(text))
}

// deed does what a line says outside of a form.
func (c *Console) deed(ctx context.Context, h chat.Handler, by chat.Person, whole string, t typed) error {
	at, sentence := c.where(by, t)
	name, rest, isCommand := command(t.text)
	number, numberRest, isNumber := figure(t.text)
	face, faceRest, isFace := label(t.text)
	toBot := t.room == "" && t.reply == 0
	isSaid := !isCommand && !(toBot && (isNumber || isFace))
	if sentence != "" || !isSaid {
		c.echo(whole) // what is said is shown as a message
	}
	switch {
	case sentence != "":
		return c.misread(at, sentence)
	case isSaid && t.text == "":
		return nil
	case isSaid:
		return c.say(ctx, h, by, at, unescape(t.text))
	case isCommand && (name == "cancel" || name == "fill"):
		return c.misread(at, c.words.NoForm)
	case isCommand:
		return c.handAndAsk(ctx, h, c.act(by, at, chat.Command{Name: name, Text: rest}))
	case isNumber:
		return c.clickNumber(ctx, h, by, at, number, numberRest)
	default:
		return c.clickLabel(ctx, h, by, at, face, faceRest)
	}
}

// where is the place a line speaks of: a room, a private message, a thread; or
// why there is no such place.
func (c *Console) where(by chat.Person, t typed) (at chat.Place, sentence string) {
	at = chat.Place{Person: by.Account}
	if t.room != "" {
		at = chat.Place{Room: t.room}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.room != "" && !c.board.hasRoom(t.room) {
		return at, c.words.NoSuchRoom("#"+excerpt(t.room), "#"+nearest(t.room, c.board.rooms))
	}
	if t.reply == 0 {
		return at, ""
	}
	asked := ">" + strconv.Itoa(t.reply)
	p := c.board.posts[t.reply]
	if p == nil || !p.visible(by.Account) {
		like := ""
		if n := nearestNumber(t.reply, c.board.numbers(by.Account)); n > 0 {
			like = c.board.posts[n].link()
		}
		return at, c.words.NoSuchMessage(asked, like)
	}
	if t.room != "" && p.place.Room != t.room {
		return at, c.words.OtherPlace(asked, p.link())
	}
	at = p.place
	at.Thread = c.board.root(p)
	return at, ""
}

// say puts a person's words on the board and tells the bot of them.
func (c *Console) say(ctx context.Context, h chat.Handler, by chat.Person, at chat.Place, text string) error {
	act := c.act(by, at, chat.Said{})
	c.mu.Lock()
	p := &post{place: at, to: at.Person, said: &act}
	c.board.add(p)
	act.Deed = chat.Said{Text: text, Ref: p.ref, Link: p.link()}
	p.shown = appendText([]line{{kind: titleLine}}, textLine, text)
	err := c.showPost(p, PersonSaid, p.shown)
	c.mu.Unlock()
	if err != nil {
		return err
	}
	return c.handAndAsk(ctx, h, act)
}

// handAndAsk gives an act to the bot, shows the answer, and asks the first
// question of the form it opened.
func (c *Console) handAndAsk(ctx context.Context, h chat.Handler, a chat.Act) error {
	d, err := c.hand(ctx, h, a)
	if d == nil || err != nil {
		return err
	}
	return c.question(d)
}

// hand gives an act to the bot and shows the answer. The dialogue is that of the
// form that opened, if one did; nothing is asked yet.
func (c *Console) hand(ctx context.Context, h chat.Handler, a chat.Act) (*dialogue, error) {
	return c.take(a, h.Handle(ctx, a))
}

// take shows a person what an act was answered.
func (c *Console) take(act chat.Act, a chat.Answer) (*dialogue, error) {
	if err := c.showAnswer(act.By, act.Place, a); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(a.Wrong)) { // no form it could belong to
		if err := c.wrong(&dialogue{by: act.By, place: act.Place}, chat.Input{Name: name}, a.Wrong[name]); err != nil {
			return nil, err
		}
	}
	if a.Form == nil {
		return nil, nil
	}
	return c.open(act.By, act.Place, *a.Form)
}

func (c *Console) showAnswer(by chat.Person, at chat.Place, a chat.Answer) error {
	if a.Message == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	m := *a.Message
	m.Key = "" // an answer takes no message's place
	p := &post{place: at, to: by.Account, message: m}
	c.board.add(p)
	p.shown = render(m, p.buttons, c.words.Part)
	return c.showPost(p, BotAnswer, p.shown)
}

// misread tells the current person that a line was not understood.
func (c *Console) misread(at chat.Place, sentence string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tell(c.current, at, sentence)
}

func (c *Console) echo(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.print.echo(line)
}
