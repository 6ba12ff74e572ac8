package e2e_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"relance/adapters/discord/discordfake"
	"relance/bot/story"
)

// checkbox is the type of a component.
// https://docs.discord.com/developers/components/reference#component-object-component-types
const checkbox = 23

// underForm tells of a message that goes with a form that is being filled in.
func (g *guild) underForm(m discordfake.Message) bool {
	return m.Ephemeral && slices.Contains(m.Labels, g.say.Say("discord.form.cancel"))
}

// form is the message that goes with the form somebody fills in.
func (g *guild) form(by string) (discordfake.Message, bool) {
	for _, m := range slices.Backward(g.fake.Seen(by)) {
		if g.underForm(m) {
			return m, true
		}
	}
	return discordfake.Message{}, false
}

// fill answers a form by name, page by page, and sends it.
func (g *guild) fill(by string, answers map[string]string) error {
	rest := maps.Clone(answers)
	if err := g.page(by, rest); err != nil {
		return err
	}
	for len(rest) > 0 {
		left := len(rest)
		if err := g.turn(by, rest); err != nil {
			return err
		}
		if len(rest) == left {
			return fmt.Errorf("nothing asks for %v", rest)
		}
	}
	return g.send(by)
}

// page answers what the open page asks for, and sends it.
func (g *guild) page(by string, rest map[string]string) error {
	modal, open := g.fake.Modal(by)
	if !open {
		return errors.New("no form is open")
	}
	for _, in := range modal.Inputs {
		value, given := rest[in.CustomID]
		if !given {
			continue
		}
		if in.Kind == checkbox {
			value = fmt.Sprint(value == "yes")
		}
		if err := g.fake.Fill(by, in.CustomID, value); err != nil {
			return err
		}
		delete(rest, in.CustomID)
	}
	if err := g.fake.Submit(by); err != nil {
		return err
	}
	g.settle()
	return nil
}

// turn turns to a page that asks for one of the answers.
func (g *guild) turn(by string, rest map[string]string) error {
	under, there := g.form(by)
	if !there || len(under.Selects) == 0 {
		return fmt.Errorf("nothing asks for %v", rest)
	}
	for _, page := range under.Selects[0].Options {
		if err := g.fake.Pick(by, under, under.Selects[0].Label, page.Value); err != nil {
			return err
		}
		modal, _ := g.fake.Modal(by)
		if slices.ContainsFunc(modal.Inputs, func(in discordfake.Input) bool { _, asks := rest[in.CustomID]; return asks }) {
			return g.page(by, rest)
		}
		if err := g.fake.Close(by); err != nil {
			return err
		}
	}
	return nil
}

// send sends a form of several pages, if it is complete.
func (g *guild) send(by string) error {
	under, there := g.form(by)
	if !there || slices.Contains(under.Labels, g.say.Say("discord.form.correct")) {
		return nil // it had one page, or something in it is wrong
	}
	if err := g.fake.Click(by, under, under.Labels[0]); err != nil {
		return err
	}
	g.settle()
	return nil
}

// again answers the first of the inputs that were wrong, and sends the form when all
// have another answer.
func (g *guild) again(name, text string) error {
	by := g.users[name]
	if err := g.fake.Fill(by, g.asking[name][0], text); err != nil {
		return err
	}
	if g.asking[name] = g.asking[name][1:]; len(g.asking[name]) > 0 {
		return nil
	}
	if err := g.page(by, nil); err != nil {
		return err
	}
	return g.send(by)
}

// hear notes what is said against the answers of somebody's form, and opens it again.
func (g *guild) hear(name string) error {
	if len(g.asking[name]) > 0 {
		return nil
	}
	by, correct := g.users[name], g.say.Say("discord.form.correct")
	under, there := g.form(by)
	if !there || !slices.Contains(under.Labels, correct) {
		return nil
	}
	if err := g.fake.Click(by, under, correct); err != nil {
		return err
	}
	g.settle()
	modal, _ := g.fake.Modal(by)
	lines := strings.Split(under.Read, "\n")
	first := ""
	for _, in := range modal.Inputs {
		i := slices.Index(lines, in.Label)
		if i < 0 || i+1 == len(lines) {
			continue
		}
		g.tell(story.ShownTold, name, in.Label+" — "+lines[i+1])
		g.asking[name] = append(g.asking[name], in.CustomID)
		if first == "" {
			first = in.Label
		}
	}
	g.tell(story.ShownAsked, name, first)
	return nil
}
