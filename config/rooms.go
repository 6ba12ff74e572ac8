package config

import (
	"regexp"
	"strings"
)

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
		s.room(platform, "team", &r.Team)
		s.room(platform, "moderators", &r.Moderators)
		s.room(platform, "public", &r.Public)
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

// room reads a room of a platform: an ID or a name.
func (s *section) room(platform, key string, dst *string) {
	s.describe(key, "room", *dst)
	v, ok := s.value(key)
	if !ok {
		return
	}
	*dst = v.text
	if problem := roomProblem(platform, v.text); problem != "" {
		v.fail("%q %s", v.text, problem)
	}
}

// What rooms are called on Slack. A name is of small letters without spaces: what is
// of capitals and figures is meant as an ID.
// https://docs.slack.dev/reference/methods/conversations.create#naming
// https://docs.slack.dev/reference/objects/conversation-object
var (
	slackRoom    = regexp.MustCompile(`^[CG][A-Z0-9]+$`)
	slackPerson  = regexp.MustCompile(`^[UWB][A-Z0-9]{6,}$`)
	slackID      = regexp.MustCompile(`^[A-Z][A-Z0-9]{3,}$`)
	slackSmallID = regexp.MustCompile(`^[cg]0[a-z0-9]{3,}$`)
	slackName    = regexp.MustCompile(`^#?[^\s#@:/.,;<>()!?'"]{1,80}$`)
)

// roomProblem says why a text is no room of a platform; empty: it may be one.
func roomProblem(platform, room string) string {
	switch platform {
	case "slack":
		return slackRoomProblem(room)
	case "discord":
		return discordRoomProblem(room)
	}
	return ""
}

func slackRoomProblem(room string) string {
	if slackRoom.MatchString(room) {
		return ""
	}
	const write = `write a channel's ID, which begins with C, or its name, like "#team"`
	switch {
	case strings.HasPrefix(room, "@"), slackPerson.MatchString(room):
		return "is a person, and here stands a channel: " + write
	case slackSmallID.MatchString(room):
		return "is no ID of a channel, which is written in capitals; if it is a name, write it with its #"
	case slackID.MatchString(room), !slackName.MatchString(room):
		return "is no channel: " + write
	}
	return ""
}

// discordName is the name of a channel on Discord in which messages are written: Discord
// makes its letters small and puts hyphens where spaces are
// (https://docs.discord.com/developers/resources/channel#channel-object).
var (
	discordName    = regexp.MustCompile(`^#?[^\s#@:/<>]{1,100}$`)
	discordFigures = regexp.MustCompile(`^[0-9]+$`)
)

func discordRoomProblem(room string) string {
	if discordID.MatchString(room) {
		return ""
	}
	const write = `write a channel's ID, which Discord's developer mode copies from its menu, like "123456789012345678", or its name, like "#team"`
	switch {
	case strings.HasPrefix(room, "@"):
		return "is a person, and here stands a channel: " + write
	case discordFigures.MatchString(room):
		return "is no ID of a channel, which has 17 figures or more: copy it whole, and put it in quotes; if it is a name, write it with its #"
	case !discordName.MatchString(room):
		return "is no channel: " + write
	}
	return ""
}

// warnRooms finds rooms that nobody comes to, and a room that is shown to all.
func (c *Config) warnRooms(r *reader, root *section) {
	for _, platform := range platforms() {
		rooms, there := c.Rooms[platform]
		path := join("rooms", platform)
		switch {
		case !there:
			continue
		case platform != "console" && !root.has(platform):
			c.warning(r, path, "there is no section %s: the bot does not go there, and these rooms are not used", platform)
		}
		for _, other := range []struct{ key, room string }{{"team", rooms.Team}, {"moderators", rooms.Moderators}} {
			if rooms.Public != "" && bareRoom(rooms.Public) == bareRoom(other.room) {
				c.warning(r, join(path, "public"), "this is the room under %s too: everybody who reads what is published reads there what is not", other.key)
			}
		}
	}
}

// bareRoom is a room's name however it is written.
func bareRoom(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.TrimSpace(name), "#"))
}
