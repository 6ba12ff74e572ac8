package chat

// Place is where something is said. Exactly one of Room and Person is set.
type Place struct {
	Room   string // the platform's own name or ID of a room
	Person string // account on the platform: a private message to that person
	Thread Ref    // inside this message's thread; empty: at the top of the room
}

// Ref is the platform's reference to a message; opaque to everybody else.
type Ref string

// Message is what the bot says.
type Message struct {
	// Key is the once-only key. The adapter hands it to the platform where it
	// honours one, else hides it in the message as an opaque marker.
	Key     string
	Title   string
	Blocks  []Block
	Actions []Action
	// Exact forbids to split or change the text: too long is refused.
	Exact bool
}

// Block is one part of a message: [Paragraph], [Quote], [Fields] or [Items].
type Block interface{ block() }

type (
	// Paragraph is text with its line breaks.
	Paragraph string
	// Quote is what somebody else said or wrote.
	Quote struct{ Text, By string }
	// Fields are short labelled values.
	Fields []Field
	// Items is a list.
	Items []string
)

// Field is a labelled value.
type Field struct {
	Label, Value string
	// Link: the value is an address that the bot keeps, to be opened where the
	// platform does that only if it is told to; it is shown whole all the same.
	Link bool
}

func (Paragraph) block() {}
func (Quote) block()     {}
func (Fields) block()    {}
func (Items) block()     {}

// Action is a button, or, with Options, a select.
type Action struct {
	ID      string // what it does: "verdict.yes"
	Value   string // to whom: a case ID and whatever else the bot needs to know
	Label   string
	Style   Style
	Options []Option
}

// Option is one choice of a select.
type Option struct{ Value, Label string }

// Style is how an action looks.
type Style int

// The styles.
const (
	Plain Style = iota
	Primary
	Danger
)

// Form is a set of questions opened by a command or a click.
type Form struct {
	ID     string // what is asked: "open"
	Value  string // comes back with the answers
	Title  string
	Blocks []Block // shown above the questions
	Submit string  // label of the button that sends it
	Inputs []Input
}

// Input is one question of a form.
type Input struct {
	Name    string
	Label   string
	Hint    string
	Kind    InputKind
	Options []Option // Choice
	Columns []Input  // Rows: the questions of one row
	More    string   // Rows: the label of the button that adds a row
	Initial string   // of Rows: as several lines of text
	// Filled are the rows of an input of kind Rows that are filled in already, by
	// column name. They say what Initial says, for a platform that has rows.
	Filled   []map[string]string
	Optional bool
	Limit    int // characters; 0: the platform's
}

// InputKind is how a question is answered.
type InputKind int

// The kinds of input.
const (
	Line   InputKind = iota // one line of text
	Lines                   // several lines
	Day                     // a date, 2006-01-02
	Choice                  // one of Options, by value
	Check                   // "yes" or empty
	Search                  // one line, with suggestions while it is typed, see [Suggest]
	Rows                    // the same few questions as often as needed, see Columns
)
