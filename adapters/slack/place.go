package slack

import (
	"context"
	"fmt"
	"strings"
	"sync"

	slackgo "github.com/slack-go/slack"

	"relance/adapters/chat"
)

// directType is the channel_type of a private conversation with one person
// (https://docs.slack.dev/reference/events/message.im).
const directType = "im"

// placeOf is the place of an event in a channel: of a private conversation it is
// the person, whose user ID it needs. The channel_type is empty where Slack does
// not say it; then the ID tells, as those of private conversations begin with D.
func (p *Platform) placeOf(channel, channelType, user, thread string) chat.Place {
	if channelType == directType || channelType == "" && isDirect(channel) {
		return chat.Place{Person: user, Thread: chat.Ref(thread)}
	}
	return chat.Place{Room: channel, Thread: chat.Ref(thread)}
}

func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// locate is the ID of the channel that a place is in. Rooms may be given by name.
func (p *Platform) locate(ctx context.Context, at chat.Place) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", failure(ctx, err, false)
	}
	if (at.Room == "") == (at.Person == "") {
		return "", &chat.Error{Failure: chat.Gone, Code: codeNowhere, Err: fmt.Errorf("room %q, person %q", at.Room, at.Person)}
	}
	if at.Thread != "" && !isTimestamp(string(at.Thread)) {
		return "", &chat.Error{Failure: chat.Gone, Code: codeThread, Err: fmt.Errorf("no message can be %q", at.Thread)}
	}
	if at.Person != "" {
		user, err := userID(at.Person)
		if err != nil {
			return "", err
		}
		return p.openDirect(ctx, user)
	}
	if isRoom(at.Room) || isID(at.Room, "D") {
		return at.Room, nil
	}
	return p.roomNamed(ctx, at.Room)
}

// isRoom tells of the ID of a channel: letters and figures in capitals, which no
// name has (https://docs.slack.dev/reference/objects/conversation-object).
func isRoom(s string) bool { return isID(s, "CG") }

// isUser tells of a user ID (https://docs.slack.dev/reference/objects/user-object).
func isUser(s string) bool { return isID(s, "UW") }

func isID(s, kinds string) bool {
	const shortest = 3 // real ones have nine characters and more
	return len(s) >= shortest && strings.Contains(kinds, s[:1]) && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// isTimestamp tells of what can be the ts of a message: figures, a dot, figures.
func isTimestamp(s string) bool {
	seconds, rest, dotted := strings.Cut(s, ".")
	const figures = "0123456789"
	return dotted && seconds != "" && rest != "" && strings.Trim(seconds, figures) == "" && strings.Trim(rest, figures) == ""
}

// directs are the channels of private conversations by user ID. They never change.
type directs struct {
	mu       sync.Mutex
	channels map[string]string
}

// openDirect is the channel of the private conversation with a user.
func (p *Platform) openDirect(ctx context.Context, user string) (string, error) {
	p.direct.mu.Lock()
	channel := p.direct.channels[user]
	p.direct.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	err := p.call(ctx, methodOpen, "", func(ctx context.Context) error {
		opened, _, _, err := p.api.OpenConversationContext(ctx, &slackgo.OpenConversationParameters{Users: []string{user}})
		switch {
		case err != nil:
			return err
		case opened == nil || opened.ID == "":
			return errNoAnswer
		}
		channel = opened.ID
		return nil
	})
	if err != nil {
		return "", err
	}
	p.direct.mu.Lock()
	defer p.direct.mu.Unlock()
	if p.direct.channels == nil || len(p.direct.channels) >= peopleLimit {
		p.direct.channels = map[string]string{}
	}
	p.direct.channels[user] = channel
	return channel, nil
}

// inside calls a method about a channel. Where the bot is outside, it joins, if
// the channel is public, and calls once more.
func (p *Platform) inside(ctx context.Context, m method, channel string, do func(context.Context) error) error {
	err := p.call(ctx, m, channel, do)
	if codeIn(err) != codeOutside {
		return err
	}
	joined := p.call(ctx, methodJoin, "", func(ctx context.Context) error {
		_, _, _, err := p.api.JoinConversationContext(ctx, channel)
		return err
	})
	switch {
	case joined == nil:
		return p.call(ctx, m, channel, do)
	case failureOf(joined) == chat.Gone:
		return err
	}
	return joined
}
