package config

// Console is the conversation in a terminal.
type Console struct {
	Person string          // the account that speaks at the start
	Rooms  []string        // rooms that exist beside those of the bot and its contacts
	People map[string]User // what is known of an account
}

// User is a person of the console.
type User struct {
	Name     string
	Language string // BCP 47; empty: not known
}

func readConsole(s *section) Console {
	c := Console{Person: "me", People: map[string]User{}}
	s.text("person", &c.Person)
	s.describe("rooms", "list of rooms", nil)
	for _, v := range s.values("rooms") {
		c.Rooms = append(c.Rooms, v.text)
	}
	for _, p := range s.sections("people") {
		u := User{Name: p.name}
		p.text("name", &u.Name)
		p.language("language", &u.Language)
		p.done()
		c.People[p.name] = u
	}
	s.done()
	return c
}
