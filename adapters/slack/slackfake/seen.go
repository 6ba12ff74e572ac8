package slackfake

import "encoding/json"

// Message is a message as a person sees it now.
type Message struct {
	Channel     string // ID
	ChannelName string
	TS          string
	Thread      string // the ts of the thread's root; empty at the top of the channel
	By          string // ID of its author; the app's is BotUser
	DM          bool   // in a direct message with the app
	Ephemeral   bool   // seen by this person only, and gone when the client starts again
	Edited      bool
	Text        string // the fallback of a message with blocks, as it was sent
	Blocks      json.RawMessage
	Files       []File

	Read    string   // all that can be read, in reading order
	Labels  []string // of buttons and selects
	Selects []Select
	// Effects is what is live beyond being read: "mention <!channel>", "link
	// https://…", "bold", "U+202E".
	Effects []string

	Metadata  *Metadata
	Permalink string
}

// Metadata is what an app hides in a message.
type Metadata struct {
	EventType    string         `json:"event_type"`
	EventPayload map[string]any `json:"event_payload"`
}

// Select is a menu under a message.
type Select struct {
	Label   string
	Options []Option
}

// Option is one choice of a menu.
type Option struct{ Text, Value string }

// View is a modal or a home as a person sees it.
type View struct {
	ID, Type, CallbackID, PrivateMetadata string
	Title, Submit, Close                  string
	Blocks                                json.RawMessage
	Inputs                                []Input
	Errors                                map[string]string // by block_id, as the app said them
	Read                                  string
	Labels                                []string
	Effects                               []string
}

// Input is one question of a View.
type Input struct {
	Block    string // block_id
	Kind     string // of its element: "plain_text_input"
	Label    string
	Hint     string
	Optional bool
	Options  []Option
	Value    string // what is filled in: a text, a date, the value of an option
}
