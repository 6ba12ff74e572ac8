package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"relance/escalation"
)

// The years whose holidays a calendar knows. They are fixed: a window that moved
// with the present would give every calendar a new version each New Year.
const (
	firstHolidays = 2020
	lastHolidays  = 2060
)

// calendarReader reads one calendar.
type calendarReader struct {
	*section
	calendar escalation.Calendar
}

func readCalendars(root *section) map[string]escalation.Calendar {
	calendars := map[string]escalation.Calendar{}
	for _, n := range root.sections("calendars") {
		c := calendarReader{n.section, escalation.Calendar{Name: n.name, Holidays: map[escalation.Date]string{}}}
		c.read()
		calendars[n.name] = c.calendar.WithVersion()
	}
	return calendars
}

func (c *calendarReader) read() {
	c.zone("zone", &c.calendar.Zone)
	if _, written := c.fields["zone"]; !written {
		c.fail(c.line, join(c.path, "zone"), "missing: in which time zone are the hours? Write one like Europe/Paris")
	}
	c.readHours(c.section.section("hours"))
	c.readCountry()
	c.readHolidays(c.section.section("holidays"))
	c.describe("holidays", "dates with names", nil)
	c.describe("holidays_file", "path of a file", nil)
	if v, ok := c.value("holidays_file"); ok {
		c.readHolidaysFile(v)
	}
	c.readOpenOn()
	c.done()
	c.domain(c.path, c.calendar.Validate())
}

// calendar is the name of a calendar that exists.
func (v value) calendar(calendars map[string]escalation.Calendar) string {
	if _, known := calendars[v.text]; !known {
		v.fail("unknown calendar %q: %s", v.text, instead(v.text, slices.Sorted(maps.Keys(calendars))))
	}
	return v.text
}

// readHours reads the opening hours: "weekdays" first, which single days replace.
func (c *calendarReader) readHours(s *section) {
	if hours, ok := readDay(s, "weekdays"); ok {
		for day := time.Monday; day <= time.Friday; day++ {
			c.calendar.Hours[day] = hours
		}
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if hours, ok := readDay(s, strings.ToLower(day.String())); ok {
			c.calendar.Hours[day] = hours
		}
	}
	s.done()
}

// readDay reads the hours of one day: "09:00-12:00, 13:30-17:00", a list of
// such, or "closed".
func readDay(s *section, key string) (hours []escalation.Span, ok bool) {
	s.describe(key, "hours, or `closed`", nil)
	for _, v := range s.values(key) {
		ok = true
		if v.text == "closed" {
			continue
		}
		for _, text := range strings.Split(v.text, ",") {
			part := v
			part.text = strings.TrimSpace(text)
			if span, good := part.span(); good {
				hours = append(hours, span)
			}
		}
	}
	return hours, ok
}

var spanForm = regexp.MustCompile(`^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$`)

// span reads "09:00-17:30".
func (v value) span() (escalation.Span, bool) {
	m := spanForm.FindStringSubmatch(v.text)
	if m == nil {
		v.fail(`%q is no time of day: write from-to, like "09:00-17:30"`, v.text)
		return escalation.Span{}, false
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // two digits
	}
	s := escalation.Span{From: n[0]*60 + n[1], To: n[2]*60 + n[3]}
	if n[1] > 59 || n[3] > 59 || s.From > 24*60 || s.To > 24*60 {
		v.fail("%q is no time of day: a day goes from 00:00 to 24:00", v.text)
		return escalation.Span{}, false
	}
	return s, true
}

func (c *calendarReader) readCountry() {
	c.describe("country", "country, or a part of it", nil)
	v, ok := c.value("country")
	if !ok {
		return
	}
	if c.options.Holidays == nil {
		v.fail("this program knows no public holidays: list them under holidays")
		return
	}
	days, err := c.options.Holidays(v.text, firstHolidays, lastHolidays)
	if err != nil {
		v.fail("%v", err)
		return
	}
	maps.Copy(c.calendar.Holidays, days)
}

// readHolidays reads dates with their names.
func (c *calendarReader) readHolidays(s *section) {
	for _, key := range s.order {
		name, ok := s.value(key.Value)
		at := value{s.reader, join(s.path, key.Value), key.Line, key.Value}
		if date, good := at.date(); good && ok {
			c.calendar.Holidays[date] = name.text
		}
		delete(s.schema, join(s.at, key.Value))
	}
}

// readOpenOn reads the holidays on which this organisation works.
func (c *calendarReader) readOpenOn() {
	c.describe("open_on", "list of dates", nil)
	for _, v := range c.values("open_on") {
		date, ok := v.date()
		if !ok {
			continue
		}
		if _, holiday := c.calendar.Holidays[date]; !holiday {
			v.fail("%s is no holiday of this calendar: leave it out", date)
			continue
		}
		delete(c.calendar.Holidays, date)
	}
}

func (v value) date() (escalation.Date, bool) {
	d, err := escalation.ParseDate(v.text)
	if err != nil {
		v.fail("%v", err)
		return escalation.Date{}, false
	}
	return d, true
}

func (c *calendarReader) readHolidaysFile(v value) {
	data, err := c.options.ReadFile(c.beside(v.text))
	if err != nil {
		v.fail("%v", err)
		return
	}
	days, problems := parseHolidays(v.text, data)
	for _, p := range problems {
		p.Key = v.path
		c.problems = append(c.problems, p)
	}
	maps.Copy(c.calendar.Holidays, days)
}
