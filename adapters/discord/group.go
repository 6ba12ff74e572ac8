package discord

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// The kinds of group.
const (
	kindGroup = "group" // a role
	kindRoom  = "room"  // whoever can see a channel, and so the threads in it
)

// groupPages bounds how many pages of members are read. Ours.
const groupPages = 100

// Group returns the accounts that have a role, given by its ID, or that can see a
// channel, given by its ID or name. Bots are left out.
//
// All members of a server are told only to an application with the privileged intent
// GUILD_MEMBERS. To any other bot a group is those of its members who have acted
// within the last hour: whoever clicks or gives a command is known by then, for
// Discord tells their roles with it.
func (p *Platform) Group(ctx context.Context, kind, id string) ([]string, error) {
	id = strings.TrimSpace(id)
	switch kind {
	case kindGroup:
		return p.roleMembers(ctx, id)
	case kindRoom:
		return p.roomMembers(ctx, id)
	}
	return nil, goneError(codeNowhere, "no kind of group is %q", kind)
}

// roleMembers are those with a role.
func (p *Platform) roleMembers(ctx context.Context, role string) ([]string, error) {
	guilds, err := p.servers(ctx)
	if err != nil {
		return nil, err
	}
	known := false
	var accounts []string
	for _, guild := range guilds {
		g, err := p.server(ctx, guild)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(g.Roles, func(r *discordgo.Role) bool { return r.ID == role })
		if i < 0 {
			continue
		}
		known = true
		all, err := p.members(ctx, guild)
		if err != nil {
			return nil, err
		}
		for _, m := range all {
			if g.Roles[i].ID == guild || slices.Contains(m.roles, g.Roles[i].ID) {
				accounts = append(accounts, m.account)
			}
		}
	}
	if !known {
		return nil, goneError("10011", "no role is %q", role)
	}
	return accounts, nil
}

// roomMembers are those who can see a channel.
func (p *Platform) roomMembers(ctx context.Context, name string) ([]string, error) {
	at, err := p.Resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	if at.Room == "" {
		return nil, goneError(codeNowhere, "%q is no room", name)
	}
	r, err := p.room(ctx, at.Room)
	if err != nil {
		return nil, err
	}
	g, err := p.server(ctx, r.GuildID)
	if err != nil {
		return nil, err
	}
	all, err := p.members(ctx, r.GuildID)
	if err != nil {
		return nil, err
	}
	var accounts []string
	for _, m := range all {
		if m.account == g.Owner || sees(m, r, g.Roles) {
			accounts = append(accounts, m.account)
		}
	}
	return accounts, nil
}

// server is what is asked of a server: its roles, and who owns it.
type server struct {
	Owner string            `json:"owner_id"`
	Roles []*discordgo.Role `json:"roles"`
}

func (p *Platform) server(ctx context.Context, id string) (server, error) {
	var g server
	err := p.rest.do(ctx, request{method: http.MethodGet, route: "/guilds/{guild.id}", ids: []string{id}, into: &g})
	return g, err
}

// members are all of a server, or, where Discord does not tell, those who were met.
func (p *Platform) members(ctx context.Context, guild string) ([]member, error) {
	var all []member
	after := "0"
	for range groupPages {
		var page []*discordgo.Member
		err := p.rest.ask(ctx, request{
			method: http.MethodGet, route: "/guilds/{guild.id}/members", ids: []string{guild},
			query: url.Values{"limit": {strconv.Itoa(membersLimit)}, "after": {after}}, into: &page,
		})
		if is(err, codeMissingAccess) {
			return p.folk.all(p.now(), func(key string) bool { return strings.HasPrefix(key, guild+"/") }), nil
		}
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if m.User == nil {
				continue
			}
			if number(m.User.ID) > number(after) {
				after = m.User.ID
			}
			if !m.User.Bot {
				all = append(all, member{m.User.ID, m.Roles})
			}
		}
		if len(page) < membersLimit {
			return all, nil
		}
	}
	return nil, &chat.Error{Failure: chat.Gone, Code: codeMany, Err: errManyMembers}
}
