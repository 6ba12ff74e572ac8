package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"relance/adapters/chat"
	"relance/adapters/discord/discordfake"
	"relance/bot"
	"relance/bot/story"
)

// Type implements [app.Scenery]: a line of the console is done as people do it on
// Discord.
func (g *guild) Type(ctx context.Context, text string) error {
	l := parseLine(text)
	by, channel := g.users[l.person], g.channels[l.room]
	if l.room != "" && channel == "" {
		return fmt.Errorf("there is no room #%s", l.room)
	}
	var err error
	switch {
	case l.command != "":
		err = g.command(ctx, l, channel)
	case l.label != "":
		err = g.click(by, l.label, l.rest)
	case len(g.asking[l.person]) > 0:
		err = g.again(l.person, l.rest)
	default:
		_, err = g.fake.Say(by, channel, l.rest)
	}
	g.settle()
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return g.hear(l.person)
}

// command chooses a subcommand and gives it what was typed behind it. What Discord
// lets nobody choose is handed to the bot by itself: a client with older commands
// would send it.
func (g *guild) command(ctx context.Context, l line, channel string) error {
	path, options, ok := g.chosen(l.rest)
	if ok {
		return g.fake.Command(g.users[l.person], channel, strings.TrimPrefix(l.command, "/")+" "+path, options)
	}
	answer := g.handler.Handle(ctx, chat.Act{
		ID: "typed:" + l.rest, At: g.now(), By: chat.Person{Account: g.users[l.person], Name: l.person},
		Place: chat.Place{Person: g.users[l.person]}, Deed: chat.Command{Name: strings.TrimPrefix(l.command, "/"), Text: l.rest},
	})
	if answer.Message == nil {
		return fmt.Errorf("no answer: %+v", answer)
	}
	lines := []string{answer.Message.Title}
	for _, b := range answer.Message.Blocks {
		lines = append(lines, fmt.Sprint(b))
	}
	g.tell(story.ShownMessage, l.person, strings.Join(lines, "\n"))
	return nil
}

// chosen finds the subcommand that is meant by a text, and its options.
func (g *guild) chosen(text string) (path string, options map[string]string, ok bool) {
	for _, c := range g.commands {
		rest, is := strings.CutPrefix(text+" ", c.Words+" ")
		if !is {
			continue
		}
		path = c.Words
		if c.Group != "" && !strings.Contains(c.Words, " ") {
			path = c.Group + " " + c.Words
		}
		options, ok = optionsOf(c, strings.TrimSpace(rest))
		return path, options, ok
	}
	return "", nil, false
}

// byPosition are the options that stories give without their names.
var byPosition = map[string][]string{
	"class": {"reply", "class"}, "contact add": {"address"}, "pause-all": {"switch"},
	"ref": {"number", "found"}, "snooze": {"until", "reason"}, "note": {"text"},
}

func optionsOf(c bot.Command, text string) (map[string]string, bool) {
	args, err := chat.ParseArgs(text)
	options := args.Named
	places := byPosition[c.Words]
	for _, word := range args.Words {
		switch {
		case options["case"] == "" && strings.Count(word, "-") == 2 && len(word) == len("K7M-4QZ-X"):
			options["case"] = word
		case len(places) > 0:
			options[places[0]], places = word, places[1:]
		default:
			return nil, false
		}
	}
	for name := range options {
		i := slices.IndexFunc(c.Options, func(o bot.CommandOption) bool { return o.Name == name })
		if i < 0 || c.Options[i].Limit > 0 && utf8.RuneCountInString(options[name]) > c.Options[i].Limit {
			return nil, false
		}
		if c.Options[i].Kind == chat.Check {
			options[name] = fmt.Sprint(slices.Contains([]string{"yes", "oui"}, options[name]))
		}
	}
	return options, err == nil
}

// click clicks the newest button or menu with a label that somebody sees and that
// the words speak of, and fills in the form that opens.
func (g *guild) click(by, label, rest string) error {
	args, err := chat.ParseArgs(rest)
	if err != nil {
		return err
	}
	for _, m := range slices.Backward(g.fake.Seen(by)) {
		i := slices.IndexFunc(m.Labels, func(l string) bool { return strings.EqualFold(l, label) })
		if i < 0 {
			continue
		}
		option, fits := pickOnDiscord(m, m.Labels[i], args.Words)
		if !fits {
			continue
		}
		if option == "" {
			err = g.fake.Click(by, m, m.Labels[i])
		} else {
			err = g.fake.Pick(by, m, m.Labels[i], option)
		}
		if err != nil {
			return err
		}
		g.settle()
		if len(args.Named) == 0 {
			return nil
		}
		return g.fill(by, args.Named)
	}
	return fmt.Errorf("nobody sees [%s] %s", label, strings.Join(args.Words, " "))
}

// pickOnDiscord tells whether words speak of a message: each is mentioned in it, but
// for the one that picks the option of a menu.
func pickOnDiscord(m discordfake.Message, label string, words []string) (option string, fits bool) {
	var options []discordfake.Option
	if i := slices.IndexFunc(m.Selects, func(s discordfake.Select) bool { return s.Label == label }); i >= 0 {
		options = m.Selects[i].Options
	}
	text := strings.ToLower(m.Read + "\n" + string(m.Components))
	for _, word := range words {
		i := slices.IndexFunc(options, func(o discordfake.Option) bool { return strings.EqualFold(o.Label, word) || o.Value == word })
		switch {
		case i >= 0 && option == "":
			option = options[i].Value
		case !strings.Contains(text, strings.ToLower(word)):
			return "", false
		}
	}
	return option, option != "" || len(options) == 0
}

func (g *guild) tell(kind story.ShownKind, person, text string) {
	g.told = append(g.told, story.Shown{At: g.now(), Kind: kind, Where: story.Where{Person: person}, Text: text})
}
