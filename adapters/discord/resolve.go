package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// Resolve finds the place that is meant by the ID of a channel, a thread or a person,
// which may be written "@123456789012345678", or by the name of a channel, "#press" or
// "press", where Options.Guild says in which server: in any other anybody may call a
// channel what they like.
func (p *Platform) Resolve(ctx context.Context, name string) (chat.Place, error) {
	name = strings.TrimSpace(name)
	if account, person := strings.CutPrefix(name, "@"); person {
		return p.resolvePerson(ctx, account)
	}
	if isID(name) {
		return p.resolveID(ctx, name)
	}
	return p.resolveRoom(ctx, strings.TrimPrefix(name, "#"))
}

func (p *Platform) resolveID(ctx context.Context, id string) (chat.Place, error) {
	r, err := p.room(ctx, id)
	switch {
	case err == nil && r.IsThread():
		return chat.Place{Room: r.ParentID, Thread: chat.Ref(r.ID)}, nil
	case err == nil:
		return chat.Place{Room: r.ID}, nil
	case !is(err, codeUnknownChannel):
		return chat.Place{}, err
	}
	if _, err := p.memberOf(ctx, id); err != nil {
		return chat.Place{}, err
	}
	return chat.Place{Person: id}, nil
}

// codeServer: a channel is given by its name, and nobody says in which of several
// servers: strangers may have added the bot to theirs. It waits for the
// administrator, as a name that is refused would cost a contact.
const codeServer = "needs_discord.guild"

// resolveRoom finds a channel of the server by its name. One name may be that of
// several.
func (p *Platform) resolveRoom(ctx context.Context, name string) (chat.Place, error) {
	if name == "" {
		return chat.Place{}, goneError(codeNowhere, "a room without a name")
	}
	key := "#" + strings.ToLower(name)
	if r, known := p.rooms.get(key, p.now()); known {
		return chat.Place{Room: r.ID}, nil
	}
	servers, err := p.servers(ctx)
	if err != nil {
		return chat.Place{}, err
	}
	if len(servers) != 1 {
		return chat.Place{}, &chat.Error{Failure: chat.Temporary, Code: codeServer, After: mendTime,
			Err: fmt.Errorf("discord: %q is a name, and the bot is in %d servers: set discord.guild, or give the channel's ID", name, len(servers))}
	}
	var found []room
	err = p.rest.do(ctx, request{method: http.MethodGet, route: "/guilds/{guild.id}/channels", ids: servers, into: &found})
	if err != nil {
		return chat.Place{}, err
	}
	found = slices.DeleteFunc(found, func(r room) bool { return !strings.EqualFold(r.Name, name) || !speaks(r) })
	switch len(found) {
	case 0:
		return chat.Place{}, goneError(strconv.Itoa(codeUnknownChannel), "no channel is called %q", name)
	case 1:
		p.rooms.put(key, found[0], p.now().Add(roomFresh))
		return chat.Place{Room: found[0].ID}, nil
	}
	return chat.Place{}, goneError(codeMany, "%d channels are called %q: use an ID", len(found), name)
}

// speaks tells of a channel that messages or posts are written in.
func speaks(r room) bool {
	return slices.Contains([]discordgo.ChannelType{
		discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildForum,
	}, r.Type)
}
