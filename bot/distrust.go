package bot

import (
	"context"
	"errors"
	"fmt"

	"relance/adapters/chat"
)

// SayDistrusted tells the team that nothing is sent because the store is not the
// one that was witnessed, and who may end that and how. cases is how many were found
// to differ.
func (b *Bot) SayDistrusted(ctx context.Context, cases int) error {
	var failed []error
	for _, s := range b.teamRooms() {
		m := chat.Message{Blocks: []chat.Block{
			chat.Paragraph(s.speaker.Say("paused.witness", "Count", cases)),
			chat.Paragraph(s.speaker.Say("paused.witness.next", "Command", b.naming(s.platform.Name()).command(reqPauseAll, "switch", switchOff))),
		}}
		if _, err := s.platform.Post(ctx, s.place, m); err != nil {
			failed = append(failed, fmt.Errorf("say in %s that everything is paused: %w", s.name(), err))
		}
	}
	return errors.Join(failed...)
}
