package slack

import (
	"strings"

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
