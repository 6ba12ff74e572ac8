package app

import (
	"maps"
	"slices"
	"strings"

	"relance/adapters/chat"
	"relance/bot"
	"relance/config"
	"relance/escalation"
)

// directory is whom the configuration knows, and what was added in chat. address
// says where a contact is reached instead; nil: where the configuration says.
func directory(c *config.Config, book escalation.Book, address func(string) string) *bot.Directory {
	d := &bot.Directory{Ladders: c.Ladders(), Ladder: c.DefaultLadder(), Book: book}
	for _, o := range c.Organisations() {
		contacts := slices.Clone(o.Contacts)
		for i := range contacts {
			if address != nil {
				contacts[i].Address = address(contacts[i].Address)
			}
		}
		d.Entries = append(d.Entries, bot.Listing{Organisation: o.Organisation, Contacts: contacts, Ladder: o.Ladder})
	}
	return d
}

// rehearsed is the room in which somebody on a chat platform is played, or for a
// person the private conversation: a story speaks to nobody outside of it.
func rehearsed(address string) string {
	scheme, name := escalation.SplitAddress(address)
	if scheme != escalation.SchemeSlack && scheme != escalation.SchemeDiscord {
		return address
	}
	return escalation.SchemeRoom + ":" + strings.ToLower(strings.TrimLeft(name, "#"))
}

func rooms(c *config.Config) map[string]bot.Rooms {
	all := map[string]bot.Rooms{}
	for platform, r := range c.Rooms {
		all[platform] = bot.Rooms(r)
	}
	return all
}

// persons tells what is known of an account of the console.
func persons(c *config.Config) func(account string) chat.Person {
	return func(account string) chat.Person {
		p := chat.Person{Account: account, Name: account, Language: c.People.Language}
		if u, known := c.Console.People[account]; known {
			p.Name = u.Name
			if u.Language != "" {
				p.Language = u.Language
			}
		}
		return p
	}
}

// consolePlatform is the console's name in addresses and in the configuration.
const consolePlatform = "console"

// consoleRooms are the rooms there are: the bot's, those of contacts, and further
// ones that the configuration names.
func consoleRooms(c *config.Config) []string {
	names := map[string]bool{}
	for _, name := range c.Console.Rooms {
		names[name] = true
	}
	r := c.Rooms[consolePlatform]
	for _, name := range []string{r.Team, r.Moderators, r.Public} {
		if name != "" {
			names[name] = true
		}
	}
	for _, o := range c.Organisations() {
		for _, contact := range o.Contacts {
			scheme, room := escalation.SplitAddress(rehearsed(contact.Address))
			if (scheme == escalation.SchemeRoom || scheme == consolePlatform) && !strings.HasPrefix(room, "@") { // a person is no room
				names[room] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}
