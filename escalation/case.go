package escalation

import "time"

// Case is one stalled request with everything a decision needs. It is a plain
// value: [Rules.Apply] takes one and returns the next one, and nobody else
// changes it. Its trail lives beside it, in [Entry] values.
type Case struct {
	ID      CaseID
	Version int64 // rises by one with every commit; 0 is a case not stored yet
	State   State
	Hold    Hold   // why the clock stands; empty unless State is StateHeld
	Closed  string // why it was closed: one of the Closed… reasons; empty unless StateClosed

	Requester    Person
	Organisation Organisation
	Contacts     []Contact // whom this case may write to, in the order of the directory
	Subject      string
	Story        string
	Tried        []Attempt   // what was already tried when the case was opened, and calls and letters logged since
	References   []Reference // the numbers others gave this case
	Attachments  []Attachment
	Deadline     *Deadline // the outside date, a second clock

	LadderHash string // the snapshot this case started with, see Ladder.Hash
	Climb      Climb  // where it stands on the ladder
	Timers     []Timer
	Tasks      []Task // what a person of the team has to do, open ones only
	LastTask   int    // number of the task opened last; IDs are not used twice
	Replies    []Reply
	Post       Post // the public post, from its first draft on
	Taken      *Taken
	Asked      int // how often requester or moderators were reminded on their present turn
	Seq        int // how many notices this case has issued; makes their keys

	Entries int    // length of the trail
	Head    Hash   // hash of the trail's last entry
	Seal    string // MAC of the head with a key that is not in the store; set by the Engine

	Opened  time.Time
	Changed time.Time
	Lost    time.Duration // time lost to hand-overs so far
	Cards   []Card        // where the live cards are
}

// State is where a case stands. The table of transitions is in the package comment.
type State string

// The states of a case.
const (
	StateDraft            State = "draft"             // the organisation is unknown; no clock
	StateOpen             State = "open"              // climbing: the clock runs
	StateHeld             State = "held"              // the clock stands, see Case.Hold
	StateAwaitingApproval State = "awaiting_approval" // the post is before requester and moderators
	StateAnswered         State = "answered"          // the requester said yes
	StatePublished        State = "published"         // the post is out; answers are still attached
	StateClosed           State = "closed"            // see Case.Closed
)

// Over says that the clock will never run again unless the case is reopened.
func (s State) Over() bool { return s == StateAnswered || s == StatePublished || s == StateClosed }

// HoldReason names why a clock stands.
type HoldReason string

// The reasons for a hold.
const (
	HoldRequester   HoldReason = "requester"   // the organisation asked for something; the requester's turn
	HoldVerdict     HoldReason = "verdict"     // a refusal or an answer waits for the requester's yes or no
	HoldSnoozed     HoldReason = "snoozed"     // a person put it off, or a preview was postponed
	HoldBlocked     HoldReason = "blocked"     // no living contact on this rung
	HoldQuarantined HoldReason = "quarantined" // its stored value or its decision failed; a person must look
)

// Hold keeps what is needed to go on with the time that was left.
type Hold struct {
	Reason HoldReason
	Since  time.Time
	Until  time.Time // when a snooze ends; zero: when somebody acts
	Reply  int       // number of the reply that caused it; 0: none
	Left   []Left    // the timers that stand still, with what was left of each
}

// Left is a timer that stands still.
type Left struct {
	Kind TimerKind
	Ref  string
	Wait Wait // what was left of it, in the timer's own kind of time
}

// Reasons for which a case is closed.
const (
	ClosedWithdrawn = "withdrawn" // by the requester, in one click
	ClosedTeam      = "team"      // by a team member, with a reason
	ClosedNoNews    = "no_news"   // by the ladder's rule for a silent requester, announced beforehand
	ClosedStopped   = "stopped"   // "stop" on a preview

	ClosedPostWithdrawn = "post_withdrawn" // its public post was taken back
)

// Person is somebody on a chat platform.
type Person struct {
	ID          string // platform and account: "console:ann"; after linking, the first account's
	Name        string // as the platform shows it
	Language    string // BCP 47, "" where it was never chosen
	Linked      bool   // every account of this person is known, see CountVotes
	CannotPhone bool   // never ask this person to phone, and use other contacts than a telephone
}

// Organisation is whom the case concerns.
type Organisation struct {
	Key      string // the directory's key; empty in a draft
	Name     string
	Calendar string // name of the calendar in whose working time it is asked
	Language string // BCP 47 language it is written to in
}

// Role says what a contact is to its organisation; a rung asks a role.
type Role string

// Contact is an address at an organisation.
type Contact struct {
	Address  string // scheme and rest: "mailto:…", "tel:…", "letter:…", "room:…"; unique within an organisation
	Role     Role
	Name     string // a person's or a desk's name, for letters; never shown in a public post
	Source   string // where the address was found
	Verified time.Time
	Dead     bool // bounced or gone: nothing is sent to it any more

	// Place is the address by the platform's ID, where Address is a name and the
	// platform has told what it means: the same place has the same one.
	Place string
}

