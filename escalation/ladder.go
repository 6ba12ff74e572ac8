package escalation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Ladder is the escalation policy. A running case keeps the ladder it started
// with: the snapshot is found by its Hash.
type Ladder struct {
	Name  string
	Rungs []Rung

	Preview    Wait   // how long before a rung fires its preview is shown; zero: no preview
	Unclassed  Wait   // how long a human reply that nobody has classed holds a due climb
	PromiseCap Wait   // how far away a promised date is obeyed; zero: no cap
	Take       Wait   // how long "I am on it" lasts
	Turn       Turn   // the silent requester
	Task       Remind // a task that nobody does
	Approval   Remind // moderators who do not decide
	Look       Look   // a look before a climb that fails
	Warnings   []Wait // how long before an outside deadline to warn, longest first
}

// Rung is one step of a ladder.
type Rung struct {
	Name      string // shown to people; may be a key of the locale ("rung.service")
	Kind      RungKind
	Role      Role  // whose contacts are asked; unused by a post
	Order     Order // together or one after the other
	Wait      Wait  // time to answer, counted from delivery
	Reminders int   // how many, after the first message
	Every     Wait  // between the first message and the reminders
	Gap       Wait  // minimum between two messages to one contact
	Extension Wait  // granted once for an acknowledgement; zero: none
	Earned    int   // a case opened with this many attempts at Role starts above this rung; 0: never
	Quorum    int   // RungPost: how many moderators must approve; at least 1
}

// RungKind says what a rung does.
type RungKind string

// The kinds of rung.
const (
	RungLetter RungKind = "letter" // writes to contacts
	RungPost   RungKind = "post"   // publishes, after consent and approval
)

// Order says how the contacts of one rung are tried.
type Order string

// The orders.
const (
	Together Order = "together"
	OneByOne Order = "one_by_one"
)

// Turn is the rule for a requester who does not act on their turn.
type Turn struct {
	Every     Wait // between reminders
	Reminders int
	Grace     Wait // after the last reminder a task for the team; after Grace more, Then
	Then      TurnThen
}

// TurnThen is what a silent requester's case does at last.
type TurnThen string

// What may happen to a silent requester's case.
const (
	TurnClimb TurnThen = "climb"
	TurnClose TurnThen = "close" // with the reason ClosedNoNews
	TurnDrop  TurnThen = "drop"  // of a correction, whatever the ladder says: what is out stays
)

// Remind is a rule for something that people have to do.
type Remind struct {
	Every     Wait
	Reminders int // after that many, the whole team is asked to do, reassign or skip it, and goes on being asked
}

// Look is the rule for a look before a climb that does not succeed.
type Look struct {
	Retry Wait
	Limit int // failed looks until the team is asked
}

// Hash names the snapshot: it changes with every field of the ladder.
func (l Ladder) Hash() string {
	b, err := json.Marshal(l)
	if err != nil { // only strings, numbers and slices of them: cannot happen
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// StartingRung is the rung a case has earned by what was already tried: every
// rung at the bottom for whose role at least Earned attempts were made is passed.
// An attempt that names no role counts for the first rung.
func (l Ladder) StartingRung(tried []Attempt) int {
	for i, r := range l.Rungs {
		made := 0
		for _, a := range tried {
			if a.Role == r.Role || a.Role == "" && i == 0 {
				made++
			}
		}
		if r.Kind == RungPost || r.Earned == 0 || made < r.Earned || i == len(l.Rungs)-1 {
			return i
		}
	}
	return 0
}
