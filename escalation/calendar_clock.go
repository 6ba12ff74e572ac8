package escalation

import "time"

// longestJump is longer than any difference between a local clock and UTC, and
// than any change of a local clock.
const longestJump = 26 * time.Hour

// reading is the latest that the local clock has shown up to t, written as a
// time in UTC. It is what the clock shows at t, except for the hour after it was
// set back: then it stands where the clock was when that happened, so that it
// never runs backwards.
func (c Calendar) reading(t time.Time) time.Time {
	before := t.In(c.zone())
	latest := wall(before)
	for {
		changed, _ := before.ZoneBounds()
		if changed.IsZero() || t.Sub(changed) > longestJump {
			return latest
		}
		before = changed.Add(-1)
		if shown := wall(before).Add(1); shown.After(latest) {
			latest = shown
		}
	}
}

// reach is the first moment at which the local clock shows at least reading:
// the first of two in autumn, the end of the jump in spring.
func (c Calendar) reach(reading time.Time) time.Time {
	t := reading.Add(-longestJump).In(c.zone())
	for {
		_, offset := t.Zone()
		start, _ := t.ZoneBounds()
		at := reading.Add(-time.Duration(offset) * time.Second)
		end, changes := clockChange(t)
		if !changes || at.Before(end) {
			if at.Before(start) {
				return start
			}
			return at
		}
		t = end
	}
}

// clockChange is the next moment after t at which the local clock may be changed;
// false when it never is again.
//
// On the last day of a leap year ZoneBounds may end before t, where a rule and
// not a table says when summer begins (https://go.dev/issue/81583). It means the
// end of the year then, and has lost a day.
func clockChange(local time.Time) (time.Time, bool) {
	_, end := local.ZoneBounds()
	if end.IsZero() {
		return end, false
	}
	for !end.After(local) {
		end = end.Add(24 * time.Hour)
	}
	return end, true
}

// wall is what the local clock shows, written as a time in UTC.
func wall(local time.Time) time.Time {
	_, offset := local.Zone()
	return local.UTC().Add(time.Duration(offset) * time.Second)
}

// sinceMidnight is what the local clock shows as a time of day.
func sinceMidnight(local time.Time) time.Duration {
	h, m, s := local.Clock()
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute +
		time.Duration(s)*time.Second + time.Duration(local.Nanosecond())
}
