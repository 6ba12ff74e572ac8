package escalation

import "time"

// Add is when a wait that begins at from is over.
//
// A plain wait is exact; its days end at the same time of the local clock. A
// working wait counts from the next opening, and always ends within opening
// hours: what ends at the very moment of closing ends with the next opening.
// Working time passes only while open. Working days go to the n-th following
// date with an opening, at the same time of the local clock, or at the next
// opening where that is closed.
//
// A later from never gives an earlier end, not even while the clock is set back.
func (c Calendar) Add(from time.Time, w Wait) time.Time {
	from = from.Round(0) // a reading of the monotonic clock has no place in a date
	if !w.Working {
		return c.addDays(from, w.Days).Add(w.Time)
	}
	start, ok := c.opening(from)
	if !ok {
		return c.addDays(from, w.Days).Add(w.Time)
	}
	return c.addOpen(c.addWorkingDays(start, w.Days), w.Time)
}

// Left is what is left at now of a wait that is over at at: open time where w is
// working, plain time otherwise, and never less than nothing. Add(later, Left(now,
// at, w)) goes on with it after a hold.
func (c Calendar) Left(now, at time.Time, w Wait) Wait {
	if !w.Working {
		return Wait{Time: max(0, at.Sub(now))}
	}
	left := Wait{Working: true}
	for now.Before(at) {
		start, ok := c.opening(now)
		if !ok {
			left.Time += at.Sub(now)
			break
		}
		if !start.Before(at) {
			break
		}
		_, end := c.stretch(start)
		if end.After(at) {
			end = at
		}
		left.Time += end.Sub(start)
		now = end
	}
	return left
}

// addOpen lets d of open time pass.
func (c Calendar) addOpen(t time.Time, d time.Duration) time.Time {
	for {
		start, ok := c.opening(t)
		if !ok {
			return t.Add(d)
		}
		_, end := c.stretch(start)
		if open := end.Sub(start); d >= open {
			t, d = end, d-open
			continue
		}
		return start.Add(d)
	}
}

// addDays goes to the same time of the local clock n days later.
func (c Calendar) addDays(t time.Time, n int) time.Time {
	if n == 0 {
		return t
	}
	return c.reach(c.reading(t).AddDate(0, 0, n)).In(t.Location())
}

// addWorkingDays goes to the same time of the local clock on the n-th following
// date that has an opening.
func (c Calendar) addWorkingDays(t time.Time, n int) time.Time {
	if n <= 0 {
		return t
	}
	day := c.reading(t)
	for closed := time.Duration(0); n > 0; {
		day = day.AddDate(0, 0, 1)
		switch closed += 24 * time.Hour; {
		case c.opensOn(DateOf(day)):
			n--
			closed = 0
		case closed > horizon: // as if it were open from here on
			return c.reach(day.AddDate(0, 0, n)).In(t.Location())
		}
	}
	return c.reach(day).In(t.Location())
}

// opensOn says that the date has an opening that the clock really shows.
func (c Calendar) opensOn(d Date) bool {
	if len(c.spans(d)) == 0 {
		return false
	}
	end := c.reach(d.AddDays(1).Midnight())
	for t := c.reach(d.Midnight()); t.Before(end); {
		open, next := c.stretch(t)
		if open {
			return true
		}
		t = next
	}
	return false
}
