package console

import "relance/adapters/chat"

// Kind says what was shown.
type Kind int

// The kinds of what is shown.
const (
	BotSaid     Kind = iota + 1 // a new message of the bot, in a room or to a person
	BotEdited                   // a message of the bot as it reads now
	BotAnswer                   // what an act was answered at once, seen by one person
	PersonSaid                  // a message of a person
	FormOpened                  // a form, before its first question
	FormAsks                    // one question of a form
	FormWrong                   // why an answer was not taken, by the bot or the console
	ConsoleSaid                 // a sentence of the console itself
)

// Shown is one thing that was shown.
type Shown struct {
	Kind    Kind
	Place   chat.Place   // room or person, and thread
	Ref     chat.Ref     // of a message
	Number  int          // of a message, as people see it
	By      string       // the account of the person who said it; empty: the bot or the console
	To      string       // the account of the only person who sees it; empty: everybody there
	Text    string       // all of it, as it reads on the screen but for bars and colours
	Message chat.Message // of the bot
	Form    chat.Form    // the form opened, asking or wrong
	Input   string       // the name of the question asked or answered wrongly
}

// LineError is a line that was not understood, or only in part. The sentence was
// also shown to the person.
type LineError struct{ Sentence string }

func (e *LineError) Error() string { return "console: " + e.Sentence }
