package discordfake

import "encoding/json"

// Message is a message as a person sees it now.
type Message struct {
	Guild       string // ID; empty in a direct message
	Channel     string // ID; that of the parent where the message is in a thread
	ChannelName string
	Thread      string // ID of the thread it is in; empty at the top of the channel
	ThreadName  string
	ID          string
	By          string // ID of its author; the app's is Application
	DM          bool   // in a direct message with the app
	Ephemeral   bool   // seen by this person only, and gone when the client starts again
	Edited      bool
	Loading     bool // the app is still thinking
	Crossposted bool
	Flags       int
	Content     string // as it was sent
	Embeds      json.RawMessage
	Components  json.RawMessage
	Nonce       string
	Files       []File

	Read    string   // all that can be read, in reading order
	Labels  []string // of buttons and selects
	Selects []Select
	// Effects is what is live beyond being read: "mention @everyone", "link
	// https://…", "bold", "U+202E".
	Effects []string

	Link string
}

// Select is a menu under a message.
type Select struct {
	Label    string // its placeholder
	CustomID string
	Options  []Option
}

// Option is one choice of a menu.
type Option struct{ Label, Value, Description string }

// Choice is one suggestion while somebody types an option of a command.
type Choice struct{ Name, Value string }

// Modal is a form as a person sees it.
type Modal struct {
	CustomID, Title string
	Inputs          []Input
	Read            string // all that can be read, in reading order
	Effects         []string
	// Failed is what Discord says in the form after a submission that the app did
	// not answer.
	Failed string
}

// Input is one question of a Modal.
type Input struct {
	CustomID    string
	Kind        int // type of the component: 4 is a text input
	Label       string
	Description string
	Placeholder string
	Paragraph   bool // of a text input: several lines
	Required    bool
	Options     []Option
	Value       string // what is filled in; several choices one a line
}
