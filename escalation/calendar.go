package escalation

import "time"

// Wait is a length of time as a ladder says it: "10 working days", "48h".
type Wait struct {
	Days    int
	Time    time.Duration
	Working bool // counted in the working time of a calendar
}

// IsZero says that there is nothing to wait for.
func (w Wait) IsZero() bool { return w.Days == 0 && w.Time == 0 }

// Date is a day without a time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Span is a time of day from … to, in minutes since midnight.
type Span struct{ From, To int }

// Calendar is the working time of an organisation. The zero Calendar is always
// open, in UTC.
type Calendar struct {
	Name     string
	Version  string // changes with the content
	Zone     *time.Location
	Hours    [7][]Span       // by time.Weekday; all empty: always open
	Holidays map[Date]string // with their names
}
