package story

import (
	"context"
	"time"

	"relance/escalation"
)

// noCalendar counts where no organisation is in sight.
var noCalendar escalation.Calendar

// Stage is what a story is played on: the whole bot on a clock of its own.
type Stage interface {
	// Now is the time on the stage.
	Now() time.Time
	// Type acts on a line as if it was typed, and returns when everything that
	// is said at once has been said.
	Type(ctx context.Context, line string) error
	// Advance lets time pass, from due time to due time.
	Advance(ctx context.Context, to time.Time) error
	// Digest posts the daily digest.
	Digest(ctx context.Context) error
	// Calendar is the one a case is counted in; of no case, the zero Calendar.
	Calendar(ctx context.Context, id escalation.CaseID) (escalation.Calendar, error)
	// Look returns what there is to see, and what was shown since the last look.
	Look(ctx context.Context) (Scene, error)
}

// Scene is what there is to see after a block.
type Scene struct {
	At    time.Time
	Shown []Shown
	Cases []Seen // in the order in which they were opened
}

// Shown is one thing that was shown to somebody.
type Shown struct {
	At    time.Time
	Kind  ShownKind
	Where Where
	Text  string // as it reads on the screen
}

// ShownKind says what was shown.
type ShownKind string

// The kinds of what is shown. Messages of people are not here: they are acts.
const (
	ShownMessage ShownKind = "<"
	ShownAsked   ShownKind = "?"
	ShownTold    ShownKind = "!"
)

// Seen is a case as it can be seen.
type Seen struct {
	ID    escalation.CaseID
	State State
	Card  string   // its live card as it reads now; empty: there is none
	Trail []string // its lines, as people read them
}
