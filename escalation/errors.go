package escalation

import (
	"errors"
	"fmt"
)

// Code names a refusal for the program; the locale has a sentence for a person.
type Code string

// The codes of refusals.
const (
	CodeCaseOver           Code = "case_over"           // the case is answered, published or closed
	CodeNotOver            Code = "not_over"            // nothing to reopen
	CodeDraft              Code = "draft"               // the organisation is not known yet
	CodeNotDraft           Code = "not_draft"           // the organisation is known already
	CodeNotHeld            Code = "not_held"            // the clock is running
	CodeHeld               Code = "held"                // the clock stands already
	CodeNoVerdictDue       Code = "no_verdict_due"      // nothing to say yes or no to
	CodeNotYourTurn        Code = "not_your_turn"       // the organisation asked nothing
	CodeNotRequester       Code = "not_requester"       // only the requester may
	CodeUnknownReply       Code = "unknown_reply"       // no reply of that number
	CodeUnknownTask        Code = "unknown_task"        // no such open task
	CodeNotDone            Code = "not_done"            // the task ends by itself when what it asks for is there
	CodeUnknownReference   Code = "unknown_reference"   // no such reference in this case
	CodeUnknownClass       Code = "unknown_class"       // not one of the eight
	CodeSameClass          Code = "same_class"          // the reply has that class already
	CodePromiseDate        Code = "promise_date"        // a promise needs a date that is to come
	CodeDatePast           Code = "date_past"           // the date is over
	CodeReasonMissing      Code = "reason_missing"      // say why
	CodeEmpty              Code = "empty"               // nothing was said
	CodeDuplicateContact   Code = "duplicate_contact"   // that address is there already
	CodeDuplicateReference Code = "duplicate_reference" // that number is there already
	CodeNotModerator       Code = "not_moderator"       // only a moderator may
	CodeNoTurn             Code = "no_turn"             // the requester's verdict is awaited: only they can go on
	CodeContactMissing     Code = "contact_missing"     // an organisation needs a contact
	CodeNoApproval         Code = "no_approval"         // no post is before anybody
	CodeStaleText          Code = "stale_text"          // the text has changed since
	CodeNoConsent          Code = "no_consent"          // the requester has not consented yet
	CodeOwnVote            Code = "own_vote"            // the requester cannot approve
	CodeVotedAlready       Code = "voted_already"       // one vote a person
	CodeSameText           Code = "same_text"           // exactly this text is out already
	CodeNotPublished       Code = "not_published"       // nothing of the case is out
	CodePostWithdrawn      Code = "post_withdrawn"      // what was out is taken back already
	CodeLastRung           Code = "last_rung"           // nothing above
	CodeNothingDue         Code = "nothing_due"         // no timer's time has come
	CodeUnknownNotice      Code = "unknown_notice"      // the receipt belongs to nothing
	CodeLadderEmpty        Code = "ladder_empty"        // a ladder needs a rung
	CodeUnknownFact        Code = "unknown_fact"        // a fact Apply does not know
	CodeOpenedAlready      Code = "opened_already"      // Opened on a case that exists
	CodeNoCase             Code = "no_case"             // no such case, or not one you may see
	CodeBadID              Code = "bad_id"              // not a case ID: mistyped
	CodeDuplicateCase      Code = "duplicate_case"      // args: case — same requester, organisation, subject
	CodeQuota              Code = "quota"               // args: limit — too many cases opened today
	CodeNotRecorded        Code = "not_recorded"        // refused before the write: try again
	CodeNotConfirmed       Code = "not_confirmed"       // the reply to the write was lost: checking
	CodeCannotPhone        Code = "cannot_phone"        // this requester cannot phone
	CodeQuarantined        Code = "quarantined"         // a person must look first
	CodeUpgrade            Code = "upgrade"             // two versions of the program are running: later
)

// Error is a refusal: a code for the program and the figures that the sentence
// for the person needs.
type Error struct {
	Code Code
	Args map[string]string
	Err  error // the cause, for the log; may be nil
}

func (e *Error) Error() string {
	s := "relance: " + string(e.Code)
	if len(e.Args) > 0 {
		s += fmt.Sprint(" ", e.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of a refusal anywhere in err's chain; empty when there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func refuse(code Code, args ...string) error {
	e := &Error{Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}
