package e2e_test

import (
	"regexp"
	"slices"
	"strings"

	"relance/bot/story"
	"relance/config"
	"relance/escalation"
)

// How a line of a story begins, in this order, each only where it is needed.
var (
	personForm  = regexp.MustCompile(`^@(\S+)\s*`)
	roomForm    = regexp.MustCompile(`^#(\S+)\s*`)
	commandForm = regexp.MustCompile(`^(/\S+)\s*`)
	labelForm   = regexp.MustCompile(`^\[([^\]]+)\]\s*`)
)

// line is a line of a story, taken apart.
type line struct{ person, room, command, label, rest string }

func parseLine(text string) line {
	l := line{rest: text}
	for _, part := range []struct {
		form *regexp.Regexp
		to   *string
	}{{personForm, &l.person}, {roomForm, &l.room}, {commandForm, &l.command}, {labelForm, &l.label}} {
		if m := part.form.FindStringSubmatch(l.rest); m != nil && (part.to != &l.label || l.command == "") {
			*part.to, l.rest = m[1], l.rest[len(m[0]):]
		}
	}
	l.person = strings.ToLower(l.person)
	return l
}

// met adds people who are not known yet.
func met(people []string, names ...string) []string {
	for _, name := range names {
		if name = strings.ToLower(name); name != "" && !slices.Contains(people, name) {
			people = append(people, name)
		}
	}
	return people
}

// namedIn are the people whom a story names.
func namedIn(st story.Story) []string {
	var names []string
	for _, b := range st.Blocks {
		if act, ok := b.Do.(story.Act); ok {
			names = append(names, parseLine(act.Text).person)
		}
		for _, e := range b.Expects {
			names = append(names, e.Where.Person)
		}
	}
	for _, head := range []string{"team", "moderators", "admins"} {
		for name := range strings.FieldsFuncSeq(st.Head[head], func(r rune) bool { return r == ',' || r == ' ' }) {
			names = append(names, strings.TrimPrefix(name, "@"))
		}
	}
	return names
}

// listedIn are the people of the console whom a configuration names.
func listedIn(c *config.Config) []string {
	var names []string
	for _, ids := range append(slices.Clone(c.Links), c.Roles.Team, c.Roles.Moderators, c.Roles.Admins) {
		for _, id := range ids {
			if name, onConsole := strings.CutPrefix(id, "console:"); onConsole {
				names = append(names, name)
			}
		}
	}
	return names
}

// castOn is a configuration whose people and rooms, which are on the console, are on
// another platform. channel makes the channel of a room.
func castOn(platform string, c *config.Config, users map[string]string, channel func(room string) string) *config.Config {
	own := *c
	listed := func(ids []string) []string {
		var there []string
		for _, id := range ids {
			if name, onConsole := strings.CutPrefix(id, "console:"); onConsole {
				id = platform + ":" + users[name]
			}
			there = append(there, id)
		}
		return there
	}
	own.Roles.Team, own.Roles.Moderators, own.Roles.Admins = listed(c.Roles.Team), listed(c.Roles.Moderators), listed(c.Roles.Admins)
	own.Links = nil
	for _, link := range c.Links {
		own.Links = append(own.Links, listed(link))
	}
	on := c.Rooms["console"]
	own.Rooms = map[string]config.Rooms{platform: {
		Team: channel(on.Team), Moderators: channel(on.Moderators), Public: channel(on.Public),
	}}
	for _, o := range c.Organisations() {
		for i, contact := range o.Contacts {
			scheme, room := escalation.SplitAddress(contact.Address)
			if scheme != escalation.SchemeRoom {
				continue
			}
			if name, person := strings.CutPrefix(room, "@"); person { // a person's address there is their ID
				o.Contacts[i].Address = escalation.SchemeRoom + ":@" + users[name]
				continue
			}
			channel(room)
		}
	}
	for _, room := range c.Console.Rooms {
		channel(room)
	}
	return &own
}
