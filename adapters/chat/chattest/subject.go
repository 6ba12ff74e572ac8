package chattest

import (
	"testing"

	"relance/adapters/chat"
)

// Subject is a platform under test with two people on it. It is made anew for
// every test and closed by t.Cleanup.
type Subject struct {
	Platform chat.Platform
	People   People
	Ann, Ben string // their accounts
	Room     string // a room that the bot follows
	Other    string // another
	NoRoom   string // a room that there is not

	// Typed are commands that the suite gives as text, with the text that arrives
	// where commands have options that are filled in. Nil: they arrive as they are.
	Typed map[string]string
	// Once: a platform that honours once-only keys by itself says a message with
	// a key that it has had only once and returns where it is. Else the bot has
	// to look for it.
	Once bool
	// Limit is how many characters the text of an exact message may have, as one
	// paragraph and no title. 0: there is no limit.
	Limit int
	// Fail makes the next call of the platform fail that way, so that nothing is
	// said. Nil: such tests are skipped.
	Fail func(t *testing.T, f chat.Failure)
	// Again delivers the last act once more. Nil: the platform never does.
	Again func(t *testing.T)

	// Names are names as people write them, and the places they mean, where Ann sees
	// what is said: for a [chat.Resolver].
	Names map[string]chat.Place
	// Groups are groups of people: for a [chat.Grouper].
	Groups []Group
}

// Group is a group of people; without accounts (nil) there is none of that ID.
type Group struct {
	Kind, ID string
	Accounts []string
}

// People do what people do on the platform and see what they see. A call does
// not have to wait for the bot. What only some platforms have they may do too: see
// [Searcher], [Rower], [Pointer], [Visitor] and [Reviser].
type People interface {
	// Command gives a slash command in a place.
	Command(t *testing.T, by string, at chat.Place, name, text string)
	// Say says something in a place, or in private to the bot.
	Say(t *testing.T, by string, at chat.Place, text string)
	// Click clicks what has a label under a message; with an option's value it
	// picks from a select.
	Click(t *testing.T, by string, seen Seen, label, option string)
	// Form is the form that is open before a person, if one is.
	Form(t *testing.T, by string) (Form, bool)
	// Submit answers the open form by input name and sends it. An input that is
	// not named is left as it is.
	Submit(t *testing.T, by string, fields map[string]string)
	// Seen is what a person can see now, the oldest first. What was edited is
	// seen as it reads now.
	Seen(t *testing.T, by string) []Seen
}

// Seen is a message as a person sees it.
type Seen struct {
	Place   chat.Place
	Ref     chat.Ref // as in Posted and in Said
	By      string   // the account of a person; empty: the bot
	Private bool     // nobody else sees it
	Text    string   // all that is to be read, a title and labels included
	Labels  []string // of the actions, as they were given
	// Effects is what it does beyond being read: a mention, a link, a change of
	// style or size, a sequence that a terminal obeys.
	Effects []string
}

// Form is a form as a person sees it.
type Form struct {
	Title  string
	Inputs []string          // by name
	Wrong  map[string]string // what the bot said of the answers, by input name
}
