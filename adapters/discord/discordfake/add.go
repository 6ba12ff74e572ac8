package discordfake

import "slices"

// memberRole is the role that every member has who is not an app.
const memberRole = "member"

// AddGuild adds a server with the app in it and returns its ID. Everybody is a
// member who is not Outside.
func (s *Server) AddGuild(g Guild) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addGuild(g).id
}

func (s *Server) addGuild(g Guild) *guild {
	w := &s.world
	if g.Locale == "" {
		g.Locale = "en-US"
	}
	id := w.snowflake(s.now())
	made := &guild{Guild: g, id: id, roles: map[string]*role{}, members: map[string]*member{}}
	made.roles[id] = &role{id: id, name: "@everyone"}
	bot := &role{id: w.snowflake(s.now()), name: appName, permissions: s.permissions, managed: true}
	people := &role{id: w.snowflake(s.now()), name: memberRole, permissions: MemberPermissions}
	made.roles[bot.id], made.roles[people.id], made.botRole = bot, people, bot.id
	for _, u := range w.users {
		if !u.Outside {
			s.join(made, u)
		}
	}
	w.guilds[id] = made
	s.dispatch(intentGuilds, "GUILD_CREATE", nil, func(Intent) any { return s.guildCreate(made) })
	return made
}

// join makes somebody a member.
func (s *Server) join(g *guild, u *user) {
	m := &member{roles: map[string]bool{}, joined: s.now()}
	for _, r := range g.roles {
		if r.id == g.botRole && u.id == appID || r.name == memberRole && !u.Bot {
			m.roles[r.id] = true
		}
	}
	g.members[u.id] = m
}

// ofGuild is the server with an ID; "" is the first, made at need.
func (s *Server) ofGuild(id string) *guild {
	if id == "" {
		if g := s.world.first(); g != nil {
			return g
		}
		return s.addGuild(Guild{Name: "Fakers"})
	}
	g := s.world.guilds[id]
	if g == nil {
		s.t.Fatalf("discordfake: no server %s", id)
	}
	return g
}

// AddUser adds somebody, a member of every server there is unless Outside, and
// returns the ID.
func (s *Server) AddUser(u User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.GlobalName == "" {
		u.GlobalName = u.Name
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	made := &user{User: u, id: s.world.snowflake(s.now())}
	s.world.users[made.id] = made
	for _, g := range s.world.guilds {
		if !u.Outside {
			s.join(g, made)
			s.dispatch(GuildMembers, "GUILD_MEMBER_ADD", nil, func(Intent) any {
				return with(s.memberJSON(g, made.id), object{"guild_id": g.id})
			})
		}
	}
	return made.id
}

// AddRole adds a role and returns its ID.
func (s *Server) AddRole(r Role) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.ofGuild(r.Guild)
	made := &role{id: s.world.snowflake(s.now()), name: r.Name, permissions: r.Permissions}
	g.roles[made.id] = made
	for _, id := range r.Members {
		if m := g.members[id]; m != nil {
			m.roles[made.id] = true
		}
	}
	s.dispatch(intentGuilds, "GUILD_ROLE_CREATE", nil, func(Intent) any {
		return object{"guild_id": g.id, "role": s.roleJSON(g, made)}
	})
	return made.id
}

// AddChannel adds a channel and returns its ID.
func (s *Server) AddChannel(c Channel) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains([]Kind{Text, Announcement, Forum}, c.Kind) {
		s.t.Fatalf("discordfake: channels of kind %d cannot be added", c.Kind)
	}
	g := s.ofGuild(c.Guild)
	made := &channel{
		id: s.world.snowflake(s.now()), guild: g, kind: c.Kind, name: c.Name,
		overwrites: map[string]Overwrite{}, created: s.now(),
	}
	if c.Private {
		made.overwrites[g.id] = Overwrite{ID: g.id, Deny: ViewChannel}
		made.overwrites[g.botRole] = Overwrite{ID: g.botRole, Allow: ViewChannel}
		for _, m := range c.Members {
			made.overwrites[m] = Overwrite{ID: m, Allow: ViewChannel}
		}
	}
	if c.NoBot {
		made.overwrites[g.botRole] = Overwrite{ID: g.botRole, Deny: ViewChannel}
	}
	for _, o := range c.Overwrites {
		made.overwrites[o.ID] = o
	}
	s.world.channels[made.id] = made
	s.dispatch(intentGuilds, "CHANNEL_CREATE", made, func(Intent) any { return s.channelJSON(made) })
	return made.id
}
