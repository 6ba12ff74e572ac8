package discordfake

import (
	"slices"
	"strconv"
	"time"
)

// stamp is a time as Discord writes it; the zero time is null.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000+00:00")
}

func bits(p Permission) string { return strconv.FormatInt(int64(p), 10) }

// https://docs.discord.com/developers/resources/user#user-object
func (s *Server) userJSON(id string) object {
	u := s.world.users[id]
	if u == nil {
		return object{"id": id, "username": "Deleted User", "discriminator": "0"}
	}
	o := object{"id": id, "username": u.Name, "discriminator": "0", "global_name": u.GlobalName, "avatar": nil}
	if u.Bot {
		o["bot"] = true
	}
	return o
}

// https://docs.discord.com/developers/resources/guild#guild-member-object
func (s *Server) memberJSON(g *guild, id string) object {
	o := object{"user": s.userJSON(id), "nick": nil, "avatar": nil, "roles": []string{}, "deaf": false, "mute": false, "flags": 0}
	m := g.members[id]
	if m == nil {
		return o
	}
	roles := []string{}
	for r := range m.roles {
		roles = append(roles, r)
	}
	slices.SortFunc(roles, byID)
	return with(o, object{"roles": roles, "joined_at": stamp(m.joined)})
}

// https://docs.discord.com/developers/topics/permissions#role-object
func (s *Server) roleJSON(g *guild, r *role) object {
	position := slices.IndexFunc(sorted(g.roles), func(other *role) bool { return other == r })
	return object{
		"id": r.id, "name": r.name, "color": 0, "hoist": false, "position": position,
		"permissions": bits(r.permissions), "managed": r.managed, "mentionable": false, "flags": 0,
	}
}

// https://docs.discord.com/developers/resources/guild#guild-object
func (s *Server) guildJSON(g *guild) object {
	roles := []object{}
	for _, r := range sorted(g.roles) {
		roles = append(roles, s.roleJSON(g, r))
	}
	return object{
		"id": g.id, "name": g.Name, "owner_id": founder, "preferred_locale": g.Locale, "roles": roles,
		"emojis": []object{}, "features": []string{}, "verification_level": 0, "default_message_notifications": 0,
	}
}

// guildCreate is the payload of GUILD_CREATE.
// https://docs.discord.com/developers/events/gateway-events#guild-create
func (s *Server) guildCreate(g *guild) object {
	channels, threads := []object{}, []object{}
	for _, c := range sorted(s.world.channels) {
		if c.guild != g || !s.world.sees(appID, c) {
			continue
		}
		if !c.isThread() {
			channels = append(channels, s.channelJSON(c))
		} else if !c.archived {
			threads = append(threads, s.channelJSON(c))
		}
	}
	o := s.guildJSON(g)
	return with(o, object{
		"joined_at": stamp(g.members[appID].joined), "large": false, "member_count": len(g.members),
		"members": []object{s.memberJSON(g, appID)}, "channels": channels, "threads": threads,
	})
}

// https://docs.discord.com/developers/resources/channel#channel-object
func (s *Server) channelJSON(c *channel) object {
	o := object{"id": c.id, "type": int(c.kind), "flags": 0, "last_message_id": nil}
	if len(c.messages) > 0 {
		o["last_message_id"] = c.messages[len(c.messages)-1].id
	}
	if c.guild == nil {
		return with(o, object{"recipients": []object{s.userJSON(c.person)}})
	}
	with(o, object{"guild_id": c.guild.id, "name": c.name, "position": 0})
	if !c.isThread() {
		overwrites := []object{}
		for _, over := range sorted(c.overwrites) {
			kind := 1
			if c.guild.roles[over.ID] != nil {
				kind = 0
			}
			overwrites = append(overwrites, object{"id": over.ID, "type": kind, "allow": bits(over.Allow), "deny": bits(over.Deny)})
		}
		return with(o, object{"permission_overwrites": overwrites, "parent_id": nil, "nsfw": false, "rate_limit_per_user": 0, "topic": nil})
	}
	with(o, object{
		"parent_id": c.parent.id, "owner_id": c.owner, "message_count": len(c.messages), "total_message_sent": len(c.messages), "member_count": len(c.members),
		"thread_metadata": object{
			"archived": c.archived, "locked": c.locked, "auto_archive_duration": 4320,
			"archive_timestamp": stamp(c.archivedAt), "create_timestamp": stamp(c.created),
		},
	})
	if joined, in := c.members[appID]; in {
		o["member"] = threadMember(c, appID, joined)
	}
	return o
}

// https://docs.discord.com/developers/resources/channel#thread-member-object
func threadMember(c *channel, id string, joined time.Time) object {
	return object{"id": c.id, "user_id": id, "join_timestamp": stamp(joined), "flags": 0}
}
