package bot

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// What can be wrong with a date somebody writes.
var (
	errDateForm       = errors.New("bot: not a way to write a date")
	errDateImpossible = errors.New("bot: there is no such day")
)

// farthest is how many days, weeks or hours ahead a date may be: more is a slip
// of the pen.
const farthest = 1000

// moment is a date as somebody wrote it. Most name a day; "+48h" and
// "2026-03-01 14:30" name an instant.
type moment struct {
	day   time.Time // midnight, in the zone it was read in
	exact time.Time // zero when only a day was named
}

// start is the instant, or the beginning of the day.
func (m moment) start() time.Time {
	if !m.exact.IsZero() {
		return m.exact
	}
	return m.day
}

// end is the instant, or the last minute of the day: what is promised for a day
// may come until it is over.
func (m moment) end() time.Time {
	if !m.exact.IsZero() {
		return m.exact
	}
	return m.day.AddDate(0, 0, 1).Add(-time.Minute)
}

// during is a time on the day when something had happened by now: now itself
// when it is that day, else noon.
func (m moment) during(now time.Time) time.Time {
	if !m.exact.IsZero() {
		return m.exact
	}
	if tomorrow := m.day.AddDate(0, 0, 1); now.Before(tomorrow) {
		return now
	}
	return m.day.Add(12 * time.Hour)
}

// parseMoment reads a date as people write it: 2026-03-01, 01/03/2026 (the day
// first), either with a time of day behind it, +3d, +2w and +48h.
func parseMoment(text string, now time.Time, zone *time.Location) (moment, error) {
	text = strings.TrimSpace(text)
	if ahead, ok := strings.CutPrefix(text, "+"); ok {
		return parseAhead(ahead, now.In(zone))
	}
	date, clock, hasClock := cutClock(text)
	year, month, day, ok := cutDate(date)
	if !ok {
		return moment{}, errDateForm
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
	// time.Date turns the 30th of February into the 2nd of March.
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		// Where the clock jumps at midnight, the day begins later.
		noon := time.Date(year, time.Month(month), day, 12, 0, 0, 0, zone)
		if noon.Year() != year || int(noon.Month()) != month || noon.Day() != day {
			return moment{}, errDateImpossible
		}
	}
	m := moment{day: t}
	if hasClock {
		c, err := time.Parse("15:04", clock)
		if err != nil {
			return moment{}, errDateForm
		}
		m.exact = time.Date(year, time.Month(month), day, c.Hour(), c.Minute(), 0, 0, zone)
	}
	return m, nil
}

// cutClock takes the time of day off a date: "2026-03-01 14:30", "2026-03-01T14:30".
func cutClock(text string) (date, clock string, found bool) {
	i := strings.IndexAny(text, " T\u00a0")
	if i < 0 {
		return text, "", false
	}
	return text[:i], strings.Trim(text[i:], " T\u00a0"), true
}

// cutDate reads year-month-day and day/month/year; in both a dot will do.
func cutDate(text string) (year, month, day int, ok bool) {
	parts := strings.Split(strings.NewReplacer("/", "-", ".", "-").Replace(text), "-")
	if len(parts) != 3 || len(text) > len("2026-03-01") {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil || n[i] < 0 {
			return 0, 0, 0, false
		}
	}
	switch {
	case len(parts[0]) == 4:
		return n[0], n[1], n[2], true
	case len(parts[2]) == 4:
		return n[2], n[1], n[0], true
	}
	return 0, 0, 0, false
}

// parseAhead reads "3d", "2w" and "48h".
func parseAhead(text string, now time.Time) (moment, error) {
	if text == "" {
		return moment{}, errDateForm
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	if err != nil || n < 0 {
		return moment{}, errDateForm
	}
	if n > farthest {
		return moment{}, errDateImpossible
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch text[len(text)-1] {
	case 'd':
		return moment{day: today.AddDate(0, 0, n)}, nil
	case 'w':
		return moment{day: today.AddDate(0, 0, 7*n)}, nil
	case 'h':
		at := now.Add(time.Duration(n) * time.Hour)
		return moment{day: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location()), exact: at}, nil
	}
	return moment{}, errDateForm
}
