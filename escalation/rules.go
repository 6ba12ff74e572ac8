package escalation

import "time"

// Rules are what a decision is made by, beside the case and the event.
type Rules struct {
	Ladder   Ladder          // the snapshot the case started with
	Calendar Calendar        // of the organisation
	People   Calendar        // the hours in which people may be disturbed
	Served   map[string]bool // address schemes that an adapter serves ("room"); others become tasks
}

// MayGo is the first time from now on at which a notice may be said: an
// organisation is written to in its opening hours, a person in theirs. Rooms
// and the bot itself have no hours.
func (r Rules) MayGo(n Notice, now time.Time) time.Time {
	switch n.To {
	case ToContact:
		return r.Calendar.NextOpen(now)
	case ToRequester:
		return r.People.NextOpen(now)
	}
	return now
}
