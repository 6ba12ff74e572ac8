package escalation

import "time"

// Skip is a day on which nothing was open, for a date that explains itself.
type Skip struct {
	Date    Date
	Holiday string // its name; empty: a day of the week without opening hours
}

// Skipped are the days from one moment to another that were closed all day. A
// holiday on a day of the week that is closed anyhow is not named: it changed
// nothing.
func (c Calendar) Skipped(from, to time.Time) []Skip {
	if to.Before(from) {
		return nil
	}
	var skipped []Skip
	last := DateOf(to.In(c.zone()))
	for d := DateOf(from.In(c.zone())); d.Compare(last) <= 0; d = d.AddDays(1) {
		name, holiday := c.Holidays[d]
		switch closed := len(c.weekday(d.Weekday())) == 0; {
		case closed:
			skipped = append(skipped, Skip{Date: d})
		case holiday:
			skipped = append(skipped, Skip{Date: d, Holiday: name})
		}
	}
	return skipped
}
