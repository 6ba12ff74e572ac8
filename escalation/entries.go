package escalation

// The kinds of entry, with the fields each carries beside Text. Times in fields
// are RFC 3339, waits as Wait.String writes them, numbers in decimal.
const (
	EntryOpened            EntryKind = "opened"              // organisation, subject; Text: the story
	EntryDraft             EntryKind = "draft"               // organisation
	EntryOrganisationAdded EntryKind = "organisation_added"  // organisation, contacts (count)
	EntryContactAdded      EntryKind = "contact_added"       // address, role, source
	EntryContactDead       EntryKind = "contact_dead"        // address, why
	EntryTried             EntryKind = "tried"               // at, channel, person, reference, result: before opening
	EntryLogged            EntryKind = "logged"              // the same, since
	EntryStarted           EntryKind = "started"             // rung, name, attempts: the starting rung that was earned
	EntryRungFired         EntryKind = "rung_fired"          // rung, name, contacts (count)
	EntryRungSkipped       EntryKind = "rung_skipped"        // rung, name, why: empty, or cannot_phone
	EntryLetter            EntryKind = "letter"              // address, name, reminder, not_before
	EntryDelivered         EntryKind = "delivered"           // address, proof, reminder, twice ("yes")
	EntryNotDelivered      EntryKind = "not_delivered"       // address, why
	EntryPostponed         EntryKind = "postponed"           // address, reminder, until, why: the platform's word; without one the contact has had its letters
	EntryClockStarted      EntryKind = "clock_started"       // due, wait
	EntryPreview           EntryKind = "preview"             // rung, name, at; no rung: nobody is left to ask
	EntryReply             EntryKind = "reply"               // reply, from, proposed, link, edited ("yes"); Text: what was said
	EntryClassed           EntryKind = "classed"             // reply, class
	EntryCorrected         EntryKind = "corrected"           // reply, was, class
	EntryPassedOn          EntryKind = "passed_on"           // from, owner
	EntryHandedOver        EntryKind = "handed_over"         // from, to, lost
	EntryExtended          EntryKind = "extended"            // wait, due
	EntryPromise           EntryKind = "promise"             // from, date, obeyed (the date within the cap)
	EntryPromiseBroken     EntryKind = "promise_broken"      // date; until: the cap, where it came before the date
	EntryHeld              EntryKind = "held"                // why, until
	EntryResumed           EntryKind = "resumed"             // due; Text: the reason
	EntrySilence           EntryKind = "silence"             // rung, name, since: no answer that settles it; reply: the number of one that nobody classed
	EntryClimbed           EntryKind = "climbed"             // from, to (names); Text: the reason, when a person asked
	EntryLooked            EntryKind = "looked"              // reply: likewise
	EntryLookFailed        EntryKind = "look_failed"         // why, tries, again
	EntryWaiting           EntryKind = "waiting"             // reply, until: a reply nobody classed holds the climb
	EntryTask              EntryKind = "task"                // task, kind, address
	EntryTaskDone          EntryKind = "task_done"           // task, kind, outcome, proof, at; Text
	EntryTaskReminded      EntryKind = "task_reminded"       // task, kind, times
	EntryTaskEscalated     EntryKind = "task_escalated"      // task, kind
	EntryTaskAssigned      EntryKind = "task_assigned"       // task, assignee
	EntryVerdictYes        EntryKind = "verdict_yes"         // wait: from the first delivery to the answer
	EntryVerdictNo         EntryKind = "verdict_no"          //
	EntryInformed          EntryKind = "informed"            // Text
	EntryTurnReminded      EntryKind = "turn_reminded"       // times
	EntryTurnAnnounced     EntryKind = "turn_announced"      // then, at: what the silent requester's rule will do
	EntryTurnOver          EntryKind = "turn_over"           // then
	EntryWithdrawn         EntryKind = "withdrawn"           // cancelled (count); Text
	EntryClosed            EntryKind = "closed"              // why; Text
	EntryReopened          EntryKind = "reopened"            // Text
	EntrySnoozed           EntryKind = "snoozed"             // until; Text
	EntryTaken             EntryKind = "taken"               // until
	EntryTakenOver         EntryKind = "taken_over"          // name: "I am on it" has expired
	EntryNote              EntryKind = "note"                // from, at, link: of a message that was kept; edited ("yes"); Text
	EntryReference         EntryKind = "reference"           // number, issuer
	EntryReferenceNotFound EntryKind = "reference_not_found" // number, by
	EntryAttachment        EntryKind = "attachment"          // name, size, hash, link
	EntryDeadline          EntryKind = "deadline"            // at, what
	EntryDeadlineNear      EntryKind = "deadline_near"       // at, what, left
	EntryBlocked           EntryKind = "blocked"             // rung, name
	EntryDrafted           EntryKind = "drafted"             // hash; Text: the post
	EntryConsented         EntryKind = "consented"           // hash
	EntryApproved          EntryKind = "approved"            // hash, votes, quorum
	EntryQuorum            EntryKind = "quorum"              // votes, quorum
	EntryDenied            EntryKind = "denied"              // Text: the reason
	EntryNoQuorum          EntryKind = "no_quorum"           // votes, quorum
	EntryPublished         EntryKind = "published"           // link, hash
	EntryPostCorrected     EntryKind = "post_corrected"      // link, hash, earlier (the hash of what stood there)
	EntryPostWithdrawn     EntryKind = "post_withdrawn"      // link, hash; Text: the reason
	EntryPostReplaced      EntryKind = "post_replaced"       // link, hash: a short sentence stands in its place
	EntryPostStays         EntryKind = "post_stays"          // link, why: it could not be replaced
	EntryPostMissing       EntryKind = "post_missing"        // link, hash: it is not there any more
	EntryPostWaits         EntryKind = "post_waits"          // hash, earlier: until it is known whether that one is out
	EntryCorrectionDropped EntryKind = "correction_dropped"  // hash (of what was given up); Text: the reason
	EntryComment           EntryKind = "comment"             // link; Text: what was said under the post
	EntryUnknownOutcome    EntryKind = "unknown_outcome"     // address
	EntryQuarantined       EntryKind = "quarantined"         // why
	EntryDatesMoved        EntryKind = "dates_moved"         // version, due
)

