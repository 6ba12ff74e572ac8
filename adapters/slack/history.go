package slack

import (
	"context"
	"fmt"
	"slices"
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
	m, ask := methodHistory, p.channelPage
	if thread != "" {
		m, ask = methodReplies, p.threadPage
	}
	at := excerpt{channel: channel, thread: thread, oldest: timestamp(since)}
	for range historyPages {
		var messages []slackgo.Message
		err := p.inside(ctx, m, channel, func(ctx context.Context) (err error) {
			messages, at.cursor, err = ask(ctx, at)
			return err
		})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(messages, seen) || at.cursor == "" {
			return nil
		}
	}
	return &chat.Error{Failure: chat.Temporary, Code: codeHistory, After: mendTime,
		Err: fmt.Errorf("more than %d messages since %s", historyPage*historyPages, since.Format(time.RFC3339))}
}

// excerpt is where a page of messages begins.
type excerpt struct{ channel, thread, oldest, cursor string }

func (p *Platform) channelPage(ctx context.Context, at excerpt) (messages []slackgo.Message, next string, err error) {
	answer, err := p.api.GetConversationHistoryContext(ctx, &slackgo.GetConversationHistoryParameters{
		ChannelID: at.channel, Cursor: at.cursor, Inclusive: true, Limit: historyPage, Oldest: at.oldest, IncludeAllMetadata: true,
	})
	switch {
	case err != nil:
		return nil, at.cursor, err
	case !answer.Ok:
		return nil, at.cursor, errNoAnswer
	}
	return answer.Messages, answer.ResponseMetaData.NextCursor, nil
}

func (p *Platform) threadPage(ctx context.Context, at excerpt) (messages []slackgo.Message, next string, err error) {
	messages, _, next, err = p.api.GetConversationRepliesContext(ctx, &slackgo.GetConversationRepliesParameters{
		ChannelID: at.channel, Timestamp: at.thread, Cursor: at.cursor, Inclusive: true, Limit: historyPage, Oldest: at.oldest, IncludeAllMetadata: true,
	})
	if err != nil {
		next = at.cursor // the same page is asked for after joining
	}
	return messages, next, err
}

// timestamp is a time as Slack writes it. The very oldest is that of the epoch.
func timestamp(t time.Time) string {
	if t.Unix() < 0 {
		return "0"
	}
	return strconv.FormatInt(t.Unix(), 10) + fmt.Sprintf(".%06d", t.Nanosecond()/int(time.Microsecond))
}
