package escalation

import (
	"testing"
	"time"
)

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// bureau is open on weekdays with a pause at noon, and on Fridays in the morning
// only. In the week of its tests the Tuesday is a holiday.
func bureau(t *testing.T) Calendar {
	full := []Span{{9 * 60, 12 * 60}, {13*60 + 30, 17 * 60}}
	return Calendar{
		Name:     "bureau",
		Zone:     location(t, "Europe/Paris"),
		Hours:    [7][]Span{nil, full, full, full, full, {{9 * 60, 12 * 60}}, nil},
		Holidays: map[Date]string{{2026, 7, 14}: "Fête nationale", {2026, 8, 15}: "Assomption"},
	}
}

func TestAdd(t *testing.T) {
	night := Calendar{Zone: location(t, "Europe/Paris")}
	for i := range night.Hours {
		night.Hours[i] = []Span{{22 * 60, 1440}, {0, 3 * 60}}
	}
	paris := Calendar{Zone: location(t, "Europe/Paris")}
	// 10 July 2026 is a Friday.
	tests := []struct {
		name     string
		calendar Calendar
		from     string
		wait     string
		want     string
	}{
		{"plain hours take no notice of hours", bureau(t), "2026-07-10 11:30", "48h", "2026-07-12 11:30"},
		{"plain days keep the clock", paris, "2026-03-28 12:00", "1 day", "2026-03-29 12:00"},
		{"plain hours do not", paris, "2026-03-28 12:00", "24h", "2026-03-29 13:00"},
		{"days then hours", paris, "2026-07-10 12:00", "2 days 4h", "2026-07-12 16:00"},
		{"weeks", paris, "2026-07-10 12:00", "2 weeks", "2026-07-24 12:00"},
		{"a day into the spring gap ends with it", paris, "2026-03-28 02:30", "1 day", "2026-03-29 03:00"},
		{"a day out of the end of February", paris, "2028-02-28 02:30", "1 day", "2028-02-29 02:30"},
		{"nothing, while open", bureau(t), "2026-07-10 11:30", "0 working hours", "2026-07-10 11:30"},
		{"nothing, while closed", bureau(t), "2026-07-10 12:00", "0 working hours", "2026-07-13 09:00"},
		{"hours over a pause", bureau(t), "2026-07-13 11:30", "1 working hour", "2026-07-13 14:00"},
		{"hours over a weekend", bureau(t), "2026-07-10 11:30", "1 working hour", "2026-07-13 09:30"},
		{"hours over a holiday", bureau(t), "2026-07-13 16:30", "1 working hour", "2026-07-15 09:30"},
		{"hours that end with closing end with the next opening", bureau(t), "2026-07-13 16:00", "1 working hour", "2026-07-15 09:00"},
		{"days keep the clock", bureau(t), "2026-07-15 10:15", "1 working day", "2026-07-16 10:15"},
		{"days pass weekends and holidays", bureau(t), "2026-07-10 10:15", "2 working days", "2026-07-15 10:15"},
		{"days from a pause count from its end", bureau(t), "2026-07-15 12:30", "1 working day", "2026-07-16 13:30"},
		{"days from a weekend count from its end", bureau(t), "2026-07-11 20:00", "1 working day", "2026-07-15 09:00"},
		{"days to a shorter day end with the next opening", bureau(t), "2026-07-16 15:00", "1 working day", "2026-07-20 09:00"},
		{"a holiday on a Saturday changes nothing", bureau(t), "2026-08-14 10:00", "1 working day", "2026-08-17 10:00"},
		{"days then hours, both working", bureau(t), "2026-07-15 10:15", "1 working day 2 working hours", "2026-07-16 13:45"},
		{"a day ends at 24:00 and the next begins", night, "2026-07-10 23:30", "1 working hour", "2026-07-11 00:30"},
		{"an hour that does not exist does not count", night, "2026-03-29 01:30", "1 working hour", "2026-03-29 22:30"},
		{"an hour shown twice counts twice", night, "2026-10-25 01:30", "2 working hours", "2026-10-25 02:30 +01:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wait, err := ParseWait(tt.wait)
			if err != nil {
				t.Fatal(err)
			}
			from := at(t, tt.calendar.Zone, tt.from)
			want := at(t, tt.calendar.Zone, tt.want)
			if got := tt.calendar.Add(from, wait); !got.Equal(want) {
				t.Errorf("%s + %s = %s, want %s", from, wait, got, want)
			}
		})
	}
}

