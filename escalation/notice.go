package escalation

import (
	"fmt"
	"strings"
	"time"
)

// NoticeKind says what a notice is about; the bot finds the words.
type NoticeKind string

// The kinds of notice.
const (
	NoticeLetter    NoticeKind = "letter"     // to a contact: the whole file, a question, a reminder
	NoticeInfo      NoticeKind = "info"       // to a contact: the requester's answer to what they asked
	NoticeTask      NoticeKind = "task"       // to the team (organisation: moderators): something a person has to do
	NoticeEscalated NoticeKind = "escalated"  // to the team: a task nobody does; do, reassign or skip
	NoticePreview   NoticeKind = "preview"    // to requester: what the next rung will send, to whom and when
	NoticeTurn      NoticeKind = "turn"       // to the requester: the organisation asks you
	NoticeVerdict   NoticeKind = "verdict"    // to the requester: is it solved? yes or no
	NoticeConsent   NoticeKind = "consent"    // to the requester: the exact text of the post
	NoticeCompose   NoticeKind = "compose"    // to the bot itself: draft the post's text; its outcome is Drafted
	NoticeApproval  NoticeKind = "approval"   // to the moderators: approve, edit or refuse
	NoticeNoQuorum  NoticeKind = "no_quorum"  // to the team: blocked, waiting for moderators
	NoticeDenied    NoticeKind = "denied"     // to the team: a moderator or the requester refused, and why
	NoticePost      NoticeKind = "post"       // to the public room: exactly the approved text
	NoticeRecall    NoticeKind = "recall"     // to the bot itself: has a post that was taken back on its way landed?
	NoticeTakeDown  NoticeKind = "take_down"  // to the public room: the sentence that takes the place of a withdrawn post
	NoticePostStays NoticeKind = "post_stays" // to the team: a withdrawn post that a person has to take away, or to look for
	NoticeLanded    NoticeKind = "landed"     // to the requester: a text that was taken back is out all the same
	NoticeLook      NoticeKind = "look"       // to the contacts' platforms: has anything come? its outcome is Looked
	NoticeDeadline  NoticeKind = "deadline"   // to requester and team: an outside date comes near
	NoticeBlocked   NoticeKind = "blocked"    // to the team: no living contact on this rung
	NoticeState     NoticeKind = "state"      // to the requester: opened, answered, published, closed and how
	NoticeLog       NoticeKind = "log"        // to the case's thread: entries First to Last
	NoticeCard      NoticeKind = "card"       // to the team's room: the live card, edited in place
	NoticeBroken    NoticeKind = "broken"     // to the team: a case is quarantined
)

// Audience is for whom a notice is.
type Audience string

// The audiences.
const (
	ToContact    Audience = "contact"    // Notice.Address
	ToRequester  Audience = "requester"  // Case.Requester
	ToTeam       Audience = "team"       // the shared channel
	ToModerators Audience = "moderators" // the moderators' room
	ToPublic     Audience = "public"     // the public room
	ToBot        Audience = "bot"        // nobody: its outcome is a fact
)

// Notice is what must be said to whom. It is durable before anything is sent.
type Notice struct {
	Key       string // once-only: case ID, "/", a rising number
	Case      CaseID
	Kind      NoticeKind
	To        Audience
	NotBefore time.Time // opening hours of an organisation, quiet hours of a person
	Version   int64     // of the case that issued it

	Address  string    // NoticeLetter, NoticeInfo: the contact's; NoticePreview: of a rung that asks one by one
	Rung     int       // NoticeLetter, NoticePreview, NoticeBlocked: index of the rung; NoticePreview beyond the last: nobody is left to ask
	Reminder int       // NoticeLetter, NoticeTask, NoticeEscalated: 0 is the first message
	Task     string    // NoticeTask, NoticeEscalated: its ID
	Reply    int       // NoticeTurn, NoticeVerdict, NoticeInfo: number of the reply
	Hash     string    // NoticeConsent, NoticeApproval, NoticePost: of the exact text; NoticeRecall: of the one that was taken back; NoticeTakeDown, NoticeLanded: of the one that was or is out
	Text     string    // NoticeInfo: what the requester answered; NoticePost, NoticeLanded: the exact text; NoticeRecall: the key of what was taken back; NoticeDenied: the reason; NoticeState: Case.Closed
	At       time.Time // NoticePreview, NoticeDeadline, NoticeTurn: the date it speaks of
	First    int       // NoticeLog: entries from …
	Last     int       // … to

	Tries  int // how often it was taken from the outbox, this time included; of the times that it only had to wait at most one counts
	Doubts int // how many of the earlier tries may have said it: the program died, or the platform did not answer
}

// CaseOfKey returns the case a notice's key belongs to.
func CaseOfKey(key string) CaseID {
	id, _, _ := strings.Cut(key, "/")
	return CaseID(id)
}

// noticeKey makes keys that sort in the order of their issue: notices that may
// go at the same time leave the outbox in that order.
func noticeKey(id CaseID, n int) string { return fmt.Sprintf("%s/%05d", id, n) }
