package chat

import "time"

// Act is something a person did on a platform.
type Act struct {
	ID    string // the platform's ID of the delivery: a redelivery has the same
	At    time.Time
	By    Person
	Place Place // where it was done; of a Submit, where its form was opened
	Deed  Deed
}

// Person is an account on a platform.
type Person struct {
	Account  string // the platform's ID
	Name     string
	Language string // BCP 47 tag the platform reports, or empty
	// Groups are the IDs of the groups of kind "group" (see [Grouper]) that the
	// platform reported this person to be in with this very act: all of them. Nil: it
	// reported nothing.
	Groups []string
}

// Deed is what was done: [Command], [Click], [Submit], [Said], [Shortcut],
// [Suggest] or [Visit]. A platform that has no such thing never reports it.
type Deed interface{ deed() }

type (
	// Command is a slash command: Name without the slash, Text as it was typed.
	Command struct{ Name, Text string }
	// Click is a click on an Action; Option is the chosen value of a select.
	Click struct {
		Action, Value, Option string
		Message               Ref
		// Foreign: the message is of a bot on another store that has the same account on
		// the platform. Nothing of it is known here.
		Foreign bool
	}
	// Submit is a form sent back; Fields holds the answers by input name.
	Submit struct {
		Form, Value string
		Fields      map[string]string
		// Rows holds the answers to inputs of kind [Rows], by input name: one map a
		// row, by column name; rows that were left empty are left out.
		Rows    map[string][]map[string]string
		Foreign bool // see [Click]
	}
	// Said is a message of a person in a room the bot follows.
	Said struct {
		Text  string
		Ref   Ref
		Link  string
		Files []File
		// Edited: its text was changed after it was said; Text is the new one.
		Edited bool
	}
	// Shortcut is a command given on somebody's message: Name is the command,
	// "open" or "file", By who said the message and At when.
	Shortcut struct {
		Name    string
		Message Said
		By      Person
		At      time.Time
	}
	// Suggest asks what could be meant while somebody types into an input of kind
	// [Search]. The answer's Options are offered; nothing is recorded.
	Suggest struct{ Form, Value, Input, Text string }
	// Visit is somebody opening the bot's own page, which the answer's Message
	// becomes. It is seen by nobody else.
	Visit struct{}
)

// File is what a platform tells of a file; the bytes stay there.
type File struct {
	Name string
	Size int64
	Hash string // SHA-256 in hexadecimal where it is known
	Link string
}

func (Command) deed()  {}
func (Click) deed()    {}
func (Submit) deed()   {}
func (Said) deed()     {}
func (Shortcut) deed() {}
func (Suggest) deed()  {}
func (Visit) deed()    {}

// Answer is what the person gets back at once, seen by nobody else.
type Answer struct {
	Message *Message
	Form    *Form
	// Wrong holds a sentence by input name: the form stays open. What is wrong with
	// one row of an input of kind [Rows] is under its number, from 1: "tried.2", or
	// under number and column: "tried.2.when". Under the empty name is what is about no
	// question in particular.
	Wrong map[string]string
	// Options answer a [Suggest], the best first.
	Options []Option
	// Unrecorded: nothing of the act was kept, through no fault of whoever acted. A
	// platform that delivers again what is not acknowledged does not acknowledge a
	// [Said] then: nobody says a thing twice in a room.
	Unrecorded bool
}
