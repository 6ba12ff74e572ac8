package story

import "time"

// Story is one file.
type Story struct {
	File   string
	Title  string            // the first line of the comment
	Head   map[string]string // its "Name: value" lines, names in lower case
	Config []byte            // behind as many empty lines as it has lines before it in the file; nil: the one of whoever plays it
	Start  time.Time
	Blocks []Block
}

// Language is the language of the story's people and rooms; empty: the
// configuration's.
func (s Story) Language() string { return s.Head["language"] }

// Block is something that happens and what is expected to be seen then.
type Block struct {
	Do      Do
	Names   []string // for the case opened last: "$meter"
	Expects []Expect
	End     int // its last line in the file
}

// Do is one line that does something: an [Act], a [Lapse] or a [Digest].
type Do interface{ line() int }

type (
	// Act is a line typed on the console, exactly as people type it, but for the
	// names of cases in it.
	Act struct {
		Line int
		Text string
	}
	// Lapse lets time pass.
	Lapse struct {
		Line int
		Text string
		Step Step
	}
	// Digest has the daily digest posted now.
	Digest struct{ Line int }
)

func (a Act) line() int    { return a.Line }
func (l Lapse) line() int  { return l.Line }
func (d Digest) line() int { return d.Line }

// Expect is one expectation.
type Expect struct {
	Line  int
	Text  string // as it was written
	Kind  ExpectKind
	Where Where    // ExpectMessage, ExpectAsked, ExpectTold
	Case  string   // name of a case; empty: the one opened last
	Parts []string // what must be there, in this order
	Never []string // what must not be there; not of ExpectTrail and ExpectState
	State State    // ExpectState
}

// ExpectKind says what is expected.
type ExpectKind string

// The kinds of expectation, by the sign or word that begins the line.
const (
	ExpectMessage ExpectKind = "<"     // a message
	ExpectAsked   ExpectKind = "?"     // a question of a form
	ExpectTold    ExpectKind = "!"     // a sentence of the console, or why an answer is not taken
	ExpectCard    ExpectKind = "="     // the live card as it is now
	ExpectTrail   ExpectKind = "trail" // a line of the trail
	ExpectState   ExpectKind = "state" // where the case stands
)

// Where is where something is shown.
type Where struct {
	Room   string // one of the two is set
	Person string
	Thread bool
}

func (w Where) String() string {
	s := "#" + w.Room
	if w.Person != "" {
		s = "@" + w.Person
	}
	if w.Thread {
		s += " thread"
	}
	return s
}

// State is where a case stands: "open rung 2", "held verdict".
type State struct {
	State  string
	Reason string // of a hold or closing; empty: not asked
	Rung   int    // from 1; 0: not asked
}
