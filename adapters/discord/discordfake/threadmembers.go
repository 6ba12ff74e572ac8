package discordfake

import (
	"slices"
)

func (s *Server) joinThread(r *request) (any, *apiError) { return s.intoThread(r, appID) }

func (s *Server) addToThread(r *request) (any, *apiError) { return s.intoThread(r, r.of("user.id")) }

// https://docs.discord.com/developers/resources/channel#add-thread-member
func (s *Server) intoThread(r *request, who string) (any, *apiError) {
	t, e := s.threadOf(r)
	switch {
	case e != nil:
		return nil, e
	case t.archived:
		return nil, refuse(archivedThread)
	case who != appID && s.world.permissions(appID, t)&SendMessages == 0:
		return nil, refuse(missingPermissions)
	case s.world.users[who] == nil:
		return nil, refuse(unknownUser)
	case !s.world.sees(who, t.parent):
		return nil, refuse(missingAccess)
	}
	t.members[who] = s.now()
	return done{}, nil
}

func (s *Server) leaveThread(r *request) (any, *apiError) {
	t, e := s.threadOf(r)
	if e != nil {
		return nil, e
	}
	delete(t.members, appID)
	return done{}, nil
}

func (s *Server) getThreadMember(r *request) (any, *apiError) {
	t, e := s.threadOf(r)
	if e != nil {
		return nil, e
	}
	joined, in := t.members[r.of("user.id")]
	if !in {
		return nil, refuse(unknownMember)
	}
	return threadMember(t, r.of("user.id"), joined), nil
}

// getThreadMembers needs the Server Members intent.
// https://docs.discord.com/developers/resources/channel#list-thread-members
func (s *Server) getThreadMembers(r *request) (any, *apiError) {
	t, e := s.threadOf(r)
	if e != nil {
		return nil, e
	}
	if s.privileged&GuildMembers == 0 {
		return nil, refuse(missingAccess)
	}
	list := []object{}
	for id, joined := range t.members {
		list = append(list, threadMember(t, id, joined))
	}
	slices.SortFunc(list, func(a, b object) int { return byID(a["user_id"].(string), b["user_id"].(string)) })
	return list, nil
}

// https://docs.discord.com/developers/resources/guild#list-active-guild-threads
func (s *Server) getActive(r *request) (any, *apiError) {
	g, e := s.guildOf(r)
	if e != nil {
		return nil, e
	}
	threads, members := []object{}, []object{}
	for _, t := range sorted(s.world.channels) {
		if t.guild == g && t.isThread() && !t.archived && s.world.sees(appID, t) {
			threads = append(threads, s.channelJSON(t))
			if joined, in := t.members[appID]; in {
				members = append(members, threadMember(t, appID, joined))
			}
		}
	}
	return object{"threads": threads, "members": members}, nil
}
