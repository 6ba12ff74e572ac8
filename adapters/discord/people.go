package discord

import (
	"context"
	"net/http"
	"strconv"
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
	return chat.Person{Account: u.ID, Name: name, Language: locale, Groups: rolesTold(m)}
}

// rolesTold are the roles that Discord told of a member of a server, with the one
// that all have, whose ID is the server's; nil where it told nothing.
func rolesTold(m *discordgo.Member) []string {
	if m == nil || m.GuildID == "" {
		return nil
	}
	return append([]string{m.GuildID}, m.Roles...)
}

// met notes which server a member is of who acts there, which Discord does not repeat
// in the member, and remembers their roles: without the privileged intent to list
// members they are all that is known of them.
func (p *Platform) met(guild string, m *discordgo.Member) {
	if guild == "" || m == nil || m.User == nil {
		return
	}
	m.GuildID = guild
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

// resolvePerson finds a person by their ID. Names are no use: whoever wants to be
// taken for somebody else takes theirs.
func (p *Platform) resolvePerson(ctx context.Context, id string) (chat.Place, error) {
	if !isID(id) {
		return chat.Place{}, goneError(codeNowhere, "%q is not the ID of a person: names are theirs to change", id)
	}
	return p.resolveID(ctx, id)
}
