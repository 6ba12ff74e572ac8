package bot

import (
	"context"
	"errors"
	"fmt"

	"relance/adapters/chat"
)

// SayShared tells the team on a platform that a bot on another store uses the same
// token there, and what ends that. key makes it a message of its own. Where the team
// has no room on that platform nobody is told.
func (b *Bot) SayShared(ctx context.Context, platform, key string) error {
	var failed []error
	for _, s := range b.teamRooms() {
		if s.platform.Name() != platform {
			continue
		}
		m := chat.Message{Key: key, Blocks: []chat.Block{
			chat.Paragraph(s.speaker.Say("shared.token")),
			chat.Paragraph(s.speaker.Say("shared.token.next")),
		}}
		if _, err := s.platform.Post(ctx, s.place, m); err != nil {
			failed = append(failed, fmt.Errorf("say in %s that the token is shared: %w", s.name(), err))
		}
	}
	return errors.Join(failed...)
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
