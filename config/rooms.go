package config

import (
	"slices"
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

// Roles are lists of person IDs, "console:mia". Nobody has a role by another one.
type Roles struct {
	Team       []string
	Moderators []string
	Admins     []string
}

func readRoles(s *section) Roles {
	r := Roles{Team: people(s, "team"), Moderators: people(s, "moderators"), Admins: people(s, "admins")}
	s.done()
	return r
}

// people reads a list of person IDs, each once.
func people(s *section, key string) []string {
	var ids []string
	for _, v := range s.values(key) {
		if !v.person() {
			continue
		}
		if slices.Contains(ids, v.text) {
			v.fail("%s is in this list already: leave one out", v.text)
			continue
		}
		ids = append(ids, v.text)
	}
	return ids
}

// person checks the ID of a person: platform and account.
func (v value) person() bool {
	platform, account, found := strings.Cut(v.text, ":")
	switch {
	case !found || account == "" || strings.ContainsAny(account, " \t:"):
		v.fail("%q is no person: write platform and account, like console:mia", v.text)
	case !slices.Contains(platforms(), platform):
		v.fail("unknown platform in %q: %s", v.text, instead(platform, platforms()))
	default:
		return true
	}
	return false
}

// readLinks reads which accounts belong to one person.
func readLinks(root *section) [][]string {
	var links [][]string
	places := map[string]string{}
	all := root.section("links")
	for _, key := range all.order {
		var accounts []string
		values := all.values(key.Value)
		for _, v := range values {
			if !v.person() {
				continue
			}
			if other, taken := places[v.text]; taken {
				v.fail("%s belongs to %s already: an account has one person", v.text, other)
				continue
			}
			places[v.text] = key.Value
			accounts = append(accounts, v.text)
		}
		path := join(all.path, key.Value)
		if len(values) < 2 {
			all.fail(key.Line, path, "a link joins two accounts or more, like [console:mia, slack:U0123456789]")
		}
		delete(all.reader.schema, join(all.schema, key.Value))
		links = append(links, accounts)
	}
	return links
}
