package bot

import (
	"context"

	"relance/adapters/chat"
)

// export gives the case and its whole trail to take away. Only the person who
// asked sees it.
func export(ctx context.Context, t *turn) (chat.Answer, error) {
	entries, err := t.bot.Store.Trail(ctx, t.c.ID)
	if err != nil {
		return chat.Answer{}, err
	}
	format := t.text("format")
	if format == "" {
		format = formatMarkdown
	}
	document, err := Export(t.c, entries, t.say, format)
	if err != nil {
		return chat.Answer{}, err
	}
	return chat.Answer{Message: &chat.Message{
		Title:  t.say.Say("answer.export", "ID", string(t.c.ID)),
		Blocks: []chat.Block{chat.Quote{Text: string(document)}},
	}}, nil
}
