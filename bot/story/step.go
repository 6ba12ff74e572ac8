package story

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"relance/escalation"
)

// Step is a lapse of time: a wait, or a moment to come.
type Step struct {
	Wait  escalation.Wait
	Day   *escalation.Date // nil with Clock: on the same day
	Clock *int             // minutes since midnight
}

var (
	shortUnit  = regexp.MustCompile(`^\+\s*(\d+)\s*([mhdw])$`)
	momentForm = regexp.MustCompile(`^(?:(\d{4}-\d{2}-\d{2})\s*)?(?:(\d{1,2}):(\d{2}))?$`)
	longUnits  = map[string]string{"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
)

// ParseStep reads "+3d", "+2h", "+5 working days", "2026-03-09 10:00",
// "2026-03-09" and "10:00". A word "until" may stand before a moment.
func ParseStep(text string) (Step, error) {
	text = strings.TrimSpace(text)
	if m := shortUnit.FindStringSubmatch(text); m != nil {
		w, err := escalation.ParseWait(m[1] + " " + longUnits[m[2]])
		return Step{Wait: w}, err
	}
	if wait, ok := strings.CutPrefix(text, "+"); ok {
		w, err := escalation.ParseWait(wait)
		return Step{Wait: w}, err
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "until "))
	m := momentForm.FindStringSubmatch(text)
	if m == nil || text == "" {
		return Step{}, fmt.Errorf("%q is no time to come: write +3d, +2h, +5 working days or until 2026-03-09 10:00", text)
	}
	var s Step
	if m[1] != "" {
		day, err := escalation.ParseDate(m[1])
		if err != nil {
			return Step{}, err
		}
		s.Day = &day
	}
	if m[2] != "" {
		at, err := time.Parse("15:04", m[2]+":"+m[3])
		if err != nil {
			return Step{}, fmt.Errorf("%s:%s is no time of day", m[2], m[3])
		}
		minutes := at.Hour()*60 + at.Minute()
		s.Clock = &minutes
	}
	return s, nil
}

// From is when the step is over that begins at now. Working time is the
// calendar's, a moment is read on the clock of zone. A day without a time of day
// keeps that of now.
func (s Step) From(now time.Time, calendar escalation.Calendar, zone *time.Location) time.Time {
	if !s.Wait.IsZero() {
		return calendar.Add(now, s.Wait)
	}
	local := now.In(zone)
	day, clock := escalation.DateOf(local), local.Hour()*60+local.Minute()
	if s.Day != nil {
		day = *s.Day
	}
	if s.Clock != nil {
		clock = *s.Clock
	}
	if s.Day == nil && s.Clock == nil {
		return now
	}
	return time.Date(day.Year, day.Month, day.Day, 0, clock, 0, 0, zone)
}
