package discord

import (
	"fmt"
	"strings"
	"testing"
)

func menuOf(commands ...Command) (menu, error) {
	return newMenu(Options{Command: "case", Commands: commands, CommandTexts: CommandTexts{About: Text{Text: "Cases"}}})
}

func someCommands(n int, group string) []Command {
	var all []Command
	for i := range n {
		all = append(all, Command{Words: fmt.Sprintf("do%d", i), Group: group, About: Text{Text: "does it"}})
	}
	return all
}

// Where there is no room for all beside each other, those that name a group go there.
func TestCommandsAreGroupedAtNeed(t *testing.T) {
	few := append(someCommands(20, "")[:10], Command{Words: "keep0", Group: "keep", About: Text{Text: "keeps"}})
	m, err := menuOf(few...)
	if err != nil || len(m.wire[0].Options) != 11 || m.commands["keep0"].Words != "keep0" {
		t.Errorf("%d beside each other, %v", len(m.wire[0].Options), err)
	}
	many := someCommands(24, "")
	for i := range 4 {
		many = append(many, Command{Words: fmt.Sprintf("keep%d", i), Group: "keep", About: Text{Text: "keeps"}})
	}
	m, err = menuOf(many...)
	if err != nil || len(m.wire[0].Options) != 25 || len(m.wire[0].Options[24].Options) != 4 || m.commands["keep keep2"].Words != "keep2" {
		t.Errorf("%+v, %v", m.wire[0].Options, err)
	}
}

func TestWrongCommands(t *testing.T) {
	about := Text{Text: "does it"}
	with := func(o Option) Command { return Command{Words: "do", About: about, Options: []Option{o}} }
	var choices []Choice
	for i := range choicesLimit + 1 {
		choices = append(choices, Choice{Value: fmt.Sprint(i), Label: Text{Text: fmt.Sprint(i)}})
	}
	long := Text{Text: strings.Repeat("x", commandAboutLimit)}
	for name, commands := range map[string][]Command{
		"too many":            someCommands(26, ""),
		"too many in a group": someCommands(26, "keep"),
		"three words":         {{Words: "a b c", About: about}},
		"no words, no name":   {{About: about}},
		"a capital":           {{Words: "Do", About: about}},
		"no description":      {{Words: "do"}},
		"twice":               {{Words: "do", About: about}, {Words: "do", About: about}},
		"a group and a word":  {{Words: "do", About: about}, {Words: "do it", About: about}},
		"an option twice":     {{Words: "do", About: about, Options: []Option{{Name: "case", About: about}, {Name: "case", About: about}}}},
		"a choice of nothing": {with(Option{Name: "case", About: about, Choices: []Choice{{Value: "", Label: about}}})},
		"a long choice":       {with(Option{Name: "case", About: about, Choices: []Choice{{Value: strings.Repeat("x", choiceLimit+1), Label: about}}})},
		"an option's name":    {with(Option{Name: "The case", About: about})},
		"an option's purpose": {with(Option{Name: "case"})},
		"choices":             {with(Option{Name: "case", About: about, Choices: choices})},
		"a figure suggested":  {with(Option{Name: "case", About: about, Kind: Integer, Suggest: true})},
		"too much text": {func() Command {
			c := Command{Words: "do", About: long}
			for i := range 25 {
				o := Option{Name: fmt.Sprintf("o%d", i), About: long}
				for j := range 25 {
					o.Choices = append(o.Choices, Choice{Value: fmt.Sprint(j), Label: long})
				}
				c.Options = append(c.Options, o)
			}
			return c
		}()},
	} {
		if m, err := menuOf(commands...); err == nil {
			t.Errorf("%s: taken: %+v", name, m.wire)
		}
	}
	if _, err := newMenu(Options{CommandTexts: CommandTexts{Open: Text{Text: strings.Repeat("x", commandNameLimit+1)}}}); err == nil {
		t.Error("a long name in the menu of a message: taken")
	}
}

// A text is given to every region of its language.
func TestTranslations(t *testing.T) {
	got := Text{Text: "cases", In: map[string]string{"en": "cases", "fr": "dossiers", "es": "casos", "pt-BR": "processos", "eo": "aferoj"}}.wireTexts(100)
	want := map[string]string{"fr": "dossiers", "es-ES": "casos", "es-419": "casos", "pt-BR": "processos"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
	got = Text{Text: "dossiers", In: map[string]string{"en": "cases"}}.wireTexts(100)
	if got["en-GB"] != "cases" || got["en-US"] != "cases" {
		t.Errorf("%v", got)
	}
}
