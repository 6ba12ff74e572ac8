package discordfake

import (
	"slices"
	"strconv"
	"strings"
)

func (s *Server) guildRoutes() map[string]func(*request) (any, *apiError) {
	return map[string]func(*request) (any, *apiError){
		"GET /users/@me":                           s.getMe,
		"GET /users/{user.id}":                     s.getUser,
		"GET /users/@me/guilds":                    s.getGuilds,
		"GET /applications/@me":                    s.getApplication,
		"GET /oauth2/applications/@me":             s.getApplication,
		"GET /guilds/{guild.id}":                   s.getGuild,
		"GET /guilds/{guild.id}/channels":          s.getChannels,
		"GET /guilds/{guild.id}/roles":             s.getRoles,
		"GET /guilds/{guild.id}/members":           s.getMembers,
		"GET /guilds/{guild.id}/members/{user.id}": s.getMember,
		"GET /guilds/{guild.id}/members/search":    s.searchMembers,
	}
}

func (s *Server) getMe(*request) (any, *apiError) {
	return with(s.userJSON(appID), object{"verified": true, "mfa_enabled": true, "flags": 0}), nil
}

func (s *Server) getUser(r *request) (any, *apiError) {
	if s.world.users[r.of("user.id")] == nil {
		return nil, refuse(unknownUser)
	}
	return s.userJSON(r.of("user.id")), nil
}

func (s *Server) getGuilds(*request) (any, *apiError) {
	list := []object{}
	for _, g := range sorted(s.world.guilds) {
		if g.members[appID] != nil {
			list = append(list, object{"id": g.id, "name": g.Name, "owner": false, "permissions": bits(s.permissionsIn(g, appID)), "features": []string{}})
		}
	}
	return list, nil
}

// permissionsIn is what somebody may do in a server before any overwrite.
func (s *Server) permissionsIn(g *guild, who string) Permission {
	return s.world.permissions(who, &channel{guild: g, kind: Text})
}

// Flags of an application: an intent is granted, in a bot that few people use.
// https://docs.discord.com/developers/resources/application#application-object-application-flags
const (
	appPresences = 1 << 13
	appMembers   = 1 << 15
	appContent   = 1 << 19
)

// https://docs.discord.com/developers/resources/application#get-current-application
func (s *Server) getApplication(*request) (any, *apiError) {
	flags := 0
	for intent, flag := range map[Intent]int{GuildPresences: appPresences, GuildMembers: appMembers, MessageContent: appContent} {
		if s.privileged&intent != 0 {
			flags |= flag
		}
	}
	return object{
		"id": appID, "name": appName, "description": "", "bot_public": true, "bot_require_code_grant": false,
		"verify_key": s.PublicKey(), "flags": flags, "bot": s.userJSON(appID), "owner": s.userJSON(founder),
		"interactions_endpoint_url": nil,
	}, nil
}

// guildOf is the server of a call, where the app is in it.
func (s *Server) guildOf(r *request) (*guild, *apiError) {
	g := s.world.guilds[r.of("guild.id")]
	if g == nil || g.members[appID] == nil {
		return nil, refuse(unknownGuild)
	}
	return g, nil
}

func (s *Server) getGuild(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	return s.guildJSON(g), nil
}

// getChannels lists every channel, those too that the app does not see; threads
// are not among them.
// https://docs.discord.com/developers/resources/guild#get-guild-channels
func (s *Server) getChannels(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	list := []object{}
	for _, c := range sorted(s.world.channels) {
		if c.guild == g && !c.isThread() {
			list = append(list, s.channelJSON(c))
		}
	}
	return list, nil
}

func (s *Server) getRoles(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	return s.guildJSON(g)["roles"], nil
}

func (s *Server) getMember(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	id := r.of("user.id")
	if id == "@me" {
		id = appID
	}
	switch {
	case e != nil:
		return nil, e
	case s.world.users[id] == nil:
		return nil, refuse(unknownUser)
	case g.members[id] == nil:
		return nil, refuse(unknownMember)
	}
	return s.memberJSON(g, id), nil
}

// limit reads the limit of a list of members.
func (r *request) limit() (int, *apiError) {
	if !r.query.Has("limit") {
		return 1, nil
	}
	n, err := strconv.Atoi(r.query.Get("limit"))
	var f form
	if err != nil {
		f.wrong("limit", "NUMBER_TYPE_COERCE", "Value is not int.")
	} else {
		f.between("limit", &n, 1, maxMembers)
	}
	return n, f.refusal()
}

// getMembers needs the Server Members intent.
// https://docs.discord.com/developers/resources/guild#list-guild-members
func (s *Server) getMembers(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	if s.privileged&GuildMembers == 0 {
		return nil, refuse(missingAccess)
	}
	limit, e := r.limit()
	if e != nil {
		return nil, e
	}
	return s.members(g, limit, func(id string) bool { return byID(id, r.query.Get("after")) > 0 }), nil
}

// searchMembers finds members by how their name begins; it needs no intent.
// https://docs.discord.com/developers/resources/guild#search-guild-members
func (s *Server) searchMembers(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	limit, e := r.limit()
	if e != nil {
		return nil, e
	}
	query := strings.ToLower(r.query.Get("query"))
	if query == "" {
		var f form
		f.required("query")
		return nil, f.refusal()
	}
	return s.members(g, limit, func(id string) bool {
		u := s.world.users[id]
		return strings.HasPrefix(strings.ToLower(u.Name), query) || strings.HasPrefix(strings.ToLower(u.GlobalName), query)
	}), nil
}

func (s *Server) members(g *guild, limit int, wanted func(id string) bool) []object {
	list := []object{}
	var ids []string
	for id := range g.members {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, byID)
	for _, id := range ids {
		if len(list) < limit && wanted(id) {
			list = append(list, s.memberJSON(g, id))
		}
	}
	return list
}
