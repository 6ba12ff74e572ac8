package holidays

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"relance/escalation"
)

// The dates that move with Easter in France, from the official calendars; the
// others are the same every year.
func TestFrance(t *testing.T) {
	moving := map[int][3]string{ // Easter Monday, Ascension, Whit Monday
		2024: {"2024-04-01", "2024-05-09", "2024-05-20"},
		2025: {"2025-04-21", "2025-05-29", "2025-06-09"},
		2026: {"2026-04-06", "2026-05-14", "2026-05-25"},
		2027: {"2027-03-29", "2027-05-06", "2027-05-17"},
		2028: {"2028-04-17", "2028-05-25", "2028-06-05"},
		2029: {"2029-04-02", "2029-05-10", "2029-05-21"},
		2030: {"2030-04-22", "2030-05-30", "2030-06-10"},
	}
	got, err := For("FR", 2024, 2030)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for year, days := range moving {
		want[days[0]], want[days[1]], want[days[2]] = "Lundi de Pâques", "Ascension", "Lundi de Pentecôte"
		for day, name := range map[escalation.Date]string{
			{Year: year, Month: time.January, Day: 1}:   "Nouvel an",
			{Year: year, Month: time.May, Day: 1}:       "Fête du Travail",
			{Year: year, Month: time.May, Day: 8}:       "Fête de la Victoire",
			{Year: year, Month: time.July, Day: 14}:     "Fête Nationale",
			{Year: year, Month: time.August, Day: 15}:   "Assomption",
			{Year: year, Month: time.November, Day: 1}:  "Toussaint",
			{Year: year, Month: time.November, Day: 11}: "Armistice de 1918",
			{Year: year, Month: time.December, Day: 25}: "Noël",
		} {
			want[day.String()] = name
		}
	}
	have := map[string]string{}
	for day, name := range got {
		have[day.String()] = name
	}
	if !maps.Equal(have, want) {
		t.Errorf("holidays of France:\n%v\nwant:\n%v", have, want)
	}
}

func TestAlsaceMoselle(t *testing.T) {
	france, err := For("FR", 2026, 2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"FR-57", "FR-67", "fr-68", "FR-6AE"} {
		days, err := For(code, 2026, 2026)
		if err != nil {
			t.Fatal(err)
		}
		if len(days) != len(france)+2 || days[date("2026-04-03")] == "" || days[date("2026-12-26")] == "" {
			t.Errorf("%s: %v", code, days)
		}
	}
}

func date(s string) escalation.Date {
	d, err := escalation.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// A day kept instead is closed as well as the day itself, even over New Year.
func TestObservedElsewhere(t *testing.T) {
	for _, tt := range []struct{ country, day string }{
		{"GB", "2027-12-25"}, {"GB", "2027-12-27"}, {"GB", "2027-12-28"},
		{"US", "2026-07-03"}, {"US", "2026-07-04"},
		{"US", "2027-12-31"}, {"US", "2028-01-01"},
	} {
		day := date(tt.day)
		days, err := For(tt.country, day.Year, day.Year)
		if err != nil {
			t.Fatal(err)
		}
		if days[day] == "" {
			t.Errorf("%s: open on %s", tt.country, day)
		}
	}
}

func TestTwoHolidaysOnOneDay(t *testing.T) {
	days, err := For("FR", 2008, 2008) // Ascension fell on 1 May
	if err != nil {
		t.Fatal(err)
	}
	if name := days[date("2008-05-01")]; name != "Fête du Travail, Ascension" {
		t.Errorf("1 May 2008 is %q", name)
	}
}

// Every country of the list has holidays, each with a name, within the years.
func TestEveryCountry(t *testing.T) {
	for _, code := range slices.Sorted(maps.Keys(countries())) {
		days, err := For(code, 2024, 2030)
		if err != nil {
			t.Fatal(err)
		}
		if len(days) < 5*7 || len(days) > 30*7 {
			t.Errorf("%s: %d holidays in 7 years", code, len(days))
		}
		for day, name := range days {
			if name == "" || day.Year < 2024 || day.Year > 2030 {
				t.Errorf("%s: %s %q", code, day, name)
			}
		}
	}
}

func TestForRefuses(t *testing.T) {
	tests := []struct {
		country  string
		from, to int
		want     string
	}{
		{"XX", 2024, 2025, `no holidays known of "XX": write the code of a country, one of AR, AT, AU-ACT`},
		{"", 2024, 2025, "write the code of a country"},
		{"France", 2024, 2025, "write the code of a country"},
		{"FR-75", 2024, 2025, "write one of FR, FR-57, FR-67, FR-68, FR-6AE"},
		{"AU", 2024, 2025, `the holidays of "AU" differ by region: write one of AU-ACT, AU-NSW`},
		{"FR", 2025, 2024, "no holidays from 2025 to 2024"},
		{"FR", 1900, 2024, "the years go from 2000 to 2100"},
	}
	for _, tt := range tests {
		if _, err := For(tt.country, tt.from, tt.to); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("For(%q, %d, %d): %v, want %q", tt.country, tt.from, tt.to, err, tt.want)
		}
	}
}
