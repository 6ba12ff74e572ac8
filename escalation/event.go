package escalation

import "time"

// Event is a fact that happened: when, by whom, and everything that Apply may
// not draw or look up for itself.
type Event struct {
	ID    string // operation ID: the same fact heard twice has the same ID
	Case  CaseID // empty for Opened: the Engine draws one
	At    time.Time
	Actor Actor
	Salt  []byte // 32 random bytes, drawn by the Engine; the entries' salts are derived from it
	Fact  Fact
}

// Actor is who made an event happen.
type Actor struct {
	ID   string // person (Person.ID), contact address, or empty for the bot itself
	Name string
	Role ActorRole
	// Linked says that every account this person uses is known (see Vote).
	Linked bool
}

// ActorRole is in which role the actor acted.
type ActorRole string

// The roles of an actor.
const (
	ActorBot       ActorRole = "bot"
	ActorRequester ActorRole = "requester"
	ActorTeam      ActorRole = "team"
	ActorModerator ActorRole = "moderator"
	ActorContact   ActorRole = "contact"
	ActorPublic    ActorRole = "public" // somebody who reads the public post
)

// Fact is what happened: one of the types below.
type Fact interface{ fact() }

// What a member says when opening a case, and what opens it.
type (
	// Opened opens a case. Without contacts or organisation key it is a draft.
	Opened struct {
		Requester    Person
		Organisation Organisation
		Contacts     []Contact
		Ladder       string // hash of the ladder's snapshot
		Subject      string
		Story        string
		Tried        []Attempt
		References   []Reference
		Attachments  []Attachment
		Deadline     *Deadline
		Source       *Noted // the message that the case was opened from, if any
	}
	// OrganisationAdded completes a draft; its clock starts now.
	OrganisationAdded struct {
		Organisation Organisation
		Contacts     []Contact
		Ladder       string // hash; the draft's own when empty
	}
	// ContactAdded adds a contact to a running case; a blocked rung resumes.
	ContactAdded struct{ Contact Contact }
	// ContactDied says that an address bounced or is gone.
	ContactDied struct{ Address, Why string }
)

// What is said, sent and received.
type (
	// TimeCame says that the time of at least one timer has come. The Engine issues it.
	TimeCame struct{}
	// Delivered is the receipt of a notice.
	Delivered struct {
		Notice string // its key
		Kind   NoticeKind
		Proof  string // permalink, posting number, …
		Card   *Card  // where a card was first shown
		Where  Card   // NoticePost: where the public finds it; empty where a person said so
		Twice  bool   // it may have been said twice: the first outcome was unknown

		Address string // of the notice
	}
	// DeliveryFailed is a definite refusal: it will never arrive.
	DeliveryFailed struct {
		Notice string
		Kind   NoticeKind
		Why    string // the platform's code
		Dead   bool   // the address is gone for good

		Address string // of the notice
		Reply   int    // likewise: NoticeInfo, whose question it answers
	}
	// OutcomeUnknown says that a public post, or a letter that was tried twice, may
	// or may not be out; a person must look.
	OutcomeUnknown struct {
		Notice string
		Kind   NoticeKind

		Address string // of the notice
		Reply   int    // likewise
	}
	// Postponed says that a letter waits: its contact has had its letters for a
	// while, all cases together, or its platform does not take it.
	Postponed struct {
		Notice string
		Until  time.Time
		Why    string // the platform's own word; empty: the contact has had its letters
		ByHand bool   // it has waited for long: a person is asked to send it
	}
	// Looked is the result of the look before a climb. What was found has been
	// recorded as Replied before.
	Looked struct {
		Notice string
		Failed string // why a look was impossible; empty: it was made
	}
	// Replied is something the organisation said, or seems to have said.
	Replied struct {
		From     string
		Text     string
		Link     string
		Proposed Class
		Class    Class     // set when a person logged it with its class
		Detail   Detail    // what the class needs
		At       time.Time // when it was said; zero: the event's time
		Edited   bool      // the same message was kept before, with other words
	}
	// Classed confirms or corrects the class of a reply.
	Classed struct {
		Reply  int
		Class  Class
		Detail Detail
	}
	// Logged is something done outside the bot: a call, a letter, a visit.
	Logged struct{ Attempt Attempt }
	// TaskDone is the outcome of a task.
	TaskDone struct {
		Task    string
		Outcome TaskOutcome
		At      time.Time // when it was done; zero: the event's time
		Proof   string    // posting number, name of who took the call, …
		Text    string    // what was said or what happened
		Reply   *Replied  // what the contact said at once, if anything
	}
	// TaskAssigned hands a task to somebody.
	TaskAssigned struct{ Task, Assignee string }
)

// Detail is what some classes need to have an effect.
type Detail struct {
	Promised time.Time // ClassPromise: the date
	Owner    string    // ClassTransmitted: to whom it was passed
	Contact  *Contact  // ClassWrongBody: the contact they named, if any
	Asked    string    // ClassNeedsInfo: what they want to know
}

