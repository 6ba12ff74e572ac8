package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// codeHistoryClosed is the code of a history that the bot may not read.
const codeHistoryClosed = "history_closed"

var errHistoryClosed = errors.New("discord: the bot may not read the history of a channel: it lacks READ_MESSAGE_HISTORY there")

// everyRight is what an administrator has.
const everyRight int64 = -1

// rights are those of a member who does not own the server in a channel
// (https://docs.discord.com/developers/topics/permissions#permission-overwrites).
func rights(m member, r room, roles []*discordgo.Role) int64 {
	var rights int64
	for _, role := range roles {
		if role.ID == r.GuildID || slices.Contains(m.roles, role.ID) {
			rights |= role.Permissions
		}
	}
	if rights&discordgo.PermissionAdministrator != 0 {
		return everyRight
	}
	var allow, deny int64
	for _, o := range r.PermissionOverwrites {
		switch {
		case o.Type == discordgo.PermissionOverwriteTypeRole && o.ID == r.GuildID:
			rights = rights&^o.Deny | o.Allow
		case o.Type == discordgo.PermissionOverwriteTypeRole && slices.Contains(m.roles, o.ID):
			allow, deny = allow|o.Allow, deny|o.Deny
		}
	}
	rights = rights&^deny | allow
	for _, o := range r.PermissionOverwrites {
		if o.Type == discordgo.PermissionOverwriteTypeMember && o.ID == m.account {
			rights = rights&^o.Deny | o.Allow
		}
	}
	return rights
}

// sees tells whether a member who does not own the server sees a channel.
func sees(m member, r room, roles []*discordgo.Role) bool {
	return rights(m, r, roles)&discordgo.PermissionViewChannel != 0
}

// readable tells by an error of a room whose history the bot may not read: Discord
// answers then as if nobody had said anything
// (https://docs.discord.com/developers/resources/message#get-channel-messages). What
// was known of the room is asked anew: somebody may have changed it since.
func (p *Platform) readable(ctx context.Context, s spot) error {
	p.rooms.drop(s.room.ID)
	r, err := p.room(ctx, s.room.ID)
	if err != nil {
		return err
	}
	own, err := p.own(ctx)
	if err != nil {
		return err
	}
	g, err := p.server(ctx, s.guild())
	if err != nil {
		return err
	}
	var m discordgo.Member
	err = p.rest.ask(ctx, request{
		method: http.MethodGet, route: "/guilds/{guild.id}/members/{user.id}", ids: []string{s.guild(), own}, into: &m,
	})
	if err != nil {
		return err
	}
	if g.Owner == own || rights(member{own, m.Roles}, r, g.Roles)&discordgo.PermissionReadMessageHistory != 0 {
		return nil
	}
	return &chat.Error{Failure: chat.Temporary, Code: codeHistoryClosed, After: mendTime, Err: errHistoryClosed}
}
