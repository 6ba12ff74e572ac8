package escalation

// Class says what a reply of the organisation is worth. The bot proposes one,
// a person confirms it, and a correction is an entry of its own.
type Class string

// The reply classes and what each does to the clock.
const (
	ClassAutoReply       Class = "auto_reply"      // nothing
	ClassAcknowledgement Class = "acknowledgement" // nothing, or the rung's one extension
	ClassTransmitted     Class = "transmitted"     // a new owner is named; the clock runs on
	ClassNeedsInfo       Class = "needs_info"      // held until the requester has answered
	ClassPromise         Class = "promise"         // the clock is set to the promised date, within the ladder's cap
	ClassWrongBody       Class = "wrong_body"      // the next contact, on the same rung
	ClassRefusal         Class = "refusal"         // held for the requester's verdict
	ClassAnswer          Class = "answer"          // held for the requester's verdict
)

// Classes lists every reply class, in the order people are offered them.
func Classes() []Class {
	return []Class{ClassAnswer, ClassAcknowledgement, ClassTransmitted, ClassNeedsInfo,
		ClassPromise, ClassWrongBody, ClassRefusal, ClassAutoReply}
}

// Valid says that c is one of the eight classes.
func (c Class) Valid() bool {
	for _, k := range Classes() {
		if c == k {
			return true
		}
	}
	return false
}
