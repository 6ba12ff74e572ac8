package app

import (
	"context"

	"github.com/agnivade/levenshtein"

	"relance/adapters/chat"
)

// commandCase is the bot's command in the terminal.
const commandCase = "case"

// typed lets only the bot's command through to it: where nothing but the bot reads
// what is typed, another one is a slip of the hand.
type typed struct {
	app *App
	chat.Handler
}

func (t typed) Handle(ctx context.Context, act chat.Act) chat.Answer {
	command, ok := act.Deed.(chat.Command)
	if !ok || command.Name == commandCase {
		return t.Handler.Handle(ctx, act)
	}
	say := t.app.texts.For(act.By.Language)
	answer := func(text string) chat.Answer {
		return chat.Answer{Message: &chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}}
	}
	if command.Name == commandTime { // in a rehearsal it does not come here
		return answer(say.Say("time.real"))
	}
	asked := "/" + command.Name
	for _, known := range t.app.commands() {
		const slip = 2 // letters
		if levenshtein.ComputeDistance(command.Name, known) <= slip {
			return answer(say.Say("cmd.unknown.near", "Text", asked, "Near", "/"+known))
		}
	}
	return answer(say.Say("cmd.unknown", "Text", asked, "Help", "/"+commandCase+" help"))
}

// commands are those that can be typed in the terminal.
func (a *App) commands() []string {
	if a.o.Rehearsal {
		return []string{commandCase, commandTime}
	}
	return []string{commandCase}
}
