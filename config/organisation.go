package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"relance/escalation"
)

// Organisation is an organisation of the directory with its contacts.
type Organisation struct {
	escalation.Organisation
	Contacts []escalation.Contact
	Ladder   string // name; never empty
}

func (c *Config) readOrganisations(root *section) {
	names := map[string]string{}
	for _, n := range root.sections("organisations") {
		o := Organisation{Ladder: c.defaultLadder}
		o.Key, o.Name, o.Language = n.name, "", c.Language
		n.text("name", &o.Name)
		n.language("language", &o.Language)
		o.Calendar = c.readCalendarName(n.section)
		n.describe("ladder", "name of a ladder", nil)
		if v, ok := n.value("ladder"); ok {
			o.Ladder = v.ladder(c.ladders)
		}
		for _, s := range n.list("contacts") {
			contact := readContact(s)
			if path := join(s.path, "address"); c.ownRoom(contact.Address) {
				s.fail(s.lineOf(path), path, "%s is a room of the bot itself: whatever is written to %s would be read there", contact.Address, n.name)
			}
			o.Contacts = append(o.Contacts, contact)
		}
		n.done()
		n.domain(n.path, o.Validate())
		n.domain(join(n.path, "contacts"), escalation.ValidateContacts(o.Contacts))
		if len(o.Contacts) == 0 {
			n.fail(n.line, join(n.path, "contacts"), "missing: to whom does anybody write here?")
		}
		folded := strings.ToLower(strings.TrimSpace(o.Name))
		if other, taken := names[folded]; taken && folded != "" {
			n.fail(n.lineOf(join(n.path, "name")), join(n.path, "name"), "%q is the name of %s already: nobody could tell them apart", o.Name, other)
		}
		names[folded] = o.Key
		c.organisations = append(c.organisations, o)
	}
}

// readCalendarName reads in whose working time the organisation is asked.
func (c *Config) readCalendarName(s *section) string {
	s.describe("calendar", "name of a calendar", nil)
	v, ok := s.value("calendar")
	if !ok {
		if _, written := s.fields["calendar"]; !written {
			s.fail(s.line, join(s.path, "calendar"), "missing: the calendar in whose working time they are asked: %s",
				instead("", slices.Sorted(maps.Keys(c.calendars))))
		}
		return ""
	}
	return v.calendar(c.calendars)
}

func readContact(s *section) escalation.Contact {
	var c escalation.Contact
	var role string
	s.describe("address", "address of a contact", nil)
	if v, ok := s.value("address"); ok {
		c.Address = v.text
		v.address()
	}
	s.text("role", &role)
	c.Role = escalation.Role(role)
	s.text("name", &c.Name)
	s.text("source", &c.Source)
	if c.Source == "" {
		s.fail(s.line, join(s.path, "source"), "missing: where was this address found?")
	}
	s.describe("verified", "date", nil)
	if v, ok := s.value("verified"); ok {
		if date, good := v.date(); good {
			c.Verified = date.Midnight()
			if c.Verified.After(s.options.Now) {
				v.fail("%s is in the future: write the day on which the address was tried", date)
			}
		}
	}
	s.done()
	return c
}

// address checks an address on a platform whose places have a form.
func (v value) address() {
	platform, place := escalation.SplitAddress(v.text)
	if accounts[platform].person == nil {
		return
	}
	person := strings.TrimPrefix(place, "@")
	if person != place || platform == "slack" && slackPerson.MatchString(place) {
		if !accounts[platform].person.MatchString(person) {
			v.fail("%q is no %s", v.text, accounts[platform].about)
		}
		return
	}
	if problem := roomProblem(platform, place); problem != "" {
		v.fail("%q %s", v.text, problem)
	}
}

// ownRoom says that an address is one of the bot's rooms, however it is written.
func (c *Config) ownRoom(address string) bool {
	scheme, room := escalation.SplitAddress(address)
	for platform, r := range c.Rooms {
		if scheme != escalation.SchemeRoom && scheme != platform {
			continue
		}
		for _, own := range []string{r.Team, r.Moderators, r.Public} {
			if own != "" && bareRoom(own) == bareRoom(room) {
				return true
			}
		}
	}
	return false
}

// warn finds what is allowed and probably not meant.
func (c *Config) warn(r *reader, root *section) {
	c.warnRooms(r, root)
	c.warnSlack(r)
	for _, o := range c.organisations {
		ladder := c.ladders[o.Ladder]
		path := "organisations." + o.Key + ".contacts"
		for _, rung := range ladder.Rungs {
			if rung.Kind != escalation.RungLetter || slices.ContainsFunc(o.Contacts, func(k escalation.Contact) bool { return k.Role == rung.Role }) {
				continue
			}
			c.warning(r, path, "no contact has the role %s that ladder %s asks: a case will stop there until one is added", rung.Role, o.Ladder)
		}
	}
	moderators, certain := c.countPeople(c.Roles.Moderators)
	for _, name := range slices.Sorted(maps.Keys(c.ladders)) {
		for i, rung := range c.ladders[name].Rungs {
			if rung.Kind == escalation.RungPost && certain && rung.Quorum > moderators {
				c.warning(r, fmt.Sprintf("ladders.%s.rungs[%d].quorum", name, i),
					"it takes the approval of %d people, and there are %d moderators: nothing can be published", rung.Quorum, moderators)
			}
		}
	}
}

func (c *Config) warning(r *reader, path, format string, args ...any) {
	c.Warnings = append(c.Warnings, Problem{r.name, r.lineOf(path), path, fmt.Sprintf(format, args...)})
}

// countPeople counts people, not accounts. How many there are in a group is known
// only to its platform.
func (c *Config) countPeople(ids []string) (n int, certain bool) {
	people := map[string]bool{}
	for _, id := range ids {
		if strings.Contains(id, "/") {
			return 0, false
		}
		for _, link := range c.Links {
			if slices.Contains(link, id) {
				id = link[0]
				break
			}
		}
		people[id] = true
	}
	return len(people), true
}
