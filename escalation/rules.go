package escalation

// Rules are what a decision is made by, beside the case and the event.
type Rules struct {
	Ladder   Ladder          // the snapshot the case started with
	Calendar Calendar        // of the organisation
	People   Calendar        // the hours in which people may be disturbed
	Served   map[string]bool // address schemes that an adapter serves ("room"); others become tasks
}
