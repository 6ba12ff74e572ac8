package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// Date is the day of t in the zone: "Monday 2 March 2026". Without a zone it is UTC.
func (s Speaker) Date(t time.Time, zone *time.Location) string {
	return s.Day(escalation.DateOf(in(t, zone)))
}

// Day is a day that needs no zone.
func (s Speaker) Day(d escalation.Date) string {
	return s.Say("date.day", "Count", d.Day,
		"Weekday", s.Weekday(d.Weekday()),
		"Month", s.Say("date.month."+strconv.Itoa(int(d.Month))),
		"Year", d.Year)
}

// Weekday is the name of a day of the week.
func (s Speaker) Weekday(d time.Weekday) string {
	return s.Say("date.weekday." + strconv.Itoa(int(d)))
}

// DateTime is t to the minute, with the abbreviation of the zone it is read in.
func (s Speaker) DateTime(t time.Time, zone *time.Location) string {
	t = in(t, zone)
	return s.Say("date.time", "Date", s.Day(escalation.DateOf(t)),
		"Hour", fmt.Sprintf("%02d", t.Hour()), "Minute", fmt.Sprintf("%02d", t.Minute()), "Zone", t.Format("MST"))
}

func in(t time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone)
}

// Wait is a length of time as a person says it: "10 working days".
func (s Speaker) Wait(w escalation.Wait) string {
	rest := w.Time.Round(time.Minute)
	hours, minutes := int(rest/time.Hour), int(rest%time.Hour/time.Minute)
	var parts []string
	count := func(n int, plain, working string) {
		switch {
		case n == 0:
		case w.Working:
			parts = append(parts, s.Say(working, "Count", n))
		default:
			parts = append(parts, s.Say(plain, "Count", n))
		}
	}
	count(w.Days, "wait.days", "wait.working_days")
	count(hours, "wait.hours", "wait.working_hours")
	count(minutes, "wait.minutes", "wait.working_minutes")
	if len(parts) == 0 {
		return s.Say("wait.none")
	}
	return strings.Join(parts, " ")
}

// Size is the size of a file: "2 MB".
func (s Speaker) Size(bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	switch {
	case bytes < kilo:
		return s.Say("size.bytes", "Count", int(bytes))
	case bytes < mega:
		return s.Say("size.kilobytes", "Size", (bytes+kilo/2)/kilo)
	default:
		return s.Say("size.megabytes", "Size", (bytes+mega/2)/mega)
	}
}
