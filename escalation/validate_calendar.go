package escalation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Validate says what is wrong with a calendar, as [Problems] with paths like
// "hours.monday[0]".
func (c Calendar) Validate() error {
	var p Problems
	for day, spans := range c.Hours {
		path := "hours." + strings.ToLower(time.Weekday(day).String())
		for i, s := range spans {
			place := fmt.Sprintf("%s[%d]", path, i)
			switch {
			case s.From < 0 || s.To > minutesPerDay:
				p.add(place, "%s is not within 00:00-24:00", s)
			case s.From >= s.To:
				p.add(place, "%s ends before it begins: write the part after midnight under the next day", s)
			case i > 0 && s.From < spans[i-1].To:
				p.add(place, "%s begins before %s ends: write them in order, without overlap", s, spans[i-1])
			}
		}
	}
	if first, closed := c.closedTooLong(); closed && len(p) == 0 {
		p.add("holidays", "nothing is open for %d days from %s on", int(horizon.Hours()/24), first)
	}
	return p.or()
}

// String is the span as people write it: "09:00-17:30".
func (s Span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60)
}

// closedTooLong looks for a run of closed days that is as long as the horizon.
// Without holidays every week is like the others, and opens at least once.
func (c Calendar) closedTooLong() (first Date, closed bool) {
	if len(c.Holidays) == 0 {
		return Date{}, false
	}
	dates := slices.SortedFunc(maps.Keys(c.Holidays), Date.Compare)
	run := 0
	first = dates[0]
	for d, last := dates[0], dates[len(dates)-1]; d.Compare(last) <= 0; d = d.AddDays(1) {
		if len(c.spans(d)) > 0 {
			run, first = 0, d.AddDays(1)
			continue
		}
		if run++; time.Duration(run)*24*time.Hour >= horizon {
			return first, true
		}
	}
	return Date{}, false
}
