package bot

import (
	"context"
	"fmt"

	"relance/adapters/chat"
)

// SayShared tells the team on a platform that a bot on another store uses the same
// token there, and what ends that. key makes it a message of its own: called again with
// it, where the error wraps [escalation.ErrMaybeSaid], it finds out whether it was said.
// Where the team has no room on that platform that is open to the bot, nobody is told.
func (b *Bot) SayShared(ctx context.Context, platform, key string) error {
	for _, s := range b.teamRooms() {
		if s.platform.Name() != platform {
			continue
		}
		m := chat.Message{Key: key, Blocks: []chat.Block{
			chat.Paragraph(s.speaker.Say("shared.token")),
			chat.Paragraph(s.speaker.Say("shared.token.next")),
		}}
		_, again := b.memory.doubt(key, s.name())
		err := b.sayKept(ctx, s, m, again, b.Now())
		if kind, code := failure(err); err != nil && kind == chat.Gone {
			b.Logger.Error("the team cannot be told that the token is shared: its room is closed to the bot", "place", s.name(), "code", code)
			return nil
		}
		if err != nil {
			return fmt.Errorf("say in %s that the token is shared: %w", s.name(), err)
		}
	}
	return nil
}

// foreign tells of a deed that a bot on another store has to answer.
func foreign(deed chat.Deed) bool {
	switch d := deed.(type) {
	case chat.Click:
		return d.Foreign
	case chat.Submit:
		return d.Foreign
	}
	return false
}
