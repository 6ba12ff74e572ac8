package escalation

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same rules wherever the test runs
)

// dstZones have every kind of change: at midnight, by half an hour and by two,
// several a year, summer time that is negative, offsets of three quarters.
var dstZones = []string{
	"Europe/Paris", "Europe/London", "Europe/Dublin", "America/New_York",
	"America/St_Johns", "America/Havana", "America/Santiago", "Africa/Cairo",
	"Africa/Casablanca", "Asia/Gaza", "Australia/Lord_Howe", "Antarctica/Troll",
}

const quarterHour = 15 * time.Minute

// dstCalendars are hours that a change of the clock leaves alone, cuts into,
// doubles, or makes vanish.
func dstCalendars(zone *time.Location) []Calendar {
	everyDay := func(spans ...Span) (hours [7][]Span) {
		for i := range hours {
			hours[i] = spans
		}
		return hours
	}
	office := everyDay(Span{9 * 60, 12 * 60}, Span{13*60 + 30, 17 * 60})
	office[time.Saturday] = []Span{{9 * 60, 12 * 60}}
	office[time.Sunday] = nil
	return []Calendar{
		{Name: "always", Zone: zone},
		{Name: "office", Zone: zone, Hours: office},
		{Name: "night", Zone: zone, Hours: everyDay(Span{0, 6 * 60}, Span{22 * 60, 1440})},
		{Name: "inside the change", Zone: zone, Hours: everyDay(Span{15, 30}, Span{2 * 60, 2*60 + 30})},
	}
}

// clockChanges are the moments at which the zone's clock was or will be changed.
func clockChanges(zone *time.Location, from, to int) []time.Time {
	var found []time.Time
	end := time.Date(to+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC); t.Before(end); t = t.Add(quarterHour) {
		_, before := t.Add(-1).In(zone).Zone()
		if _, after := t.In(zone).Zone(); before != after {
			found = append(found, t)
		}
	}
	return found
}

// clockDays is a stretch of time in quarter-hours, each read off the clock by itself.
type clockDays struct {
	at   []time.Time
	date []Date
	open []bool
	// opened[i] is how many open quarters there are before at[i]; when[n] is the
	// index of the n-th open quarter.
	opened []int
	when   []int
}

func readClock(c Calendar, from time.Time, n int) clockDays {
	var d clockDays
	for i := range n {
		t := from.Add(time.Duration(i) * quarterHour)
		local := t.In(c.Zone)
		minute := local.Hour()*60 + local.Minute()
		hours := c.Hours[local.Weekday()]
		if c.Name == "always" {
			hours = []Span{{0, 1440}}
		}
		open := slices.ContainsFunc(hours, func(s Span) bool { return s.From <= minute && minute < s.To })
		d.at, d.date, d.open = append(d.at, t), append(d.date, DateOf(local)), append(d.open, open)
		d.opened = append(d.opened, len(d.when))
		if open {
			d.when = append(d.when, i)
		}
	}
	return d
}

// TestDST goes through every change of the clock from 2024 to 2040 in twelve
// zones, quarter-hour by quarter-hour: no due date is missing, doubled or outside
// opening hours.
func TestDST(t *testing.T) {
	for _, name := range dstZones {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			found := clockChanges(zone, 2024, 2040)
			if len(found) < 30 {
				t.Fatalf("only %d changes of the clock", len(found))
			}
			for _, change := range found {
				for _, c := range dstCalendars(zone) {
					// Two days before the change begin the starts, five days after it end the answers.
					d := readClock(c, change.Add(-48*time.Hour), 7*96)
					starts := 2*96 + 4*8
					checkOpenTime(t, c, d, starts)
					checkWorkingDays(t, c, d, starts)
					checkPlain(t, c, d, starts)
					if t.Failed() {
						t.Fatalf("at the change of %s, calendar %q", change.In(zone), c.Name)
					}
				}
			}
		})
	}
}