// TaskOutcome is how a task ended.
type TaskOutcome string

// The outcomes of a task.
const (
	OutcomeDone     TaskOutcome = "done"      // reached, sent, looked: counts as the delivery
	OutcomeRecorded TaskOutcome = "recorded"  // a recorded message or an automatic reply: delivered to nobody, an auto_reply
	OutcomeBadAddr  TaskOutcome = "bad_addr"  // the address or number is wrong: the contact is dead
	OutcomeSkipped  TaskOutcome = "skipped"   // the team decided not to do it
	OutcomeNoAnswer TaskOutcome = "no_answer" // tried, nobody picked up: an attempt is kept, the task stays
)

// What people decide.
type (
	// Verdict is the requester's yes or no to an answer or refusal.
	Verdict struct{ Solved bool }
	// Informed is the requester's answer to needs_info; it is passed on.
	Informed struct{ Text string }
	// Withdrawn ends everything for the requester, in one click.
	Withdrawn struct{ Reason string }
	// ClosedByTeam closes with a reason.
	ClosedByTeam struct{ Reason string }
	// Reopened starts an ended case again on its rung, with a reason.
	Reopened struct{ Reason string }
	// Snoozed holds the clock until a date.
	Snoozed struct {
		Until  time.Time
		Reason string
	}
	// Resumed ends a snooze, or releases a quarantine.
	Resumed struct{ Reason string }
	// ClimbAsked climbs now: "now" on a preview, or the command. A contact who asks
	// passes the case up: only while it is asked, and never to the public.
	ClimbAsked struct{ Reason string }
	// Took is "I am on it".
	Took struct{}
	// Noted is a note by a person, or a message of somebody else that they keep.
	Noted struct {
		Text   string
		From   string    // who said it; empty: a note of the actor's own
		Link   string    // permalink of the message
		At     time.Time // when it was said; zero: not known, or just now
		Edited bool      // the same message was kept before, with other words
	}
	// ReferenceAdded adds a number.
	ReferenceAdded struct{ Reference Reference }
	// ReferenceNotFound says that somebody could not find a number.
	ReferenceNotFound struct{ Number, By string }
	// AttachmentAdded adds what is kept of a file.
	AttachmentAdded struct{ Attachment Attachment }
	// DeadlineSet sets or changes the outside date.
	DeadlineSet struct{ Deadline Deadline }
	// Quarantined takes a case out of the ladder after a failure of the program or the store.
	Quarantined struct{ Why string }
	// CalendarChanged moves the open dates of a case to the calendar that Rules now carry.
	CalendarChanged struct{ Version string }
)

// The approval of the public post.
type (
	// Drafted puts a text before the requester: the bot's proposal, an edit, or a
	// correction of what is published. It voids consent and votes.
	Drafted struct{ Text string }
	// Consented is the requester's yes to the text with exactly this hash.
	Consented struct{ Hash string }
	// Approved is one moderator's yes to the text with exactly this hash.
	Approved struct{ Hash string }
	// Denied is a moderator's no, or the requester's: one is enough.
	Denied struct{ Hash, Reason string }
	// CorrectionDropped gives up a correction: what is out stays as it is.
	CorrectionDropped struct{ Reason string }
	// PostWithdrawn takes back what is out: by the requester, or by a moderator,
	// who says why.
	PostWithdrawn struct{ Reason string }
	// Commented is what somebody said under the public post who is no contact of
	// the case.
	Commented struct {
		Text, Link string
		Edited     bool // it was said before, in other words
	}
)

func (Opened) fact()            {}
func (OrganisationAdded) fact() {}
func (ContactAdded) fact()      {}
func (ContactDied) fact()       {}
func (TimeCame) fact()          {}
func (Delivered) fact()         {}
func (DeliveryFailed) fact()    {}
func (OutcomeUnknown) fact()    {}
func (Looked) fact()            {}
func (Replied) fact()           {}
func (Classed) fact()           {}
func (Logged) fact()            {}
func (TaskDone) fact()          {}
func (TaskAssigned) fact()      {}
func (Verdict) fact()           {}
func (Informed) fact()          {}
func (Withdrawn) fact()         {}
func (ClosedByTeam) fact()      {}
func (Reopened) fact()          {}
func (Snoozed) fact()           {}
func (Resumed) fact()           {}
func (ClimbAsked) fact()        {}
func (Took) fact()              {}
func (Noted) fact()             {}
func (ReferenceAdded) fact()    {}
func (ReferenceNotFound) fact() {}
func (AttachmentAdded) fact()   {}
func (DeadlineSet) fact()       {}
func (Quarantined) fact()       {}
func (CalendarChanged) fact()   {}
func (Drafted) fact()           {}
func (Consented) fact()         {}
func (Approved) fact()          {}
func (Denied) fact()            {}
func (CorrectionDropped) fact() {}
func (PostWithdrawn) fact()     {}
func (Commented) fact()         {}
func (Postponed) fact()         {}