// EntryKinds lists every kind, for the test that each has a sentence.
func EntryKinds() []EntryKind {
	return []EntryKind{
		EntryOpened, EntryDraft, EntryOrganisationAdded, EntryContactAdded, EntryContactDead, EntryTried, EntryLogged,
		EntryStarted, EntryRungFired, EntryRungSkipped, EntryLetter, EntryDelivered, EntryNotDelivered, EntryPostponed, EntryClockStarted,
		EntryPreview, EntryReply, EntryClassed, EntryCorrected, EntryPassedOn, EntryHandedOver, EntryExtended, EntryPromise,
		EntryPromiseBroken, EntryHeld, EntryResumed, EntrySilence, EntryClimbed, EntryLooked, EntryLookFailed, EntryWaiting,
		EntryTask, EntryTaskDone, EntryTaskReminded, EntryTaskEscalated, EntryTaskAssigned, EntryVerdictYes, EntryVerdictNo,
		EntryInformed, EntryTurnReminded, EntryTurnAnnounced, EntryTurnOver, EntryWithdrawn, EntryClosed, EntryReopened,
		EntrySnoozed, EntryTaken, EntryTakenOver, EntryNote, EntryReference, EntryReferenceNotFound, EntryAttachment,
		EntryDeadline, EntryDeadlineNear, EntryBlocked, EntryDrafted, EntryConsented, EntryApproved, EntryQuorum, EntryDenied,
		EntryNoQuorum, EntryPublished, EntryPostCorrected, EntryPostWithdrawn, EntryPostReplaced, EntryPostStays,
		EntryPostMissing, EntryComment, EntryUnknownOutcome, EntryQuarantined, EntryDatesMoved,
		EntryPostWaits, EntryCorrectionDropped,
	}
}

// The reasons of changes: what was done, for the answer to whoever caused it.
const (
	DoneOpened        Reason = "opened"      // the case is open and its first rung has fired
	DoneDraft         Reason = "draft"       // the case waits for its organisation
	DoneNoted         Reason = "noted"       // kept in the trail, the clock is as it was
	DoneRunning       Reason = "running"     // the clock runs (again)
	DoneHeld          Reason = "held"        // the clock stands
	DoneExtended      Reason = "extended"    // the rung's one extension was granted
	DonePromise       Reason = "promise"     // the clock is set to the promised date
	DoneHandedOver    Reason = "handed_over" // the next contact is asked
	DoneLooking       Reason = "looking"     // about to climb: looking first
	DoneClimbed       Reason = "climbed"
	DoneWaiting       Reason = "waiting" // something holds the climb for a while
	DoneBlocked       Reason = "blocked"
	DoneAsked         Reason = "asked" // somebody was asked or reminded
	DoneAnswered      Reason = "answered"
	DoneClosed        Reason = "closed"
	DoneDrafted       Reason = "drafted"
	DoneConsented     Reason = "consented"
	DoneVoted         Reason = "voted"  // approved, the quorum is not complete
	DoneQuorum        Reason = "quorum" // approved, the post goes out
	DoneDenied        Reason = "denied"
	DonePublished     Reason = "published"
	DonePostWithdrawn Reason = "post_withdrawn"
	DoneDropped       Reason = "dropped" // a correction is given up, what is out stays
	DoneTaken         Reason = "taken"
	DoneTask          Reason = "task" // a task is done
	DoneQuarantined   Reason = "quarantined"
)

// Reasons lists every reason, for the test that each has a sentence.
func Reasons() []Reason {
	return []Reason{
		DoneOpened, DoneDraft, DoneNoted, DoneRunning, DoneHeld, DoneExtended, DonePromise, DoneHandedOver, DoneLooking,
		DoneClimbed, DoneWaiting, DoneBlocked, DoneAsked, DoneAnswered, DoneClosed, DoneDrafted, DoneConsented, DoneVoted,
		DoneQuorum, DoneDenied, DonePublished, DonePostWithdrawn, DoneDropped, DoneTaken, DoneTask, DoneQuarantined,
	}
}
