package console

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"relance/adapters/chat"
)

// clickNumber clicks "12", "12 option", "12 name=value".
func (c *Console) clickNumber(ctx context.Context, h chat.Handler, by chat.Person, at chat.Place, number int, rest string) error {
	args, err := chat.ParseArgs(rest)
	if err != nil {
		return c.misread(at, c.argsProblem(err))
	}
	b, sentence := c.byNumber(by.Account, number)
	if sentence != "" {
		return c.misread(at, sentence)
	}
	option := ""
	switch {
	case len(b.action.Options) > 0:
		o, ok := optionOf(b.action.Options, strings.Join(args.Words, " "))
		if !ok {
			return c.misread(at, c.words.noSuchOption(b.action.Options, strings.Join(args.Words, " ")))
		}
		option = o.Value
	case len(args.Words) > 0:
		return c.misread(at, c.words.TooManyWords(excerpt(args.Words[0])))
	}
	return c.click(ctx, h, by, b, option, args.Named)
}

// byNumber returns a copy of a button, or why there is none.
func (c *Console) byNumber(account string, number int) (button, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.board.buttons[number]
	if b != nil && b.post.visible(account) {
		if b.gone {
			return button{}, c.words.ButtonGone(b.face())
		}
		return *b, ""
	}
	var numbers []int
	for _, b := range c.board.live(account) {
		numbers = append(numbers, b.number)
	}
	like := ""
	if n := nearestNumber(number, numbers); n > 0 {
		like = c.board.buttons[n].face()
	}
	return button{}, c.words.NoSuchButton("["+strconv.Itoa(number)+"]", like)
}

// clickLabel clicks "[Yes]", "[Yes] word", "[Organisation] option word".
func (c *Console) clickLabel(ctx context.Context, h chat.Handler, by chat.Person, at chat.Place, name, rest string) error {
	args, err := chat.ParseArgs(rest)
	if err != nil {
		return c.misread(at, c.argsProblem(err))
	}
	b, option, sentence := c.byLabel(by.Account, name, args.Words)
	if sentence != "" {
		return c.misread(at, sentence)
	}
	return c.click(ctx, h, by, b, option, args.Named)
}

// byLabel returns a copy of the newest button with a label whose message, value
// or options the words fit, or why there is none.
func (c *Console) byLabel(account, name string, words []string) (b button, option, sentence string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	live := c.board.live(account)
	var named *button
	for _, b := range live {
		if !strings.EqualFold(chat.VisibleLine(b.action.Label), name) {
			continue
		}
		if named == nil {
			named = b
		}
		if option, ok := b.fits(words); ok {
			return *b, option, ""
		}
	}
	if named != nil && len(named.action.Options) > 0 {
		return button{}, "", c.words.noSuchOption(named.action.Options, strings.Join(words, " "))
	}
	asked := "[" + excerpt(name) + "]"
	if named != nil {
		return button{}, "", c.words.NoSuchButton(asked+" "+excerpt(strings.Join(words, " ")), named.face())
	}
	faces := map[string]string{}
	var labels []string
	for _, b := range slices.Backward(live) { // the newest of several wins
		faces[b.action.Label] = b.face()
	}
	for _, b := range live {
		labels = append(labels, b.action.Label)
	}
	return button{}, "", c.words.NoSuchButton(asked, faces[nearest(name, labels)])
}

// fits tells whether the words speak of a button: each is mentioned in its
// message or value, but for the one that picks the option of a select.
func (b *button) fits(words []string) (option string, ok bool) {
	picked := len(b.action.Options) == 0
	text := strings.ToLower(plain(b.post.shown) + "\n" + b.action.Value)
	for _, word := range words {
		if !picked {
			if o, ok := optionOf(b.action.Options, word); ok {
				option, picked = o.Value, true
				continue
			}
		}
		if !strings.Contains(text, strings.ToLower(word)) {
			return "", false
		}
	}
	return option, picked
}

// face is how a button looks: "[12] Yes".
func (b *button) face() string {
	return "[" + strconv.Itoa(b.number) + "] " + chat.VisibleLine(b.action.Label)
}

// click hands a click to the bot and fills in the form that opens.
func (c *Console) click(ctx context.Context, h chat.Handler, by chat.Person, b button, option string, named map[string]string) error {
	d, err := c.hand(ctx, h, c.act(by, b.post.place, chat.Click{
		Action: b.action.ID, Value: b.action.Value, Option: option, Message: b.post.ref,
	}))
	switch {
	case err != nil:
		return err
	case d != nil && len(named) > 0:
		return c.fill(ctx, h, d, named)
	case d != nil:
		return c.question(d)
	case len(named) > 0:
		first := slices.Sorted(maps.Keys(named))[0]
		return c.misread(b.post.place, c.words.NothingToFill(excerpt(first)))
	}
	return nil
}

// optionOf finds a choice by its value, its label or its number.
func optionOf(options []chat.Option, text string) (chat.Option, bool) {
	for _, same := range []func(i int, o chat.Option) bool{
		func(_ int, o chat.Option) bool { return strings.EqualFold(o.Value, text) },
		func(_ int, o chat.Option) bool { return strings.EqualFold(chat.VisibleLine(o.Label), text) },
		func(i int, _ chat.Option) bool { return strconv.Itoa(i+1) == text },
	} {
		for i, o := range options {
			if same(i, o) {
				return o, true
			}
		}
	}
	return chat.Option{}, false
}

// argsProblem says what is wrong with words and values.
func (c *Console) argsProblem(err error) string {
	wrong, _ := errors.AsType[*chat.ArgsError](err)
	if wrong.Problem == chat.GivenTwice {
		return c.words.GivenTwice(excerpt(wrong.Near))
	}
	return c.words.OpenQuote(excerpt(wrong.Near))
}
