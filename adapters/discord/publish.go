package discord

import (
	"context"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// publishTries is how often it is tried to publish a message. Ours: Discord grants
// ten an hour for a channel and says how long to wait.
const publishTries = 4

// announces tells of the top of an announcement channel: what is said there is
// published to those who follow it.
func (s spot) announces() bool {
	return s.room != nil && s.room.Type == discordgo.ChannelTypeGuildNews && s.thread == ""
}

// publish hands a message of an announcement channel on to those who follow it. The
// message is out whatever comes of it. What fails for a time is tried again when it is
// over.
func (p *Platform) publish(ctx context.Context, channel string, ref chat.Ref) {
	p.tryToPublish(ctx, channel, ref, publishTries)
}

func (p *Platform) tryToPublish(ctx context.Context, channel string, ref chat.Ref, tries int) {
	err := p.rest.do(ctx, request{
		method: http.MethodPost, route: "/channels/{channel.id}/messages/{message.id}/crosspost",
		ids: []string{channel, string(ref)},
	})
	if err == nil || is(err, codeCrossposted) {
		return
	}
	if wait, passes := passing(err); passes && tries > 1 {
		p.log.Info("discord: a message of an announcement channel is published later", "channel", channel, "message", ref, "wait", wait, "error", err)
		later := context.WithoutCancel(ctx)
		time.AfterFunc(wait, func() { p.tryToPublish(later, channel, ref, tries-1) })
		return
	}
	p.log.Warn("discord: a message of an announcement channel is not published to those who follow it", "channel", channel, "message", ref, "error", err)
}

// unpublished tells of a message that was not handed on.
func (m message) unpublished() bool { return m.Flags&int(discordgo.MessageFlagsCrossPosted) == 0 }
