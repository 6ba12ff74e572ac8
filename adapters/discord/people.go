package discord

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"relance/adapters/chat"
)

// metFresh is how long the roles are believed that a person had when they acted.
// Every act renews them. Ours.
const metFresh = time.Hour

// member is what is known of a member of a server.
type member struct {
	account string
	roles   []string
}

// person is who an account is. Discord tells with every act who did it, so nothing
// is asked. locale is the language of their client, where it is known.
func (p *Platform) person(u *discordgo.User, m *discordgo.Member, locale string) chat.Person {
	if u == nil && m != nil {
		u = m.User
	}
	if u == nil {
		return chat.Person{}
	}
	name := u.DisplayName()
	if m != nil && m.Nick != "" {
		name = m.Nick
	}
	if name == "" {
		name = u.ID
	}
	return chat.Person{Account: u.ID, Name: name, Language: locale}
}

// met remembers the roles of somebody who acts in a server: without the privileged
// intent to list members they are all that is known of them.
func (p *Platform) met(guild string, m *discordgo.Member) {
	if guild == "" || m == nil || m.User == nil {
		return
	}
	p.folk.put(guild+"/"+m.User.ID, member{m.User.ID, m.Roles}, p.now().Add(metFresh))
}

// memberOf asks whether somebody is a member of one of the bot's servers.
func (p *Platform) memberOf(ctx context.Context, user string) (*discordgo.Member, error) {
	guilds, err := p.servers(ctx)
	if err != nil {
		return nil, err
	}
	for _, guild := range guilds {
		var m discordgo.Member
		err := p.rest.do(ctx, request{
			method: http.MethodGet, route: "/guilds/{guild.id}/members/{user.id}", ids: []string{guild, user}, into: &m,
		})
		if err == nil || !is(err, codeUnknownMember) && !is(err, codeUnknownUser) {
			return &m, err
		}
	}
	return nil, goneError(strconv.Itoa(codeUnknownMember), "%q is no member", user)
}

// resolvePerson finds a member by their name: the unique one of the account, else
// the one that is shown, if only one person has it.
func (p *Platform) resolvePerson(ctx context.Context, name string) (chat.Place, error) {
	switch {
	case name == "":
		return chat.Place{}, goneError(codeNowhere, "a person without a name")
	case isID(name):
		return p.resolveID(ctx, name)
	}
	guilds, err := p.servers(ctx)
	if err != nil {
		return chat.Place{}, err
	}
	shown := map[string]bool{}
	for _, guild := range guilds {
		found, err := p.search(ctx, guild, name)
		if err != nil {
			return chat.Place{}, err
		}
		for _, m := range found {
			switch {
			case m.User == nil:
			case strings.EqualFold(m.User.Username, name):
				return chat.Place{Person: m.User.ID}, nil
			case strings.EqualFold(p.person(m.User, m, "").Name, name):
				shown[m.User.ID] = true
			}
		}
	}
	if len(shown) > 1 {
		return chat.Place{}, goneError(codeMany, "%d members are called %q: use the name of the account", len(shown), name)
	}
	for id := range shown {
		return chat.Place{Person: id}, nil
	}
	return chat.Place{}, goneError(strconv.Itoa(codeUnknownMember), "no member is called %q", name)
}

// search asks for the members whose name begins with something.
func (p *Platform) search(ctx context.Context, guild, name string) ([]*discordgo.Member, error) {
	var found []*discordgo.Member
	err := p.rest.do(ctx, request{
		method: http.MethodGet, route: "/guilds/{guild.id}/members/search", ids: []string{guild},
		query: url.Values{"query": {name}, "limit": {strconv.Itoa(membersLimit)}}, into: &found,
	})
	return found, err
}
