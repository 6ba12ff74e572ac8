package slack

import (
	"context"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// homeLimit is how many blocks the page may have
// (https://docs.slack.dev/reference/views/home-tab-views).
const homeLimit = 100

// publish makes a message the bot's own page, for one person. Without a message
// the page stays as it is.
func (p *Platform) publish(ctx context.Context, user string, m *chat.Message) {
	if m == nil {
		return
	}
	view := slackgo.HomeTabViewRequest{Type: slackgo.VTHomeTab, Blocks: slackgo.Blocks{BlockSet: page(p.layOut(m))}}
	err := p.show(ctx, methodViewPublish, func(ctx context.Context) error {
		_, err := p.api.PublishViewContext(ctx, slackgo.PublishViewContextRequest{UserID: user, View: view})
		return err
	})
	if err != nil {
		p.log.Warn("slack: a page was not shown", "user", user, "error", err)
	}
}

// page is as many pieces as the page has room for, each whole. Every piece but the
// last ends with the sentence that it goes on, so that a page that is cut says so.
func page(pieces []piece) []slackgo.Block {
	var blocks []slackgo.Block
	for _, one := range pieces {
		if len(blocks)+len(one.blocks) > homeLimit {
			break
		}
		blocks = append(blocks, one.blocks...)
	}
	return blocks
}
