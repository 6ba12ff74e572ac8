package chat

import "time"

// Act is something a person did on a platform.
type Act struct {
	ID    string // the platform's ID of the delivery: a redelivery has the same
	At    time.Time
	By    Person
	Place Place
	Deed  Deed
}

// Person is an account on a platform.
type Person struct {
	Account  string // the platform's ID
	Name     string
	Language string // BCP 47 tag the platform reports, or empty
}

// Deed is what was done: [Command], [Click], [Submit] or [Said].
type Deed interface{ deed() }

type (
	// Command is a slash command: Name without the slash, Text as it was typed.
	Command struct{ Name, Text string }
	// Click is a click on an Action; Option is the chosen value of a select.
	Click struct {
		Action, Value, Option string
		Message               Ref
	}
	// Submit is a form sent back; Fields holds the answers by input name.
	Submit struct {
		Form, Value string
		Fields      map[string]string
	}
	// Said is a message of a person in a room the bot follows.
	Said struct {
		Text  string
		Ref   Ref
		Link  string
		Files []File
	}
)

// File is what a platform tells of a file; the bytes stay there.
type File struct {
	Name string
	Size int64
	Hash string // SHA-256 in hexadecimal where it is known
	Link string
}

func (Command) deed() {}
func (Click) deed()   {}
func (Submit) deed()  {}
func (Said) deed()    {}

// Answer is what the person gets back at once, seen by nobody else.
type Answer struct {
	Message *Message
	Form    *Form
	// Wrong holds a sentence by input name: the form stays open.
	Wrong map[string]string
}
