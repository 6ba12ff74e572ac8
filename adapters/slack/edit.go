package slack

import (
	"context"
	"fmt"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// codeMessage is the code of a message that is not there. It is Slack's own.
const codeMessage = "message_not_found"

// Edit replaces a message of the bot. What is too long for one message is cut
// where a mark shows it.
func (p *Platform) Edit(ctx context.Context, at chat.Place, ref chat.Ref, m chat.Message) error {
	channel, err := p.locate(ctx, at)
	if err != nil {
		return err
	}
	if !isTimestamp(string(ref)) {
		return &chat.Error{Failure: chat.Missing, Code: codeMessage, Err: fmt.Errorf("no message can be %q", ref)}
	}
	piece, err := p.edited(m)
	if err != nil {
		return err
	}
	if len(piece.blocks) == 0 {
		return tooLong(codeEmpty, "the message shows nothing")
	}
	err = p.inside(ctx, methodUpdate, channel, func(ctx context.Context) error {
		_, _, _, err := p.api.UpdateMessageContext(ctx, channel, string(ref),
			slackgo.MsgOptionText(piece.text, false), // escaped already
			slackgo.MsgOptionBlocks(piece.blocks...),
			slackgo.MsgOptionParse(false),
			slackgo.MsgOptionLinkNames(false))
		return err
	})
	return missing(err)
}