// checkOpenTime: n quarters of working time end with the n-th open quarter from
// the start on. So every open quarter is the due date of exactly one other.
func checkOpenTime(t *testing.T, c Calendar, d clockDays, starts int) {
	for _, n := range [...]int{0, 1, 6, 32} {
		wait := Wait{Time: time.Duration(n) * quarterHour, Working: true}
		for i := range starts {
			place := d.opened[i] + n
			if place >= len(d.when) {
				continue // rare hours: due after what was read
			}
			want := d.at[d.when[place]]
			got := c.Add(d.at[i], wait)
			if !got.Equal(want) {
				t.Errorf("%s + %s = %s, want %s", d.at[i].In(c.Zone), wait, got.In(c.Zone), want.In(c.Zone))
				return
			}
			if open := c.IsOpen(d.at[i]); open != d.open[i] {
				t.Errorf("IsOpen(%s) = %t", d.at[i].In(c.Zone), open)
				return
			}
		}
	}
}

// checkWorkingDays: n working days end within opening hours, with n dates that
// open after the start's, and a later start never ends earlier.
func checkWorkingDays(t *testing.T, c Calendar, d clockDays, starts int) {
	for _, n := range [...]int{1, 2} {
		wait := Wait{Days: n, Working: true}
		var before time.Time
		for i := range starts {
			got := c.Add(d.at[i], wait)
			if got.Before(before) {
				t.Errorf("%s + %s = %s: a quarter earlier it was %s", d.at[i].In(c.Zone), wait, got.In(c.Zone), before.In(c.Zone))
				return
			}
			before = got
			due := int(got.Sub(d.at[0]) / quarterHour)
			if due >= len(d.at) {
				t.Errorf("%s + %s = %s: too far away", d.at[i].In(c.Zone), wait, got.In(c.Zone))
				return
			}
			if !d.open[due] || !d.at[due].Equal(got) {
				t.Errorf("%s + %s = %s: not within opening hours", d.at[i].In(c.Zone), wait, got.In(c.Zone))
				return
			}
			start := d.when[d.opened[i]] // the next opening
			dates := slices.Compact(append([]Date{d.date[start]}, openDates(d, start, due)...))
			// One date more where the clock of the start is past closing time there.
			if passed := len(dates) - 1; passed != n && passed != n+1 {
				t.Errorf("%s + %s = %s: %d dates with openings", d.at[i].In(c.Zone), wait, got.In(c.Zone), passed)
				return
			}
		}
	}
}

func openDates(d clockDays, from, to int) []Date {
	var dates []Date
	for _, i := range d.when[d.opened[from]:d.opened[to]] {
		dates = append(dates, d.date[i])
	}
	return append(dates, d.date[to])
}

// checkPlain: hours are exact, days end on the date that many days later, at the
// same time of the clock where the clock shows it once, and never run backwards.
func checkPlain(t *testing.T, c Calendar, d clockDays, starts int) {
	var before time.Time
	for i := range starts {
		start := d.at[i].In(c.Zone)
		if got := c.Add(start, Wait{Time: 48 * time.Hour}); got.Sub(start) != 48*time.Hour {
			t.Errorf("%s + 48h = %s", start, got)
			return
		}
		got := c.Add(start, Wait{Days: 1})
		if got.Before(before) {
			t.Errorf("%s + 1 day = %s: a quarter earlier it was %s", start, got, before)
			return
		}
		before = got
		if off := got.Sub(start) - 24*time.Hour; off.Abs() > 2*time.Hour {
			t.Errorf("%s + 1 day = %s", start, got)
			return
		}
		_, is := start.Zone()
		_, then := got.Zone()
		if is == then && sinceMidnight(got) != sinceMidnight(start) && got.Sub(start) == 24*time.Hour {
			t.Errorf("%s + 1 day = %s: another time of the clock", start, got)
			return
		}
	}
}
