package config

import (
	"slices"
	"strings"
)

// Roles are lists of person IDs, "console:mia", and of groups of people,
// "slack:group/S0123456789" (a user group, on Discord a role) and
// "slack:room/C0123456789". Nobody has a role by
// another one.
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

// people reads a list of persons and groups, each once.
func people(s *section, key string) []string {
	var ids []string
	s.describe(key, "list of people and groups", nil)
	for _, v := range s.values(key) {
		if !v.group() && !v.person() {
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
	case strings.Contains(account, "/"):
		v.fail("%q is a group: here stands one person, like console:mia", v.text)
	case accounts[platform].person != nil && !accounts[platform].person.MatchString(account):
		v.fail("%q is no %s", v.text, accounts[platform].about)
	default:
		return true
	}
	return false
}

// group reports whether this is meant as a group of people, and checks it.
func (v value) group() bool {
	platform, rest, _ := strings.Cut(v.text, ":")
	kind, id, found := strings.Cut(rest, "/")
	if !found || !slices.Contains(platforms(), platform) {
		return false
	}
	kinds := []string{"group", "room"} // a user group or role; whoever is in a room
	switch known := accounts[platform]; {
	case platform == "console":
		v.fail("%q: the console knows no groups: write persons, like console:mia", v.text)
	case !slices.Contains(kinds, kind):
		v.fail("unknown kind of group in %q: %s", v.text, instead(kind, kinds))
	case !known.groups[kind].MatchString(id):
		v.fail("%q: which one? Write its ID, like %s", v.text, known.like)
	}
	return true
}

// readLinks reads which accounts belong to one person.
func readLinks(root *section) [][]string {
	var links [][]string
	places := map[string]string{}
	all := root.section("links")
	root.describe("links", "names with lists of people", nil)
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
		delete(all.schema, join(all.at, key.Value))
		links = append(links, accounts)
	}
	return links
}