// at reads a local time, with its offset where the clock shows it twice.
func at(t *testing.T, zone *time.Location, s string) time.Time {
	t.Helper()
	if v, err := time.Parse("2006-01-02 15:04 -07:00", s); err == nil {
		return v.In(zone)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAddKeepsLocation(t *testing.T) {
	c := bureau(t)
	from := time.Date(2026, 7, 10, 8, 0, 0, 0, time.UTC)
	for _, wait := range []string{"1 day", "1h", "1 working day", "1 working hour"} {
		w, err := ParseWait(wait)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Add(from, w); got.Location() != time.UTC {
			t.Errorf("+ %s is in %s", wait, got.Location())
		}
	}
}

// The zero calendar never closes.
func TestZeroCalendar(t *testing.T) {
	var c Calendar
	from := time.Date(2028, 12, 31, 23, 59, 59, 0, time.UTC)
	if !c.IsOpen(from) || !c.NextOpen(from).Equal(from) {
		t.Error("the zero calendar is closed")
	}
	if got := c.Add(from, Wait{Days: 1, Working: true}); got.Sub(from) != 24*time.Hour {
		t.Errorf("one working day ends at %s", got)
	}
	if got := c.Add(from, Wait{Time: 30 * time.Hour, Working: true}); got.Sub(from) != 30*time.Hour {
		t.Errorf("30 working hours end at %s", got)
	}
}

// Hours may be missing and holidays not: open day and night, except on them.
func TestHolidaysWithoutHours(t *testing.T) {
	c := Calendar{Holidays: map[Date]string{{2026, 5, 1}: "May Day"}}
	if c.IsOpen(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)) {
		t.Error("open on the holiday")
	}
	from := time.Date(2026, 4, 30, 23, 0, 0, 0, time.UTC)
	want := time.Date(2026, 5, 2, 1, 0, 0, 0, time.UTC)
	if got := c.Add(from, Wait{Time: 2 * time.Hour, Working: true}); !got.Equal(want) {
		t.Errorf("two working hours end at %s, want %s", got, want)
	}
}

// A calendar that never opens must not stop a case for ever: its time counts as
// if it were open.
func TestNeverOpen(t *testing.T) {
	c := Calendar{Hours: [7][]Span{{{600, 600}}}}
	from := time.Date(2026, 7, 10, 8, 0, 0, 0, time.UTC)
	if c.IsOpen(from) {
		t.Error("open")
	}
	if got := c.NextOpen(from); !got.Equal(from) {
		t.Errorf("next opening %s", got)
	}
	if got := c.Add(from, Wait{Days: 3, Working: true}); got.Sub(from) != 72*time.Hour {
		t.Errorf("three working days end at %s", got)
	}
	if got := c.Add(from, Wait{Time: 5 * time.Hour, Working: true}); got.Sub(from) != 5*time.Hour {
		t.Errorf("five working hours end at %s", got)
	}
	if got := c.Left(from, from.Add(time.Hour), Wait{Working: true}); got.Time != time.Hour {
		t.Errorf("left of an hour: %s", got)
	}
}

// A calendar that closes for good in the middle of a wait goes on as well.
func TestClosesForGood(t *testing.T) {
	c := Calendar{Holidays: map[Date]string{}}
	last := Date{2026, 7, 10}
	for d := last.AddDays(1); d.Year < 2029; d = d.AddDays(1) {
		c.Holidays[d] = "shut"
	}
	from := time.Date(2026, 7, 10, 8, 0, 0, 0, time.UTC)
	for _, w := range []Wait{{Days: 2, Working: true}, {Time: 48 * time.Hour, Working: true}} {
		if got := c.Add(from, w); got.Before(from) || got.After(from.AddDate(3, 0, 0)) {
			t.Errorf("%s end at %s", w, got)
		}
	}
}

// On the last day of a leap year the standard library may say that the zone's
// offset ended before; nothing may turn in circles there.
func TestLastDayOfLeapYear(t *testing.T) {
	for _, name := range dstZones {
		for _, year := range []int{2028, 2040} {
			c := Calendar{Zone: location(t, name)}
			for i := range c.Hours {
				c.Hours[i] = []Span{{9 * 60, 17 * 60}}
			}
			from := time.Date(year, 12, 31, 12, 0, 0, 0, c.Zone)
			want := time.Date(year+1, 1, 1, 12, 0, 0, 0, c.Zone)
			for _, w := range []Wait{{Days: 1}, {Days: 1, Working: true}, {Time: 8 * time.Hour, Working: true}} {
				if got := c.Add(from, w); !got.Equal(want) {
					t.Errorf("%s + %s = %s", from, w, got)
				}
			}
		}
	}
}

func TestLeft(t *testing.T) {
	c := bureau(t)
	working := Wait{Days: 2, Working: true}
	tests := []struct {
		now, due string
		wait     Wait
		want     Wait
	}{
		{"2026-07-10 10:15", "2026-07-15 10:15", working, Wait{Time: 9*time.Hour + 30*time.Minute, Working: true}},
		{"2026-07-11 10:15", "2026-07-13 09:00", working, Wait{Working: true}},
		{"2026-07-15 10:15", "2026-07-15 09:15", working, Wait{Working: true}},
		{"2026-07-10 10:15", "2026-07-11 09:15", Wait{Days: 1}, Wait{Time: 23 * time.Hour}},
		{"2026-07-12 10:15", "2026-07-11 09:15", Wait{Days: 1}, Wait{}},
	}
	for _, tt := range tests {
		if got := c.Left(at(t, c.Zone, tt.now), at(t, c.Zone, tt.due), tt.wait); got != tt.want {
			t.Errorf("at %s of %s due at %s: left %s, want %s", tt.now, tt.wait, tt.due, got, tt.want)
		}
	}
}

func TestSkipped(t *testing.T) {
	c := bureau(t)
	got := c.Skipped(at(t, c.Zone, "2026-07-10 10:15"), at(t, c.Zone, "2026-07-15 10:15"))
	want := []Skip{{Date: Date{2026, 7, 11}}, {Date: Date{2026, 7, 12}}, {Date{2026, 7, 14}, "Fête nationale"}}
	if len(got) != len(want) {
		t.Fatalf("skipped %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("skipped %v, want %v", got[i], want[i])
		}
	}
	// On a Saturday it was closed anyhow.
	got = c.Skipped(at(t, c.Zone, "2026-08-15 10:15"), at(t, c.Zone, "2026-08-15 11:15"))
	if len(got) != 1 || got[0].Holiday != "" {
		t.Errorf("skipped %v", got)
	}
	if got := c.Skipped(at(t, c.Zone, "2026-08-15 10:15"), at(t, c.Zone, "2026-07-15 11:15")); got != nil {
		t.Errorf("skipped backwards: %v", got)
	}
}

func TestCalendarVersion(t *testing.T) {
	c := bureau(t).WithVersion()
	if again := bureau(t).WithVersion(); again.Version != c.Version || c.Version == "" {
		t.Errorf("versions %q and %q of the same content", c.Version, again.Version)
	}
	seen := map[string]string{c.Version: "the calendar"}
	change := func(what string, f func(*Calendar)) {
		next := bureau(t)
		f(&next)
		version := next.WithVersion().Version
		if other, ok := seen[version]; ok {
			t.Errorf("%s and %s have one version", what, other)
		}
		seen[version] = what
	}
	change("another zone", func(c *Calendar) { c.Zone = time.UTC })
	change("a longer Friday", func(c *Calendar) { c.Hours[time.Friday] = []Span{{9 * 60, 13 * 60}} })
	change("the Friday's hours on Saturday", func(c *Calendar) {
		c.Hours[time.Friday], c.Hours[time.Saturday] = nil, c.Hours[time.Friday]
	})
	change("one holiday more", func(c *Calendar) { c.Holidays[Date{2026, 12, 25}] = "Noël" })
	change("one holiday less", func(c *Calendar) { delete(c.Holidays, Date{2026, 8, 15}) })
}

// A day whose only hours the clock jumps over has no opening: it is no working day.
func TestDayThatVanishes(t *testing.T) {
	c := Calendar{Zone: location(t, "Europe/Paris")}
	for day := range c.Hours {
		c.Hours[day] = []Span{{2 * 60, 2*60 + 30}}
	}
	got := c.Add(at(t, c.Zone, "2026-03-28 02:15"), Wait{Days: 1, Working: true})
	if want := at(t, c.Zone, "2026-03-30 02:15"); !got.Equal(want) {
		t.Errorf("one working day ends at %s, want %s", got, want)
	}
}
