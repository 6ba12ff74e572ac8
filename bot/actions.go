package bot

import (
	"strings"

	"relance/escalation"
)

// The actions of buttons. Their value is a case ID, followed by "/" and what
// the comment says where there is one. Those marked "form" open one.
const (
	actVerdictYes     = "verdict.yes"         // reply number
	actVerdictNo      = "verdict.no"          // reply number
	actInform         = "inform"              // reply number; form: the requester answers what was asked
	actWithdraw       = "withdraw"            // one click
	actNow            = "preview.now"         //
	actPostpone       = "preview.postpone"    // form: until, reason
	actStop           = "preview.stop"        // form: reason
	actConsent        = "consent.yes"         // hash of the text
	actEditPost       = "post.edit"           // hash; form: the text (requester, team and moderators)
	actCorrect        = "post.correct"        // hash of what is out; form: the text
	actDecline        = "post.decline"        // hash of the text: the requester does not want it published
	actKeep           = "post.keep"           // hash of a correction: it is given up, what is out stays
	actUnpublish      = "post.withdraw"       // the requester takes what is out back, in one click
	actTakeDown       = "post.takedown"       // a moderator does; form: reason
	actApprove        = "approve"             // hash
	actDeny           = "deny"                // hash; form: reason
	actTaskDone       = "task.done"           // task; form: outcome, proof, when, what was said, its class
	actTaskTake       = "task.take"           // task: assign to me
	actTaskSkip       = "task.skip"           // task; form: reason
	actClass          = "class"               // reply number; select of classes; form where a class needs a detail
	actReply          = "reply"               // select of classes; form: somebody answered elsewhere
	actPasted         = "thread.reply"        // entry; select of classes; form where a class needs a detail: a note was their reply
	actOnlyNote       = "thread.note"         // it was a note
	actClimb          = "climb"               // form: reason
	actSnooze         = "snooze"              // form: until, reason
	actResume         = "resume"              //
	actWhy            = "why"                 // answered privately
	actTake           = "take"                // I am on it
	actTrail          = "trail"               // the whole trail, privately
	actAddOrg         = "org.add"             // form: organisation and first contact of a draft
	actAddContact     = "contact.add"         // form: address, role, name, source
	actReopen         = "reopen"              // form: reason
	actSayAnswer      = "say.answer"          // letter; form: the text (the contact of the letter, as all "say")
	actSayNeedsInfo   = "say.needs_info"      // letter; form: what they want to know
	actSayPromise     = "say.promise"         // letter; form: the date
	actSayTransmitted = "say.transmitted"     // letter; form: to whom
	actSayWrongBody   = "say.wrong_body"      // letter; form: who is responsible
	actSayReceived    = "say.acknowledgement" // letter; one click
	actSayClimb       = "say.climb"           // letter; form: reason
	actNoteNotFound   = "ref.notfound"        // form: number, by whom
)

// target writes the value of an action.
func target(id escalation.CaseID, detail string) string {
	if detail == "" {
		return string(id)
	}
	return string(id) + "/" + detail
}

// parseTarget reads the value of an action.
func parseTarget(value string) (id escalation.CaseID, detail string) {
	a, b, _ := strings.Cut(value, "/")
	return escalation.CaseID(a), b
}
