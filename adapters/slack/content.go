package slack

import slackgo "github.com/slack-go/slack"

// content is a piece as an argument of the methods that show messages.
func content(one piece) []slackgo.MsgOption {
	return []slackgo.MsgOption{
		slackgo.MsgOptionText(one.text, false), // it is escaped already
		slackgo.MsgOptionBlocks(one.blocks...),
		slackgo.MsgOptionDisableMarkdown(),
		slackgo.MsgOptionParse(false),
		slackgo.MsgOptionLinkNames(false),
		slackgo.MsgOptionDisableLinkUnfurl(),
		slackgo.MsgOptionDisableMediaUnfurl(),
	}
}
