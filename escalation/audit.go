package escalation

import "time"

// Damage names what an audit of a store can find. Each is a truth about stored
// structures that does not hold; the store's own documentation lists them.
type Damage string

// The kinds of damage.
const (
	DamageUnreadable   Damage = "unreadable"    // a case's value cannot be read
	DamageLost         Damage = "lost"          // a case's value is gone, its trail is there
	DamageTrailLength  Damage = "trail_length"  // a trail is shorter or longer than its case knows
	DamageTrailBroken  Damage = "trail_broken"  // a trail cannot be read, or its chain does not lead to the case's head
	DamageUnsealed     Damage = "unsealed"      // the head was not sealed with the key
	DamageUnscheduled  Damage = "unscheduled"   // a case with a date is not in the due set
	DamageMisscheduled Damage = "misscheduled"  // it is there at another time, or without having a date
	DamageOverdue      Damage = "overdue"       // it is due, and nobody takes it
	DamageDanglingDate Damage = "dangling_date" // a due time without a case
	DamageUnindexed    Damage = "unindexed"     // a case cannot be found by one of its terms
	DamageMisindexed   Damage = "misindexed"    // a case is found by a term that is not its own
	DamageDanglingTerm Damage = "dangling_term" // a term that points nowhere
	DamageUnsent       Damage = "unsent"        // a notice that nobody will send: it has no time
	DamageBodiless     Damage = "bodiless"      // a notice that is to be sent has no content
	DamageOrphan       Damage = "orphan"        // a notice without a case
	DamageBadNotice    Damage = "bad_notice"    // a notice's content cannot be read
	DamageLetterGone   Damage = "letter_gone"   // a case waits for the delivery of a letter that is not in the outbox
	DamageOperation    Damage = "operation"     // an operation that would never be forgotten, or is not remembered
	DamageHealed       Damage = "healed"        // a case that an audit had set aside is whole again
	DamageForeign      Damage = "foreign"       // a key of a shard holds another type of value
	DamageNewer        Damage = "newer"         // a case was written by a newer program
)

// Damages are all kinds of damage, in the order in which they are documented.
func Damages() []Damage {
	return []Damage{
		DamageUnreadable, DamageLost, DamageTrailLength, DamageTrailBroken, DamageUnsealed,
		DamageUnscheduled, DamageMisscheduled, DamageOverdue, DamageDanglingDate,
		DamageUnindexed, DamageMisindexed, DamageDanglingTerm,
		DamageUnsent, DamageBodiless, DamageOrphan, DamageBadNotice, DamageLetterGone,
		DamageOperation, DamageHealed, DamageForeign, DamageNewer,
	}
}

// Finding is one damage at one place. It holds nobody's words.
type Finding struct {
	Damage Damage
	Case   CaseID // empty where it concerns a whole shard
	Where  string // which notice, entry or key; empty where the case says it all
	Mended bool   // what was wrong is right again
	Aside  bool   // the case was set aside: a person must look
}

// Standing is where cases stand, as far as they are counted apart.
type Standing struct {
	State  State
	Reason string // of a hold or a closing; empty otherwise
	Rung   int    // from 1; 0 where a case is on none
}

// Census counts all cases of a store, or of the part that one replica serves.
type Census struct {
	At    time.Time // when the count was complete
	Cases map[Standing]int
	Aside int // beside those that stand as held, quarantined: whom only the store has set aside
}

// Standstill is a case that is set aside until a person has looked. It holds nobody's
// words.
type Standstill struct {
	Case CaseID
	Why  string
	// Held says that the case itself says so, in its trail: a person resumes it.
	Held bool
	// Heals says that an audit lets it go on once it is whole again. A case that is
	// neither goes on with the next thing that somebody does to it.
	Heals bool
}

// Audit is what one run of an auditor came to.
type Audit struct {
	At       time.Time
	Took     time.Duration
	Cases    int // cases that were looked at
	Findings []Finding
	Census   *Census // of a walk that was completed in this run; nil: none was
	// Held says that more cases would have been set aside than an auditor may: then
	// something larger is wrong than single cases, and a person decides.
	Held bool
	// Waiting says that something was due for long when the run began. Whether nobody takes
	// it shows when it is looked at again.
	Waiting bool
	// Aside are the cases that are set aside at the end of a walk, if they were asked for.
	Aside []Standstill
}

// StandingOf is where a case is counted.
func StandingOf(c Case) Standing {
	s := Standing{State: c.State, Reason: string(c.Hold.Reason) + c.Closed}
	if c.State != StateDraft {
		s.Rung = c.Climb.Rung + 1
	}
	return s
}

// Awaited returns the notices of the letters that this case waits for, made
// again from what the case itself knows. Each is in the outbox until its receipt is
// recorded; a letter that a person sends by hand is a task instead.
func (c Case) Awaited() []Notice {
	var out []Notice
	for _, l := range c.Climb.Letters {
		n := Notice{Key: l.Key, Case: c.ID, Kind: NoticeLetter, To: ToContact, Version: c.Version,
			Address: l.Address, Rung: l.Rung, Reminder: l.Reminder}
		if c.Wants(n) && !c.byHand(l.Key) {
			out = append(out, n)
		}
	}
	return out
}

func (c Case) byHand(letter string) bool {
	for _, t := range c.Tasks {
		if t.Kind == TaskReach && t.Letter == letter {
			return true
		}
	}
	return false
}
