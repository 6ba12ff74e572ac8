package console

import (
	"fmt"
	"reflect"
)

// Words are the sentences the console itself shows. All are needed. Where one
// takes "nearest", that is what the person may have meant, or empty when there
// is nothing of the kind.
type Words struct {
	// Beside a message.
	To      func(person string) string // "(to @ann)": a private message
	Only    func(person string) string // "(only @ann)": an answer nobody else sees
	Updated string                     // "(updated)"
	Part    func(n, of int) string     // "(part 2 of 3)", between the parts of a long text

	// In a form.
	FormHelp  string                   // how to leave a question out and how to leave the form
	LinesHelp string                   // how to end several lines
	RowsHelp  func(row string) string  // one row a line, and how a row is written
	DayHelp   string                   // how to write a date: 2006-01-02
	CheckHelp string                   // "yes or no"
	UpTo      func(limit int) string   // "up to 80 characters"
	Keeps     func(text string) string // what an empty line keeps
	Yes, No   string                   // how a check is answered
	Left      string                   // the form was left and nothing was sent

	// Why a form's answer is not taken.
	NeedsAnswer string
	NotADay     string
	NotYesNo    string
	TooLong     func(length, limit int) string

	// Why a line is not understood.
	LineTooLong   func(bytes, limit int) string
	NoSuchButton  func(asked, nearest string) string
	ButtonGone    func(asked string) string
	NeedsOption   string // a select was clicked without a choice
	NoSuchOption  func(asked, nearest string) string
	NoSuchInput   func(asked, nearest string) string
	NoSuchRoom    func(asked, nearest string) string
	NoSuchMessage func(asked, nearest string) string
	OtherPlace    func(asked, there string) string // the message is in another place
	TooManyWords  func(word string) string         // a button takes no words
	NothingToFill func(name string) string         // no form opened that takes the value
	NoForm        string                           // /cancel or /fill without a form
	NoAnswer      func(command string) string      // a command of the bot's, typed into a form
	OpenQuote     func(near string) string
	GivenTwice    func(name string) string
}

// check returns an error that names the first word that is missing.
func (w Words) check() error {
	v := reflect.ValueOf(w)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			return fmt.Errorf("console: Words.%s is missing", v.Type().Field(i).Name)
		}
	}
	return nil
}