// Attempt is something that was tried: before the case was opened, or outside the bot since.
type Attempt struct {
	At        time.Time
	Channel   string // phone, letter, mail, form, counter, visit, chat, …
	Role      Role   // the role that was tried; empty counts for the first rung
	Person    string // who was spoken to, as the requester names them
	Reference string
	Result    string
	Vain      bool // nobody was reached: it was tried, and the story was not told
}

// Reference is a number somebody else gave this case.
type Reference struct {
	Number   string
	Issuer   string
	At       time.Time
	NotFound []NotFound // who could not find it, and when
}

// NotFound is one failure to find a reference.
type NotFound struct {
	By string
	At time.Time
}

// Attachment is what is kept of a file: never its bytes.
type Attachment struct {
	Name   string
	Size   int64  // bytes
	Hash   string // SHA-256 in hexadecimal, empty where it could not be computed
	Link   string // permalink on the platform that keeps the file
	Added  time.Time
	Author string
}

// Deadline is an outside date, for example the last day to contest a bill.
type Deadline struct {
	At     time.Time
	What   string
	Warned int // how many of the ladder's warnings have gone out
}

// Climb is where a case stands on its ladder.
type Climb struct {
	Rung     int       // index into Ladder.Rungs
	Since    time.Time // when the rung fired, or was handed over last
	Round    int       // rises whenever other contacts are asked; its letters carry it
	First    int       // the round in which the rung fired
	Letters  []Letter  // every letter of the case, the present round's last
	Extended bool      // the rung's one extension is spent
	Promised time.Time // when this rung first promised a date: its cap counts from there
	Looks    int       // how often the look before the next climb has failed
	Looking  bool      // a look is under way
	Named    time.Time // the date that was promised last; the clock may stop short of it, at the cap
}

// Letter is one message of a rung to one contact.
type Letter struct {
	Key       string // the notice that carries it
	Address   string
	Rung      int
	Round     int
	Reminder  int // 0 for the first message, then 1, 2, …
	Issued    time.Time
	Delivered time.Time // zero until the receipt
	Proof     string    // receipt: permalink, posting number, …
	Failed    string    // why it will never arrive, or does not count; empty otherwise
}

// Reply is something the organisation said, or something that looks like it.
type Reply struct {
	N        int // 1, 2, … within the case
	At       time.Time
	From     string // address or name
	Text     string
	Link     string
	Proposed Class  // by the bot
	Class    Class  // confirmed by a person; empty until then
	By       string // who confirmed it
	Given    string // what the requester answered, where it asked for something
}

// TaskKind says what a person has to do.
type TaskKind string

// The kinds of task.
const (
	TaskReach        TaskKind = "reach"        // reach a contact that no adapter serves, and log the outcome
	TaskClass        TaskKind = "class"        // confirm the class of a reply
	TaskLook         TaskKind = "look"         // look by hand whether an answer has come
	TaskOrganisation TaskKind = "organisation" // add an unknown organisation and a contact
	TaskContact      TaskKind = "contact"      // find a living contact for a blocked rung
	TaskRequester    TaskKind = "requester"    // the requester is silent on their turn
	TaskPost         TaskKind = "post"         // a denied post needs another text, or whether a post is out is unknown
)

// Task is something a person of the team (or a moderator) has to do.
type Task struct {
	ID       string // unique within the case: "t1"
	Kind     TaskKind
	Address  string // TaskReach: whom
	Letter   string // TaskReach: key of the letter it stands for
	Reply    int    // TaskClass: number of the reply; TaskReach: the one whose question is answered, 0 for a letter
	Opened   time.Time
	Reminded int // how many reminders have gone out
	Assignee string
}

// Taken is "I am on it": it expires and comes back.
type Taken struct {
	By    string
	Name  string
	Until time.Time
}

// Card is where a live card stands: one per room.
type Card struct {
	Room string
	Ref  string // the platform's reference, opaque to the domain
}

// Counter is the sentence "told 5 times, to 5 people, in 61 days, 3 references".
type Counter struct {
	Times, People, Days, References int
}

// Counter counts how often the story has been told, to how many different
// people, over how many days up to at: days of the calendar, as people count
// them, in the time zone of at.
func (c Case) Counter(at time.Time) Counter {
	n := Counter{References: len(c.References)}
	people := map[string]bool{}
	first := c.Opened
	for _, a := range c.Tried {
		switch {
		case a.Vain: // rang, and nobody heard the story
		case a.Person != "":
			n.Times++
			people[fold(a.Person)] = true
		default:
			n.Times++
			people[fold(a.Channel+"/"+string(a.Role))] = true
		}
		if first.IsZero() || a.At.Before(first) {
			first = a.At
		}
	}
	for _, l := range c.Climb.Letters {
		if l.Reminder == 0 && !l.Delivered.IsZero() {
			n.Times++
			people[fold(l.Address)] = true
		}
	}
	n.People = len(people)
	if !first.IsZero() && at.After(first) {
		n.Days = DateOf(first.In(at.Location())).daysTo(DateOf(at))
	}
	return n
}
