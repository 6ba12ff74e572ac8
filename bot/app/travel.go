package app

import (
	"context"
	"strings"
	"time"

	"relance/adapters/chat"
	"relance/bot/story"
	"relance/escalation"
)

// commandTime lets time pass, where nothing is kept.
const commandTime = "time"

// travel answers /time and leaves everything else to the bot.
type travel struct {
	app *App
	chat.Handler
}

func (t travel) Handle(ctx context.Context, act chat.Act) chat.Answer {
	command, ok := act.Deed.(chat.Command)
	if !ok || command.Name != commandTime {
		return t.Handler.Handle(ctx, act)
	}
	say := t.app.texts.For(act.By.Language)
	answer := func(text string) chat.Answer {
		return chat.Answer{Message: &chat.Message{Blocks: []chat.Block{chat.Paragraph(text)}}}
	}
	zone := t.app.config.People.Zone
	if text := strings.TrimSpace(command.Text); text != "" {
		to, ok := t.app.after(text, zone)
		if !ok {
			return answer(say.Say("time.form", "Text", text))
		}
		if err := t.app.advance(ctx, to); err != nil {
			t.app.log.Error("time does not pass", "error", err)
			return answer(say.Refusal(err))
		}
		t.app.engine.Wake()
	}
	return answer(say.Say("time.now", "Now", say.DateTime(t.app.clock.Now(), zone)))
}

// after is when a lapse of time is over; false when it cannot be read or is no
// time to come. Working time is that of the first organisation.
func (a *App) after(text string, zone *time.Location) (to time.Time, ok bool) {
	step, err := story.ParseStep(text)
	if err != nil {
		return to, false
	}
	var calendar escalation.Calendar
	if all := a.config.Organisations(); len(all) > 0 {
		calendar, _ = a.config.Calendar(all[0].Calendar)
	}
	to = step.From(a.clock.Now(), calendar, zone)
	return to, to.After(a.clock.Now())
}
