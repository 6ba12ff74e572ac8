package escalation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// Span is a time of day from … to, in minutes since midnight on the local
// clock. From belongs to it, To does not; 1440 is 24:00.
type Span struct{ From, To int }

// Calendar is the working time of an organisation. The zero Calendar is always
// open, in UTC.
//
// Opening hours are read off the local clock, minute by minute: an hour that the
// clock jumps over in spring is not open, because it does not exist, and one that
// it shows twice in autumn is open twice.
type Calendar struct {
	Name     string
	Version  string // changes with the content, see WithVersion
	Zone     *time.Location
	Hours    [7][]Span       // by time.Weekday; all empty: open day and night
	Holidays map[Date]string // with their names; closed, whatever the hours say
}

// horizon is how far ahead an opening is looked for. A calendar that stays
// closed longer is refused by [Calendar.Validate]; should one be used
// nevertheless, time counts in it as if it were open, so that a case goes on
// instead of waiting for ever.
const horizon = 400 * 24 * time.Hour

// allDay is what a calendar without any hours has on each weekday.
var allDay = [...]Span{{0, minutesPerDay}}

const minutesPerDay = 24 * 60

// WithVersion returns the calendar with a Version made of its content: zone,
// hours and holidays.
func (c Calendar) WithVersion() Calendar {
	h := sha256.New()
	write := func(format string, args ...any) { _, _ = fmt.Fprintf(io.Writer(h), format, args...) }
	write("zone %s\n", c.zone())
	for day, spans := range c.Hours {
		write("day %d %v\n", day, spans)
	}
	for _, d := range slices.SortedFunc(maps.Keys(c.Holidays), Date.Compare) {
		write("holiday %s %q\n", d, c.Holidays[d])
	}
	c.Version = hex.EncodeToString(h.Sum(nil)[:8])
	return c
}

// IsOpen says that t is within opening hours.
func (c Calendar) IsOpen(t time.Time) bool {
	open, _ := c.stretch(t)
	return open
}

// NextOpen is the first moment from t on that is within opening hours: t itself
// when it is open.
func (c Calendar) NextOpen(t time.Time) time.Time {
	open, ok := c.opening(t)
	if !ok {
		return t
	}
	return open
}

// zone is where the hours are read off the clock.
func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// spans are the opening hours of a date.
func (c Calendar) spans(d Date) []Span {
	if _, holiday := c.Holidays[d]; holiday {
		return nil
	}
	return c.weekday(d.Weekday())
}

// weekday are the opening hours of an ordinary day of the week.
func (c Calendar) weekday(day time.Weekday) []Span {
	for _, spans := range c.Hours {
		if len(spans) > 0 {
			return c.Hours[day]
		}
	}
	return allDay[:]
}

// stretch says whether t is open, and until when that cannot change: the next
// boundary of the day's spans, midnight, or a change of the clock. Between two
// changes of the clock local time runs evenly, so no wall-clock time is ever
// turned into a moment here, and none can be ambiguous.
func (c Calendar) stretch(t time.Time) (open bool, end time.Time) {
	local := t.In(c.zone())
	clock := sinceMidnight(local)
	next := minutesPerDay * time.Minute
	for _, s := range c.spans(DateOf(local)) {
		from, to := time.Duration(s.From)*time.Minute, time.Duration(s.To)*time.Minute
		open = open || from <= clock && clock < to
		for _, boundary := range [...]time.Duration{from, to} {
			if boundary > clock {
				next = min(next, boundary)
			}
		}
	}
	end = t.Add(next - clock)
	if change, ok := clockChange(local); ok && change.Before(end) {
		end = change.In(t.Location())
	}
	return open, end
}

// opening is the first open moment from t on; false when there is none within
// the horizon.
func (c Calendar) opening(t time.Time) (time.Time, bool) {
	for limit := t.Add(horizon); t.Before(limit); {
		open, end := c.stretch(t)
		if open {
			return t, true
		}
		t = end
	}
	return t, false
}
