package config

// platforms are the chat platforms a room or a person can be of.
func platforms() []string { return []string{"console", "slack", "discord"} }

// Rooms are the rooms of one platform; an empty one is not used there.
type Rooms struct {
	Team       string // the shared channel
	Moderators string
	Public     string
}

func readRooms(root *section) map[string]Rooms {
	rooms := map[string]Rooms{}
	all := root.section("rooms")
	for _, platform := range platforms() {
		_, written := all.fields[platform]
		s := all.section(platform)
		var r Rooms
		s.text("team", &r.Team)
		s.text("moderators", &r.Moderators)
		s.text("public", &r.Public)
		s.done()
		if written && r.Team == "" {
			s.fail(s.line, s.path+".team", "missing: in which room does the team watch?")
		}
		if written {
			rooms[platform] = r
		}
	}
	all.done()
	return rooms
}
