package config

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"relance/escalation"
)

// maxEventDays is the longest closure that one event of a calendar file may make.
const maxEventDays = 366

// parseHolidays reads a file of holidays: an iCalendar file of all-day events, or
// one date and its name per line. The file that is neither is refused with its line.
func parseHolidays(name string, data []byte) (map[escalation.Date]string, Problems) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	h := holidayFile{name: name, days: map[escalation.Date]string{}}
	if strings.HasSuffix(strings.ToLower(name), ".ics") || bytes.HasPrefix(data, []byte("BEGIN:")) {
		h.readICalendar(data)
	} else {
		h.readLines(data)
	}
	if len(h.days) == 0 && len(h.problems) == 0 {
		h.fail(1, "there is no holiday in this file: write one date and its name per line")
	}
	return h.days, h.problems
}

type holidayFile struct {
	name     string
	days     map[escalation.Date]string
	problems Problems
}

func (h *holidayFile) fail(line int, format string, args ...any) {
	h.problems = append(h.problems, Problem{File: h.name, Line: line, Text: fmt.Sprintf(format, args...)})
}

// readLines reads "2026-12-24 Christmas Eve". Empty lines and those that begin
// with # say nothing.
func (h *holidayFile) readLines(data []byte) {
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		day, name, _ := strings.Cut(line, " ")
		date, err := escalation.ParseDate(strings.TrimRight(day, ",;:\t"))
		switch {
		case err != nil:
			h.fail(i+1, "%v", err)
			if len(h.problems) == 1 && len(h.days) == 0 {
				return // another kind of file: one complaint is enough
			}
		case strings.TrimSpace(name) == "":
			h.fail(i+1, "%s has no name: write it after the date", date)
		default:
			h.days[date] = strings.TrimSpace(name)
		}
	}
}

func (h *holidayFile) readICalendar(data []byte) {
	if line, bad := badLine(data); bad {
		h.fail(line, "this is no calendar: this line cannot be read")
		return
	}
	if text := strings.ToUpper(strings.TrimSpace(string(data))); !strings.HasSuffix(text, "END:VCALENDAR") {
		h.fail(1+strings.Count(text, "\n"), "this calendar breaks off: its last line is END:VCALENDAR")
		return
	}
	calendar, err := ical.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		h.fail(1, "this is no calendar: %v", err)
		return
	}
	lines := eventLines(data)
	for i, event := range calendar.Events() {
		line := 1
		if i < len(lines) {
			line = lines[i]
		}
		h.readEvent(line, event)
	}
}

// badLine finds the first line that is no property: the library's own count of
// lines begins anew in each event.
func badLine(data []byte) (int, bool) {
	content, first := "", 1
	check := func() bool {
		property, err := ical.ParseProperty(ical.ContentLine(content))
		return content != "" && (err != nil || property == nil)
	}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if rest, ok := continuation(line); ok {
			content += rest
			continue
		}
		if check() {
			return first, true
		}
		content, first = line, i+1
	}
	return first, check()
}

// continuation is what a line adds to the one before it, when it begins with a space.
func continuation(line string) (string, bool) {
	if rest, ok := strings.CutPrefix(line, "\t"); ok {
		return rest, true
	}
	return strings.CutPrefix(line, " ")
}

// eventLines are the lines on which the events begin: the library does not keep them.
func eventLines(data []byte) []int {
	var lines []int
	for i, line := range strings.Split(string(data), "\n") {
		if strings.EqualFold(strings.TrimSpace(line), "BEGIN:VEVENT") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func (h *holidayFile) readEvent(line int, event *ical.VEvent) {
	property := func(p ical.ComponentProperty) string {
		if found := event.GetProperty(p); found != nil {
			return strings.TrimSpace(found.Value)
		}
		return ""
	}
	if property(ical.ComponentPropertyStatus) == string(ical.ObjectStatusCancelled) {
		return
	}
	name := property(ical.ComponentPropertySummary)
	if name == "" {
		h.fail(line, "this event has no SUMMARY: a holiday needs a name")
		return
	}
	for _, unread := range []ical.ComponentProperty{ical.ComponentPropertyRrule, ical.ComponentPropertyRdate, ical.ComponentPropertyDuration} {
		if property(unread) != "" {
			h.fail(line, "%q has %s, which is not read: write an event with DTSTART and DTEND for each time", name, unread)
			return
		}
	}
	first, err := icalDate(property(ical.ComponentPropertyDtStart))
	if err != nil {
		h.fail(line, "DTSTART of %q: %v", name, err)
		return
	}
	end := first.AddDays(1) // DTEND is the first day after it
	if text := property(ical.ComponentPropertyDtEnd); text != "" {
		if end, err = icalDate(text); err != nil {
			h.fail(line, "DTEND of %q: %v", name, err)
			return
		}
	}
	days := 0
	for d := first; d.Compare(end) < 0; d = d.AddDays(1) {
		if days++; days > maxEventDays {
			h.fail(line, "%q lasts longer than a year", name)
			return
		}
		h.days[d] = name
	}
	if days == 0 {
		h.fail(line, "%q ends before it begins: DTEND is the first day after it", name)
	}
}

// icalDate reads the date of an all-day event, "20261224".
func icalDate(text string) (escalation.Date, error) {
	if len(text) != 8 {
		return escalation.Date{}, fmt.Errorf("%q is no whole day: write VALUE=DATE, like DTSTART;VALUE=DATE:20261224", text)
	}
	if t, err := time.Parse("20060102", text); err == nil {
		return escalation.DateOf(t), nil
	}
	return escalation.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:])
}
