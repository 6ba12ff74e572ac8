package e2e_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/adapters/slack/slackfake"
	"relance/bot/story"
)

// Type implements [app.Scenery]: a line of the console is done as people do it on
// Slack.
func (w *workspace) Type(_ context.Context, text string) error {
	l := parseLine(text)
	by, channel := w.users[l.person], w.channels[l.room]
	if l.room != "" && channel == "" {
		return fmt.Errorf("there is no room #%s", l.room)
	}
	var err error
	switch {
	case l.command != "":
		err = w.fake.Command(by, channel, l.command, l.rest)
	case l.label != "":
		err = w.click(by, l.label, l.rest)
	case len(w.asking[l.person]) > 0:
		err = w.again(l.person, l.rest)
	default:
		_, err = w.fake.Say(by, channel, "", l.rest)
	}
	w.settle()
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	w.hear(l.person)
	return nil
}

// click clicks the newest button or menu with a label that somebody sees and that
// the words speak of, and fills in the form that opens.
func (w *workspace) click(by, label, rest string) error {
	args, err := chat.ParseArgs(rest)
	if err != nil {
		return err
	}
	messages := w.fake.Seen(by)
	for _, m := range slices.Backward(messages) {
		i := slices.IndexFunc(m.Labels, func(l string) bool { return strings.EqualFold(l, label) })
		if i < 0 {
			continue
		}
		option, fits := pick(m, m.Labels[i], args.Words)
		if !fits {
			continue
		}
		if option == "" {
			err = w.fake.Click(by, m, m.Labels[i])
		} else {
			err = w.fake.Pick(by, m, m.Labels[i], option)
		}
		if err != nil {
			return err
		}
		w.settle()
		return w.fill(by, args.Named)
	}
	return fmt.Errorf("nobody sees [%s] %s", label, strings.Join(args.Words, " "))
}

// pick tells whether words speak of a message: each is mentioned in it, but for
// the one that picks the option of a menu.
func pick(m slackfake.Message, label string, words []string) (option string, fits bool) {
	var options []slackfake.Option
	if i := slices.IndexFunc(m.Selects, func(s slackfake.Select) bool { return s.Label == label }); i >= 0 {
		options = m.Selects[i].Options
	}
	text := strings.ToLower(m.Read + "\n" + string(m.Blocks))
	for _, word := range words {
		i := slices.IndexFunc(options, func(o slackfake.Option) bool {
			return strings.EqualFold(o.Text, word) || strings.HasSuffix(o.Value, "\x1f"+word)
		})
		switch {
		case i >= 0 && option == "":
			option = options[i].Value
		case !strings.Contains(text, strings.ToLower(word)):
			return "", false
		}
	}
	return option, option != "" || len(options) == 0
}

// fill answers the open form by name and sends it.
func (w *workspace) fill(by string, named map[string]string) error {
	if len(named) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if err := w.fake.Fill(by, name, named[name]); err != nil {
			return err
		}
	}
	return w.fake.Submit(by)
}

// again answers the first of the inputs that Slack has put a sentence under, and
// sends the form when all have another answer.
func (w *workspace) again(name, text string) error {
	input := w.asking[name][0]
	if err := w.fake.Fill(w.users[name], input, text); err != nil {
		return err
	}
	if w.asking[name] = w.asking[name][1:]; len(w.asking[name]) > 0 {
		return nil
	}
	return w.fake.Submit(w.users[name])
}

// hear notes what the open form of a person says against its answers.
func (w *workspace) hear(name string) {
	view, open := w.fake.View(w.users[name])
	if !open {
		delete(w.asking, name)
		return
	}
	if len(w.asking[name]) > 0 || len(view.Errors) == 0 {
		return
	}
	tell := func(kind story.ShownKind, text string) {
		w.told = append(w.told, story.Shown{At: w.now(), Kind: kind, Where: story.Where{Person: name}, Text: text})
	}
	first := ""
	for _, in := range view.Inputs {
		sentence, wrong := view.Errors[in.Block]
		if !wrong {
			continue
		}
		tell(story.ShownTold, in.Label+" — "+sentence)
		w.asking[name] = append(w.asking[name], inputName(in.Block))
		if first == "" {
			first = in.Label
		}
	}
	tell(story.ShownAsked, first)
}

// inputName is the name of the question that an input's block asks.
func inputName(block string) string {
	name, _, _ := strings.Cut(block, "#")
	return name
}
