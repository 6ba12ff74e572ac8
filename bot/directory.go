package bot

import (
	"relance/escalation"
)

// Directory knows organisations: those of the configuration, and those that
// moderators added in chat, which the Book keeps.
type Directory struct {
	Entries []Listing // from the configuration
	Ladders map[string]escalation.Ladder
	Ladder  string // name of the default ladder
	Book    escalation.Book
}

// Listing is one organisation with its contacts.
type Listing struct {
	Organisation escalation.Organisation
	Contacts     []escalation.Contact
	Ladder       string // name; the default when empty
}
