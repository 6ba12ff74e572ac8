package slack

import (
	"context"
	"fmt"
	"strconv"
	"time"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

const (
	// historyPage is how many messages are asked for at once: Slack recommends 200
	// at most (https://docs.slack.dev/reference/methods/conversations.history).
	historyPage = 200
	// historyPages bounds a look, as each page counts against the method's rate. Ours.
	historyPages = 25
)

// history hands over the messages of a channel, or of a thread in it, since a time
// with that very time, in the order of Slack's pages, until seen says that it is
// enough. A thread's first message is handed over too.
func (p *Platform) history(ctx context.Context, channel, thread string, since time.Time, seen func(slackgo.Message) (enough bool)) error {
	oldest := timestamp(since)
	cursor := ""
	for range historyPages {
		var page []slackgo.Message
		var next string
		ask := func(ctx context.Context) error {
			answer, err := p.api.GetConversationHistoryContext(ctx, &slackgo.GetConversationHistoryParameters{
				ChannelID: channel, Cursor: cursor, Inclusive: true, Limit: historyPage, Oldest: oldest, IncludeAllMetadata: true,
			})
			if err == nil {
				page, next = answer.Messages, answer.ResponseMetaData.NextCursor
			}
			return err
		}
		m := methodHistory
		if thread != "" {
			m = methodReplies
			ask = func(ctx context.Context) (err error) {
				page, _, next, err = p.api.GetConversationRepliesContext(ctx, &slackgo.GetConversationRepliesParameters{
					ChannelID: channel, Timestamp: thread, Cursor: cursor, Inclusive: true, Limit: historyPage, Oldest: oldest, IncludeAllMetadata: true,
				})
				return err
			}
		}
		if err := p.inside(ctx, m, channel, ask); err != nil {
			return err
		}
		for _, message := range page {
			if seen(message) {
				return nil
			}
		}
		if cursor = next; cursor == "" {
			return nil
		}
	}
	return &chat.Error{Failure: chat.Temporary, Code: codeHistory, After: mendTime,
		Err: fmt.Errorf("more than %d messages since %s", historyPage*historyPages, since.Format(time.RFC3339))}
}

// timestamp is a time as Slack writes it. The very oldest is that of the epoch.
func timestamp(t time.Time) string {
	if t.Unix() < 0 {
		return "0"
	}
	return strconv.FormatInt(t.Unix(), 10) + fmt.Sprintf(".%06d", t.Nanosecond()/int(time.Microsecond))
}
